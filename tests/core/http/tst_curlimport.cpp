// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/curl.h"
#include "core/http/curlimport.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class CurlImportTest final : public QObject {
    Q_OBJECT

    // "METHOD url|Name: value|…|body"
    static QByteArray told(const HttpRequest &request)
    {
        QByteArray text = request.method + ' ' + request.url;
        for (const HeaderField &field : request.headers)
            text += '|' + field.name + ": " + field.value;
        return text + '|' + request.body;
    }

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("notes");
        const auto row = [](const char *name, const QByteArray &command, const QByteArray &request, int notes = 0) {
            QTest::newRow(name) << command << request << notes;
        };
        row("bare", "curl http://h/p", "GET http://h/p|");
        row("no scheme", "curl h/p", "GET http://h/p|");
        row("--url", "curl -s --url https://h/", "GET https://h/|");
        row("method", "curl -X DELETE http://h", "DELETE http://h|");
        row("method joined", "curl -XDELETE http://h", "DELETE http://h|");
        row("flags joined", "curl -sSLkXPUT http://h", "PUT http://h|");
        row("headers", "curl -H 'A: b' -H'C:d' --header \"E:  f \" http://h", "GET http://h|A: b|C: d|E: f|");
        row("empty header", "curl -H 'A;' http://h", "GET http://h|A: |");
        row("header without value", "curl -H 'A:' http://h", "GET http://h|");
        row("data", "curl -d a=1 -d 'b=2 3' http://h",
            "POST http://h|Content-Type: application/x-www-form-urlencoded|a=1&b=2 3");
        row("data with type", "curl --data '{}' -H 'content-type: application/json' http://h",
            "POST http://h|content-type: application/json|{}");
        row("data without type", "curl -d x -H Content-Type: http://h", "POST http://h|x");
        row("data and method", "curl -X PATCH --data-raw '@x' http://h",
            "PATCH http://h|Content-Type: application/x-www-form-urlencoded|@x");
        row("binary", "curl --data-binary $'a\\nb\\u0021' http://h",
            "POST http://h|Content-Type: application/x-www-form-urlencoded|a\nb!");
        row("file", "curl -d @/etc/passwd http://h", "POST http://h|Content-Type: application/x-www-form-urlencoded|",
            1);
        row("urlencode", "curl --data-urlencode 'a=b c&d' --data-urlencode =x/y --data-urlencode 'p q' http://h",
            "POST http://h|Content-Type: application/x-www-form-urlencoded|a=b%20c%26d&x%2Fy&p%20q");
        row("urlencode file", "curl --data-urlencode name@f http://h",
            "POST http://h|Content-Type: application/x-www-form-urlencoded|name=", 1);
        row("json", "curl --json '{\"a\":1' --json '}' http://h",
            "POST http://h|Content-Type: application/json|Accept: application/json|{\"a\":1}");
        row("get", "curl -G -d a=1 --data-urlencode 'b=c d' http://h/p?z=0", "GET http://h/p?z=0&a=1&b=c%20d|");
        row("head", "curl -I http://h", "HEAD http://h|");
        row("user", "curl -u 'me:p:w' http://h", "GET http://h|Authorization: Basic bWU6cDp3|");
        row("bearer", "curl --oauth2-bearer tok http://h", "GET http://h|Authorization: Bearer tok|");
        row("cookie", "curl -b 'a=1; b=2' http://h", "GET http://h|Cookie: a=1; b=2|");
        row("cookie file", "curl -b jar.txt http://h", "GET http://h|", 1);
        row("agent", "curl -A 'My Agent' -e http://r http://h", "GET http://h|User-Agent: My Agent|Referer: http://r|");
        row("compressed", "curl --compressed --location --max-time 5 -o out.bin http://h", "GET http://h|");
        row("url query", "curl --url-query x=1 'http://h/p?y=2'", "GET http://h/p?y=2&x=1|");
        row("upload", "curl -T file.bin http://h/p", "PUT http://h/p|", 1);
        row("certificate", "curl --cert c.pem --proxy http://p:1 http://h", "GET http://h|", 2);
        row("unknown", "curl --frobnicate -Q http://h", "GET http://h|", 2);
        row("two addresses", "curl http://h/1 http://h/2", "GET http://h/1|", 1);
        row("fragment and blanks", "curl 'http://h/a b/\xc3\xbc?c=[d]#e'", "GET http://h/a%20b/%C3%BC?c=[d]|");
        row("encoded stays", "curl http://h/%2F%41", "GET http://h/%2F%41|");
        row("framing", "curl -H 'Content-Length: 3' -H 'Transfer-Encoding: chunked' http://h", "GET http://h|");
        row("pseudo header", "curl -H ':authority: h' -H 'a\x01: b' http://h", "GET http://h|", 1);
        row("after --", "curl -- -d", "GET http://-d|", 1);
        row("path and prompt", "$ /usr/bin/curl http://h", "GET http://h|");
        row("Chrome, sh",
            "curl 'https://h/api' \\\n  -H 'accept: */*' \\\n  -b 'sid=x' \\\n  --data-raw $'{\"a\":\"it\\'s\"}'",
            "POST https://h/api|accept: */*|Cookie: sid=x|Content-Type: application/x-www-form-urlencoded|"
            "{\"a\":\"it's\"}");
        row("Chrome, cmd",
            "curl ^\"https://h/api?a=1^&b=^%^20^\" ^\r\n  -X ^\"POST^\" ^\r\n  -H ^\"content-type: application/json^\" "
            "^\r\n  --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"^%^PATH^%^\\^\"^}^\"",
            "POST https://h/api?a=1&b=%20|content-type: application/json|{\"a\":\"%PATH%\"}");
    }
    void reads()
    {
        QFETCH(QByteArray, command);
        const auto requests = fromCurlCommands(command);
        QVERIFY2(requests, qPrintable(requests ? QString() : requests.error().text));
        QCOMPARE(requests->size(), 1);
        QTEST(told(requests->first().request), "request");
        QTEST(int(requests->first().notes.size()), "notes");
    }

    void readsForms()
    {
        const auto requests =
            fromCurlCommands("curl -F 'a=b;type=text/plain' -F 'q\"n=@/tmp/x.png;type=image/png' --form-string c=@d h");
        QVERIFY(requests);
        const HttpRequest request = requests->first().request;
        const QByteArray type = headerValue(request.headers, "Content-Type");
        QVERIFY(type.startsWith("multipart/form-data; boundary="));
        const QByteArray boundary = type.mid(type.indexOf('=') + 1);
        QCOMPARE(request.body,
                 "--" + boundary
                     + "\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain\r\n\r\nb"
                       "\r\n--"
                     + boundary + "\r\nContent-Disposition: form-data; name=\"q%22n\"\r\n\r\n\r\n--" + boundary
                     + "\r\nContent-Disposition: form-data; name=\"c\"\r\n\r\n@d\r\n--" + boundary + "--\r\n");
        QCOMPARE(request.method, "POST");
        QCOMPARE(requests->first().notes.size(), 1);
        QVERIFY(requests->first().notes.first().contains(u"/tmp/x.png"_s));
    }

    void readsSeveral()
    {
        const auto requests = fromCurlCommands("curl http://h/1 ;\ncurl http://h/2\necho x\ncurl.exe http://h/3");
        QVERIFY(requests);
        QCOMPARE(requests->size(), 3);
        QCOMPARE(requests->at(2).request.url, "http://h/3");
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("nothing") << QByteArray() << ErrorCode::InvalidInput;
        QTest::newRow("something else") << QByteArray("wget http://h") << ErrorCode::InvalidInput;
        QTest::newRow("no address") << QByteArray("curl -s") << ErrorCode::InvalidInput;
        QTest::newRow("no value") << QByteArray("curl http://h -H") << ErrorCode::InvalidInput;
        QTest::newRow("no long value") << QByteArray("curl http://h --data") << ErrorCode::InvalidInput;
        QTest::newRow("bad method") << QByteArray("curl -X 'A B' http://h") << ErrorCode::InvalidInput;
        QTest::newRow("open quote") << QByteArray("curl 'http://h") << ErrorCode::InvalidInput;
        QTest::newRow("variable") << QByteArray("curl http://h -H \"A: $TOKEN\"") << ErrorCode::InvalidInput;
        QTest::newRow("too large") << QByteArray(maximumCurlBytes + 1, ' ') << ErrorCode::LimitExceeded;
        QTest::newRow("too many") << QByteArray("curl h\n").repeated(101) << ErrorCode::LimitExceeded;
    }
    void refuses()
    {
        QFETCH(QByteArray, command);
        const auto requests = fromCurlCommands(command);
        QVERIFY(!requests);
        QTEST(requests.error().code, "code");
        QVERIFY(requests.error().text.endsWith(u'.'));
    }

    // What this program writes, it reads.
    void readsWhatIsWritten()
    {
        const HttpRequest request{.method = "POST",
                                  .url = "https://h/p?a=[1]&b=2",
                                  .headers = {{"Content-Type", "text/plain"}, {"X-Odd", "it's $(id) `x` \"y\" \\ !"}},
                                  .body = "line 1\nline '2' $x \\n \xc3\xbc"};
        const auto requests = fromCurlCommands(toCurlCommand(request).toUtf8());
        QVERIFY(requests);
        QCOMPARE(told(requests->first().request), told(request));
    }
};

QTEST_GUILESS_MAIN(CurlImportTest)
#include "tst_curlimport.moc"
