// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/requestframer.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;

namespace {

struct Outcome {
    RequestFramer::State state = RequestFramer::State::Idle;
    int refusedWith = 0;
    QList<ServerRequest> requests;
    bool keepsAlive = true;
};

// Feeds in pieces of `step` bytes, as a network would.
Outcome frame(const QByteArray &bytes, qsizetype step, const FramingLimits &limits = {})
{
    RequestFramer framer(limits);
    Outcome outcome;
    for (qsizetype start = 0; start < bytes.size(); start += step) {
        QByteArrayView piece = QByteArrayView(bytes).sliced(start, qMin(step, bytes.size() - start));
        while (!piece.isEmpty() && framer.state() != RequestFramer::State::Refused) {
            piece = piece.sliced(framer.feed(piece));
            if (framer.state() == RequestFramer::State::Complete) {
                outcome.keepsAlive = framer.keepsAlive();
                outcome.requests.append(framer.take());
            }
        }
    }
    outcome.state = framer.state();
    outcome.refusedWith = framer.refusal().status;
    return outcome;
}

QByteArray get(const QByteArray &target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

QByteArray withFields(int fields)
{
    QByteArray request = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 1; i < fields; ++i)
        request += "X-" + QByteArray::number(i) + ": v\r\n";
    return request + "\r\n";
}

// A request whose header has exactly that many bytes.
QByteArray withHeaderBytes(qsizetype bytes)
{
    const QByteArray frame = "GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n";
    return QByteArray(frame).insert(frame.indexOf("X: ") + 3, QByteArray(bytes - frame.size(), 'v'));
}

QByteArray post(const QByteArray &fields, const QByteArray &body)
{
    return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

const QByteArray chunkedField = "Transfer-Encoding: chunked\r\n";

} // namespace

class RequestFramerTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");

        const QByteArray host = "Host: a\r\n";
        QTest::newRow("no version") << QByteArray("GET /\r\n\r\n") << 400;
        QTest::newRow("two blanks") << QByteArray("GET  / HTTP/1.1\r\nHost: a\r\n\r\n") << 400;
        QTest::newRow("tab for blank") << QByteArray("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n") << 400;
        QTest::newRow("blank at the end") << QByteArray("GET / HTTP/1.1 \r\nHost: a\r\n\r\n") << 400;
        QTest::newRow("blank in front") << QByteArray(" GET / HTTP/1.1\r\nHost: a\r\n\r\n") << 400;
        QTest::newRow("no target") << QByteArray("GET HTTP/1.1\r\nHost: a\r\n\r\n") << 400;
        QTest::newRow("version 2") << QByteArray("GET / HTTP/2.0\r\nHost: a\r\n\r\n") << 400;
        QTest::newRow("version in small letters") << QByteArray("GET / http/1.1\r\nHost: a\r\n\r\n") << 400;
        QTest::newRow("version too long") << QByteArray("GET / HTTP/1.10\r\nHost: a\r\n\r\n") << 400;
        QTest::newRow("HTTP/2 preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 400;
        QTest::newRow("TLS greeting") << "\x16\x03\x01\x02\x00\x01"_ba << 400;
        QTest::newRow("method no token") << QByteArray("GE(T / HTTP/1.1\r\nHost: a\r\n\r\n") << 400;
        QTest::newRow("unknown method") << QByteArray("BREW / HTTP/1.1\r\nHost: a\r\n\r\n") << 501;
        QTest::newRow("method in small letters") << QByteArray("post / HTTP/1.1\r\nHost: a\r\n\r\n") << 501;
        QTest::newRow("three empty lines first") << QByteArray("\r\n\r\n\r\n") + get("/") << 400;

        for (const char *target :
             {"//evil/x", "x",    "*",           "a:80",  "http:///x", "ftp://h/x", "http://h//x", "/a/../b", "/..",
              "/.",       "/a/.", "/a/%2e%2E/b", "/%2e",  "/%00",      "/a?x=%00",  "/%",          "/%2",     "/%zz",
              "/a?b=%4",  "/a#b", "/a\\b",       "/a\"b", "/a<b",      "/a\x7f",    "/\xc3\xbc"})
            QTest::addRow("target %s", QByteArray(target).toPercentEncoding().constData()) << get(target) << 400;

        QTest::newRow("no colon") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n") << 400;
        QTest::newRow("empty name") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n: v\r\n\r\n") << 400;
        QTest::newRow("blank before colon") << QByteArray("GET / HTTP/1.1\r\nHost : a\r\n\r\n") << 400;
        QTest::newRow("name no token") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX@Y: 1\r\n\r\n") << 400;
        QTest::newRow("folding") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n") << 400;
        QTest::newRow("folding with tab") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n\t2\r\n\r\n") << 400;
        QTest::newRow("folded first field") << QByteArray("GET / HTTP/1.1\r\n Host: a\r\n\r\n") << 400;
        QTest::newRow("lone CR") << QByteArray("GET / HTTP/1.1\r\nHost: a\rX: 1\r\n\r\n") << 400;
        QTest::newRow("CR CR LF") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n") << 400;
        QTest::newRow("lone LF") << QByteArray("GET / HTTP/1.1\nHost: a\n\n") << 400;
        QTest::newRow("NUL in value") << "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"_ba << 400;
        QTest::newRow("NUL in line") << "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"_ba << 400;
        QTest::newRow("control in value") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n") << 400;

        QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("two hosts") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n") << 400;
        QTest::newRow("two equal hosts") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n") << 400;
        QTest::newRow("two hosts, 1.0") << QByteArray("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n") << 400;
        QTest::newRow("host with path") << QByteArray("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n") << 400;
        QTest::newRow("host with user") << QByteArray("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n") << 400;
        QTest::newRow("host with blank") << QByteArray("GET / HTTP/1.1\r\nHost: a b\r\n\r\n") << 400;

        for (const char *length : {"", "-5", "+5", "5a", "0x5", "5 5", "5,5", "5, 5", "1e3", "5.0",
                                   "9223372036854775808", "18446744073709551616", "99999999999999999999999999999999"})
            QTest::addRow("length '%s'", length)
                << post("Content-Length: " + QByteArray(length) + "\r\n", "12345") << 400;
        QTest::newRow("length twice") << post("Content-Length: 5\r\nContent-Length: 5\r\n", "12345") << 400;
        QTest::newRow("length and chunked") << post("Content-Length: 5\r\n" + chunkedField, "0\r\n\r\n") << 400;
        QTest::newRow("chunked and length") << post(chunkedField + "Content-Length: 5\r\n", "0\r\n\r\n") << 400;
        for (const char *coding :
             {"gzip", "gzip, chunked", "chunked, gzip", "chunked, chunked", "identity", "xchunked", "chunked;q=1", ""})
            QTest::addRow("coding '%s'", coding)
                << post("Transfer-Encoding: " + QByteArray(coding) + "\r\n", "") << 501;
        QTest::newRow("chunked twice") << post(chunkedField + chunkedField, "0\r\n\r\n") << 501;
        QTest::newRow("coding in 1.0") << QByteArray("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                                       << 400;
        QTest::newRow("post without length in 1.0") << QByteArray("POST / HTTP/1.0\r\n\r\n") << 411;

        for (const char *body : {"\r\n",
                                 "g\r\n",
                                 "-1\r\n",
                                 "+1\r\nx\r\n",
                                 "0x1\r\nx\r\n",
                                 " 1\r\nx\r\n",
                                 "1\nx\n",
                                 "1 \r\nx\r\n",
                                 "1 1\r\nx\r\n",
                                 "1\rx",
                                 "1\r\nxx\r\n",
                                 "1\r\nx\n",
                                 "1\r\nx\rx",
                                 ";a=b\r\n",
                                 "1;a\x01\r\n",
                                 "0000000000000001\r\nx\r\n",
                                 "fffffffffffffffff\r\n",
                                 "0\r\nno colon\r\n\r\n",
                                 "0\r\n: v\r\n\r\n",
                                 "0\r\nX : v\r\n\r\n",
                                 "0\r\n X: v\r\n\r\n",
                                 "0\r\nX: \x01\r\n\r\n",
                                 "0\r\nX: v\r\r\n"})
            QTest::addRow("chunks %s", QByteArray(body).toPercentEncoding().constData())
                << post(chunkedField, body) << 400;

        const FramingLimits standard;
        QTest::newRow("101 fields") << withFields(standard.headerFields + 1) << 431;
        QTest::newRow("a byte too many in the header") << withHeaderBytes(standard.headerBytes + 1) << 431;
        QTest::newRow("endless line") << QByteArray(standard.headerBytes + 1, 'A') << 431;
        QTest::newRow("endless trailer") << post(chunkedField, "0\r\nX: " + QByteArray(20'000, 'v')) << 431;
        QTest::newRow("endless extension") << post(chunkedField, "1;" + QByteArray(20'000, 'v')) << 431;
        QByteArray manyExtensions;
        for (int i = 0; i < 20'000; ++i)
            manyExtensions += "1;\r\nx\r\n";
        QTest::newRow("many small extensions") << post(chunkedField, manyExtensions) << 431;
        QByteArray trailer = "0\r\n";
        for (int i = 0; i < standard.headerFields; ++i)
            trailer += "T: v\r\n";
        QTest::newRow("too many trailer fields") << post(chunkedField, trailer + "\r\n") << 431;
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        for (const qsizetype step : {qsizetype(1), qsizetype(7), bytes.size()}) {
            const Outcome outcome = frame(bytes, step);
            QCOMPARE(outcome.state, RequestFramer::State::Refused);
            QCOMPARE(outcome.refusedWith, status);
            QCOMPARE(outcome.requests.size(), 0);
        }
    }

    void accepts_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("keepsAlive");

        const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &path, const QByteArray &query,
                            const QByteArray &body,
                            bool keepsAlive) { QTest::newRow(name) << bytes << path << query << body << keepsAlive; };
        row("plain", get("/a/b"), "/a/b", "", "", true);
        row("query", get("/a?b=c?d//../e"), "/a", "b=c?d//../e", "", true);
        row("odd but sound target", get("/a|b/{c}/[d]^`?x={y}|z"), "/a|b/{c}/[d]^`", "x={y}|z", "", true);
        row("double slash inside", get("/a//b"), "/a//b", "", "", true);
        row("dots in names", get("/.../a../..b/.c?.."), "/.../a../..b/.c", "..", "", true);
        row("absolute", get("http://h:80/a?b"), "/a", "b", "", true);
        row("absolute with large letters", get("HTTPS://h/a"), "/a", "", "", true);
        row("absolute without path", get("http://h"), "/", "", "", true);
        row("absolute with query alone", get("http://h?q"), "/", "q", "", true);
        row("an empty line first", "\r\n" + get("/"), "/", "", "", true);
        row("no value", "GET / HTTP/1.1\r\nHost:\r\nX:\r\n\r\n", "/", "", "", true);
        row("newer minor version", "GET / HTTP/1.9\r\nHost: a\r\n\r\n", "/", "", "", true);
        row("close", "GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n", "/", "", "", false);
        row("upgrade", "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", "/", "", "", true);
        row("1.0", "GET / HTTP/1.0\r\n\r\n", "/", "", "", false);
        row("1.0 kept", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "/", "", "", true);
        row("length", post("Content-Length: 5\r\n", "12345"), "/", "", "12345", true);
        row("length with zeros", post("Content-Length: 00005\r\n", "12345"), "/", "", "12345", true);
        row("length zero", post("Content-Length: 0\r\n", ""), "/", "", "", true);
        row("no length", post("", ""), "/", "", "", true);
        row("any bytes in a body", post("Content-Length: 4\r\n", "\0\r\n\xff"_ba), "/", "", "\0\r\n\xff"_ba, true);
        row("chunks", post(chunkedField, "5\r\n12345\r\nA\r\n0123456789\r\n0\r\n\r\n"), "/", "", "123450123456789",
            true);
        row("coding in large letters", post("transfer-encoding: CHUNKED\r\n", "1\r\nx\r\n0\r\n\r\n"), "/", "", "x",
            true);
        row("extension", post(chunkedField, "1;a=\"b\";c\r\nx\r\n1 \t;d\r\ny\r\n0;e\r\n\r\n"), "/", "", "xy", true);
        row("size with zeros", post(chunkedField, "0001\r\nx\r\n000\r\n\r\n"), "/", "", "x", true);
        row("trailer", post(chunkedField, "1\r\nx\r\n0\r\nContent-Length: 9\r\nX: \r\n\r\n"), "/", "", "x", true);
        const FramingLimits standard;
        row("100 fields", withFields(standard.headerFields), "/", "", "", true);
        row("as many bytes as may be", withHeaderBytes(standard.headerBytes), "/", "", "", true);
    }
    void accepts()
    {
        QFETCH(QByteArray, bytes);
        for (const qsizetype step : {qsizetype(1), qsizetype(7), bytes.size()}) {
            const Outcome outcome = frame(bytes, step);
            QCOMPARE(outcome.requests.size(), 1);
            QCOMPARE(outcome.state, RequestFramer::State::Idle);
            QTEST(outcome.requests.first().path, "path");
            QTEST(outcome.requests.first().query, "query");
            QTEST(outcome.requests.first().body, "body");
            QTEST(outcome.keepsAlive, "keepsAlive");
        }
    }

    void keepsTheBytesAsReceived()
    {
        const QByteArray bytes = "PATCH http://Host.Example/%7Ea?b=%20 HTTP/1.1\r\nhOST:  Host.Example \r\nX-A:1\r\n"
                                 "x-a:\t2\xfc  3\t \r\nUpgrade: h2c\r\n\r\n";
        const Outcome outcome = frame(bytes, bytes.size());
        QCOMPARE(outcome.requests.size(), 1);
        const ServerRequest &request = outcome.requests.first();
        QCOMPARE(request.method, "PATCH"_ba);
        QCOMPARE(request.target, "http://Host.Example/%7Ea?b=%20"_ba);
        QCOMPARE(request.path, "/%7Ea"_ba);
        QCOMPARE(request.httpVersion, "HTTP/1.1"_ba);
        const HeaderList wanted{{"hOST", "Host.Example"}, {"X-A", "1"}, {"x-a", "2\xfc  3"}, {"Upgrade", "h2c"}};
        QCOMPARE(request.headers, wanted);
    }

    void framesPipelinedRequests()
    {
        const QByteArray bytes =
            post("Content-Length: 3\r\n", "one") + get("/2") + post(chunkedField, "3\r\ntri\r\n0\r\n\r\n") + get("/4");
        for (const qsizetype step : {qsizetype(1), qsizetype(13), bytes.size()}) {
            const Outcome outcome = frame(bytes, step);
            QCOMPARE(outcome.requests.size(), 4);
            QCOMPARE(outcome.requests[0].body, "one"_ba);
            QCOMPARE(outcome.requests[1].path, "/2"_ba);
            QCOMPARE(outcome.requests[2].body, "tri"_ba);
            QCOMPARE(outcome.requests[3].path, "/4"_ba);
            QVERIFY(outcome.requests[3].body.isEmpty());
        }
    }

    void holdsBodiesToTheirLimit_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("fits");
        QTest::newRow("length at the limit") << post("Content-Length: 8\r\n", "12345678") << true;
        QTest::newRow("length over it") << post("Content-Length: 9\r\n", "") << false;
        QTest::newRow("chunks at the limit") << post(chunkedField, "4\r\n1234\r\n4\r\n5678\r\n0\r\n\r\n") << true;
        QTest::newRow("chunks over it") << post(chunkedField, "4\r\n1234\r\n5\r\n") << false;
        QTest::newRow("huge chunk") << post(chunkedField, "fffffffffffffff\r\n") << false;
    }
    void holdsBodiesToTheirLimit()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, fits);
        const Outcome outcome = frame(bytes, bytes.size(), {.bodyBytes = 8});
        QCOMPARE(outcome.requests.size(), fits ? 1 : 0);
        QCOMPARE(outcome.refusedWith, fits ? 0 : 413);
    }

    void saysWhenTheClientWaitsForLeave()
    {
        for (const auto &[version, waits] : {std::pair("1.1", true), std::pair("1.0", false)}) {
            RequestFramer framer({});
            const QByteArray bytes = "POST / HTTP/" + QByteArray(version)
                                   + "\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n";
            QCOMPARE(framer.feed(bytes), bytes.size());
            QCOMPARE(framer.state(), RequestFramer::State::HeadComplete);
            QCOMPARE(framer.expectsContinue(), waits);
            QCOMPARE(framer.feed("xy and more"), 2);
            QCOMPARE(framer.state(), RequestFramer::State::Complete);
        }
    }

    void staysIdleOnStrayLineEnds()
    {
        RequestFramer framer({});
        QCOMPARE(framer.feed("\r\n"), 2);
        QCOMPARE(framer.state(), RequestFramer::State::Idle);
        QCOMPARE(framer.feed("G"), 1);
        QCOMPARE(framer.state(), RequestFramer::State::Head);
    }

    // Twice the bytes may take about twice the time, however they are cut.
    void takesLinearTime()
    {
        const auto costNs = [](qsizetype chunks) {
            QByteArray body;
            for (qsizetype i = 0; i < chunks; ++i)
                body += "1\r\nx\r\n";
            const QByteArray bytes = post(chunkedField, body + "0\r\n\r\n");
            qint64 best = std::numeric_limits<qint64>::max();
            for (int round = 0; round < 5; ++round) {
                QElapsedTimer timer;
                timer.start();
                const Outcome outcome = frame(bytes, 3);
                best = qMin(best, timer.nsecsElapsed());
                if (outcome.requests.size() != 1)
                    return qint64(-1);
            }
            return best;
        };
        const qint64 small = costNs(20'000);
        const qint64 large = costNs(160'000);
        QVERIFY(small > 0 && large > 0);
        QVERIFY2(large < small * 32, qPrintable(u"%1 ns for 20,000 chunks, %2 ns for 160,000"_s.arg(small).arg(large)));
    }
};

QTEST_GUILESS_MAIN(RequestFramerTest)
#include "tst_requestframer.moc"
