// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/curl.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

using namespace uw;

namespace {

// Runs the command in a real shell whose `curl` reports the arguments and the input it was given, each ended by NUL.
QList<QByteArray> whatCurlGets(const QString &command)
{
    QProcess shell;
    shell.setProgram(u"sh"_qs);
    shell.setArguments({});
    shell.start();
    shell.write("curl() { for a in \"$@\"; do printf '%s\\0' \"$a\"; done;"
                " for a in \"$@\"; do if [ \"$a\" = @- ]; then cat; printf '\\0'; fi; done; }\n");
    shell.write(command.toUtf8() + '\n');
    shell.closeWriteChannel();
    if (!shell.waitForFinished(30000) || shell.exitCode() != 0 || !shell.readAllStandardError().isEmpty())
        return {"the shell failed"};
    QByteArray output = shell.readAllStandardOutput();
    if (!output.endsWith('\0'))
        return {"no end"};
    output.chop(1);
    return output.split('\0');
}

} // namespace

class CurlTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quotes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("quoted");
        QTest::newRow("plain") << u"http://127.0.0.1:8001/a-b_c.d"_qs << u"http://127.0.0.1:8001/a-b_c.d"_qs;
        QTest::newRow("empty") << QString() << u"''"_qs;
        QTest::newRow("blank") << u"a b"_qs << u"'a b'"_qs;
        QTest::newRow("query") << u"/a?b=1&c"_qs << u"'/a?b=1&c'"_qs;
        QTest::newRow("quote") << u"it's"_qs << u"'it'\\''s'"_qs;
        QTest::newRow("dollar") << u"$(id)`id`\\"_qs << u"'$(id)`id`\\'"_qs;
        QTest::newRow("tilde") << u"~root"_qs << u"'~root'"_qs;
    }
    void quotes()
    {
        QFETCH(QString, text);
        QTEST(shellQuote(text), "quoted");
    }

    void writesARequest()
    {
        const HttpRequest request{.method = "POST",
                                  .url = "http://127.0.0.1:8001/webhooks/custom/shop",
                                  .headers = {{"Host", "example.com"},
                                              {"Content-Type", "application/json"},
                                              {"Content-Length", "17"},
                                              {"X-Name", "it's"}},
                                  .body = "{\"name\":\"O'Hara\"}"};
        QCOMPARE(toCurlCommand(request), u"curl -X POST http://127.0.0.1:8001/webhooks/custom/shop \\\n"
                                         "  -H 'Content-Type: application/json' \\\n"
                                         "  -H 'X-Name: it'\\''s' \\\n"
                                         "  --data-raw '{\"name\":\"O'\\''Hara\"}'"_qs);
    }

    void reachesCurl_data()
    {
        QTest::addColumn<HttpRequest>("request");
        QTest::addColumn<QList<QByteArray>>("arguments");
        using List = QList<QByteArray>;
        const QByteArray url = "http://h/p";
        const auto noType = [](List list) {
            return list << "-H"
                        << "Content-Type:";
        };

        QTest::newRow("get") << HttpRequest{.method = "GET", .url = url} << List{"-X", "GET", url};
        QTest::newRow("head") << HttpRequest{.method = "HEAD", .url = url} << List{"--head", url};
        QTest::newRow("patterns in the address") << HttpRequest{.method = "GET", .url = "http://h/p?a[]=1&b={2}"}
                                                 << List{"-X", "GET", "--globoff", "http://h/p?a[]=1&b={2}"};
        QTest::newRow("post without body") << HttpRequest{.method = "POST", .url = url}
                                           << (noType({"-X", "POST", url}) << "--data-raw"
                                                                           << "");
        QTest::newRow("get with body") << HttpRequest{.method = "GET", .url = url, .body = "x"}
                                       << (noType({"-X", "GET", url}) << "--data-raw"
                                                                      << "x");
        QTest::newRow("repeated, empty and odd fields")
            << HttpRequest{.method = "GET",
                           .url = url,
                           .headers = {{"A", "1"}, {"a", "2"}, {"Empty", ""}, {"B", "\"$x\""}}}
            << List{"-X", "GET", url, "-H", "A: 1", "-H", "a: 2", "-H", "Empty;", "-H", "B: \"$x\""};
        QTest::newRow("field in UTF-8") << HttpRequest{.method = "GET", .url = url, .headers = {{"A", "caf\xC3\xA9"}}}
                                        << List{"-X", "GET", url, "-H", "A: caf\xC3\xA9"};
        QTest::newRow("field in Latin-1") << HttpRequest{.method = "GET", .url = url, .headers = {{"A", "100%\xE9'\\"}}}
                                          << List{"-X", "GET", url, "-H", "A: 100%\xE9'\\"};
        QTest::newRow("at sign") << HttpRequest{.method = "PUT", .url = url, .body = "@/etc/passwd"}
                                 << (noType({"-X", "PUT", url}) << "--data-raw"
                                                                << "@/etc/passwd");
        QTest::newRow("lines and tabs") << HttpRequest{.method = "POST", .url = url, .body = "a\n\tb\n\n"}
                                        << (noType({"-X", "POST", url}) << "--data-raw"
                                                                        << "a\n\tb\n\n");
        QTest::newRow("return") << HttpRequest{.method = "POST", .url = url, .body = "a\r\nb"}
                                << (noType({"-X", "POST", url}) << "--data-binary"
                                                                << "@-"
                                                                << "a\r\nb");
        QTest::newRow("escape") << HttpRequest{.method = "POST", .url = url, .body = "\x1B[2J"}
                                << (noType({"-X", "POST", url}) << "--data-binary"
                                                                << "@-"
                                                                << "\x1B[2J");
        QTest::newRow("no UTF-8") << HttpRequest{.method = "POST", .url = url, .body = "\xFF\xFE\x80"}
                                  << (noType({"-X", "POST", url}) << "--data-binary"
                                                                  << "@-"
                                                                  << "\xFF\xFE\x80");
        const QByteArray large(300000, 'x');
        QTest::newRow("too large for an argument") << HttpRequest{.method = "POST", .url = url, .body = large}
                                                   << (noType({"-X", "POST", url}) << "--data-binary"
                                                                                   << "@-" << large);
    }
    void reachesCurl()
    {
        QFETCH(HttpRequest, request);
        QTEST(whatCurlGets(toCurlCommand(request)), "arguments");
    }

    void keepsEveryByte()
    {
        QRandomGenerator random(1);
        for (int round = 0; round < 40; ++round) {
            QByteArray body;
            const int range = round % 2 == 0 ? 128 : 256;
            for (int i = 0, size = random.bounded(1, 60); i < size; ++i)
                body += static_cast<char>(random.bounded(1, range));
            const HttpRequest request{
                .method = "POST", .url = "http://h/", .headers = {{"Content-Type", "x/y"}}, .body = body};
            QCOMPARE(whatCurlGets(toCurlCommand(request)).last(), body);
        }
    }

    void keepsNul()
    {
        const HttpRequest request{.method = "POST", .url = "http://h/", .body = QByteArray("a\0b", 3)};
        const QList<QByteArray> received = whatCurlGets(toCurlCommand(request));
        QVERIFY(received.size() >= 2);
        QCOMPARE(received.mid(received.size() - 2), (QList<QByteArray>{"a", "b"}));
    }
};

QTEST_GUILESS_MAIN(CurlTest)
#include "tst_curl.moc"
