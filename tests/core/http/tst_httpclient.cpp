// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/version.h"
#include "core/http/httpclient.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/selfsigned.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace uw;
using test::ScriptedServer;
using Script = ScriptedServer::Script;

namespace {

constexpr int waitMs = 20'000;

// Sends one request and waits for its outcome.
class Call final : public QObject {
    Q_OBJECT

public:
    Call(HttpClient &client, const HttpRequest &request)
    {
        id = client.send(request, this, [this](Result<HttpResponse> result) {
            ++count;
            outcome = std::move(result);
            Q_EMIT done();
        });
    }
    [[nodiscard]] bool wait(int ms = waitMs) const { return count > 0 || QSignalSpy(this, &Call::done).wait(ms); }
    [[nodiscard]] bool failedWith(ErrorCode code, const QString &part) const
    {
        if (!outcome || *outcome)
            return false;
        const bool same = outcome->error().code == code && outcome->error().text.contains(part);
        if (!same)
            qWarning().noquote() << errorWord(outcome->error().code) << outcome->error().text;
        return same;
    }
    [[nodiscard]] const HttpResponse &response() const { return outcome->value(); }

    HttpClient::CallId id = 0;
    int count = 0;
    std::optional<Result<HttpResponse>> outcome;

Q_SIGNALS:
    void done();
};

// zlib format, which HTTP calls deflate.
QByteArray deflated(const QByteArray &bytes)
{
    return qCompress(bytes, 9).mid(4);
}

} // namespace

class HttpClientTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void putsOnTheWireWhatWasAsked_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("get") << "GET"_qba
                             << "/v1/users?page=2"_qba << QByteArray();
        QTest::newRow("encoded slash") << "GET"_qba
                                       << "/a%2Fb"_qba << QByteArray();
        QTest::newRow("encoded everything") << "GET"_qba
                                            << "/%3F%23%25%20%22%3C%3E%5B%5D%5E%60%7B%7C%7D"_qba << QByteArray();
        QTest::newRow("raw sub-delimiters") << "GET"_qba
                                            << "/a;b=c,d:e@f!$&'()*+?x=1,2&y=a/b?c+d"_qba << QByteArray();
        QTest::newRow("encoded query") << "GET"_qba
                                       << "/?filter%5Ba%5D=x%26y&plus=%2B&space=%20"_qba << QByteArray();
        QTest::newRow("UTF-8") << "GET"_qba
                               << "/%E2%9D%A4%EF%B8%8F?q=%C3%A9"_qba << QByteArray();
        QTest::newRow("double slashes") << "GET"_qba
                                        << "/a//b/"_qba << QByteArray();
        QTest::newRow("empty query") << "GET"_qba
                                     << "/a?"_qba << QByteArray();
        QTest::newRow("head") << "HEAD"_qba
                              << "/x"_qba << QByteArray();
        QTest::newRow("options") << "OPTIONS"_qba
                                 << "/x"_qba << QByteArray();
        QTest::newRow("post") << "POST"_qba
                              << "/x"_qba
                              << "{\"a\":1}"_qba;
        QTest::newRow("post of nothing") << "POST"_qba
                                         << "/x"_qba << QByteArray();
        QTest::newRow("put") << "PUT"_qba
                             << "/x"_qba
                             << "text"_qba;
        QTest::newRow("patch") << "PATCH"_qba
                               << "/x"_qba
                               << "[]"_qba;
        QTest::newRow("delete") << "DELETE"_qba
                                << "/x"_qba << QByteArray();
        QTest::newRow("delete with a body") << "DELETE"_qba
                                            << "/x"_qba
                                            << "{}"_qba;
        QTest::newRow("get with a body") << "GET"_qba
                                         << "/x"_qba
                                         << "{}"_qba;
        QTest::newRow("own method") << "QUERY"_qba
                                    << "/x"_qba
                                    << "{}"_qba;
        QTest::newRow("binary body") << "POST"_qba
                                     << "/x"_qba << QByteArray("\0\r\n\xff", 4);
        QTest::newRow("large body") << "POST"_qba
                                    << "/x"_qba << QByteArray(3'000'000, 'x');
    }
    void putsOnTheWireWhatWasAsked()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("{}"));
        HttpClient client;
        const Call call(client, {.method = method, .url = server.url(target), .body = body});
        QVERIFY(call.wait());
        QVERIFY(*call.outcome);
        QCOMPARE(server.requests().size(), 1);
        const QByteArray request = server.requests().first();
        QCOMPARE(request.left(request.indexOf("\r\n")), method + ' ' + target + " HTTP/1.1");
        QCOMPARE(ScriptedServer::body(request), body);
        QVERIFY(ScriptedServer::header(request, "Content-Type").isNull());
        QCOMPARE(ScriptedServer::header(request, "Host"), "127.0.0.1:" + QByteArray::number(server.port()));
        QCOMPARE(ScriptedServer::header(request, "User-Agent"),
                 "Universal-Webhook/" + QByteArray(productVersion.data()));
        QCOMPARE(ScriptedServer::header(request, "Accept-Language"), "*");
        const bool safe = body.isEmpty() && (method == "GET" || method == "HEAD" || method == "OPTIONS");
        QCOMPARE(ScriptedServer::header(request, "Content-Length"),
                 safe ? QByteArray() : QByteArray::number(body.size()));
    }
    void sendsHeadersAsGiven()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("{}"));
        HttpClient client;
        const Call call(client, {.method = "POST",
                                 .url = server.url(),
                                 .headers = {{"X-Api-Key", "k3y"},
                                             {"content-type", "application/json"},
                                             {"User-Agent", "mine/1"},
                                             {"X-Empty", ""},
                                             {"X-Latin", "caf\xe9"},
                                             {"Accept", "text/a"},
                                             {"Accept", "text/b"},
                                             {"Cookie", "a=1"},
                                             {"cookie", "b=2"}},
                                 .body = "{}"});
        QVERIFY(call.wait());
        QVERIFY(*call.outcome);
        const QByteArray request = server.requests().first();
        for (const QByteArray &line :
             {"X-Api-Key: k3y"_qba, "content-type: application/json"_qba, "User-Agent: mine/1"_qba, "X-Empty: "_qba,
              "X-Latin: caf\xe9"_qba, "Accept: text/a, text/b"_qba, "Cookie: a=1; b=2"_qba})
            QVERIFY2(request.contains(QByteArray("\r\n" + line + "\r\n")), request.constData());
        QCOMPARE(request.toLower().count("\r\nuser-agent:"), 1);
    }
    void refusesWhatCannotBeSent()
    {
        HttpClient client;
        const Call address(client, {.url = "ftp://h/"});
        QCOMPARE(address.count, 0); // never inside send()
        const Call header(client, {.url = "http://127.0.0.1:1/", .headers = {{"X", "a\r\nY: b"}}});
        QVERIFY(address.wait() && header.wait());
        QVERIFY(address.failedWith(ErrorCode::InvalidArgument, u"ftp"_qs));
        QVERIFY(header.failedWith(ErrorCode::InvalidArgument, u"line break"_qs));
    }

    void givesAnAnswerOfAnyStatus_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("200") << "200 OK"_qba << 200 << "OK"_qba;
        QTest::newRow("no reason") << "200 "_qba << 200 << QByteArray();
        QTest::newRow("long reason") << "299 It went, mostly"_qba << 299 << "It went, mostly"_qba;
        QTest::newRow("redirect") << "302 Found\r\nLocation: http://127.0.0.1:1/elsewhere"_qba << 302 << "Found"_qba;
        QTest::newRow("redirect with the body") << "307 There\r\nLocation: /elsewhere"_qba << 307 << "There"_qba;
        QTest::newRow("moved with the body") << "308 There\r\nLocation: /elsewhere"_qba << 308 << "There"_qba;
        QTest::newRow("400") << "400 Bad Request"_qba << 400 << "Bad Request"_qba;
        QTest::newRow("401") << "401 Unauthorized"_qba << 401 << "Unauthorized"_qba;
        QTest::newRow("401 with a challenge") << "401 No\r\nWWW-Authenticate: Basic realm=\"x\""_qba << 401 << "No"_qba;
        QTest::newRow("401 with sign-on") << "401 No\r\nWWW-Authenticate: Negotiate, NTLM"_qba << 401 << "No"_qba;
        QTest::newRow("403") << "403 Forbidden"_qba << 403 << "Forbidden"_qba;
        QTest::newRow("404") << "404 Not Found"_qba << 404 << "Not Found"_qba;
        QTest::newRow("405") << "405 Method Not Allowed"_qba << 405 << "Method Not Allowed"_qba;
        QTest::newRow("407") << "407 Proxy\r\nProxy-Authenticate: Basic realm=\"x\""_qba << 407 << "Proxy"_qba;
        QTest::newRow("409") << "409 Conflict"_qba << 409 << "Conflict"_qba;
        QTest::newRow("410") << "410 Gone"_qba << 410 << "Gone"_qba;
        QTest::newRow("418") << "418 Teapot"_qba << 418 << "Teapot"_qba;
        QTest::newRow("429") << "429 Too Many Requests\r\nRetry-After: 2"_qba << 429 << "Too Many Requests"_qba;
        QTest::newRow("500") << "500 Broken"_qba << 500 << "Broken"_qba;
        QTest::newRow("501") << "501 Not Implemented"_qba << 501 << "Not Implemented"_qba;
        QTest::newRow("503") << "503 Service Unavailable"_qba << 503 << "Service Unavailable"_qba;
        QTest::newRow("599") << "599 Odd"_qba << 599 << "Odd"_qba;
    }
    void givesAnAnswerOfAnyStatus()
    {
        QFETCH(QByteArray, head);
        QFETCH(int, status);
        QFETCH(QByteArray, reason);
        for (const QByteArray &method : {"GET"_qba, "POST"_qba}) {
            ScriptedServer server;
            server.enqueue("HTTP/1.1 " + head + "\r\nContent-Length: 4\r\nX-Kept: yes\r\n\r\nbody");
            HttpClient client;
            const Call call(client, {.method = method, .url = server.url()});
            QVERIFY(call.wait());
            QVERIFY2(*call.outcome, *call.outcome ? "" : qPrintable(call.outcome->error().text));
            QCOMPARE(call.response().status, status);
            QCOMPARE(call.response().reason, reason);
            QCOMPARE(call.response().body, "body");
            QCOMPARE(headerValue(call.response().headers, "x-kept"), "yes");
            QCOMPARE(server.requests().size(), 1);
        }
    }
    void givesAnswersWithoutABody_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("204") << "DELETE"_qba
                             << "HTTP/1.1 204 No Content\r\n\r\n"_qba;
        QTest::newRow("304") << "GET"_qba
                             << "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n"_qba;
        QTest::newRow("length zero") << "GET"_qba
                                     << "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"_qba;
        QTest::newRow("head with a length") << "HEAD"_qba
                                            << "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"_qba;
        QTest::newRow("after 100") << "POST"_qba
                                   << "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"_qba;
    }
    void givesAnswersWithoutABody()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, answer);
        ScriptedServer server;
        server.enqueue(answer);
        HttpClient client;
        const Call call(client, {.method = method, .url = server.url()});
        QVERIFY(call.wait());
        QVERIFY2(*call.outcome, *call.outcome ? "" : qPrintable(call.outcome->error().text));
        QVERIFY(call.response().body.isEmpty());
    }
    void keepsEveryHeader()
    {
        ScriptedServer server;
        server.enqueue("HTTP/1.1 200 OK\r\nX-One: 1\r\nSet-Cookie: a=1; Path=/\r\nSet-Cookie: b=2, c\r\n"
                       "X-Latin: caf\xe9\r\nContent-Length: 0\r\n\r\n");
        HttpClient client;
        const Call call(client, {.url = server.url()});
        QVERIFY(call.wait());
        QVERIFY(*call.outcome);
        const HeaderList &headers = call.response().headers;
        QCOMPARE(headerValue(headers, "x-one"), "1");
        QCOMPARE(headerValue(headers, "X-Latin"), "caf\xe9");
        QByteArrayList cookies;
        for (const HeaderField &field : headers) {
            if (field.name.compare("set-cookie", Qt::CaseInsensitive) == 0)
                cookies << field.value;
        }
        QCOMPARE(cookies, QByteArrayList({"a=1; Path=/", "b=2, c"}));
        const Call again(client, {.url = server.url()});
        QVERIFY(again.wait());
        QVERIFY(ScriptedServer::header(server.requests().last(), "Cookie").isNull());
    }

    void readsBodies_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("body");
        const QByteArray large = QByteArray(1'000, 'a') + QByteArray(20'000'000, 'b');
        QTest::newRow("plain") << "Content-Length: 5\r\n"_qba
                               << "hello"_qba
                               << "hello"_qba;
        QTest::newRow("until the end") << ""_qba
                                       << "hello"_qba
                                       << "hello"_qba;
        QTest::newRow("chunks") << "Transfer-Encoding: chunked\r\n"_qba
                                << "2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nX: t\r\n\r\n"_qba
                                << "hello"_qba;
        QTest::newRow("20 MB") << "Content-Length: " + QByteArray::number(large.size()) + "\r\n" << large << large;
        QTest::newRow("packed") << "Content-Encoding: deflate\r\nContent-Length: "
                                       + QByteArray::number(deflated(large).size()) + "\r\n"
                                << deflated(large) << large;
        QTest::newRow("more than announced") << "Content-Length: 5\r\n"_qba
                                             << "hello, world"_qba
                                             << "hello"_qba;
    }
    void readsBodies()
    {
        QFETCH(QByteArray, headers);
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, body);
        ScriptedServer server;
        server.enqueue(Script("HTTP/1.1 200 OK\r\n" + headers + "\r\n" + sent).close());
        HttpClient client;
        const Call call(client, {.url = server.url()});
        QVERIFY(call.wait());
        QVERIFY2(*call.outcome, *call.outcome ? "" : qPrintable(call.outcome->error().text));
        QCOMPARE(call.response().body.size(), body.size());
        QVERIFY(call.response().body == body);
    }
    void leavesBytesPackedWhenAskedTo()
    {
        ScriptedServer server;
        const QByteArray packed = deflated("hello hello hello hello");
        server.enqueue(ScriptedServer::ok(packed, "Content-Encoding: deflate\r\n"));
        HttpClient client;
        const Call call(client, {.url = server.url(), .headers = {{"Accept-Encoding", "deflate"}}});
        QVERIFY(call.wait());
        QVERIFY(*call.outcome);
        QCOMPARE(call.response().body, packed);
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
        QTest::newRow("interim answer") << Script("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                                                  + ScriptedServer::ok("x"))
                                        << ErrorCode::ConnectionFailed << u"(103)"_qs;
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
                                            << ErrorCode::ConnectionFailed << u"failed"_qs;
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

    void hungCallsStallNobody()
    {
        ScriptedServer server;
        server.answerBy([](const QByteArray &request) {
            return request.startsWith("GET /hang") ? Script().stall() : Script(ScriptedServer::ok("{}"));
        });
        HttpClient client;
        std::vector<std::unique_ptr<Call>> hung;
        for (int i = 0; i < 20; ++i)
            hung.push_back(std::make_unique<Call>(client, HttpRequest{.url = server.url("/hang")}));
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 20, waitMs);
        const Call quick(client, {.url = server.url("/quick")});
        QVERIFY(quick.wait());
        QVERIFY(*quick.outcome);
        for (const auto &call : hung)
            client.cancel(call->id);
        for (const auto &call : hung) {
            QVERIFY(call->wait());
            QVERIFY(call->failedWith(ErrorCode::Cancelled, u"cancelled"_qs));
        }
    }
    void carriesManyCallsAtOnce()
    {
        ScriptedServer server;
        server.answerBy(
            [](const QByteArray &request) { return ScriptedServer::ok(request.left(request.indexOf("\r\n"))); });
        HttpClient client;
        QHash<int, QByteArray> answers;
        for (int i = 0; i < 300; ++i) {
            client.send({.url = server.url("/" + QByteArray::number(i))}, this,
                        [&answers, i](Result<HttpResponse> result) {
                            answers.insert(i, result ? result->body : result.error().text.toUtf8());
                        });
        }
        QTRY_COMPARE_WITH_TIMEOUT(answers.size(), 300, waitMs);
        for (int i = 0; i < 300; ++i)
            QCOMPARE(answers.value(i), "GET /" + QByteArray::number(i) + " HTTP/1.1");
    }
    void usesAConnectionAgain()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("{}"));
        HttpClient client;
        const Call first(client, {.url = server.url()});
        QVERIFY(first.wait() && *first.outcome);
        const HttpTiming cold = first.response().timing;
        QVERIFY(cold.connectedMs >= 0);
        QCOMPARE(cold.encryptedMs, -1.0);
        QVERIFY(cold.sentMs >= cold.connectedMs);
        QVERIFY(cold.firstByteMs > 0 && cold.totalMs >= cold.firstByteMs);

        const Call second(client, {.url = server.url()});
        QVERIFY(second.wait() && *second.outcome);
        QCOMPARE(server.connections(), 1);
        QCOMPARE(second.response().timing.connectedMs, -1.0);
        QVERIFY(second.response().timing.sentMs >= 0);
    }

    void tellsOfAnswersAndOfNothingElse()
    {
        ScriptedServer server;
        HttpClient client;
        QList<std::pair<QByteArray, int>> heard;
        QObject context;
        connect(&client, &HttpClient::answered, &context,
                [&heard](const HttpRequest &request, const HttpResponse &response) {
                    heard.append({request.url, response.status});
                });
        server.enqueue(ScriptedServer::ok("{}"));
        const Call good(client, {.url = server.url("/a")});
        QVERIFY(good.wait());
        QCOMPARE(heard, (QList<std::pair<QByteArray, int>>{{server.url("/a"), 200}}));
        server.enqueue(ScriptedServer::Script().reset());
        const Call lost(client, {.url = server.url("/b")});
        QVERIFY(lost.wait());
        QVERIFY(!*lost.outcome);
        QCOMPARE(heard.size(), 1);
    }
    void cancelsOnce()
    {
        ScriptedServer server;
        server.enqueue(Script("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf").stall());
        HttpClient client;
        const QSignalSpy gone(&server, &ScriptedServer::disconnected);
        const Call call(client, {.url = server.url()});
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 1, waitMs);
        client.cancel(call.id);
        QCOMPARE(call.count, 0); // never inside cancel()
        client.cancel(call.id);
        QVERIFY(call.wait());
        QVERIFY(call.failedWith(ErrorCode::Cancelled, u"the server may act on it"_qs));
        client.cancel(call.id);
        client.cancel(99);
        QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 1, waitMs);
        QCOMPARE(call.count, 1);

        const Call early(client, {.url = server.url()});
        client.cancel(early.id);
        QVERIFY(early.wait());
        QVERIFY(early.failedWith(ErrorCode::Cancelled, u"before it was sent"_qs));
    }
    void forgetsACallWhoseReceiverIsGone()
    {
        ScriptedServer server;
        server.enqueue(Script().stall());
        HttpClient client;
        const QSignalSpy gone(&server, &ScriptedServer::disconnected);
        bool called = false;
        auto receiver = std::make_unique<QObject>();
        client.send({.url = server.url()}, receiver.get(), [&called](const Result<HttpResponse> &) { called = true; });
        auto other = std::make_unique<QObject>();
        client.send({.url = "ftp://h/"}, other.get(), [&called](const Result<HttpResponse> &) { called = true; });
        other.reset();
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 1, waitMs);
        receiver.reset();
        QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 1, waitMs);
        QVERIFY(!called);
    }
    void canBeDeletedInAnAnswer()
    {
        ScriptedServer server;
        server.answerBy([](const QByteArray &request) {
            return request.startsWith("GET /hang") ? Script().stall() : Script(ScriptedServer::ok("{}"));
        });
        auto client = std::make_unique<HttpClient>();
        bool answered = false;
        bool hungAnswered = false;
        client->send({.url = server.url("/hang")}, this, [&](const Result<HttpResponse> &) { hungAnswered = true; });
        client->send({.url = server.url("/quick")}, this, [&](const Result<HttpResponse> &) {
            answered = true;
            client.reset();
        });
        const QSignalSpy gone(&server, &ScriptedServer::disconnected);
        QTRY_VERIFY_WITH_TIMEOUT(answered, waitMs);
        QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 2, waitMs);
        QVERIFY(!hungAnswered);
    }
    void sendsTheNextCallFromAnAnswer()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("{}"));
        HttpClient client;
        int answers = 0;
        std::function<void(const Result<HttpResponse> &)> next = [&](const Result<HttpResponse> &result) {
            QVERIFY(result);
            if (++answers < 5)
                client.send({.url = server.url()}, this, next);
        };
        client.send({.url = server.url()}, this, next);
        QTRY_COMPARE_WITH_TIMEOUT(answers, 5, waitMs);
    }
};

QTEST_GUILESS_MAIN(HttpClientTest)
#include "tst_httpclient.moc"
