// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/listener/gatefixture.h"
#include "tests/core/listener/rawclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using uw::test::GateFixture;
using uw::test::RawClient;
using uw::test::RawResponse;

namespace {

const QByteArray chunkedField = "Transfer-Encoding: chunked\r\n";

QByteArray get(const QByteArray &target, const QByteArray &fields = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

QByteArray post(const QByteArray &path, const QByteArray &body, const QByteArray &fields = {})
{
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields
         + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray chunked(const QByteArray &body)
{
    return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + chunkedField + "\r\n" + body;
}

qint64 residentKib()
{
    QFile status(u"/proc/self/statm"_s);
    return status.open(QIODevice::ReadOnly) ? status.readAll().split(' ').value(1).toLongLong() * 4 : 0;
}

} // namespace

class GateTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<GateFixture> m_gate;

    // The rows of the admission table: bytes on the wire, wanted status, whether the connection ends.
    struct Row {
        const char *name;
        QByteArray bytes;
        int status;
        bool closes;
    };
    static QList<Row> admissionTable()
    {
        QList<Row> rows;
        const auto add = [&rows](const char *name, const QByteArray &bytes, int status, bool closes) {
            rows.append({name, bytes, status, closes});
        };

        QByteArray fields;
        for (int i = 0; i < 100; ++i)
            fields += "X-" + QByteArray::number(i) + ": v\r\n";
        add("101 fields", get("/show", fields), 431, true);
        add("header of 17 KiB", get("/show", "X: " + QByteArray(17 * 1024, 'v') + "\r\n"), 431, true);
        add("endless request line", QByteArray("GET /") + QByteArray(64 * 1024, 'a'), 431, true);
        add("1 MiB of field", "GET / HTTP/1.1\r\nX: " + QByteArray(1024 * 1024, 'a'), 431, true);
        add("bad request line", "HELLO\r\n\r\n"_ba, 400, true);
        add("no colon", get("/show", "nonsense\r\n"), 400, true);
        add("blank before colon", get("/show", "X : 1\r\n"), 400, true);
        add("folding", get("/show", "X: 1\r\n 2\r\n"), 400, true);
        add("lone CR", get("/show", "X: 1\r2\r\n"), 400, true);
        add("NUL", get("/show", "X: 1\0002\r\n"_ba), 400, true);
        add("no host", "GET /show HTTP/1.1\r\n\r\n"_ba, 400, true);
        add("second host", get("/show", "Host: b\r\n"), 400, true);
        add("length negative", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n"_ba, 400, true);
        add("length overflows", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775808\r\n\r\n"_ba, 400,
            true);
        add("length twice", post("/echo", "abc", "Content-Length: 3\r\n"), 400, true);
        add("length beside coding", post("/echo", "0\r\n\r\n", chunkedField), 400, true);
        add("bad chunk size", chunked("zz\r\nabc\r\n0\r\n\r\n"), 400, true);
        add("chunk without end", chunked("3\r\nabcd\r\n0\r\n\r\n"), 400, true);
        add("coding gzip", post("/echo", "", "Transfer-Encoding: gzip\r\n").replace("Content-Length: 0\r\n", ""), 501,
            true);
        add("unknown method", "BREW /show HTTP/1.1\r\nHost: a\r\n\r\n"_ba, 501, true);
        add("two slashes", get("//evil/show"), 400, true);
        add("no slash", get("show"), 400, true);
        add("%00", get("/show%00"), 400, true);
        add("bad percent", get("/show%2"), 400, true);
        add("dot segment", get("/x/../show"), 400, true);
        add("body declared too large", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10485761\r\n\r\n"_ba, 413,
            true);
        add("body of chunks too large", chunked("a00001\r\n"), 413, true);
        add("body too large and sent", post("/echo", QByteArray(11 * 1024 * 1024, 'x')), 413, true);
        add("TLS on the plain port", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"_ba, 400, true);

        add("wrong method", post("/show", ""), 405, false);
        add("DELETE", "DELETE /echo HTTP/1.1\r\nHost: a\r\n\r\n"_ba, 405, false);
        add("OPTIONS", "OPTIONS /echo HTTP/1.1\r\nHost: a\r\n\r\n"_ba, 405, false);
        add("unknown path", get("/nothing"), 404, false);
        add("upgrade to h2c",
            get("/show", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n"), 200,
            false);
        add("upgrade to a web socket",
            get("/show", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
            200, false);
        add("absolute form", get("http://elsewhere.example/show?a=b"), 200, false);
        add("chunks", chunked("3;x=y\r\nabc\r\n0\r\nT: v\r\n\r\n"), 200, false);
        add("body at the limit", post("/echo", QByteArray(10 * 1024 * 1024, 'x')), 200, false);
        add("old version", "GET /show HTTP/1.0\r\n\r\n"_ba, 200, true);
        add("old version, kept", "GET /show HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"_ba, 200, false);
        add("asked to close", get("/show", "Connection: close\r\n"), 200, true);
        return rows;
    }

private Q_SLOTS:
    void init() { m_gate = std::make_unique<GateFixture>(); }
    void cleanup() { m_gate.reset(); }

    void holdsTheTable_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("closes");
        const QList<Row> rows = admissionTable();
        for (const Row &row : rows)
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
        const QList<Row> rows = admissionTable();
        const auto sendAll = [this, &rows] {
            for (const Row &row : rows) {
                RawClient client(m_gate->port());
                client.send(row.bytes);
                QCOMPARE(client.readResponse().status, row.status);
            }
        };
        sendAll(); // what allocators and Qt take once
        const qint64 before = residentKib();
        for (int round = 0; round < 5; ++round)
            sendAll();
        QTRY_COMPARE(m_gate->server().connectionCount(), 0);
        QVERIFY2(residentKib() - before < 64 * 1024, qPrintable(u"grew by %1 KiB"_s.arg(residentKib() - before)));
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
        // Each answer is 1 MiB: unread, they must stop the gate and not pile up.
        RawClient client(m_gate->port());
        const QByteArray request = post("/echo", QByteArray(1024 * 1024, 'x'));
        const qint64 before = residentKib();
        for (int i = 0; i < 8; ++i)
            client.send(request);
        for (int i = 0; i < 8; ++i)
            QCOMPARE(client.readResponse().body.size(), 1024 * 1024);
        QVERIFY(residentKib() - before < 64 * 1024);
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
