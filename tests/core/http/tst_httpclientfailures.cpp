// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/http/httpcall.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/selfsigned.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace uw;
using test::Call;
using test::deflated;
using test::ScriptedServer;
using test::waitMs;
using Script = ScriptedServer::Script;

class HttpClientFailuresTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Qt 6.4 takes an interim answer for the answer, newer ones pass it over; neither may give it out as the answer.
    void interimAnswersAreNoAnswers()
    {
        ScriptedServer server;
        server.enqueue(Script("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ScriptedServer::ok("x")));
        HttpClient client;
        const Call call(client, {.url = server.url()});
        QVERIFY(call.wait());
        if (*call.outcome)
            QCOMPARE((*call.outcome)->status, 200);
        else
            QVERIFY(call.failedWith(ErrorCode::ConnectionFailed, u"(103)"_qs));
    }
    void failsWithASentence_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("says");
        const QByteArray head = "HTTP/1.1 200 OK\r\n";
        QTest::newRow("closes at once") << Script().close() << ErrorCode::ConnectionFailed << u"before it answered"_qs;
        QTest::newRow("resets") << Script().reset() << ErrorCode::ConnectionFailed << u"before it answered"_qs;
        QTest::newRow("closes in the head")
            << Script("HTTP/1.1 200 O").close() << ErrorCode::ConnectionFailed << u"before it answered"_qs;
        QTest::newRow("closes in the body") << Script(head + "Content-Length: 400\r\n\r\nbody").close()
                                            << ErrorCode::ConnectionFailed << u"after 4 of the 400 bytes"_qs;
        QTest::newRow("not HTTP") << Script("SSH-2.0-OpenSSH_9.2\r\n\r\n").close() << ErrorCode::ConnectionFailed
                                  << u"before it answered"_qs;
        QTest::newRow("says nothing") << Script().stall() << ErrorCode::Timeout << u"did not answer within 0.3 s"_qs;
        QTest::newRow("stops in the head")
            << Script("HTTP/1.1 200").stall() << ErrorCode::Timeout << u"did not answer within 0.3 s"_qs;
        QTest::newRow("stops in the body") << Script(head + "Content-Length: 400\r\n\r\nbody").stall()
                                           << ErrorCode::Timeout << u"was not whole within 0.3 s"_qs;
        QTest::newRow("drips") << Script(head + "Content-Length: 1000\r\n\r\n").drip(QByteArray(1000, 'x'), 1, 10)
                               << ErrorCode::Timeout << u"was not whole within 0.3 s"_qs;
        QTest::newRow("announces too much") << Script(head + "Content-Length: 1001\r\n\r\nbody").stall()
                                            << ErrorCode::ResponseTooLarge << u"1000 bytes"_qs;
        QTest::newRow("sends too much") << Script(head + "\r\n" + QByteArray(1001, 'x')).stall()
                                        << ErrorCode::ResponseTooLarge << u"1000 bytes"_qs;
        QTest::newRow("sends too much in chunks")
            << Script(head + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + QByteArray(1001, 'x') + "\r\n").stall()
            << ErrorCode::ResponseTooLarge << u"1000 bytes"_qs;
        QTest::newRow("unpacks to too much")
            << Script(ScriptedServer::ok(deflated(QByteArray(30'000, 'x')), "Content-Encoding: deflate\r\n"))
            << ErrorCode::ResponseTooLarge << u"1000 bytes"_qs;
        QTest::newRow("cannot be unpacked") << Script(ScriptedServer::ok("not deflated", "Content-Encoding: gzip\r\n"))
                                            << ErrorCode::ConnectionFailed << u"cannot be unpacked"_qs;
    }
    void failsWithASentence()
    {
        QFETCH(Script, script);
        QFETCH(ErrorCode, code);
        QFETCH(QString, says);
        for (const QByteArray &method : {"GET"_qba, "POST"_qba}) {
            ScriptedServer server;
            server.enqueue(script);
            HttpClient client;
            const Call call(client, {.method = method,
                                     .url = server.url("/?key=s3cret"),
                                     .timeoutMs = code == ErrorCode::Timeout ? 300 : waitMs,
                                     .maximumResponseBytes = 1000});
            QVERIFY(call.wait());
            QVERIFY(call.failedWith(code, says));
            QVERIFY(!call.outcome->error().text.contains(u"s3cret"));
            QCOMPARE(call.count, 1);
        }
    }
    void stopsABombBeforeItIsUnpacked()
    {
        ScriptedServer server;
        // 64 MiB of zeros packed to 64 KiB.
        server.enqueue(
            ScriptedServer::ok(deflated(QByteArray(64 * limits::mebibyte, '\0')), "Content-Encoding: deflate\r\n"));
        HttpClient client;
        const Call call(client, {.url = server.url(), .maximumResponseBytes = limits::mebibyte});
        QVERIFY(call.wait());
        QVERIFY(call.failedWith(ErrorCode::ResponseTooLarge, u"1.00 MiB"_qs));
    }
    void neverSendsAWriteTwice_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("post") << "POST"_qba
                              << "{}"_qba;
        QTest::newRow("post of nothing") << "POST"_qba << QByteArray();
        QTest::newRow("put") << "PUT"_qba
                             << "{}"_qba;
        QTest::newRow("patch") << "PATCH"_qba
                               << "{}"_qba;
        QTest::newRow("delete") << "DELETE"_qba << QByteArray();
        QTest::newRow("large") << "POST"_qba << QByteArray(2'000'000, 'x');
    }
    void neverSendsAWriteTwice()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("{}"));
        server.enqueue(Script().close());
        HttpClient client;
        // The first call leaves an idle connection: the one a transport would try again on.
        const Call first(client, {.method = method, .url = server.url(), .body = body});
        QVERIFY(first.wait() && *first.outcome);
        const Call second(client, {.method = method, .url = server.url(), .body = body});
        QVERIFY(second.wait());
        QVERIFY(second.failedWith(ErrorCode::ConnectionFailed, u"before it answered"_qs));
        QCOMPARE(server.requests().size(), 2);
    }

    void tellsWhyThereIsNoConnection()
    {
        HttpClient client;
        quint16 freePort = 0;
        {
            QTcpServer server;
            QVERIFY(server.listen(QHostAddress::LocalHost));
            freePort = server.serverPort();
        }
        const QByteArray host = "127.0.0.1:" + QByteArray::number(freePort);
        const Call refused(client, {.url = "http://" + host + "/"});
        QVERIFY(refused.wait());
        QVERIFY(refused.failedWith(ErrorCode::ConnectionFailed, QString::fromLatin1(host) + u" refused"));
        QVERIFY(!refused.outcome->error().text.contains(u"Qt"));

        const Call unknown(client, {.url = "http://no-such-host.invalid/", .timeoutMs = 60'000});
        QVERIFY(unknown.wait(60'000));
        QVERIFY(unknown.failedWith(ErrorCode::ConnectionFailed, u"no-such-host.invalid is not known"_qs));
    }
    void refusesACertificateThatNobodyVouchesFor()
    {
        const QSslConfiguration tls = test::selfSignedServer();
        QVERIFY(!tls.isNull());
        ScriptedServer server(tls);
        server.enqueue(ScriptedServer::ok("{}"));
        HttpClient client;
        const Call call(client, {.url = server.url(), .headers = {{"X-Api-Key", "s3cret"}}});
        QVERIFY(call.wait());
        QVERIFY(call.failedWith(ErrorCode::ConnectionFailed, u"No secure connection"_qs));
        QVERIFY(call.outcome->error().text.contains(u"self-signed"));
        QVERIFY(server.requests().isEmpty());
    }
    void tellsAPortThatDoesNotSpeakTls()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::pendingConnectionAvailable, &server, [&server] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->write("HTTP/1.1 400 Bad Request\r\n\r\n");
                socket->disconnectFromHost();
            });
        });
        HttpClient client;
        const Call call(client, {.url = "https://127.0.0.1:" + QByteArray::number(server.serverPort()) + "/"});
        QVERIFY(call.wait());
        QVERIFY(call.failedWith(ErrorCode::ConnectionFailed, u"No secure connection"_qs));
    }
};

QTEST_GUILESS_MAIN(HttpClientFailuresTest)
#include "tst_httpclientfailures.moc"
