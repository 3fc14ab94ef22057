// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/requestrules.h"

#include <QTest>

using namespace uw;

class RequestRulesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesAnAddressAsItIs_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::newRow("plain") << "https://api.example.com/v1/users"_qba;
        QTest::newRow("no path") << "http://api.example.com"_qba;
        QTest::newRow("query without path") << "http://api.example.com?x=1"_qba;
        QTest::newRow("encoded slash") << "http://h/a%2Fb"_qba;
        QTest::newRow("encoded question mark, hash and percent") << "http://h/a%3Fb%23c%25d"_qba;
        QTest::newRow("encoded brackets") << "http://h/?a%5Bb%5D=%7C%22%3C%3E%5E%60%7B%7D%20"_qba;
        QTest::newRow("raw sub-delimiters") << "http://h/a;b=c,d:e@f!$&'()*+?x=1,2&y=a/b?c"_qba;
        QTest::newRow("double slashes") << "http://h//a//b/"_qba;
        QTest::newRow("invalid UTF-8, encoded") << "http://h/%FF%C3%28"_qba;
        QTest::newRow("IPv6") << "http://[::1]:8080/x"_qba;
        QTest::newRow("three dots") << "http://h/a/.../b"_qba;
        QTest::newRow("dots in the query") << "http://h/a?next=/../b"_qba;
    }
    void takesAnAddressAsItIs()
    {
        QFETCH(QByteArray, url);
        const Result<QUrl> parsed = parseRequestUrl(url);
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().text));
        QCOMPARE(parsed->toEncoded(), url);
    }

    void refusesAnAddress_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << u"no address"_qs;
        QTest::newRow("relative") << "/v1/users"_qba << u"Only http"_qs;
        QTest::newRow("ftp") << "ftp://h/x"_qba << u"“ftp”"_qs;
        QTest::newRow("file") << "file:///etc/passwd"_qba << u"“file”"_qs;
        QTest::newRow("no host") << "http:///x"_qba << u"no host"_qs;
        QTest::newRow("user and password") << "http://u:s3cret@h/x"_qba << u"user name or password"_qs;
        QTest::newRow("space") << "http://h/a b?key=s3cret"_qba << u"not valid"_qs;
        QTest::newRow("line feed") << "http://h/a\nX: 1"_qba << u"not valid"_qs;
        QTest::newRow("NUL") << QByteArray("http://h/a\0b?key=s3cret", 23) << u"not valid"_qs;
        QTest::newRow("bad percent") << "http://h/%zz?key=s3cret"_qba << u"not valid"_qs;
        QTest::newRow("port too large") << "http://h:99999/"_qba << u"not valid"_qs;
        QTest::newRow("port 0") << "http://h:0/"_qba << u"Port 0"_qs;
        QTest::newRow("dot segment") << "http://h/a/../b"_qba << u"segment"_qs;
        QTest::newRow("encoded dot segment") << "http://h/a/%2e%2E/b"_qba << u"segment"_qs;
        QTest::newRow("dot segment at the end") << "http://h/a/."_qba << u"segment"_qs;
        QTest::newRow("dot segment before a query") << "http://h/a/..?x=/y"_qba << u"segment"_qs;
        QTest::newRow("too long") << "http://h/?q=" + QByteArray(70'000, 'a') << u"at most 65536"_qs;
    }
    void refusesAnAddress()
    {
        QFETCH(QByteArray, url);
        QFETCH(QString, says);
        const Result<QUrl> parsed = parseRequestUrl(url);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(parsed.error().text.contains(says), qPrintable(parsed.error().text));
        QVERIFY2(!parsed.error().text.contains(u"s3cret"), qPrintable(parsed.error().text));
    }

    void refusesARequest_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("says");
        QTest::newRow("no method") << ""_qba
                                   << "X"_qba
                                   << "1"_qba << u"not a method"_qs;
        QTest::newRow("method with a space") << "GET /x HTTP/1.1"_qba
                                             << "X"_qba
                                             << "1"_qba << u"not a method"_qs;
        QTest::newRow("method with a line break") << "GET\r\n"_qba
                                                  << "X"_qba
                                                  << "1"_qba << u"not a method"_qs;
        QTest::newRow("CONNECT") << "CONNECT"_qba
                                 << "X"_qba
                                 << "1"_qba << u"CONNECT"_qs;
        QTest::newRow("empty name") << "GET"_qba
                                    << ""_qba
                                    << "1"_qba << u"not a header name"_qs;
        QTest::newRow("name with a colon") << "GET"_qba
                                           << "X:"_qba
                                           << "1"_qba << u"not a header name"_qs;
        QTest::newRow("name with a space") << "GET"_qba
                                           << "X "_qba
                                           << "1"_qba << u"not a header name"_qs;
        QTest::newRow("name beyond ASCII") << "GET"_qba
                                           << "X\xe4"_qba
                                           << "1"_qba << u"not a header name"_qs;
        QTest::newRow("carriage return") << "GET"_qba
                                         << "X"_qba
                                         << "s3cret\r"_qba << u"line break"_qs;
        QTest::newRow("line feed") << "GET"_qba
                                   << "X"_qba
                                   << "s3cret\nY: 2"_qba << u"line break"_qs;
        QTest::newRow("NUL") << "GET"_qba
                             << "X"_qba << QByteArray("a\0b", 3) << u"line break"_qs;
        QTest::newRow("length") << "POST"_qba
                                << "content-LENGTH"_qba
                                << "5"_qba << u"follows from the body"_qs;
        QTest::newRow("transfer coding") << "POST"_qba
                                         << "Transfer-Encoding"_qba
                                         << "chunked"_qba << u"follows from the body"_qs;
    }
    void refusesARequest()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(QString, says);
        const Result<void> checked = checkRequest({.method = method, .url = "http://h/", .headers = {{name, value}}});
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(checked.error().text.contains(says), qPrintable(checked.error().text));
        QVERIFY2(!checked.error().text.contains(u"s3cret"), qPrintable(checked.error().text));
    }
    void refusesWhatCannotEnd()
    {
        QVERIFY(!checkRequest({.timeoutMs = 0}));
        QVERIFY(!checkRequest({.method = "HEAD", .body = "x"}));
        QVERIFY(checkRequest({.method = "PURGE", .headers = {{"X-Odd!", "tab\tand \xe4"}}, .body = "x"}));
    }

    void knowsLoopback_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("loopback");
        QTest::newRow("name") << u"LocalHost"_qs << true;
        QTest::newRow("name below") << u"api.localhost"_qs << true;
        QTest::newRow("127.0.0.1") << u"127.0.0.1"_qs << true;
        QTest::newRow("127.9.9.9") << u"127.9.9.9"_qs << true;
        QTest::newRow("::1") << u"::1"_qs << true;
        QTest::newRow("a name that ends alike") << u"notlocalhost"_qs << false;
        QTest::newRow("a host below") << u"localhost.example"_qs << false;
        QTest::newRow("private") << u"10.0.0.1"_qs << false;
        QTest::newRow("empty") << QString() << false;
    }
    void knowsLoopback()
    {
        QFETCH(QString, host);
        QFETCH(bool, loopback);
        QCOMPARE(isLoopbackHost(host), loopback);
    }
};

QTEST_GUILESS_MAIN(RequestRulesTest)
#include "tst_requestrules.moc"
