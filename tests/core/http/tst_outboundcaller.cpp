// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/outboundcaller.h"
#include "tests/support/manualtimers.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/selfsigned.h"
#include "tests/support/tableresolver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using test::ScriptedServer;
using test::TableResolver;
using Choice = uw::AddressGuard::Choice;

namespace {

const QHostAddress loopback{QHostAddress::LocalHost};

QByteArray status(const QByteArray &line, const QByteArray &headers = {})
{
    return "HTTP/1.1 " + line + "\r\nContent-Length: 0\r\n" + headers + "\r\n";
}

// What a refused address leaves behind: a port where nobody listens.
quint16 closedPort()
{
    const ScriptedServer server;
    return server.port();
}

} // namespace

class OutboundCallerTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ManualClock> m_clock;
    std::unique_ptr<test::ManualTimers> m_timers;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<TableResolver> m_resolver;
    std::unique_ptr<OutboundCaller> m_caller;
    std::optional<OutboundOutcome> m_outcome;

    OutboundCaller::CallId start(const HttpRequest &request, const OutboundRules &rules)
    {
        m_outcome.reset();
        return m_caller->send(request, rules, this,
                              [this](OutboundOutcome outcome) { m_outcome = std::move(outcome); });
    }
    // One that may reach this computer.
    static OutboundRules local()
    {
        OutboundRules rules;
        rules.guard = AddressGuard(Choice::Author);
        return rules;
    }
    [[nodiscard]] ErrorCode code() const
    {
        return m_outcome && !m_outcome->response ? m_outcome->response.error().code : ErrorCode::Internal;
    }
    [[nodiscard]] int statusSeen() const { return m_outcome && m_outcome->response ? m_outcome->response->status : 0; }
    [[nodiscard]] QList<int> attempts() const
    {
        QList<int> result;
        for (const OutboundAttempt &attempt : m_outcome->attempts)
            result << attempt.status;
        return result;
    }
    // The wait that the call is in, apart from the deadlines of attempts.
    [[nodiscard]] bool waits(qint64 milliseconds) const { return m_timers->waits().contains(milliseconds); }

private Q_SLOTS:
    void init()
    {
        m_clock = std::make_unique<test::ManualClock>();
        m_timers = std::make_unique<test::ManualTimers>(*m_clock);
        m_client = std::make_unique<HttpClient>();
        m_resolver = std::make_unique<TableResolver>();
        m_caller = std::make_unique<OutboundCaller>(
            OutboundCaller::Parts{m_client.get(), m_resolver.get(), m_clock.get(), m_timers.get(), [] { return 0.5; }});
    }
    void cleanup()
    {
        m_caller.reset();
        m_client.reset();
        m_timers.reset();
    }

    // The name is resolved once, and the connection goes to what was judged: a second answer of a hostile name server
    // is never asked for.
    void connectsToTheAddressThatWasJudged()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("{}"));
        m_resolver->table.insert(u"api.example"_s, {loopback});
        OutboundRules rules;
        rules.guard = AddressGuard(Choice::Outside, {*parseHostEntry(u"api.example"_s)});
        const QByteArray host = "api.example:" + QByteArray::number(server.port());
        start({.url = "http://" + host + "/v1?x=1"}, rules);
        QTRY_COMPARE(statusSeen(), 200);
        QCOMPARE(m_resolver->asked, QStringList{u"api.example"_s});
        QCOMPARE(ScriptedServer::header(server.requests().first(), "Host"), host);
        QVERIFY(server.requests().first().startsWith("GET /v1?x=1 HTTP/1.1\r\n"));
        QCOMPARE(attempts(), QList<int>{200});
    }

    // "localhost" is ::1, too, and most programs listen on 127.0.0.1 alone.
    void triesTheNextAddress()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("{}"));
        m_resolver->table.insert(u"localhost"_s, {QHostAddress(u"127.0.0.2"_s), QHostAddress(u"::1"_s), loopback});
        OutboundRules rules = local();
        rules.retry.maximumAttempts = 1;
        start({.method = "POST", .url = "http://localhost:" + QByteArray::number(server.port()) + "/", .body = "x"},
              rules);
        QTRY_COMPARE(statusSeen(), 200);
        QCOMPARE(server.requests().size(), 1);
        QCOMPARE(attempts(), QList<int>{200});
    }

    // The certificate has to be that of the name, not of the address.
    void wantsTheCertificateOfTheName()
    {
        ScriptedServer server(test::selfSignedServer());
        server.enqueue(ScriptedServer::ok("{}"));
        m_resolver->table.insert(u"api.example"_s, {loopback});
        OutboundRules rules;
        rules.guard = AddressGuard(Choice::Outside, {*parseHostEntry(u"api.example"_s)});
        rules.retry.maximumAttempts = 1;
        start({.url = "https://api.example:" + QByteArray::number(server.port()) + "/"}, rules);
        QTRY_VERIFY(m_outcome);
        QCOMPARE(int(code()), int(ErrorCode::ConnectionFailed));
        QVERIFY(server.requests().isEmpty());
    }

    void refusesWithoutATry_data()
    {
        QTest::addColumn<QString>("host");
        for (const char *host : {"127.0.0.1", "2130706433", "0177.0.0.1", "0x7f.1", "localhost", "[::1]",
                                 "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1", "rebound.example"})
            QTest::newRow(host) << QString::fromLatin1(host);
    }
    void refusesWithoutATry()
    {
        QFETCH(QString, host);
        ScriptedServer server;
        m_resolver->table.insert(u"localhost"_s, {loopback});
        m_resolver->table.insert(u"rebound.example"_s, {QHostAddress(u"8.8.8.8"_s), loopback});
        start({.url = "http://" + host.toLatin1() + ':' + QByteArray::number(server.port()) + "/"}, {});
        QTRY_VERIFY(m_outcome);
        QCOMPARE(int(code()), int(ErrorCode::AddressRefused));
        QCOMPARE(m_outcome->attempts.size(), 1);
        QCOMPARE(server.connections(), 0);
    }

    void triesAgainByThePolicy()
    {
        ScriptedServer server;
        server.enqueue(status("503 Unavailable"));
        server.enqueue(status("429 Slow down", "Retry-After: 7\r\n"));
        server.enqueue(ScriptedServer::ok("{}"));
        start({.method = "POST", .url = server.url(), .body = "{}"}, local());
        // Half of the first second, then what the server asked for.
        QTRY_VERIFY(waits(500));
        QCOMPARE(server.requests().size(), 1);
        m_timers->advance(500);
        QTRY_VERIFY(waits(7'000));
        m_timers->advance(6'999);
        QCOMPARE(server.requests().size(), 2);
        m_timers->advance(1);
        QTRY_COMPARE(statusSeen(), 200);
        QCOMPARE(attempts(), (QList<int>{503, 429, 200}));
        QCOMPARE(server.requests().at(2), server.requests().at(0));
    }

    void givesTheLastAnswerWhenAllFailed()
    {
        ScriptedServer server;
        for (int i = 0; i < 3; ++i)
            server.enqueue(status("500 Fault"));
        start({.url = server.url()}, local());
        QTRY_VERIFY(waits(500));
        m_timers->advance(500);
        QTRY_VERIFY(waits(1'000));
        m_timers->advance(1'000);
        QTRY_COMPARE(statusSeen(), 500);
        QCOMPARE(attempts(), (QList<int>{500, 500, 500}));
    }

    void triesAgainWhatWasNeverSent()
    {
        const quint16 port = closedPort();
        OutboundRules rules = local();
        rules.retry.maximumAttempts = 2;
        start({.method = "POST", .url = "http://127.0.0.1:" + QByteArray::number(port) + "/", .body = "{}"}, rules);
        QTRY_VERIFY(waits(500));
        m_timers->advance(500);
        QTRY_VERIFY(m_outcome);
        QCOMPARE(attempts(), (QList<int>{0, 0}));
        QVERIFY(!m_outcome->attempts.first().error.isEmpty());
    }

    // What was lost underway may have taken effect.
    void doesNotRepeatWhatMayHaveTakenEffect_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("isRepeatable");
        QTest::addColumn<bool>("isRepeated");
        QTest::newRow("POST") << "POST"_qba << false << false;
        QTest::newRow("POST that may be repeated") << "POST"_qba << true << true;
        QTest::newRow("PATCH") << "PATCH"_qba << false << false;
        QTest::newRow("PUT") << "PUT"_qba << false << true;
        QTest::newRow("DELETE") << "DELETE"_qba << false << true;
    }
    void doesNotRepeatWhatMayHaveTakenEffect()
    {
        QFETCH(QByteArray, method);
        QFETCH(bool, isRepeatable);
        QFETCH(bool, isRepeated);
        ScriptedServer server;
        server.answerBy([](const QByteArray &) { return ScriptedServer::Script().close(); });
        OutboundRules rules = local();
        rules.isRepeatable = isRepeatable;
        rules.retry.maximumAttempts = 2;
        start({.method = method, .url = server.url(), .body = "{}"}, rules);
        if (isRepeated) {
            QTRY_VERIFY(waits(500));
            m_timers->advance(500);
        }
        QTRY_VERIFY(m_outcome);
        QCOMPARE(m_outcome->attempts.size(), isRepeated ? 2 : 1);
    }

    void endsAnAttemptThatHangs()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::Script().stall());
        server.enqueue(ScriptedServer::ok("{}"));
        start({.url = server.url(), .timeoutMs = 60'000}, local());
        QTRY_COMPARE(server.requests().size(), 1);
        m_timers->advance(60'000);
        QVERIFY(waits(500));
        m_timers->advance(500);
        QTRY_COMPARE(statusSeen(), 200);
        QCOMPARE(attempts(), (QList<int>{0, 200}));
        QCOMPARE(m_outcome->attempts.first().latencyMs, 60'000);
    }

    void endsAResolverThatHangs()
    {
        m_resolver->isSilent = true;
        OutboundRules rules = local();
        rules.retry.maximumAttempts = 1;
        start({.url = "http://a.example/", .timeoutMs = 1'000}, rules);
        m_timers->advance(1'000);
        QTRY_VERIFY(m_outcome);
        QCOMPARE(int(code()), int(ErrorCode::Timeout));
        QVERIFY(m_outcome->response.error().text.contains(u"a.example"_s));
    }

    void keepsToTheDeadlineOfTheCall()
    {
        ScriptedServer server;
        server.enqueue(status("503 Unavailable", "Retry-After: 30\r\n"));
        OutboundRules rules = local();
        rules.deadlineMs = 20'000;
        start({.url = server.url()}, rules);
        // The next attempt would begin after the end.
        QTRY_COMPARE(statusSeen(), 503);
        QCOMPARE(attempts(), QList<int>{503});
    }

    void followsRedirects()
    {
        ScriptedServer server;
        server.enqueue(status("302 Found", "Location: /two\r\n"));
        server.enqueue(status("307 Temporary", "Location: three?x=1#part\r\n"));
        server.enqueue(ScriptedServer::ok("done"));
        start(
            {.method = "POST", .url = server.url("/one"), .headers = {{"Authorization", "Bearer s3cret"}}, .body = "b"},
            local());
        QTRY_COMPARE(statusSeen(), 200);
        const QList<QByteArray> requests = server.requests();
        QCOMPARE(requests.size(), 3);
        QVERIFY(requests[1].startsWith("GET /two HTTP/1.1\r\n"));
        QCOMPARE(ScriptedServer::body(requests[1]), QByteArray());
        QVERIFY(requests[2].startsWith("GET /three?x=1 HTTP/1.1\r\n"));
        QCOMPARE(ScriptedServer::header(requests[2], "Authorization"), "Bearer s3cret");
        QCOMPARE(m_outcome->attempts.size(), 1);
    }

    // Where a server sends us was not chosen by the author, and no secret goes along.
    void judgesEachHop()
    {
        ScriptedServer target;
        ScriptedServer server;
        server.enqueue(status("302 Found", "Location: " + target.url("/metadata") + "\r\n"));
        start({.url = server.url()}, local());
        QTRY_VERIFY(m_outcome);
        QCOMPARE(int(code()), int(ErrorCode::AddressRefused));
        QCOMPARE(target.connections(), 0);

        OutboundRules rules;
        rules.guard = AddressGuard(Choice::Author, {*parseHostEntry(u"127.0.0.1"_s)});
        server.enqueue(status("308 Moved", "Location: " + target.url("/new") + "\r\n"));
        target.enqueue(ScriptedServer::ok("{}"));
        start({.method = "PUT",
               .url = server.url(),
               .headers = {{"X-Api-Key", "s3cret"}, {"Cookie", "a=s3cret"}, {"Content-Type", "text/plain"}},
               .body = "text"},
              rules);
        QTRY_VERIFY(m_outcome);
        QVERIFY2(m_outcome->response, qPrintable(m_outcome->attempts.first().error));
        QCOMPARE(statusSeen(), 200);
        const QByteArray moved = target.requests().first();
        QVERIFY(moved.startsWith("PUT /new "));
        QVERIFY(!moved.contains("s3cret"));
        QCOMPARE(ScriptedServer::header(moved, "Content-Type"), "text/plain");
        QCOMPARE(ScriptedServer::body(moved), "text");
    }

    void endsARedirectInCircles()
    {
        ScriptedServer server;
        server.answerBy(
            [](const QByteArray &) { return ScriptedServer::Script(status("302 Found", "Location: /\r\n")); });
        start({.url = server.url()}, local());
        QTRY_VERIFY(m_outcome);
        QCOMPARE(int(code()), int(ErrorCode::LimitExceeded));
        QCOMPARE(server.requests().size(), 6);
    }

    void refusesRedirectsElsewhere_data()
    {
        QTest::addColumn<QByteArray>("location");
        QTest::newRow("file") << "file:///etc/passwd"_qba;
        QTest::newRow("ftp") << "ftp://a.example/"_qba;
        QTest::newRow("no host") << "http:///x"_qba;
        QTest::newRow("javascript") << "javascript:alert(1)"_qba;
    }
    void refusesRedirectsElsewhere()
    {
        QFETCH(QByteArray, location);
        ScriptedServer server;
        server.enqueue(status("302 Found", "Location: " + location + "\r\n"));
        start({.url = server.url()}, local());
        QTRY_VERIFY(m_outcome);
        QCOMPARE(int(code()), int(ErrorCode::ConnectionFailed));
        QCOMPARE(m_outcome->attempts.size(), 1);
    }

    void leavesRedirectsAloneWhenAsked()
    {
        ScriptedServer server;
        server.enqueue(status("302 Found", "Location: /two\r\n"));
        OutboundRules rules = local();
        rules.redirects = 0;
        start({.url = server.url()}, rules);
        QTRY_COMPARE(statusSeen(), 302);
    }

    void canBeCancelled()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::Script().stall());
        const OutboundCaller::CallId sending = start({.url = server.url()}, local());
        QTRY_COMPARE(server.requests().size(), 1);
        m_caller->cancel(sending);
        QTRY_VERIFY(m_outcome);
        QCOMPARE(int(code()), int(ErrorCode::Cancelled));

        server.enqueue(status("503 Unavailable"));
        const OutboundCaller::CallId waiting = start({.url = server.url()}, local());
        QTRY_VERIFY(waits(500));
        m_caller->cancel(waiting);
        QTRY_VERIFY(m_outcome);
        QCOMPARE(int(code()), int(ErrorCode::Cancelled));
        m_timers->advance(100'000);
        QCOMPARE(server.requests().size(), 2);
        m_caller->cancel(waiting);
    }

    void forgetsACallWhoseReceiverIsGone()
    {
        ScriptedServer server;
        server.enqueue(status("503 Unavailable"));
        bool isCalled = false;
        {
            QObject receiver;
            m_caller->send({.url = server.url()}, local(), &receiver, [&isCalled](const auto &) { isCalled = true; });
            QTRY_VERIFY(waits(500));
        }
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(m_timers->waits().isEmpty());
        QVERIFY(!isCalled);
    }
};

QTEST_GUILESS_MAIN(OutboundCallerTest)
#include "tst_outboundcaller.moc"
