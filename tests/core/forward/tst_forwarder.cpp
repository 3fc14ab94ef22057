// SPDX-License-Identifier: GPL-3.0-or-later
// Forward rules on a real store, over real sockets, across restarts, and by way of the control API.
#include "core/control/controlserver.h"
#include "core/forward/forwarder.h"
#include "core/forward/forwardsource.h"
#include "core/http/httpclient.h"
#include "core/providers/secretmask.h"
#include "core/store/connection.h"
#include "core/store/forwardrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "tests/support/sampleevent.h"
#include "tests/support/scriptedserver.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;
using test::ScriptedServer;
using Script = ScriptedServer::Script;

namespace {

constexpr int waitMs = 30'000;

QByteArray answerOf(int status, const QByteArray &headers = {})
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Word\r\n" + headers + "Content-Length: 0\r\n\r\n";
}

} // namespace

class ForwarderTest final : public QObject {
    Q_OBJECT

    const SystemClock m_clock;
    HttpClient m_http;
    ProviderRegistry m_registry{builtInProviders()};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<Forwarder> m_forwarder;
    int m_ownPort = 0;
    bool m_isKeychainSettled = true;
    int m_number = 0;

    void open()
    {
        auto opened = Store::open({.databasePath = m_folder->filePath(u"log.db"_s)});
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        m_store = std::move(*opened);
        m_forwarder = std::make_unique<Forwarder>(
            Forwarder::Parts{.store = *m_store,
                             .registry = m_registry,
                             .http = m_http,
                             .clock = m_clock,
                             .digestKeys = [] { return QList<QByteArray>{"key"_ba}; },
                             .isKeychainSettled = [this] { return m_isKeychainSettled; },
                             .isOwnAddress = [this](const QUrl &url) { return url.port() == m_ownPort; },
                             .timeoutMs = 2'000,
                             .firstDelayMs = 10,
                             .longestDelayMs = 50});
        QSignalSpy loaded(m_forwarder.get(), &Forwarder::loaded);
        m_forwarder->load();
        QVERIFY(loaded.wait(waitMs));
    }
    void close()
    {
        m_forwarder.reset();
        if (m_store)
            m_store->close();
        m_store.reset();
    }
    // Stores so many events; their ids.
    QStringList store(int count, const std::function<void(Event &)> &change = {})
    {
        QStringList ids;
        int stored = 0;
        for (int i = 0; i < count; ++i) {
            Event event = test::sampleEvent(++m_number);
            if (change)
                change(event);
            ids << event.id;
            m_store->submitEvent(event, this, [&stored](const Result<qint64> &result) { stored += result ? 1 : 0; });
        }
        return QTest::qWaitFor([&] { return stored == count; }, waitMs) ? ids : QStringList();
    }
    template<typename T>
    static Result<T> wait(const std::optional<Result<T>> &outcome)
    {
        const bool came = QTest::qWaitFor([&outcome] { return outcome.has_value(); }, waitMs);
        return came ? *outcome : Result<T>(Error{ErrorCode::Timeout, u"nothing came"_s});
    }
    Result<ForwardStatus> put(const ForwardChange &change, const QString &source = u"clockify"_s)
    {
        std::optional<Result<ForwardStatus>> outcome;
        m_forwarder->put(source, change, this, [&outcome](const Result<ForwardStatus> &result) { outcome = result; });
        return wait(outcome);
    }
    Result<void> remove(const QString &source)
    {
        std::optional<Result<void>> outcome;
        m_forwarder->remove(source, this, [&outcome](const Result<void> &result) { outcome = result; });
        return wait(outcome);
    }
    ForwardStatus status(const QString &source = u"clockify"_s)
    {
        std::optional<Result<QList<ForwardStatus>>> outcome;
        m_forwarder->read(this, [&outcome](const Result<QList<ForwardStatus>> &result) { outcome = result; });
        const Result<QList<ForwardStatus>> all = wait(outcome);
        for (const ForwardStatus &status : all.valueOr({})) {
            if (status.rule.source == source)
                return status;
        }
        return {};
    }
    static QStringList idsOf(const ScriptedServer &server)
    {
        QStringList ids;
        for (const QByteArray &request : server.requests())
            ids << QString::fromLatin1(ScriptedServer::header(request, "X-Universal-Webhook-Event-Id"));
        return ids;
    }
    static ForwardChange to(const QByteArray &url) { return {.to = url}; }
    // Always the same answer.
    static void answerWith(ScriptedServer &server, const QByteArray &answer)
    {
        server.answerBy([answer](const QByteArray &) { return Script(answer); });
    }

    // The one rule, as stored.
    ForwardRule kept()
    {
        std::optional<Result<QList<ForwardRule>>> rules;
        m_store->readers().run<QList<ForwardRule>>(
            this, &forwardrepository::all, [&rules](const Result<QList<ForwardRule>> &result) { rules = result; });
        const Result<QList<ForwardRule>> all = wait(rules);
        return all && !all->isEmpty() ? all->first() : ForwardRule();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_ownPort = 0;
        m_isKeychainSettled = true;
        m_registry.replaceAll({}, {});
        m_number = 0;
        open();
    }
    void cleanup() { close(); }

    void passesOnWhatArrives()
    {
        ScriptedServer server;
        answerWith(server, answerOf(200));
        QCOMPARE(store(3).size(), 3);
        const auto made = put(to(server.url("/hook")));
        QVERIFY2(made, made ? "" : qPrintable(made.error().text));
        QCOMPARE(made->held, 0);
        // What is newer, of this source, and accepted.
        QStringList ids = store(40);
        QVERIFY(!store(2, [](Event &event) { event.source = u"GITHUB"_s; }).isEmpty());
        const auto reject = [](Event &event) {
            event.verdict = Verdict::Invalid;
            event.rejected = true;
        };
        QVERIFY(!store(1, reject).isEmpty());
        ids += store(60);
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 100, waitMs);
        QCOMPARE(idsOf(server), ids);
        const QByteArray first = server.requests().first();
        QVERIFY(first.startsWith("POST /hook HTTP/1.1\r\n"));
        QCOMPARE(ScriptedServer::body(first), test::sampleEvent(4).body);
        QCOMPARE(ScriptedServer::header(first, "clockify-webhook-event-type"), "NEW_TIME_ENTRY"_ba);
        QTRY_COMPARE(status().rule.delivered, 100);
        QCOMPARE(status().held, 0);
        QCOMPARE(status().state, ForwardState::UpToDate);
        QVERIFY(status().rule.lastDeliveredAtMs > 0);
        QVERIFY(status().rule.lastError.isEmpty());
    }
    void holdsWhileTheTargetIsDown_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("500") << answerOf(500);
        QTest::newRow("503") << answerOf(503, "Retry-After: 3600\r\n");
        QTest::newRow("429") << answerOf(429);
        QTest::newRow("408") << answerOf(408);
        QTest::newRow("redirect") << answerOf(308, "Location: /other\r\n");
        QTest::newRow("other redirect") << answerOf(302, "Location: /other\r\n");
        QTest::newRow("reset") << QByteArray();
    }
    void holdsWhileTheTargetIsDown()
    {
        QFETCH(QByteArray, answer);
        bool isDown = true;
        ScriptedServer server;
        server.answerBy([&](const QByteArray &) {
            if (!isDown)
                return Script(answerOf(200));
            return answer.isEmpty() ? Script().reset() : Script(answer);
        });
        QVERIFY(put(to(server.url())));
        const QStringList ids = store(5);
        // The same event again and again, and no other.
        QTRY_VERIFY_WITH_TIMEOUT(server.requests().size() >= 3, waitMs);
        const QStringList tried = idsOf(server);
        QCOMPARE(tried.count(ids.first()), tried.size());
        QCOMPARE(status().held, 5);
        QVERIFY(!status().rule.lastError.isEmpty());
        QVERIFY(status().rule.lastErrorAtMs > 0);
        isDown = false;
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 5, waitMs);
        QCOMPARE(idsOf(server).last(4), ids.last(4));
        QCOMPARE(status().held, 0);
        QVERIFY(status().rule.lastError.isEmpty());
    }
    void aTargetThatHangsIsGivenUp()
    {
        ScriptedServer server;
        server.enqueue(Script());
        QVERIFY(put(to(server.url())));
        QCOMPARE(store(1).size(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(!status().rule.lastError.isEmpty(), waitMs);
        answerWith(server, answerOf(200));
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 1, waitMs);
    }
    void whatTheTargetRefusesDoesNotHoldUpTheRest()
    {
        ScriptedServer server;
        server.answerBy([](const QByteArray &request) {
            const bool isSecond = ScriptedServer::body(request).contains("\"number\":2}");
            return Script(answerOf(isSecond ? 422 : 204));
        });
        QVERIFY(put(to(server.url())));
        const QStringList ids = store(3);
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 2, waitMs);
        QCOMPARE(idsOf(server), ids);
        QCOMPARE(status().rule.refused, 1);
        QCOMPARE(status().held, 0);
        // The third went well, which does not make the second undone.
        QVERIFY(status().rule.lastError.isEmpty());
        QVERIFY(status().rule.lastRefusal.contains(u"422"));
        QCOMPARE(status().rule.lastRefusedId, ids[1]);
        QVERIFY(status().rule.lastRefusedAtMs > 0);
        answerWith(server, answerOf(404));
        const QStringList last = store(1);
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.refused, 2, waitMs);
        QVERIFY(status().rule.lastError.contains(last.first()) && status().rule.lastError.contains(u"404"));
        QCOMPARE(status().rule.lastRefusal, status().rule.lastError);
        QCOMPARE(status().rule.lastRefusedId, last.first());
        QCOMPARE(status().state, ForwardState::UpToDate);
    }
    // The path is mistyped: nothing arrives, and a person finds out which events did not and why, also after a restart.
    void tellsOfAPathThatIsMistyped()
    {
        ScriptedServer server;
        answerWith(server, answerOf(404));
        QVERIFY(put(to(server.url("/hoook"))));
        const QStringList ids = store(3);
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.refused, 3, waitMs);
        QTRY_COMPARE_WITH_TIMEOUT(kept().refused, 3, waitMs);
        QCOMPARE(kept().delivered, 0);
        QVERIFY(kept().lastRefusal.contains(u"404"));
        QCOMPARE(kept().lastRefusedId, ids.last());
    }
    void anEventThatCannotBeSentCountsAsRefused()
    {
        ScriptedServer server;
        answerWith(server, answerOf(200));
        QVERIFY(put(to(server.url())));
        QCOMPARE(store(1, [](Event &event) { event.method = "HEAD"; }).size(), 1);
        const QStringList ids = store(1);
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 1, waitMs);
        QCOMPARE(status().rule.refused, 1);
        QCOMPARE(idsOf(server), ids);
    }
    // Nobody can read it any more; those behind it are all right.
    void aDamagedEventCountsAsRefused()
    {
        ScriptedServer server;
        answerWith(server, answerOf(200));
        QVERIFY(put(ForwardChange{.to = server.url(), .isPaused = true}));
        const QStringList ids = store(2);
        std::optional<Result<void>> damaged;
        m_store->submit(
            [](Connection &connection) {
                return connection.execute(u"UPDATE universal_webhook_log SET headers = x'FF01' WHERE seq = 1"_s);
            },
            this, [&damaged](const Result<void> &result) { damaged = result; });
        QVERIFY(wait(damaged));
        QVERIFY(put(ForwardChange{.isPaused = false}));
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 1, waitMs);
        QCOMPARE(status().rule.refused, 1);
        QCOMPARE(idsOf(server), QStringList{ids.last()});
    }
    // After a start whose keychain is slow: without its token the target would refuse every event.
    void holdsWhatNeedsASecretUntilItIsKnown()
    {
        ScriptedServer server;
        answerWith(server, answerOf(200));
        const auto masked =
            maskHeaders({{"X-Gitlab-Event", "Push Hook"}, {"X-Gitlab-Token", "token"}}, {}, {"token"}, "key");
        ProviderState unread;
        unread.fault.secret = u"The keychain is locked."_s;
        m_registry.setProvider(u"gitlab"_s, unread);
        m_isKeychainSettled = false;
        QVERIFY(put(to(server.url()), u"gitlab"_s));
        store(1, [&masked](Event &event) {
            event.source = u"GITLAB"_s;
            event.provider = u"gitlab"_s;
            event.headers = masked.headers;
            event.maskedHeaders = maskToJson(masked);
        });
        QTRY_VERIFY_WITH_TIMEOUT(status(u"gitlab"_s).rule.lastError.contains(u"has not answered yet"), waitMs);
        m_isKeychainSettled = true;
        QTRY_VERIFY_WITH_TIMEOUT(status(u"gitlab"_s).rule.lastError.contains(u"The keychain is locked."), waitMs);
        QVERIFY(server.requests().isEmpty());
        ProviderState known;
        known.secrets.current = {"token"_ba};
        m_registry.setProvider(u"gitlab"_s, known);
        QTRY_COMPARE_WITH_TIMEOUT(status(u"gitlab"_s).rule.delivered, 1, waitMs);
        QCOMPARE(ScriptedServer::header(server.requests().first(), "X-Gitlab-Token"), "token"_ba);
    }
    void goesOnAfterARestart()
    {
        bool isDown = false;
        ScriptedServer server;
        server.answerBy([&isDown](const QByteArray &) { return Script(answerOf(isDown ? 500 : 200)); });
        QVERIFY(put(to(server.url())));
        QStringList ids = store(10);
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 10, waitMs);
        isDown = true;
        ids += store(5);
        QTRY_VERIFY_WITH_TIMEOUT(!status().rule.lastError.isEmpty(), waitMs);
        close();
        const qsizetype before = server.requests().size();
        isDown = false;
        open();
        ids += store(2);
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 17, waitMs);
        // What was on its way when it ended may come twice, but nothing comes out of turn.
        QStringList passed = idsOf(server).mid(before);
        passed.removeDuplicates();
        QCOMPARE(passed, ids.mid(10));
        close();
        open();
        QCOMPARE(status().rule.delivered, 17);
        QCOMPARE(status().held, 0);
    }
    void restsWhilePaused()
    {
        ScriptedServer server;
        answerWith(server, answerOf(200));
        QVERIFY(put(to(server.url())));
        const auto paused = put({.isPaused = true});
        QVERIFY(paused);
        QCOMPARE(paused->state, ForwardState::Paused);
        QCOMPARE(paused->rule.url, server.url());
        const QStringList ids = store(4);
        QCOMPARE(status().held, 4);
        close();
        open();
        QCOMPARE(status().state, ForwardState::Paused);
        QCOMPARE(status().held, 4);
        QVERIFY(server.requests().isEmpty());
        QVERIFY(put({.isPaused = false}));
        QTRY_COMPARE_WITH_TIMEOUT(idsOf(server), ids, waitMs);
    }
    void aNewAddressTakesWhatIsHeld()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        const QByteArray dead = "http://127.0.0.1:" + QByteArray::number(holder.serverPort()) + '/';
        holder.close();
        QVERIFY(put(to(dead)));
        const QStringList ids = store(3);
        QTRY_VERIFY_WITH_TIMEOUT(!status().rule.lastError.isEmpty(), waitMs);
        ScriptedServer server;
        answerWith(server, answerOf(200));
        QVERIFY(put(to(server.url())));
        QTRY_COMPARE_WITH_TIMEOUT(idsOf(server), ids, waitMs);
    }
    void customSourcesHaveTheirOwn()
    {
        ScriptedServer shop;
        answerWith(shop, answerOf(200));
        QCOMPARE(forwardSourceOf(u"github"_s, false), u"github"_s);
        QVERIFY(put(to(shop.url()), forwardSourceOf(u"shop"_s, true)));
        const auto custom = [this](const QString &name) {
            return store(1, [&name](Event &event) {
                event.source = u"CUSTOM"_s;
                event.provider = u"custom"_s;
                event.customSource = name;
                event.verdict = Verdict::Unsigned;
            });
        };
        QVERIFY(!custom(u"other"_s).isEmpty());
        const QStringList ids = custom(u"shop"_s);
        QTRY_COMPARE_WITH_TIMEOUT(idsOf(shop), ids, waitMs);
    }
    void endsWithItsRule()
    {
        ScriptedServer server;
        answerWith(server, answerOf(500));
        QVERIFY(put(to(server.url())));
        QVERIFY(!store(1).isEmpty());
        QTRY_VERIFY(!server.requests().isEmpty());
        QVERIFY(remove(u"clockify"_s));
        QVERIFY(!remove(u"clockify"_s));
        close();
        open();
        QVERIFY(status().rule.source.isEmpty());
        // A rule made anew begins with what comes then.
        const auto anew = put(to(server.url()));
        QVERIFY(anew);
        QCOMPARE(anew->held, 0);
    }
    void refusesRules_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<ErrorCode>("code");
        const auto local = "http://127.0.0.1:3000/"_ba;
        QTest::newRow("unknown provider") << u"nobody"_s << local << ErrorCode::NotFound;
        QTest::newRow("bad name") << u"custom:a b"_s << local << ErrorCode::NotFound;
        QTest::newRow("no name") << u"custom:"_s << local << ErrorCode::NotFound;
        QTest::newRow("dots") << u"custom:.."_s << local << ErrorCode::NotFound;
        QTest::newRow("no address") << u"github"_s << ""_ba << ErrorCode::InvalidArgument;
        QTest::newRow("public") << u"github"_s << "https://example.com/"_ba << ErrorCode::AddressRefused;
        QTest::newRow("too long") << u"github"_s << QByteArray(local + QByteArray(3000, 'a'))
                                  << ErrorCode::InvalidArgument;
        QTest::newRow("our own listener")
            << u"github"_s << "http://localhost:8001/webhooks/custom/a"_ba << ErrorCode::InvalidInput;
    }
    void refusesRules()
    {
        QFETCH(QString, source);
        QFETCH(QByteArray, url);
        QFETCH(ErrorCode, code);
        m_ownPort = 8001;
        const auto made = put(to(url), source);
        QVERIFY(!made);
        QCOMPARE(made.error().code, code);
    }
    void aRuleNeedsAnAddress()
    {
        const auto made = put({.isPaused = true});
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::InvalidInput);
    }
    void takesSoManyRules()
    {
        const ForwardChange resting{.to = "http://127.0.0.1:1/", .isPaused = true};
        for (int i = 0; i < forwardrepository::maximumRules; ++i)
            QVERIFY(put(resting, u"custom:s%1"_s.arg(i)));
        const auto tooMany = put(resting, u"custom:more"_s);
        QVERIFY(!tooMany);
        QCOMPARE(tooMany.error().code, ErrorCode::LimitExceeded);
        QVERIFY(put(resting, u"custom:s0"_s));
    }

    void answersTheControlApi()
    {
        ControlServer::Options options;
        options.address.port = 0;
        options.token = "secret-token";
        options.health = [] { return control::ComponentHealth{}; };
        options.forwarder = m_forwarder.get();
        ControlServer server(options, *m_store, m_clock);
        QSignalSpy listening(&server, &ControlServer::listening);
        server.start();
        QVERIFY(listening.wait());
        const QByteArray url = listening.first().first().toString().toLatin1() + "/ui/forwards";
        const auto call = [this](const QByteArray &method, const QByteArray &address, const QByteArray &body = {}) {
            std::optional<Result<HttpResponse>> answer;
            m_http.send(
                {.method = method, .url = address, .headers = {{"Authorization", "Bearer secret-token"}}, .body = body},
                this, [&answer](const Result<HttpResponse> &result) { answer = result; });
            const Result<HttpResponse> came = wait(answer);
            return came ? std::pair(came->status, json::parse(came->body).valueOr({})) : std::pair(0, json::Value());
        };
        const auto word = [](const json::Value &object, std::string_view name) {
            const json::Value *member = json::member(object, name);
            return member ? json::toQString(*member) : QString();
        };
        const QByteArray rule = "{\"to\":\"http://127.0.0.1:1/hook\",\"paused\":true}";
        const auto [status, made] = call("PUT", url + "/custom:shop", rule);
        QCOMPARE(status, 200);
        QCOMPARE(word(made, "source"), u"custom:shop"_s);
        QCOMPARE(word(made, "to"), u"http://127.0.0.1:1/hook"_s);
        QCOMPARE(word(made, "state"), u"paused"_s);
        QVERIFY(json::equal(*json::member(made, "held"), json::Value(0)));
        QVERIFY(json::member(made, "lastError")->is_null());
        QVERIFY(json::member(made, "lastRefusal")->is_null() && json::member(made, "lastRefusedAt")->is_null());
        const auto [listed, list] = call("GET", url);
        QCOMPARE(listed, 200);
        QCOMPARE(json::member(list, "items")->size(), std::size_t(1));
        QCOMPARE(word(call("GET", url + "/custom%3Ashop").second, "state"), u"paused"_s);
        QCOMPARE(call("GET", url + "/github").first, 404);
        QCOMPARE(call("PUT", url + "/github", "{}").first, 400);
        QCOMPARE(call("PUT", url + "/github", "{\"to\":17}").first, 400);
        QCOMPARE(call("PUT", url + "/github", "{\"to\":\"http://127.0.0.1:1/\",\"pause\":true}").first, 400);
        QCOMPARE(call("PUT", url + "/github", "{\"to\":\"https://example.com/\"}").first, 400);
        const QByteArray allowed = "{\"to\":\"https://example.com/\",\"allowPublic\":true,\"paused\":true}";
        QCOMPARE(call("PUT", url + "/github", allowed).first, 200);
        QCOMPARE(call("PUT", url + "/nobody", rule).first, 404);
        QCOMPARE(call("DELETE", url + "/custom:shop").first, 204);
        QCOMPARE(call("DELETE", url + "/custom:shop").first, 404);
    }
};

QTEST_GUILESS_MAIN(ForwarderTest)
#include "tst_forwarder.moc"
