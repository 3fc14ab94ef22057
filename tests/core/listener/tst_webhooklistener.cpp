// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/value.h"
#include "core/listener/webhooklistener.h"
#include "tests/core/listener/admissiontable.h"
#include "tests/core/listener/basicjudge.h"
#include "tests/core/listener/fakesink.h"
#include "tests/core/listener/listenerfixture.h"
#include "tests/core/listener/rawclient.h"

#include <QRegularExpression>
#include <QScopeGuard>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <algorithm>
#include <atomic>

using namespace Qt::StringLiterals;
using namespace uw;
using uw::test::BasicJudge;
using uw::test::FakeSink;
using uw::test::get;
using uw::test::post;
using uw::test::RawClient;
using uw::test::RawResponse;

namespace {

json::Value parsed(const QByteArray &text)
{
    const Result<json::Value> value = json::parse(text);
    return value ? *value : json::Value();
}

// Holds whoever judges a large body until the test lets them go.
class HoldingJudge final : public RequestJudge {
public:
    [[nodiscard]] QByteArrayList methods(const QString &route, const QString &customSource) const override
    {
        return m_judge.methods(route, customSource);
    }
    [[nodiscard]] bool allowsBrowsers(const QString &, const QString &) const override { return false; }
    [[nodiscard]] Judgement judge(const ReceivedRequest &received) const override
    {
        if (received.request.body.size() > 64 * 1024) {
            ++m_held;
            m_places.acquire();
        }
        return m_judge.judge(received);
    }
    [[nodiscard]] int held() const { return m_held; }
    void release(int count) { m_places.release(count); }

private:
    const BasicJudge m_judge;
    mutable std::atomic<int> m_held = 0;
    mutable QSemaphore m_places;
};

} // namespace

class WebhookListenerTest final : public QObject, private test::ListenerFixture {
    Q_OBJECT

    std::unique_ptr<FakeSink> m_sink;

    void start(const ListenerSettings &settings = {}, const QStringList &knownSources = {},
               const RequestJudge *judge = nullptr)
    {
        startListener(*m_sink, settings, knownSources, judge);
    }

private Q_SLOTS:
    void init() { m_sink = std::make_unique<FakeSink>(); }
    void cleanup()
    {
        m_listener.reset();
        m_sink.reset();
    }

    void storesAClockifyEventAndSaysItsId()
    {
        start({.publicUrl = u"https://hooks.example"_s});
        const QByteArray body = "{\"id\":\"1\", \"workspaceId\":\"w1\"}";
        const RawResponse answer = ask(post("/webhooks/clockify?a=%20b", body,
                                            "clockify-webhook-event-type: NEW_TIME_ENTRY\r\nX-A: 1\r\nx-a: 2\r\n"));
        QCOMPARE(answer.status, 202);
        QCOMPARE(answer.field("Content-Type"), "application/json"_ba);
        const json::Value members = parsed(answer.body);
        QCOMPARE(json::toQString(members["status"]), u"accepted"_s);
        QCOMPARE(answer.field("X-Event-Id"), json::toQString(members["id"]).toLatin1());

        const QList<Event> events = m_sink->events();
        QCOMPARE(events.size(), 1);
        const Event &event = events.first();
        QCOMPARE(event.id, json::toQString(members["id"]));
        QVERIFY(isUuid(event.id));
        QCOMPARE(event.source, u"CLOCKIFY"_s);
        QCOMPARE(event.provider, u"clockify"_s);
        QCOMPARE(event.eventType, u"NEW_TIME_ENTRY"_s);
        QCOMPARE(event.workspaceId, u"w1"_s);
        QCOMPARE(event.verdict, Verdict::NotConfigured);
        QCOMPARE(event.method, "POST"_ba);
        QCOMPARE(event.target, "/webhooks/clockify?a=%20b"_ba);
        QCOMPARE(event.httpVersion, "HTTP/1.1"_ba);
        QCOMPARE(event.publicUrl, u"https://hooks.example/webhooks/clockify?a=%20b"_s);
        QVERIFY(event.peer.startsWith(u"127.0.0.1:"));
        QCOMPARE(event.body, body);
        QCOMPARE(event.headers.at(2).name, "X-A"_ba);
        QCOMPARE(event.headers.at(3).name, "x-a"_ba);
        QVERIFY(qAbs(event.receivedAtMs - m_clock.nowMs()) < 60'000);
    }

    void storesWhateverACustomSourceSends_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QString>("workspace");
        QTest::newRow("nothing") << QByteArray() << QByteArray() << QString();
        QTest::newRow("bytes") << QByteArray("\0\xff\r\n", 4) << QByteArray() << QString();
        QTest::newRow("no JSON") << "{ not json"_ba
                                 << "X-Workspace-Id: w2\r\n"_ba << u"w2"_s;
        QTest::newRow("JSON") << " {\"workspaceId\":\"w1\"}"_ba
                              << "X-Workspace-Id: w2\r\n"_ba << u"w1"_s;
        QTest::newRow("workspace no text") << "{\"workspaceId\":5}"_ba
                                           << "X-Workspace-Id: w2\r\n"_ba << u"w2"_s;
        QTest::newRow("judged by a worker")
            << "{\"workspaceId\":\"w1\",\"pad\":\""_ba + QByteArray(200'000, 'x') + "\"}" << QByteArray() << u"w1"_s;
    }
    void storesWhateverACustomSourceSends()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, fields);
        QFETCH(QString, workspace);
        start();
        QCOMPARE(ask(post("/webhooks/custom/My_app-1.x", body, fields)).status, 202);
        const QList<Event> events = m_sink->events();
        QCOMPARE(events.size(), 1);
        QCOMPARE(events.first().source, u"CUSTOM"_s);
        QCOMPARE(events.first().customSource, u"My_app-1.x"_s);
        QCOMPARE(events.first().verdict, Verdict::Unsigned);
        QCOMPARE(events.first().workspaceId, workspace);
        QCOMPARE(events.first().body, body);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::newRow("clockify without JSON") << post("/webhooks/clockify", "hello") << 400;
        QTest::newRow("clockify without body") << post("/webhooks/clockify", "") << 400;
        QTest::newRow("unknown provider") << post("/webhooks/nobody", "{}") << 404;
        QTest::newRow("unknown provider, GET") << get("/webhooks/nobody") << 404;
        QTest::newRow("unknown route") << post("/nothing", "{}") << 404;
        QTest::newRow("no source") << post("/webhooks/custom", "{}") << 404;
        QTest::newRow("empty source") << post("/webhooks/custom/", "{}") << 404;
        QTest::newRow("source with a slash") << post("/webhooks/custom/a%2Fb", "{}") << 400;
        QTest::newRow("source with a sign") << post("/webhooks/custom/a+b", "{}") << 400;
        QTest::newRow("source too long") << post("/webhooks/custom/" + QByteArray(65, 'a'), "{}") << 400;
        QTest::newRow("longest source") << post("/webhooks/custom/" + QByteArray(64, 'a'), "{}") << 202;
        QTest::newRow("encoded source") << post("/webhooks/custom/%61b", "{}") << 202;
        QTest::newRow("source of dots") << post("/webhooks/custom/...", "{}") << 202;
        QTest::newRow("GET") << get("/webhooks/clockify") << 405;
        QTest::newRow("GET custom") << get("/webhooks/custom/a") << 405;
        QTest::newRow("POST health") << post("/health", "") << 405;
        QTest::newRow("origin") << post("/webhooks/custom/a", "{}", "Origin: https://evil.example\r\n") << 403;
        QTest::newRow("origin null") << post("/webhooks/custom/a", "{}", "origin: null\r\n") << 403;
        QTest::newRow("cross-site") << post("/webhooks/clockify", "{}", "Sec-Fetch-Site: cross-site\r\n") << 403;
        QTest::newRow("same-origin") << post("/webhooks/clockify", "{}", "Sec-Fetch-Site: same-origin\r\n") << 403;
        QTest::newRow("address bar") << post("/webhooks/clockify", "{}", "Sec-Fetch-Site: none\r\n") << 202;
        QTest::newRow("page asks for health") << get("/health", "Origin: https://evil.example\r\n") << 403;
        QTest::newRow("health") << get("/health") << 200;
        QTest::newRow("healthz") << get("/healthz") << 200;
    }
    void refuses()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        start();
        const RawResponse answer = ask(request);
        QCOMPARE(answer.status, status);
        QCOMPARE(m_sink->events().size(), status == 202 ? 1 : 0);
        if (status == 405)
            QVERIFY(!answer.field("Allow").isEmpty());
        if (status < 400)
            return;
        QCOMPARE(answer.field("Content-Type"), "application/problem+json"_ba);
        const json::Value problem = parsed(answer.body);
        QCOMPARE(int(problem["status"]), status);
        QVERIFY(!json::toQString(problem["type"]).isEmpty());
        QVERIFY(!json::toQString(problem["title"]).isEmpty());
        QVERIFY(!json::toQString(problem["detail"]).isEmpty());
    }

    void saysYesOnlyAfterTheCommit()
    {
        start();
        m_sink->hold();
        RawClient client(m_port);
        client.send(post("/webhooks/custom/a", "{}") + get("/health"));
        QTRY_COMPARE(m_sink->waiting(), 1);
        // The second request of the connection waits for the first, although it could be answered.
        QCOMPARE(ask(get("/health")).status, 200);
        QVERIFY(client.surplus().isEmpty());
        m_sink->release();
        QCOMPARE(client.readResponse().status, 202);
        QCOMPARE(client.readResponse().status, 200);
    }

    void survivesClientsThatDoNotWait()
    {
        start();
        m_sink->hold();
        for (int i = 0; i < 20; ++i) {
            RawClient client(m_port);
            QVERIFY(client.send(post("/webhooks/custom/a", "{}")));
            QTRY_COMPARE(m_sink->waiting(), i + 1);
            if (i % 2)
                client.reset();
        }
        m_sink->release();
        QCOMPARE(ask(get("/health")).status, 200);
        QCOMPARE(m_sink->events().size(), 20);
    }

    void saysWhyItCannotStore_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<int>("status");
        QTest::newRow("full") << ErrorCode::StoreFull << 503;
        QTest::newRow("unavailable") << ErrorCode::StoreUnavailable << 503;
        QTest::newRow("ours") << ErrorCode::Internal << 500;
    }
    void saysWhyItCannotStore()
    {
        QFETCH(ErrorCode, code);
        QFETCH(int, status);
        m_sink->failWith(Error{code, u"/secret/path is broken"_s});
        start();
        if (status == 500)
            QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"request failed, id .*/secret/path"_s));
        const RawResponse answer = ask(post("/webhooks/custom/a", "{}"));
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.field("Retry-After").isEmpty(), status != 503);
        QCOMPARE(answer.body.contains("/secret/path"), status != 500);
        QCOMPARE(parsed(answer.body).contains("id"), status == 500);
        const RawResponse health = ask(get("/health"));
        QCOMPARE(health.status, 503);
        QVERIFY(!health.field("Retry-After").isEmpty());
        m_sink->failWith(std::nullopt);
        QCOMPARE(ask(post("/webhooks/custom/a", "{}")).status, 202);
        QCOMPARE(ask(get("/health")).status, 200);
    }

    void followsItsSettings()
    {
        start({.limits = {.maximumBodyBytes = 1024}});
        QCOMPARE(ask(post("/webhooks/custom/a", QByteArray(1024, 'x'))).status, 202);
        QCOMPARE(ask(post("/webhooks/custom/a", QByteArray(1025, 'x'))).status, 413);
        m_listener->setSettings({.limits = {.maximumBodyBytes = 2048, .maximumRpsPerSource = 1}});
        QCOMPARE(ask(post("/webhooks/custom/a", QByteArray(2048, 'x'))).status, 202);
        RawClient client(m_port);
        client.send(post("/webhooks/custom/a", "") + post("/webhooks/custom/b", ""));
        const RawResponse limited = client.readResponse();
        QCOMPARE(limited.status, 429);
        QCOMPARE(limited.field("Retry-After"), "1"_ba);
        QVERIFY(limited.field("Connection").isEmpty());
        QCOMPARE(client.readResponse().status, 202);
        m_listener->setSettings({.limits = {.customEnabled = false}});
        QCOMPARE(ask(post("/webhooks/custom/a", "")).status, 404);
        QCOMPARE(ask(post("/webhooks/clockify", "{}")).status, 202);
    }

    void holdsAnEventToItsOwnWorkspace()
    {
        // The gate takes what "large" does; "small" and whoever names neither are held to less.
        start({.limits = {.maximumBodyBytes = 2048, .maximumRpsPerSource = 2},
               .workspaces = {{u"large"_s, {.maximumBodyBytes = 4096}},
                              {u"small"_s, {.maximumBodyBytes = 1024, .customEnabled = false}}}});
        const auto body = [](const QByteArray &workspace, int size) {
            const QByteArray text = "{\"workspaceId\":\"" + workspace + "\",\"x\":\"\"}";
            return QByteArray(text).insert(text.size() - 2, QByteArray(size - text.size(), 'x'));
        };
        QCOMPARE(ask(post("/webhooks/custom/a", body("large", 4096))).status, 202);
        QCOMPARE(ask(post("/webhooks/custom/a", body("large", 4097))).status, 413);
        QCOMPARE(ask(post("/webhooks/clockify", body("small", 1024))).status, 202);
        QCOMPARE(ask(post("/webhooks/clockify", body("small", 1025))).status, 413);
        QCOMPARE(ask(post("/webhooks/custom/a", body("small", 1024))).status, 404);
        QCOMPARE(ask(post("/webhooks/custom/a", body("other", 2048))).status, 202);
        QCOMPARE(ask(post("/webhooks/custom/a", body("other", 2049))).status, 413);
        RawClient client(m_port);
        for (int i = 0; i < 3; ++i)
            client.send(post("/webhooks/custom/b", "{}"));
        QCOMPARE(client.readResponse().status, 202);
        QCOMPARE(client.readResponse().status, 202);
        QCOMPARE(client.readResponse().status, 429);
        QCOMPARE(ask(post("/webhooks/custom/b", body("large", 100))).status, 202);
        // Nobody takes custom sources: then none is looked at.
        m_listener->setSettings(
            {.limits = {.customEnabled = false}, .workspaces = {{u"w"_s, {.customEnabled = false}}}});
        QCOMPARE(ask(post("/webhooks/custom/" + QByteArray(65, 'x'), "")).status, 404);
    }

    void leavesRoomForOtherRoutes()
    {
        start({.limits = {.maximumBodyBytes = 1024}, .otherRoutesBytes = 4096});
        QCOMPARE(ask(post("/webhooks/custom/a", QByteArray(1024, 'x'))).status, 202);
        const RawResponse refused = ask(post("/webhooks/custom/a", QByteArray(1025, 'x')));
        QCOMPARE(refused.status, 413);
        QCOMPARE(refused.field("Connection"), "close"_ba);
        QCOMPARE(ask(post("/elsewhere", QByteArray(4096, 'x'))).status, 404);
        QCOMPARE(ask(post("/elsewhere", QByteArray(4097, 'x'))).status, 413);
    }

    void limitsTheNamesOfCustomSources()
    {
        QStringList known;
        for (int i = 1; i < limits::customSources; ++i)
            known.append(u"s%1"_s.arg(i));
        start({}, known);
        QCOMPARE(ask(post("/webhooks/custom/new", "")).status, 202);
        QCOMPARE(ask(post("/webhooks/custom/newer", "")).status, 403);
        QCOMPARE(ask(post("/webhooks/custom/new", "")).status, 202);
        QCOMPARE(ask(post("/webhooks/custom/s7", "")).status, 202);
    }

    void limitsTheNamesOfSourcesThatAreJudgedAtOnce()
    {
        QStringList known;
        for (int i = 1; i < limits::customSources; ++i)
            known.append(u"s%1"_s.arg(i));
        HoldingJudge judge;
        const auto stopped = qScopeGuard([this, &judge] {
            judge.release(2);
            m_listener.reset();
        });
        start({}, known, &judge);
        RawClient one(m_port);
        RawClient two(m_port);
        const QByteArray body(100'000, 'x');
        one.send(post("/webhooks/custom/one", body));
        two.send(post("/webhooks/custom/two", body));
        QTRY_COMPARE(judge.held(), 2);
        judge.release(2);
        QList<int> statuses{one.readResponse().status, two.readResponse().status};
        std::sort(statuses.begin(), statuses.end());
        QCOMPARE(statuses, (QList<int>{202, 403}));
        QCOMPARE(m_sink->events().size(), 1);
    }

    void aNameCountsOnlyOnceItIsStored()
    {
        QStringList known;
        for (int i = 1; i < limits::customSources; ++i)
            known.append(u"s%1"_s.arg(i));
        m_sink->failWith(Error{ErrorCode::StoreFull, u"full"_s});
        start({}, known);
        QCOMPARE(ask(post("/webhooks/custom/lost", "")).status, 503);
        m_sink->failWith(std::nullopt);
        QCOMPARE(ask(post("/webhooks/custom/kept", "")).status, 202);
    }

    void saysWhoHoldsThePort()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        WebhookListener listener({.port = holder.serverPort()}, {}, {},
                                 {.sink = *m_sink, .judge = m_judge, .clock = m_clock, .ids = m_ids});
        QSignalSpy failed(&listener, &WebhookListener::failed);
        listener.start();
        QVERIFY(failed.wait());
        const auto error = failed.first().first().value<Error>();
        QCOMPARE(error.code, ErrorCode::PortInUse);
        QVERIFY2(error.text.contains(u"(pid %1)"_s.arg(QCoreApplication::applicationPid())), qPrintable(error.text));
    }

    void countsWhatItAccepts()
    {
        start();
        QSignalSpy changed(m_listener.get(), &WebhookListener::statisticsChanged);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(ask(post("/webhooks/custom/a", "")).status, 202);
        QTRY_VERIFY(!changed.isEmpty() && changed.last().first().value<ListenerStatistics>().acceptedLastMinute == 3);
    }

    void countsBodiesThatAreTooLarge()
    {
        // The second limit is the gate's: between the two, the listener itself refuses.
        start({.limits = {.maximumBodyBytes = 1024}, .otherRoutesBytes = 4096});
        QSignalSpy changed(m_listener.get(), &WebhookListener::statisticsChanged);
        QCOMPARE(ask(post("/webhooks/custom/a", QByteArray(1025, 'x'))).status, 413);
        QCOMPARE(ask(post("/webhooks/custom/a", QByteArray(4097, 'x'))).status, 413);
        QTRY_VERIFY(!changed.isEmpty() && changed.last().first().value<ListenerStatistics>().tooLargeBodies == 2);
    }

    void answersWhatIsInWorkWhenItStops()
    {
        start();
        m_sink->hold();
        RawClient busy(m_port);
        busy.send(post("/webhooks/custom/a", "{}"));
        QTRY_COMPARE(m_sink->waiting(), 1);
        RawClient idle(m_port);
        idle.send(get("/health"));
        QCOMPARE(idle.readResponse().status, 200);
        // The sink commits on another thread, as a store does.
        const std::unique_ptr<QThread> writer(QThread::create([this] { m_sink->release(); }));
        writer->start();
        m_listener->stop();
        QVERIFY(writer->wait());
        const RawResponse answer = busy.readResponse();
        QCOMPARE(answer.status, 202);
        QCOMPARE(answer.field("Connection"), "close"_ba);
        QVERIFY(idle.readEnd());
        QVERIFY(!RawClient(m_port).isConnected());
    }
};

QTEST_GUILESS_MAIN(WebhookListenerTest)
#include "tst_webhooklistener.moc"
