// SPDX-License-Identifier: GPL-3.0-or-later
// Replays over real sockets, and by way of the control API.
#include "core/control/controlserver.h"
#include "core/http/httpclient.h"
#include "core/replay/replayer.h"
#include "core/store/store.h"
#include "tests/core/listener/rawclient.h"
#include "tests/support/sampleevent.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/tableresolver.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;
using test::ScriptedServer;
using Script = ScriptedServer::Script;

class ReplayerTest final : public QObject {
    Q_OBJECT

    const SystemClock m_clock;
    HttpClient m_http;
    ProviderRegistry m_registry{builtInProviders()};
    test::TableResolver m_resolver;
    std::unique_ptr<Replayer> m_replayer;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<ControlServer> m_server;
    QByteArray m_url;
    std::optional<Result<ReplayOutcome>> m_outcome;

    void makeReplayer(int timeoutMs = 20'000, qint64 maximumAnswer = 1000)
    {
        m_replayer =
            std::make_unique<Replayer>(Replayer::Parts{.registry = m_registry,
                                                       .http = m_http,
                                                       .clock = m_clock,
                                                       .digestKeys = [] { return QList<QByteArray>{"key"_ba}; },
                                                       .timeoutMs = timeoutMs,
                                                       .maximumAnswerBytes = maximumAnswer,
                                                       .resolver = &m_resolver});
    }
    void replay(const QByteArray &to)
    {
        m_outcome.reset();
        m_replayer->send(test::sampleEvent(1), {.to = to, .publicTargets = PublicTargets::Allowed}, this,
                         [this](Result<ReplayOutcome> outcome) { m_outcome = std::move(outcome); });
        QVERIFY(!m_outcome);
        QTRY_VERIFY_WITH_TIMEOUT(m_outcome.has_value(), 30'000);
    }
    // A port of this computer on which nobody listens.
    static QByteArray deadUrl()
    {
        QTcpServer holder;
        if (!holder.listen(QHostAddress::LocalHost))
            return {};
        return "http://127.0.0.1:" + QByteArray::number(holder.serverPort()) + '/';
    }
    void startControl()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto opened = Store::open({.databasePath = m_folder->filePath(u"log.db"_s)});
        QVERIFY(opened);
        m_store = std::move(*opened);
        bool stored = false;
        m_store->submitEvent(test::sampleEvent(1), this, [&stored](const Result<qint64> &) { stored = true; });
        QTRY_VERIFY(stored);
        ControlServer::Options options;
        options.address.port = 0;
        options.token = "secret-token";
        options.health = [] { return control::ComponentHealth{}; };
        options.replayer = m_replayer.get();
        m_server = std::make_unique<ControlServer>(options, *m_store, m_clock);
        QSignalSpy listening(m_server.get(), &ControlServer::listening);
        m_server->start();
        QVERIFY(listening.wait());
        m_url = listening.first().first().toString().toLatin1();
    }
    // POSTs an order; the answer's status, and its body as JSON.
    std::pair<int, json::Value> post(const QString &id, const QByteArray &order, const QByteArray &query = {})
    {
        std::optional<Result<HttpResponse>> answer;
        m_http.send({.method = "POST",
                     .url = m_url + "/ui/webhooks/" + id.toLatin1() + "/replay" + query,
                     .headers = {{"Authorization", "Bearer secret-token"}, {"Content-Type", "application/json"}},
                     .body = order},
                    this, [&answer](Result<HttpResponse> result) { answer = std::move(result); });
        if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 30'000) || !*answer)
            return {0, {}};
        return {(*answer)->status, json::parse((*answer)->body).valueOr({})};
    }
    static QByteArray orderTo(const QByteArray &url, const QByteArray &more = {})
    {
        return "{\"to\":\"" + url + '"' + more + '}';
    }
    static QString text(const json::Value &object, std::string_view name)
    {
        const json::Value *value = json::member(object, name);
        return value ? json::toQString(*value) : QString();
    }

private Q_SLOTS:
    void init() { makeReplayer(); }
    void cleanup()
    {
        m_server.reset();
        m_store.reset();
        m_replayer.reset();
    }

    void bringsTheAnswerBack()
    {
        ScriptedServer server;
        server.enqueue("HTTP/1.1 422 Nope\r\nX-Why: no\r\nContent-Length: 5\r\n\r\nsorry"_ba);
        replay(server.url("/hook?a=%2F"));
        QVERIFY(*m_outcome);
        const ReplayOutcome &outcome = **m_outcome;
        QCOMPARE(outcome.response.status, 422);
        QCOMPARE(outcome.response.reason, "Nope"_ba);
        QCOMPARE(headerValue(outcome.response.headers, "X-Why"), "no"_ba);
        QCOMPARE(outcome.response.body, "sorry"_ba);
        QVERIFY(!outcome.response.isCut);
        QVERIFY(outcome.response.timing.totalMs >= 0);
        QCOMPARE(server.requests().size(), 1);
        const QByteArray request = server.requests().first();
        QVERIFY(request.startsWith("POST /hook?a=%2F HTTP/1.1\r\n"));
        QCOMPARE(ScriptedServer::header(request, "clockify-webhook-event-type"), "NEW_TIME_ENTRY"_ba);
        QCOMPARE(ScriptedServer::body(request), test::sampleEvent(1).body);
        QVERIFY(ScriptedServer::header(request, "Host").startsWith("127.0.0.1:"));
    }
    // A rule stands for months, and what its name means is somebody else's to say.
    void judgesWhatANameMeans_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("address");
        QTest::newRow("metadata") << u"hook.example"_s << u"169.254.169.254"_s;
        QTest::newRow("link-local") << u"hook.example"_s << u"fe80::1"_s;
        QTest::newRow("multicast") << u"hook.example"_s << u"224.0.0.1"_s;
        QTest::newRow("this computer, by a public name") << u"hook.example"_s << u"127.0.0.1"_s;
        QTest::newRow("localhost that is none") << u"app.localhost"_s << u"192.0.2.1"_s;
    }
    void judgesWhatANameMeans()
    {
        QFETCH(QString, host);
        QFETCH(QString, address);
        m_resolver.table.insert(host, {QHostAddress(address)});
        replay("http://" + host.toLatin1() + ":9/");
        QVERIFY(!*m_outcome);
        QCOMPARE(m_outcome->error().code, ErrorCode::AddressRefused);
        QVERIFY(!m_outcome->error().text.contains(u"flow"));
    }
    void doesNotFollowRedirects_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {301, 302, 303, 307, 308})
            QTest::addRow("%d", status) << status;
    }
    void doesNotFollowRedirects()
    {
        QFETCH(int, status);
        ScriptedServer server;
        server.enqueue("HTTP/1.1 " + QByteArray::number(status) + " Go\r\nLocation: " + server.url("/other")
                       + "\r\nContent-Length: 5\r\n\r\nmoved");
        replay(server.url());
        QVERIFY2(*m_outcome, *m_outcome ? "" : qPrintable(m_outcome->error().text));
        QCOMPARE((*m_outcome)->response.status, status);
        QCOMPARE((*m_outcome)->response.body, "moved"_ba);
        QCOMPARE(headerValue((*m_outcome)->response.headers, "Location"), server.url("/other"));
        QCOMPARE(server.requests().size(), 1);
    }
    void cutsLongAnswers_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("chunked");
        QTest::newRow("at the limit") << 1000 << false;
        QTest::newRow("beyond it") << 1001 << false;
        QTest::newRow("far beyond it") << 5'000'000 << false;
        QTest::newRow("length not told") << 5'000'000 << true;
    }
    void cutsLongAnswers()
    {
        QFETCH(int, size);
        QFETCH(bool, chunked);
        ScriptedServer server;
        const QByteArray body(size, 'x');
        if (chunked)
            server.enqueue(Script("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body).close());
        else
            server.enqueue(ScriptedServer::ok(body));
        replay(server.url());
        QVERIFY(*m_outcome);
        QCOMPARE((*m_outcome)->response.status, 200);
        QCOMPARE((*m_outcome)->response.body, body.first(qMin(size, 1000)));
        QCOMPARE((*m_outcome)->response.isCut, size > 1000);
    }
    void saysWhatWentWrong_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("dead") << u"dead"_s << ErrorCode::ConnectionFailed;
        QTest::newRow("hangs") << u"hangs"_s << ErrorCode::Timeout;
        QTest::newRow("drips its header") << u"drips"_s << ErrorCode::Timeout;
        QTest::newRow("drips its body") << u"drips body"_s << ErrorCode::Timeout;
        QTest::newRow("resets") << u"resets"_s << ErrorCode::ConnectionFailed;
        QTest::newRow("speaks no HTTP") << u"noise"_s << ErrorCode::ConnectionFailed;
    }
    void saysWhatWentWrong()
    {
        QFETCH(QString, kind);
        QFETCH(ErrorCode, code);
        makeReplayer(kind == u"hangs" || kind.startsWith(u"drips") ? 400 : 20'000);
        ScriptedServer server;
        const QByteArray answer = "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"_ba;
        if (kind == u"hangs")
            server.enqueue(Script());
        else if (kind == u"drips")
            server.enqueue(Script().drip(answer, 1, 100));
        else if (kind == u"drips body")
            server.enqueue(Script(answer).drip(QByteArray(900, 'x'), 1, 50));
        else if (kind == u"resets")
            server.enqueue(Script().reset());
        else
            server.enqueue(Script("hello there\r\n\r\n"_ba).close());
        replay(kind == u"dead" ? deadUrl() : server.url());
        QVERIFY(!*m_outcome);
        QCOMPARE(m_outcome->error().code, code);
        QVERIFY(!m_outcome->error().text.isEmpty());
    }
    void takesSoManyAtOnce()
    {
        ScriptedServer server;
        auto waiting = std::make_unique<QObject>();
        for (int i = 0; i < Replayer::Parts{m_registry, m_http, m_clock, {}}.maximumAtOnce; ++i)
            m_replayer->send(test::sampleEvent(i + 1), {.to = server.url()}, waiting.get(),
                             [](const Result<ReplayOutcome> &) {});
        replay(server.url());
        QVERIFY(!*m_outcome);
        QCOMPARE(m_outcome->error().code, ErrorCode::Unavailable);
        // Those that nobody waits for are given up, and there is room again.
        waiting.reset();
        server.answerBy([](const QByteArray &) { return Script(ScriptedServer::ok("ok")); });
        const auto hasRoom = [this, &server] {
            replay(server.url());
            return m_outcome && *m_outcome;
        };
        QTRY_VERIFY(hasRoom());
    }

    void answersTheControlApi()
    {
        startControl();
        ScriptedServer server;
        const QByteArray said = R"({"done":true})";
        server.enqueue(ScriptedServer::ok(said, "Content-Type: application/json\r\n"));
        const auto [status, report] = post(test::sampleEvent(1).id, orderTo(server.url("/hook"), ",\"resign\":false"));
        QCOMPARE(status, 200);
        QVERIFY(json::equal(*json::member(report, "status"), json::Value(200)));
        QVERIFY(json::member(report, "latencyMs")->is_number());
        QCOMPARE(json::serialize(*json::member(report, "data")), said);
        QVERIFY(json::equal(*json::member(report, "truncated"), json::Value(false)));
        QVERIFY(json::member(report, "headers")->is_array());
        QCOMPARE(json::serialize(*json::member(report, "withheld")), "[]"_ba);
        QCOMPARE(ScriptedServer::body(server.requests().first()), test::sampleEvent(1).body);

        server.enqueue(ScriptedServer::ok("no"));
        const auto [second, other] = post(
            test::sampleEvent(1).id,
            orderTo(server.url(), R"(,"method":"PUT","headers":[["X-A","b"]],"body":"AAE=","bodyEncoding":"base64")"));
        QCOMPARE(second, 200);
        const QByteArray edited = server.requests().last();
        QVERIFY(edited.startsWith("PUT / "));
        QCOMPARE(ScriptedServer::header(edited, "X-A"), "b"_ba);
        QCOMPARE(ScriptedServer::body(edited), QByteArray("\x00\x01", 2));
    }
    void refusesOverTheControlApi_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QByteArray>("order");
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<int>("status");
        const QString id = test::sampleEvent(1).id;
        const QByteArray dead = orderTo(deadUrl());
        QTest::newRow("nothing listens") << id << dead << ""_ba << 502;
        QTest::newRow("no such event") << test::sampleEvent(99).id << dead << ""_ba << 404;
        QTest::newRow("id that is none") << u"17"_s << dead << ""_ba << 404;
        QTest::newRow("another workspace") << id << dead << "?workspaceId=other"_ba << 404;
        QTest::newRow("its workspace") << id << dead << "?workspaceId=64a687e29ae1f428e7ebe303"_ba << 502;
        QTest::newRow("no address, no flows") << id << "{}"_ba
                                              << ""_ba << 501;
        QTest::newRow("no body") << id << ""_ba
                                 << ""_ba << 501;
        QTest::newRow("no JSON") << id << "to=x"_ba
                                 << ""_ba << 400;
        QTest::newRow("no object") << id << "[]"_ba
                                   << ""_ba << 400;
        QTest::newRow("unknown member") << id << R"({"too":"http://127.0.0.1/"})"_ba
                                        << ""_ba << 400;
        QTest::newRow("bad address") << id << R"({"to":"localhost:3000"})"_ba
                                     << ""_ba << 400;
        QTest::newRow("other protocol") << id << R"({"to":"file:///etc/passwd"})"_ba
                                        << ""_ba << 400;
        QTest::newRow("public address") << id << R"({"to":"https://example.com/"})"_ba
                                        << ""_ba << 400;
        QTest::newRow("cloud's own address") << id << R"({"to":"http://169.254.169.254/","allowPublic":true})"_ba
                                             << ""_ba << 400;
        QTest::newRow("bad method") << id << R"({"to":"http://127.0.0.1:1/","method":"A B"})"_ba
                                    << ""_ba << 400;
        QTest::newRow("bad header") << id << R"({"to":"http://127.0.0.1:1/","headers":[["a","b\r\nc: d"]]})"_ba
                                    << ""_ba << 400;
        QTest::newRow("no secret to sign with") << id << R"({"to":"http://127.0.0.1:1/","resign":true})"_ba
                                                << ""_ba << 409;
    }
    void refusesOverTheControlApi()
    {
        QFETCH(QString, id);
        QFETCH(QByteArray, order);
        QFETCH(QByteArray, query);
        QFETCH(int, status);
        startControl();
        const auto [answered, problem] = post(id, order, query);
        QCOMPARE(answered, status);
        QVERIFY(json::equal(*json::member(problem, "status"), json::Value(status)));
        QVERIFY(!text(problem, "detail").isEmpty());
    }
    void saysOverTheControlApiThatTimeIsUp()
    {
        makeReplayer(300);
        startControl();
        ScriptedServer server;
        const auto [status, problem] = post(test::sampleEvent(1).id, orderTo(server.url()));
        QCOMPARE(status, 504);
        QCOMPARE(text(problem, "code"), u"timeout"_s);
    }
    void aBodyBeyondThePortsLimitIsRefused()
    {
        startControl();
        test::RawClient client(quint16(QUrl(QString::fromLatin1(m_url)).port()));
        client.send("POST /ui/webhooks/" + test::sampleEvent(1).id.toLatin1()
                    + "/replay HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret-token\r\nContent-Length: "
                    + QByteArray::number(limits::bodyBytesDefault + 1) + "\r\n\r\n");
        QCOMPARE(client.readResponse().status, 413);
    }
};

QTEST_GUILESS_MAIN(ReplayerTest)
#include "tst_replayer.moc"
