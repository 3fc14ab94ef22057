// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/listener/gatefixture.h"
#include "tests/core/listener/rawclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using uw::test::GateFixture;
using uw::test::RawClient;
using uw::test::RawResponse;

// Answers without a known length: what /ui/webhooks/stream stands on.
class GateStreamTest final : public QObject {
    Q_OBJECT

    static QByteArray get(const QByteArray &version) { return "GET /stream HTTP/" + version + "\r\nHost: a\r\n\r\n"; }
    static bool write(GateFixture &gate, const QByteArray &bytes)
    {
        bool open = false;
        gate.inServer([&] { open = gate.stream.write(bytes); });
        return open;
    }
    static bool isOpen(GateFixture &gate)
    {
        bool open = false;
        gate.inServer([&] { open = gate.stream.isOpen(); });
        return open;
    }

private Q_SLOTS:
    void sendsPiecesAsTheyCome_data()
    {
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<QByteArray>("pieces");
        QTest::newRow("1.1") << "1.1"_ba
                             << "7\r\nid: 1\n\n\r\n7\r\nid: 2\n\n\r\n0\r\n\r\n"_ba;
        QTest::newRow("1.0") << "1.0"_ba
                             << "id: 1\n\nid: 2\n\n"_ba;
    }
    void sendsPiecesAsTheyCome()
    {
        QFETCH(QByteArray, version);
        QFETCH(QByteArray, pieces);
        GateFixture gate;
        RawClient client(gate.port());
        client.send(get(version));
        const RawResponse head = client.readResponse();
        QCOMPARE(head.status, 200);
        QCOMPARE(head.field("Content-Type"), "text/event-stream"_ba);
        QCOMPARE(head.field("Cache-Control"), "no-store"_ba);
        QCOMPARE(head.field("Transfer-Encoding").isEmpty(), version == "1.0");
        QVERIFY(head.field("Content-Length").isEmpty());
        QVERIFY(write(gate, "id: 1\n\n"));
        const QByteArray first = client.readSome();
        QVERIFY(!first.isEmpty()); // it does not wait for more
        QVERIFY(write(gate, ""));
        QVERIFY(write(gate, "id: 2\n\n"));
        gate.inServer([&] { gate.stream.endStream(); });
        QVERIFY(client.readEnd());
        QCOMPARE(first + client.surplus(), pieces);
        QVERIFY(!isOpen(gate));
        QVERIFY(!write(gate, "late"));
    }

    void endsWhenTheClientGoes()
    {
        GateFixture gate;
        for (const bool abruptly : {false, true}) {
            auto client = std::make_unique<RawClient>(gate.port());
            client->send(get("1.1"));
            QCOMPARE(client->readResponse().status, 200);
            QVERIFY(isOpen(gate));
            if (abruptly)
                client->reset();
            client.reset();
            QTRY_VERIFY(!isOpen(gate));
            QVERIFY(!write(gate, "late"));
            bool hasLifetime = true;
            QTRY_VERIFY((gate.inServer([&] { hasLifetime = gate.stream.lifetime() != nullptr; }), !hasLifetime));
        }
    }

    void ignoresWhatTheClientSaysMeanwhile()
    {
        GateFixture gate;
        RawClient client(gate.port());
        client.send(get("1.1"));
        QCOMPARE(client.readResponse().status, 200);
        client.send(QByteArray(300'000, 'x') + get("1.1"));
        QVERIFY(write(gate, "id: 1\n\n"));
        gate.inServer([&] { gate.stream.endStream(); });
        QVERIFY(client.readEnd());
        QCOMPARE(client.surplus(), "7\r\nid: 1\n\n\r\n0\r\n\r\n"_ba);
    }

    void cutsOffASlowReader()
    {
        GateLimits limits;
        limits.streamBacklog = 100'000;
        GateFixture gate(limits);
        RawClient client(gate.port(), 4096);
        client.send(get("1.1"));
        QCOMPARE(client.readResponse().status, 200);
        // The system takes a few megabytes, then the backlog grows to its limit.
        const QByteArray piece(50'000, 'x');
        int pieces = 0;
        while (write(gate, piece) && pieces < 1'000)
            ++pieces;
        QVERIFY2(pieces < 1'000, "a stream that nobody reads was never cut off");
        QTRY_COMPARE(gate.server().connectionCount(), 0);
    }

    void cutsOffAStreamThatStalls()
    {
        GateFixture gate;
        RawClient client(gate.port(), 4096);
        client.send(get("1.1"));
        QCOMPARE(client.readResponse().status, 200);
        QVERIFY(write(gate, QByteArray(8'000'000, 'x')));
        QTRY_VERIFY((gate.clock.advance(30'001), gate.server().connectionCount() == 0));
    }

    void livesLongWhenNothingHappens()
    {
        GateFixture gate;
        RawClient client(gate.port());
        client.send(get("1.1"));
        QCOMPARE(client.readResponse().status, 200);
        gate.clock.advance(3'600'000);
        RawClient probe(gate.port());
        probe.send("GET /show HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        QVERIFY(probe.readEnd()); // and lingers: several sweeps go by
        QVERIFY(isOpen(gate));
    }

    void saysOnlyTheHeaderToHead()
    {
        GateFixture gate;
        RawClient client(gate.port());
        client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n");
        QCOMPARE(client.readResponse(true).status, 200);
        QVERIFY(client.readEnd());
        QVERIFY(client.surplus().isEmpty());
    }

    void endsWithTheServer()
    {
        GateFixture gate;
        RawClient client(gate.port());
        client.send(get("1.1"));
        QCOMPARE(client.readResponse().status, 200);
        gate.server().stop(200); // the client lingers on a clock that stands still
        QVERIFY(client.readEnd());
        QCOMPARE(client.surplus(), "0\r\n\r\n"_ba);
    }
};

QTEST_GUILESS_MAIN(GateStreamTest)
#include "tst_gatestream.moc"
