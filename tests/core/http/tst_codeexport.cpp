// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/codeexport.h"
#include "core/http/curl.h"
#include "tests/support/scriptedserver.h"

#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

enum class Language { Curl, Httpie, Python, JavaScript };

struct Program {
    QString name;
    QStringList arguments;
};

// What runs it, and reads the program from standard input.
Program programOf(Language language)
{
    switch (language) {
    case Language::Python:
        return {u"python3"_s, {u"-"_s}};
    case Language::JavaScript:
        return {u"node"_s, {u"--input-type=module"_s, u"-"_s}};
    default:
        return {u"sh"_s, {}};
    }
}

QString textIn(Language language, const HttpRequest &request)
{
    switch (language) {
    case Language::Curl:
        return toCurlCommand(request) + u'\n';
    case Language::Httpie:
        return toHttpieCommand(request) + u'\n';
    case Language::Python:
        return toPythonRequests(request);
    case Language::JavaScript:
        break;
    }
    return toJavaScriptFetch(request);
}

// Why the language cannot be tried on this computer; empty: it can.
QString missing(Language language)
{
    const QString tool = language == Language::Curl   ? u"curl"_s
                       : language == Language::Httpie ? u"http"_s
                                                      : programOf(language).name;
    if (QStandardPaths::findExecutable(tool).isEmpty())
        return u"%1 is not installed"_s.arg(tool);
    QProcess probe;
    if (language == Language::Python)
        probe.start(u"python3"_s, {u"-c"_s, u"import requests"_s});
    else if (language == Language::JavaScript)
        probe.start(u"node"_s, {u"-e"_s, u"process.exit(typeof fetch === 'function' ? 0 : 1)"_s});
    else
        return {};
    return probe.waitForFinished(60'000) && probe.exitCode() == 0 ? QString() : u"%1 lacks what is needed"_s.arg(tool);
}

} // namespace

class CodeExportTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings inside a class.
private Q_SLOTS:
    void writesHttpie();
    void writesPython();
    void writesJavaScript();
    void writesQt();
    void quotesEachByte();
    void sendsTheSameBytes_data();
    void sendsTheSameBytes();
};

void CodeExportTest::writesHttpie()
{
    QCOMPARE(toHttpieCommand({.method = "GET", .url = "http://h/p?a=1&b=2", .headers = {{"X-A", "b c"}}}),
             u"http --ignore-stdin GET 'http://h/p?a=1&b=2' \\\n  'X-A:b c'"_s);
    QCOMPARE(toHttpieCommand({.method = "PUT",
                              .url = "http://h/",
                              .headers = {{"Host", "x"}, {"X-E", ""}, {"X-F", "=1"}, {"X-B", "a\\:b"}},
                              .body = "it's"}),
             u"# HTTPie has no way to write the value of X-B: a backslash stands before a separator.\n"
             "printf %s 'it'\\''s' | http PUT http://h/ \\\n  'X-E;' \\\n  'X-F:\\=1' \\\n  Content-Type:"_s);
}

void CodeExportTest::writesPython()
{
    QCOMPARE(toPythonRequests({.method = "POST",
                               .url = "http://h/p",
                               .headers = {{"X-A", "b'c"}, {"X-U", "\xc3\xbc"}, {"x-a", "d"}},
                               .body = QByteArray("a\0\n", 3)}),
             u"import requests\n\nurl = 'http://h/p'\nheaders = {\n    'X-A': 'b\\'c, d',\n"
             "    'X-U': b'\\xc3\\xbc',\n}\nbody = b'a\\x00\\n'\n"
             "request = requests.Request('POST', url, headers=headers, data=body).prepare()\n"
             "request.url = url  # as it stands, not spelled anew\n"
             "with requests.Session() as session:\n    response = session.send(request, timeout=30)\n"
             "print(response.status_code, response.reason)\nprint(response.text)\n"_s);
}

void CodeExportTest::writesJavaScript()
{
    QCOMPARE(toJavaScriptFetch({.method = "POST",
                                .url = "http://h/p",
                                .headers = {{"X-A", "\"\\</script>"}, {"X-U", "\xc3\xbc"}},
                                .body = "a\u2028b\n"}),
             u"const response = await fetch(\"http://h/p\", {\n  method: \"POST\",\n  headers: [\n"
             "    [\"X-A\", \"\\\"\\\\\\u003c/script>\"],\n    [\"X-U\", \"\u00c3\u00bc\"],\n  ],\n"
             "  body: new TextEncoder().encode(\"a\\u2028b\\n\"),\n});\n"
             "console.log(response.status, response.statusText);\nconsole.log(await response.text());\n"_s);
    QVERIFY(toJavaScriptFetch({.method = "POST", .url = "http://h/", .body = QByteArray("\xff\0", 2)})
                .contains(u"body: Uint8Array.from(atob(\"/wA=\"), (c) => c.charCodeAt(0)),"_s));
    QVERIFY(toJavaScriptFetch({.method = "GET", .url = "http://h/", .body = "x"})
                .startsWith(u"// fetch() sends no body with GET; this one is left out.\n"_s));
}

void CodeExportTest::writesQt()
{
    QCOMPARE(toQtNetwork({.method = "POST",
                          .url = "http://h/p?a=??b",
                          .headers = {{"X-A", "\"\\"}},
                          .body = QByteArray("a\n\0071\xc3", 5)}),
             u"QNetworkAccessManager manager;\n"
             "QNetworkRequest request(QUrl::fromEncoded(QByteArrayLiteral(\"http://h/p\?a=\?\\\?b\"), "
             "QUrl::StrictMode));\n"
             "request.setRawHeader(QByteArrayLiteral(\"X-A\"), QByteArrayLiteral(\"\\\"\\\\\"));\n"
             "const QByteArray body = QByteArrayLiteral(\"a\\n\"\n    \"\\0071\\303\");\n"
             "QNetworkReply *reply = manager.sendCustomRequest(request, QByteArrayLiteral(\"POST\"), body);\n"
             "QObject::connect(reply, &QNetworkReply::finished, reply, [reply] {\n"
             "    qInfo() << reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();\n"
             "    qInfo().noquote() << reply->readAll();\n    reply->deleteLater();\n});\n"_s);
}

void CodeExportTest::quotesEachByte()
{
    QByteArray all;
    for (int byte = 0; byte < 256; ++byte)
        all += char(byte);
    const QString python = pythonBytes(all);
    QVERIFY(python.startsWith(u"b'\\x00\\x01"_s) && python.endsWith(u"\\xfe\\xff'"_s));
    QVERIFY(python.contains(u"\\t\\n\\x0b\\x0c\\r\\x0e"_s));
    QCOMPARE(cppString(QByteArray("\0001", 2)), u"\"\\0001\""_s);
    QCOMPARE(cppString("\xff"
                       "9"),
             u"\"\\3779\""_s);
    QCOMPARE(cppString(QByteArray(4'001, 'a')), u'"' + QString(4'000, u'a') + u"\"\n\"a\""_s);
    QCOMPARE(javaScriptString(QString(QChar(0)) + u"\U0001f600"_s), u"\"\\u0000\U0001f600\""_s);
    QCOMPARE(javaScriptString(u"\u200e<\r"_s), u"\"\\u200e\\u003c\\r\""_s);
}

void CodeExportTest::sendsTheSameBytes_data()
{
    QTest::addColumn<Language>("language");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<HeaderList>("headers");
    QTest::addColumn<QByteArray>("body");
    const QByteArray hostile =
        "it's \"quoted\" $(touch x) `id` !! \\n \\ %s %41 \xc3\xbc\xe2\x82\xac <b>\n\tnext ${HOME}";
    for (const auto &[tool, language] :
         {std::pair{"curl", Language::Curl}, std::pair{"HTTPie", Language::Httpie},
          std::pair{"Python", Language::Python}, std::pair{"JavaScript", Language::JavaScript}}) {
        const auto row = [title = QByteArray(tool), chosen = language](const char *what) -> QTestData & {
            const QByteArray name = title + ": " + what;
            return QTest::newRow(name.constData()) << chosen;
        };
        row("plain") << QByteArray("GET") << QByteArray("/p?a=1&b=%2F$(id)!*") << HeaderList{} << QByteArray();
        row("headers") << QByteArray("DELETE") << QByteArray("/")
                       << HeaderList{{"X-Odd", R"(it's "quoted" $(id) `id` !! \ %s #x ~)"},
                                     {"X-Utf8", "\xc3\xbc"},
                                     {"X-Equals", "=x:=y@z"}}
                       << QByteArray();
        row("text") << QByteArray("POST") << QByteArray("/t")
                    << HeaderList{{"Content-Type", "text/plain; charset=\"utf-8\""}} << hostile;
        row("JSON") << QByteArray("PATCH") << QByteArray("/j") << HeaderList{{"Content-Type", "application/json"}}
                    << QByteArray(R"({"a":"\u0000\\ \"x\"","b":[1,2]})");
        row("bytes") << QByteArray("PUT") << QByteArray("/b")
                     << HeaderList{{"Content-Type", "application/octet-stream"}}
                     << QByteArray("\0\x01\r\n\xff\xfe'\"$\x7f end\n", 15);
        row("byte order mark") << QByteArray("POST") << QByteArray("/m") << HeaderList{{"Content-Type", "text/plain"}}
                               << QByteArray("\xef\xbb\xbfx");
    }
}

void CodeExportTest::sendsTheSameBytes()
{
    QFETCH(Language, language);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(HeaderList, headers);
    QFETCH(QByteArray, body);
    if (const QString reason = missing(language); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    test::ScriptedServer server;
    server.answerBy([](const QByteArray &) {
        return test::ScriptedServer::Script(test::ScriptedServer::ok("ok", "Connection: close\r\n")).close();
    });
    const HttpRequest request{.method = method, .url = server.url(target), .headers = headers, .body = body};
    const QTemporaryDir folder;
    QProcess process;
    process.setWorkingDirectory(folder.path());
    const Program program = programOf(language);
    process.start(program.name, program.arguments);
    process.write(textIn(language, request).toUtf8());
    process.closeWriteChannel();
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 60'000);
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(process.exitCode() == 0, errors.constData());
    QCOMPARE(server.requests().size(), 1);
    const QByteArray sent = server.requests().first();
    QCOMPARE(sent.left(sent.indexOf('\r')), method + ' ' + target + " HTTP/1.1");
    for (const HeaderField &field : std::as_const(headers))
        QCOMPARE(test::ScriptedServer::header(sent, field.name), field.value);
    QCOMPARE(test::ScriptedServer::body(sent), body);
    // Nothing of it was run.
    QVERIFY(QDir(folder.path()).isEmpty());
}

QTEST_GUILESS_MAIN(CodeExportTest)
#include "tst_codeexport.moc"
