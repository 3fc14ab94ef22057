// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/version.h"
#include "tests/core/http/httpcall.h"
#include "tests/support/scriptedserver.h"

#include <QTest>

using namespace uw;
using test::Call;
using test::deflated;
using test::ScriptedServer;
using test::waitMs;
using Script = ScriptedServer::Script;

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
        // Newer versions of Qt write names in lower case, which means the same (RFC 9110, section 5.1).
        const HeaderList wanted{
            {"X-Api-Key", "k3y"},   {"content-type", "application/json"}, {"User-Agent", "mine/1"}, {"X-Empty", ""},
            {"X-Latin", "caf\xe9"}, {"Accept", "text/a, text/b"},         {"Cookie", "a=1; b=2"}};
        for (const HeaderField &field : wanted) {
            QCOMPARE(ScriptedServer::header(request, field.name), field.value);
            QCOMPARE(request.toLower().count(QByteArray("\r\n" + field.name.toLower() + ":")), 1);
        }
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
};

QTEST_GUILESS_MAIN(HttpClientTest)
#include "tst_httpclient.moc"
