// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/httpclient.h"
#include "core/text/bodyfile.h"
#include "tests/support/scriptedserver.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using uw::test::ScriptedServer;

Q_DECLARE_METATYPE(ScriptedServer::Script)

namespace {

constexpr int timeoutMs = 400;
constexpr qint64 mostBytes = 3 * limits::mebibyte;

QByteArray head(const QByteArray &headers)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + headers + "\r\n";
}

} // namespace

// Servers that stall, drip, reset and lie: every call ends in time, within its memory, and with a sentence that says
// what is wrong.
class tst_HostileServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsWithASentence_data();
    void endsWithASentence();
    void largeBodiesLieOnDisk();
    void aFullDiskEndsTheCall();
    void eventStreamsHaveNoEnd();
    void eventStreamsAreCutAtTheLimit();
    void watchesWhileItArrives();

private:
    struct Ended {
        bool isOver = false;
        Result<HttpResponse> response{Error{}};
    };
    void send(HttpRequest request, const HttpWatch &watch = {})
    {
        m_ended = {};
        request.watch = std::make_shared<HttpWatch>(watch);
        m_http.send(request, this, [this](const Result<HttpResponse> &response) { m_ended = {true, response}; });
    }
    [[nodiscard]] HttpRequest request() const
    {
        return {.url = m_server.url(),
                .timeoutMs = timeoutMs,
                .maximumResponseBytes = mostBytes,
                .spoolFolder = m_folder.path()};
    }

    QTemporaryDir m_folder;
    ScriptedServer m_server;
    HttpClient m_http;
    Ended m_ended;
};

void tst_HostileServer::endsWithASentence_data()
{
    using Script = ScriptedServer::Script;
    QTest::addColumn<Script>("script");
    QTest::addColumn<QString>("expected");
    const QByteArray megabytes(5 * limits::mebibyte, 'x');
    QTest::newRow("stalls at once") << Script().stall() << u"did not answer within"_qs;
    QTest::newRow("stalls in the head") << Script("HTTP/1.1 200 OK\r\nContent-").stall() << u"within"_qs;
    QTest::newRow("stalls in the body") << Script(head("Content-Length: 10\r\n") + "12").stall()
                                        << u"was not whole within"_qs;
    QTest::newRow("drips") << Script().drip(head("Content-Length: 1000\r\n") + QByteArray(1000, 'x'), 50, 50)
                           << u"was not whole within"_qs;
    QTest::newRow("resets before it answers") << Script().reset() << u"closed the connection before it answered"_qs;
    QTest::newRow("resets in the body") << Script(head("Content-Length: 10\r\n") + "12").reset() << u"closed"_qs;
    QTest::newRow("announces more than it sends")
        << Script(head("Content-Length: 10\r\n") + "12").close() << u"after 2 of the 10 bytes"_qs;
    QTest::newRow("announces far too much")
        << Script(head("Content-Length: 99999999999\r\n")).stall() << u"is larger than"_qs;
    QTest::newRow("sends too much") << Script(head("Connection: close\r\n") + megabytes).close()
                                    << u"is larger than"_qs;
    QTest::newRow("chunks without an end") << Script(head("Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\n").close()
                                           << u"closed the connection in the middle"_qs;
    QTest::newRow("no HTTP") << Script("SSH-2.0-OpenSSH_9.2\r\n").close() << u"."_qs;
    QTest::newRow("gzip that is none")
        << Script(head("Content-Encoding: gzip\r\nContent-Length: 12\r\n") + "hello, world").close()
        << u"compressed"_qs;
}

void tst_HostileServer::endsWithASentence()
{
    QFETCH(ScriptedServer::Script, script);
    QFETCH(QString, expected);
    m_server.enqueue(script);
    QElapsedTimer since;
    since.start();
    send(request());
    QTRY_VERIFY(m_ended.isOver);
    QVERIFY2(!m_ended.response, m_ended.response ? m_ended.response->body.constData() : "");
    const QString text = m_ended.response.error().text;
    QVERIFY2(text.contains(expected), qPrintable(text));
    QVERIFY2(text.endsWith(u'.'), qPrintable(text));
    QVERIFY(since.elapsed() < 10 * timeoutMs);
}

void tst_HostileServer::largeBodiesLieOnDisk()
{
    const QByteArray small(1000, 'x');
    m_server.enqueue(ScriptedServer::ok(small));
    send(request());
    QTRY_VERIFY(m_ended.isOver);
    QVERIFY(m_ended.response);
    QCOMPARE(m_ended.response->body, small);
    QVERIFY(!m_ended.response->file);

    const QByteArray large = QByteArray("0123456789abcdef").repeated(160'000);
    m_server.enqueue(ScriptedServer::ok(large));
    send(request());
    QTRY_VERIFY(m_ended.isOver);
    QVERIFY(m_ended.response);
    QVERIFY(m_ended.response->body.isEmpty());
    QVERIFY(m_ended.response->file && m_ended.response->file->isOnDisk());
    QCOMPARE(m_ended.response->file->read(0, large.size() + 1), large);
}

void tst_HostileServer::aFullDiskEndsTheCall()
{
    QFile blocker(m_folder.filePath(u"blocker"_qs));
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    HttpRequest blocked = request();
    blocked.spoolFolder = m_folder.filePath(u"blocker/below"_qs);
    m_server.enqueue(ScriptedServer::ok(QByteArray(2 * limits::mebibyte, 'x')));
    send(blocked);
    QTRY_VERIFY(m_ended.isOver);
    QVERIFY(!m_ended.response);
    QCOMPARE(m_ended.response.error().code, ErrorCode::Io);
}

void tst_HostileServer::eventStreamsHaveNoEnd()
{
    HttpRequest stream = request();
    stream.takesEventStream = true;
    const QByteArray start = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n";
    m_server.enqueue(ScriptedServer::Script(start).drip("data: 1\n\ndata: 2\n\n", 9, timeoutMs + 200).close());
    QByteArray seen;
    QSignalSpy arrived(&m_server, &ScriptedServer::requestArrived);
    send(stream, {.piece = [&seen](QByteArrayView piece) { seen += piece; }});
    QTRY_COMPARE(seen, QByteArray("data: 1\n\n"));
    QVERIFY(!m_ended.isOver);
    QTRY_VERIFY(m_ended.isOver);
    QVERIFY2(m_ended.response, m_ended.response ? "" : qPrintable(m_ended.response.error().text));
    QCOMPARE(m_ended.response->body, QByteArray("data: 1\n\ndata: 2\n\n"));
}

void tst_HostileServer::eventStreamsAreCutAtTheLimit()
{
    HttpRequest stream = request();
    stream.takesEventStream = true;
    stream.maximumResponseBytes = 100;
    m_server.enqueue(ScriptedServer::Script("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
                                            + QByteArray("data: x\n\n").repeated(100))
                         .stall());
    send(stream);
    QTRY_VERIFY(m_ended.isOver);
    QVERIFY(m_ended.response);
    QVERIFY(m_ended.response->isCut);
    QCOMPARE(m_ended.response->body.size(), 100);
}

void tst_HostileServer::watchesWhileItArrives()
{
    m_server.enqueue(ScriptedServer::Script().drip(head("Content-Length: 4\r\nX-A: b\r\n") + "1234", 1000, 1));
    int status = 0;
    QByteArray seen;
    send(request(), {.head =
                         [&](const HttpResponse &response) {
                             status = response.status;
                             QVERIFY(seen.isEmpty());
                             QCOMPARE(headerValue(response.headers, "X-A"), QByteArray("b"));
                         },
                     .piece = [&seen](QByteArrayView piece) { seen += piece; }});
    QTRY_VERIFY(m_ended.isOver);
    QCOMPARE(status, 200);
    QCOMPARE(seen, QByteArray("1234"));
}

QTEST_GUILESS_MAIN(tst_HostileServer)
#include "tst_hostileserver.moc"
