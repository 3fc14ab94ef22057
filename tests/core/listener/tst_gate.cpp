// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/listener/admissiontable.h"
#include "tests/core/listener/gatefixture.h"
#include "tests/core/listener/rawclient.h"
#include "tests/support/programrun.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using uw::test::AdmissionRow;
using uw::test::admissionTable;
using uw::test::chunked;
using uw::test::GateFixture;
using uw::test::get;
using uw::test::post;
using uw::test::RawClient;
using uw::test::RawResponse;
using uw::test::residentKib;

class GateTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<GateFixture> m_gate;

private Q_SLOTS:
    void init() { m_gate = std::make_unique<GateFixture>(); }
    void cleanup() { m_gate.reset(); }

    void holdsTheTable_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("closes");
        const QList<AdmissionRow> rows = admissionTable();
        for (const AdmissionRow &row : rows)
            QTest::newRow(row.name) << row.bytes << row.status << row.closes;
    }
    void holdsTheTable()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        QFETCH(bool, closes);
        RawClient client(m_gate->port());
        client.send(bytes);
        const RawResponse answer = client.readResponse();
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.field("Connection") == "close", closes);
        QVERIFY(!answer.field("Date").isEmpty());
        if (status >= 400)
            QCOMPARE(answer.field("Content-Type"), "application/problem+json"_ba);
        if (status == 405)
            QVERIFY(!answer.field("Allow").isEmpty());
        if (closes) {
            QVERIFY(client.readEnd());
            return;
        }
        client.send(get("/show"));
        QCOMPARE(client.readResponse().status, 200);
    }

    void givesMemoryBackAfterTheTable()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("a sanitizer keeps freed memory for itself");
#endif
        const QList<AdmissionRow> rows = admissionTable();
        qint64 sent = 0;
        const auto sendAll = [this, &rows, &sent] {
            for (const AdmissionRow &row : rows) {
                RawClient client(m_gate->port());
                client.send(row.bytes);
                QCOMPARE(client.readResponse().status, row.status);
                sent += row.bytes.size();
            }
        };
        sendAll(); // what allocators and Qt take once
        const qint64 before = residentKib();
        if (before == 0)
            QSKIP("This system does not say how much memory a process holds.");
        // Who kept a quarter of what was sent would be found.
        constexpr qint64 bound = 8 * 1024 * 1024;
        sent = 0;
        while (sent < 4 * bound && !QTest::currentTestFailed())
            sendAll();
        QTRY_COMPARE(m_gate->server().connectionCount(), 0);
        const qint64 grown = residentKib() - before;
        QVERIFY2(grown < bound / 1024, qPrintable(u"grew by %1 KiB"_s.arg(grown)));
    }

    void handsOnWhatWasReceived()
    {
        RawClient client(m_gate->port());
        client.send("GET http://h/show?x=%2F HTTP/1.1\r\nhOsT: h\r\nX-One:  a\r\nx-one: b \r\nUpgrade: h2c\r\n"
                    "Connection: Upgrade\r\nExpect: 100-continue\r\n\r\n");
        const RawResponse answer = client.readResponse();
        QCOMPARE(answer.body, "GET http://h/show?x=%2F\nhOsT=h\nX-One=a\nx-one=b\nUpgrade=h2c\nConnection=Upgrade\n"
                              "Expect=100-continue\n"_ba);
    }

    void keepsBodiesWhole_data()
    {
        QTest::addColumn<qsizetype>("size");
        QTest::addColumn<bool>("inChunks");
        for (const qsizetype size : {0, 1, 65'535, 65'536, 65'537, 1'000'000, 5'000'000}) {
            QTest::addRow("%lld bytes", qlonglong(size)) << size << false;
            QTest::addRow("%lld bytes in chunks", qlonglong(size)) << size << true;
        }
    }
    void keepsBodiesWhole()
    {
        QFETCH(qsizetype, size);
        QFETCH(bool, inChunks);
        QByteArray body(size, Qt::Uninitialized);
        for (qsizetype i = 0; i < size; ++i)
            body[i] = char(i * 31 + i / 257);
        RawClient client(m_gate->port());
        if (inChunks) {
            QByteArray framed;
            for (qsizetype start = 0; start < size; start += 40'000) {
                const QByteArray part = body.mid(start, 40'000);
                framed += QByteArray::number(part.size(), 16) + "\r\n" + part + "\r\n";
            }
            client.send(chunked(framed + "0\r\n\r\n"));
        } else {
            client.send(post("/echo", body));
        }
        const RawResponse answer = client.readResponse();
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body == body);
    }

    void takesRequestsByteByByte()
    {
        RawClient client(m_gate->port());
        const QByteArray bytes = post("/echo", "hello") + chunked("3\r\nabc\r\n0\r\nT: v\r\n\r\n");
        for (const char byte : bytes)
            QVERIFY(client.send(QByteArray(1, byte)));
        QCOMPARE(client.readResponse().body, "hello"_ba);
        QCOMPARE(client.readResponse().body, "abc"_ba);
    }

    void answersPipelinedRequestsInOrder()
    {
        RawClient client(m_gate->port());
        QByteArray bytes;
        for (int i = 0; i < 2'000; ++i)
            bytes += post("/echo", QByteArray::number(i));
        QVERIFY(client.send(bytes));
        for (int i = 0; i < 2'000; ++i)
            QCOMPARE(client.readResponse().body, QByteArray::number(i));
    }

    void hasOneRequestOfAConnectionInWork()
    {
        RawClient client(m_gate->port());
        client.send(get("/later") + post("/echo", "second") + get("/later"));
        QTRY_COMPARE(m_gate->waiting(), 1);
        m_gate->answerLater();
        QCOMPARE(client.readResponse().body, "later"_ba);
        QCOMPARE(client.readResponse().body, "second"_ba);
        QTRY_COMPARE(m_gate->waiting(), 1);
        m_gate->answerLater();
        QCOMPARE(client.readResponse().body, "later"_ba);
    }

    void doesNotReadAheadOfAClientThatDoesNotRead()
    {
        // Each answer is 1 MiB: unread, they must stop the gate and not pile up. The sockets' own buffers hold a part;
        // all that is sent beyond could only be in the gate.
        RawClient client(m_gate->port(), 4096);
        const QByteArray request = post("/echo", QByteArray(1024 * 1024, 'x'));
        constexpr int most = 64;
        const int taken = client.sendUntilStuck(request.repeated(most)) / int(request.size());
        QVERIFY2(taken < most / 2, QByteArray::number(taken).constData());
        for (int i = 0; i < taken; ++i)
            QCOMPARE(client.readResponse().body.size(), 1024 * 1024);
    }

    void answersAClientThatHasFinishedSending_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("deferred");
        QTest::newRow("at once") << post("/echo", "x") << false;
        QTest::newRow("later") << get("/later") << true;
        QTest::newRow("old version") << "GET /later HTTP/1.0\r\n\r\n"_ba << true;
    }
    void answersAClientThatHasFinishedSending()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, deferred);
        RawClient client(m_gate->port());
        client.send(bytes);
        client.finishSending();
        if (deferred) {
            QTRY_COMPARE(m_gate->waiting(), 1);
            m_gate->answerLater();
        }
        QCOMPARE(client.readResponse().status, 200);
        QVERIFY(client.readEnd());
        QTRY_COMPARE(m_gate->server().connectionCount(), 0);
    }

    void refusesARequestThatEndsEarly()
    {
        for (const QByteArray &bytes : {"GET /sh"_ba, get("/show").chopped(2), post("/echo", "abc").chopped(1)}) {
            RawClient client(m_gate->port());
            client.send(bytes);
            client.finishSending();
            QCOMPARE(client.readResponse().status, 400);
            QVERIFY(client.readEnd());
        }
    }

    void survivesClientsThatGoAway()
    {
        for (int i = 0; i < 30; ++i) {
            RawClient client(m_gate->port());
            client.send(i % 3 ? get("/later") : post("/echo", "abc").chopped(1));
            if (i % 3)
                QTRY_COMPARE(m_gate->waiting(), (i - i / 3));
            if (i % 2)
                client.reset();
        }
        m_gate->answerLater();
        QTRY_COMPARE(m_gate->server().connectionCount(), 0);
        RawClient client(m_gate->port());
        client.send(get("/show"));
        QCOMPARE(client.readResponse().status, 200);
    }

    void givesLeaveToSendABody()
    {
        RawClient client(m_gate->port());
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        QCOMPARE(client.readResponse().status, 100);
        client.send("abc");
        QCOMPARE(client.readResponse().body, "abc"_ba);
        // The client did not wait: no leave is needed.
        client.send(post("/echo", "def", "Expect: 100-continue\r\n"));
        QCOMPARE(client.readResponse().body, "def"_ba);
        // Refused before it sends.
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
        QCOMPARE(client.readResponse().status, 413);
        QVERIFY(client.readEnd());
    }

    void answersHeadWithoutABody()
    {
        RawClient client(m_gate->port());
        client.send("HEAD /show HTTP/1.1\r\nHost: a\r\n\r\n" + get("/show"));
        const RawResponse head = client.readResponse(true);
        QCOMPARE(head.status, 200);
        QVERIFY(head.field("Content-Length").toInt() > 0);
        const RawResponse whole = client.readResponse();
        QVERIFY(whole.body.startsWith("GET /show\n"));
        client.send("HEAD /nothing HTTP/1.1\r\nHost: a\r\n\r\n" + get("/show"));
        QCOMPARE(client.readResponse(true).status, 404);
        QCOMPARE(client.readResponse().status, 200);
    }

    void keepsAConnectionForManyRequests()
    {
        RawClient client(m_gate->port());
        for (int i = 0; i < 500; ++i) {
            client.send(post("/echo", QByteArray::number(i)));
            const RawResponse answer = client.readResponse();
            QCOMPARE(answer.body, QByteArray::number(i));
            QVERIFY(answer.field("Connection").isEmpty());
        }
        QCOMPARE(m_gate->server().connectionCount(), 1);
    }
};

QTEST_GUILESS_MAIN(GateTest)
#include "tst_gate.moc"
