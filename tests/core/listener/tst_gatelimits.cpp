// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/listener/admissiontable.h"
#include "tests/core/listener/gatefixture.h"
#include "tests/core/listener/rawclient.h"

#include <QRegularExpression>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace uw;
using uw::test::GateFixture;
using uw::test::post;
using uw::test::RawClient;
using uw::test::RawResponse;

namespace {

const QByteArray request = "GET /show HTTP/1.1\r\nHost: a\r\n\r\n";

QByteArray partOfBody(qsizetype declared, qsizetype sent)
{
    return "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + QByteArray::number(declared) + "\r\n\r\n"
         + QByteArray(sent, 'x');
}

using Clients = std::vector<std::unique_ptr<RawClient>>;

// So many connections as are held after each had its answer; fewer when one was refused.
Clients answered(const GateFixture &gate, int count)
{
    Clients clients;
    for (int i = 0; i < count; ++i) {
        auto client = std::make_unique<RawClient>(gate.port());
        client->send(request);
        if (client->readResponse().status != 200)
            break;
        clients.push_back(std::move(client));
    }
    return clients;
}

std::atomic<int> acceptFailures = 0;
QtMessageHandler forwarded = nullptr;

void countAcceptFailures(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (message.contains(u"cannot accept connections now"_s))
        ++acceptFailures;
    else
        forwarded(type, context, message);
}

} // namespace

// Deadlines run on a clock that only the test moves; the sweep itself is real.
class GateLimitsTest final : public QObject {
    Q_OBJECT

    static GateLimits countingLoopback()
    {
        GateLimits limits;
        limits.loopbackExempt = false;
        return limits;
    }
    // Waits until the server has read what was sent before, up to a mebibyte. One request on another connection is
    // not enough: in the same turn of its event loop the server may come to the other connection first.
    static void settle(const GateFixture &gate)
    {
        RawClient probe(gate.port());
        for (int i = 0; i < 2; ++i) {
            probe.send(request);
            QCOMPARE(probe.readResponse().status, 200);
        }
    }

private Q_SLOTS:
    void endsSlowRequests_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("patienceMs");
        QTest::addColumn<int>("status");
        QTest::newRow("header") << request.chopped(2) << 10'000 << 408;
        QTest::newRow("first byte") << "G"_ba << 10'000 << 408;
        QTest::newRow("body") << partOfBody(10, 3) << 30'000 << 408;
        QTest::newRow("chunks") << "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"_ba
                                << 30'000 << 408;
        QTest::newRow("nothing at all") << QByteArray() << 60'000 << 0;
        QTest::newRow("nothing after a request") << request << 60'000 << 200;
        QTest::newRow("stray line end") << "\r\n"_ba << 60'000 << 0;
    }
    void endsSlowRequests()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, patienceMs);
        QFETCH(int, status);
        GateFixture gate;
        RawClient client(gate.port());
        client.send(bytes);
        if (status == 200)
            QCOMPARE(client.readResponse().status, 200);
        settle(gate);
        gate.clock.advance(patienceMs - 1);
        settle(gate);
        QTRY_COMPARE(gate.server().connectionCount(), 1); // still there, the probe has gone
        gate.clock.advance(2);
        if (status == 408)
            QCOMPARE(client.readResponse().status, 408);
        QVERIFY(client.readEnd());
        QVERIFY(client.surplus().isEmpty());
    }

    // With the usual values header and body together end before it; it is for whoever allows a body more.
    void endsARequestThatTakesTooLongAltogether()
    {
        GateLimits limits;
        limits.bodyDeadline = 2 * limits.requestDeadline;
        GateFixture gate(limits);
        RawClient client(gate.port());
        client.send(partOfBody(10, 3));
        settle(gate);
        gate.clock.advance(limits.requestDeadline - 1);
        settle(gate);
        QTRY_COMPARE(gate.server().connectionCount(), 1);
        client.send("x"); // more of it does not begin the time anew
        settle(gate);
        gate.clock.advance(2);
        const RawResponse response = client.readResponse();
        QCOMPARE(response.status, 408);
        QVERIFY(response.body.contains("whole request"));
        QVERIFY(client.readEnd());
    }

    void endsAHeaderThatTakesTooLongAltogether()
    {
        GateLimits limits;
        limits.headerDeadline = 2 * limits.requestDeadline;
        GateFixture gate(limits);
        RawClient client(gate.port());
        client.send(request.chopped(2));
        settle(gate);
        gate.clock.advance(limits.requestDeadline + 1);
        const RawResponse response = client.readResponse();
        QCOMPARE(response.status, 408);
        QVERIFY(response.body.contains("whole request"));
        QVERIFY(client.readEnd());
    }

    void endsDripFeeding()
    {
        GateFixture gate;
        RawClient client(gate.port());
        // A byte each five seconds keeps neither the header deadline nor the body's from passing.
        for (int i = 0; i < 2; ++i) {
            client.send("G");
            settle(gate);
            gate.clock.advance(5'001);
        }
        QCOMPARE(client.readResponse().status, 408);
        QVERIFY(client.readEnd());
    }

    void letsARefusedClientGoAfterHalfASecond()
    {
        GateFixture gate;
        RawClient client(gate.port());
        client.send("BREW / HTTP/1.1\r\n\r\n");
        QCOMPARE(client.readResponse().status, 501);
        client.send(QByteArray(100'000, 'x')); // drained, not answered
        settle(gate);
        QTRY_COMPARE(gate.server().connectionCount(), 1);
        gate.clock.advance(501);
        QTRY_COMPARE(gate.server().connectionCount(), 0);
    }

    void cutsOffAClientThatDoesNotReadItsAnswer()
    {
        GateFixture gate;
        RawClient client(gate.port(), 4096);
        // More than the socket buffers take.
        client.send(partOfBody(10'000'000, 10'000'000));
        QVERIFY(!client.readSome().isEmpty());
        // The system may take some more bytes in between, each of which begins the wait anew.
        QTRY_VERIFY((gate.clock.advance(30'001), gate.server().connectionCount() == 0));
    }

    void answersForAHandlerThatDoesNot()
    {
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"no answer to 127.0.0.1:\\d+ in time"_s));
        GateFixture gate;
        RawClient client(gate.port());
        client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
        QTRY_COMPARE(gate.waiting(), 1);
        gate.clock.advance(120'001);
        QCOMPARE(client.readResponse().status, 500);
        gate.answerLater(); // too late, to nobody
        QVERIFY(client.readEnd());
        settle(gate);
    }

    void holdsTheTotalOfConnections()
    {
        GateLimits limits;
        limits.connections = 3;
        GateFixture gate(limits);
        Clients clients = answered(gate, 3);
        QCOMPARE(clients.size(), 3U);
        RawClient late(gate.port());
        late.send(request);
        const RawResponse answer = late.readResponse();
        QCOMPARE(answer.status, 503);
        QVERIFY(!answer.field("Retry-After").isEmpty());
        QCOMPARE(answer.field("Content-Type"), "application/problem+json"_ba);
        QVERIFY(late.readEnd());
        clients.front()->send(request);
        QCOMPARE(clients.front()->readResponse().status, 200);
        clients.pop_back();
        QTRY_COMPARE(gate.server().connectionCount(), 2);
        settle(gate);
    }

    void holdsTheConnectionsOfOneAddress()
    {
        GateLimits limits = countingLoopback();
        limits.connectionsPerAddress = 2;
        GateFixture gate(limits);
        RawClient first(gate.port());
        RawClient second(gate.port());
        for (RawClient *client : {&first, &second}) {
            client->send(request);
            QCOMPARE(client->readResponse().status, 200);
        }
        RawClient third(gate.port());
        third.send(request);
        const RawResponse answer = third.readResponse();
        QCOMPARE(answer.status, 429);
        QVERIFY(!answer.field("Retry-After").isEmpty());
        QVERIFY(third.readEnd());
        first.reset();
        QTRY_COMPARE(gate.server().connectionCount(), 1);
        settle(gate);
    }

    void sparesLoopback()
    {
        GateLimits limits;
        limits.connectionsPerAddress = 2;
        GateFixture gate(limits);
        QCOMPARE(answered(gate, 10).size(), 10U);
    }

    void makesLargeBodiesWaitForEachOther()
    {
        GateLimits limits;
        limits.bodyBytesInFlight = 1'000'000;
        GateFixture gate(limits);
        // The first fills the budget and is in work; the second must wait.
        RawClient first(gate.port());
        first.send(post("/later", QByteArray(1'000'000, 'x')));
        QTRY_COMPARE(gate.waiting(), 1);
        RawClient second(gate.port());
        second.send(partOfBody(500'000, 500'000));
        QTRY_COMPARE(gate.server().waitingBodies(), 1);
        gate.clock.advance(4'000);
        settle(gate);
        gate.answerLater();
        QCOMPARE(first.readResponse().status, 200);
        QCOMPARE(second.readResponse().body.size(), 500'000);
        QCOMPARE(gate.server().waitingBodies(), 0);
    }

    void refusesALargeBodyThatWaitsTooLong()
    {
        GateLimits limits;
        limits.bodyBytesInFlight = 1'000'000;
        GateFixture gate(limits);
        RawClient first(gate.port());
        first.send(post("/later", QByteArray(1'000'000, 'x')));
        QTRY_COMPARE(gate.waiting(), 1);
        RawClient second(gate.port());
        second.send(partOfBody(500'000, 200'000));
        QTRY_COMPARE(gate.server().waitingBodies(), 1);
        settle(gate); // requests without a large body go on
        gate.clock.advance(5'001);
        const RawResponse answer = second.readResponse();
        QCOMPARE(answer.status, 503);
        QVERIFY(!answer.field("Retry-After").isEmpty());
        QVERIFY(second.readEnd());
        gate.answerLater();
        QCOMPARE(first.readResponse().status, 200);
    }

    void doesNotBlameTheSenderForItsOwnPauses()
    {
        GateLimits limits;
        limits.bodyBytesInFlight = 1'000'000;
        GateFixture gate(limits);
        constexpr qsizetype step = 10'000;
        qsizetype sent = step;
        RawClient slow(gate.port());
        slow.send(partOfBody(100'000, sent));
        // Nine times four seconds, which are more than a body has.
        for (int round = 0; round < 9; ++round) {
            RawClient other(gate.port());
            const qsizetype rest = limits.bodyBytesInFlight - sent;
            other.send(post("/later", QByteArray(rest, 'x')));
            QTRY_COMPARE(gate.waiting(), 1);
            slow.send(QByteArray(step, 'x'));
            sent += step;
            QTRY_COMPARE(gate.server().waitingBodies(), 1);
            gate.clock.advance(4'000);
            settle(gate);
            gate.answerLater();
            QCOMPARE(other.readResponse().status, 200);
            QTRY_COMPARE(gate.server().waitingBodies(), 0);
            settle(gate); // it has read what waited
        }
        QCOMPARE(sent, 100'000);
        QCOMPARE(slow.readResponse().status, 200);
    }

    void beginsTheWaitAnewWithEachRequest()
    {
        GateLimits limits;
        limits.bodyBytesInFlight = 1'000'000;
        GateFixture gate(limits);
        const auto fill = [&gate](RawClient &client, qsizetype bytes) {
            client.send(post("/later", QByteArray(bytes, 'x')));
            QTRY_COMPARE(gate.waiting(), 1);
        };
        RawClient second(gate.port());
        second.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        settle(gate);
        RawClient first(gate.port());
        fill(first, 999'997);
        second.send("0\r\n\r\n"); // ends its body without a byte more of it
        QTRY_COMPARE(gate.server().waitingBodies(), 1);
        gate.answerLater();
        QCOMPARE(first.readResponse().status, 200);
        QCOMPARE(second.readResponse().body, "abc"_ba);

        gate.clock.advance(6'000);
        settle(gate);
        fill(first, 1'000'000);
        second.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
        settle(gate);
        second.send("abc");
        QTRY_COMPARE(gate.server().waitingBodies(), 1);
        gate.clock.advance(4'000);
        settle(gate);
        gate.answerLater();
        QCOMPARE(second.readResponse().status, 200);
    }

    void refusesOneOfSeveralThatBlockEachOther()
    {
        GateLimits limits;
        limits.bodyBytesInFlight = 1'000'000;
        GateFixture gate(limits);
        RawClient first(gate.port());
        RawClient second(gate.port());
        for (RawClient *client : {&first, &second})
            client->send(partOfBody(800'000, 600'000));
        // The wait begins when the server comes upon the bytes that it has no room for.
        QTRY_VERIFY(gate.server().waitingBodies() > 0);
        gate.clock.advance(5'001);
        QTRY_COMPARE(gate.server().waitingBodies(), 0);
        QCOMPARE(gate.server().connectionCount(), 2); // one of them lingers
        for (RawClient *client : {&first, &second})
            client->send(QByteArray(200'000, 'x'));
        QList<int> statuses{first.readResponse().status, second.readResponse().status};
        std::sort(statuses.begin(), statuses.end());
        QCOMPARE(statuses, QList<int>({200, 503}));
    }

    void givesTheBudgetBackWhenAClientGoes()
    {
        GateLimits limits;
        limits.bodyBytesInFlight = 1'000'000;
        GateFixture gate(limits);
        for (int i = 0; i < 5; ++i) {
            {
                RawClient client(gate.port());
                client.send(partOfBody(950'000, 900'000));
                settle(gate);
            }
            QTRY_COMPARE(gate.server().connectionCount(), 0);
        }
        RawClient client(gate.port());
        client.send(partOfBody(950'000, 950'000));
        QCOMPARE(client.readResponse().status, 200);
    }

    void servesManyWhileManyWait()
    {
        GateFixture gate;
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 300; ++i) {
            clients.push_back(std::make_unique<RawClient>(gate.port()));
            QVERIFY(clients.back()->isConnected());
            if (i % 3 == 0)
                clients.back()->send("GET /sh"); // a slow one
        }
        for (int i = 0; i < 50; ++i)
            settle(gate);
        QVERIFY(gate.server().connectionCount() >= 300);
    }

    void acceptsAgainAfterItRanOutOfDescriptors()
    {
        GateFixture gate;
        settle(gate);
        QTRY_COMPARE(gate.server().connectionCount(), 0);
        rlimit original{};
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &original), 0);
        rlimit tight = original;
        const int next = dup(0);
        QVERIFY(next >= 0);
        close(next);
        tight.rlim_cur = rlim_t(next) + 1; // one more: the client's own end, so that accepting finds none
        acceptFailures = 0;
        forwarded = qInstallMessageHandler(countAcceptFailures);
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &tight), 0);
        RawClient client(gate.port());
        const bool sent = client.isConnected() && client.send(request);
        const bool failed = QTest::qWaitFor([] { return acceptFailures > 0; });
        const bool restored = setrlimit(RLIMIT_NOFILE, &original) == 0;
        qInstallMessageHandler(forwarded);
        QVERIFY(sent && failed && restored);
        QCOMPARE(client.readResponse().status, 200);
    }
};

QTEST_GUILESS_MAIN(GateLimitsTest)
#include "tst_gatelimits.moc"
