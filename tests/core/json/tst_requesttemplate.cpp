// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/requesttemplate.h"

#include <QTest>

using namespace uw;
using namespace uw::json;

class TestRequestTemplate : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON.
private Q_SLOTS:
    void renders_data();
    void renders();
    void refuses_data();
    void refuses();
    void headers_data();
    void headers();
    void queries_data();
    void queries();
};

namespace {

const Value &context()
{
    static const Value tree =
        parse(
            R"({"payload": {"id": "a b/c?d#e", "host": "api.example.com", "port": 8080, "evil": "evil.example/@x", "t": true,
            "dots": "..", "dot": ".", "empty": "", "nil": null, "list": [1], "url": "https://h.example/base?x=1",
            "file": "file:///etc/passwd", "user": "https://me:pw@h.example/", "lines": "a\r\nX-Evil: 1", "ü": "ü",
            "six": "[::1]:81", "half": ".%2e"}})")
            .valueOr(Value());
    return tree;
}

Result<RenderedUrl> rendered(QStringView text)
{
    const Result<UrlTemplate> url = UrlTemplate::compile(text);
    if (!url)
        return url.error();
    const TreeScope scope(context());
    BindingEnvironment environment{.scope = scope};
    return url->render(environment);
}

} // namespace

void TestRequestTemplate::renders_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<bool>("isHostBound");
    const auto row = [](const char *text, const char *url, bool isHostBound) {
        QTest::newRow(text) << QString::fromUtf8(text) << QByteArray(url) << isHostBound;
    };
    row("https://h.example/a?b=c#d", "https://h.example/a?b=c#d", false);
    row("https://h.example/{{ $.id }}/x", "https://h.example/a%20b%2Fc%3Fd%23e/x", false);
    row("https://h.example/v{{ $.port }}.{{ $.t }}", "https://h.example/v8080.true", false);
    row("https://h.example?q={{ $.id }}&r={{ $.ü }}", "https://h.example?q=a%20b%2Fc%3Fd%23e&r=%C3%BC", false);
    row("https://h.example/?q={{ $.empty }}", "https://h.example/?q=", false);
    row("https://h.example/#{{ $.id }}", "https://h.example/#a%20b%2Fc%3Fd%23e", false);
    row("https://{{ $.host }}/x", "https://api.example.com/x", true);
    row("https://{{ $.host }}:{{ $.port }}/{{ $.id }}", "https://api.example.com:8080/a%20b%2Fc%3Fd%23e", true);
    row("http://{{ $.six }}/", "http://[::1]:81/", true);
    row("{{ $.url }}", "https://h.example/base?x=1", true);
    row("{{ $.url }}&y={{ $.id }}", "https://h.example/base?x=1&y=a%20b%2Fc%3Fd%23e", true);
    row("https://h.example/{{ $.dots }}x", "https://h.example/..x", false);
    row("https://h.example/{{ $.nil | coalesce('n') }}", "https://h.example/n", false);
    row("https://h.example/{{ $.half }}5", "https://h.example/.%252e5", false);
}

void TestRequestTemplate::renders()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, url);
    QFETCH(bool, isHostBound);
    const Result<RenderedUrl> result = rendered(text);
    QVERIFY2(result, result ? "" : qPrintable(result.error().text));
    QCOMPARE(result->url, url);
    QCOMPARE(result->isHostBound, isHostBound);
    QCOMPARE(UrlTemplate::compile(text)->isHostBound(), isHostBound);
}

void TestRequestTemplate::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *text, const char *says) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(says);
    };
    row("https://h.example/{{ $.dots }}/x", "“..”");
    row("https://h.example/{{ $.dot }}", "“..”");
    row("https://h.example/a/../b", "“..”");
    row("https://h.example/%2E%2e/b", "“..”");
    row("https://h.example/{{ $.empty }}", "a hole");
    row("https://h.example/{{ $.nil }}", "null");
    row("https://h.example/{{ $.list }}", "array");
    row("https://h.example/{{ $.no }}", "$.no");
    row("https://h.example/{{ $.no | omit }}", "omitted");
    row("https://{{ $.evil }}/x", "no host");
    row("https://{{ $.empty }}/x", "no host");
    row("https://{{ $.lines }}/x", "no host");
    row("ht{{ $.t }}://h.example/", "scheme");
    row("{{ $.file }}", "https://host/path");
    row("{{ $.user }}", "credential");
    row("{{ $.host }}", "https://host/path");
    row("ftp://h.example/", "https://host/path");
    row("/only/a/path", "https://host/path");
    row("", "https://host/path");
    row("https:///x", "https://host/path");
    row("https://me@h.example/", "credential");
    row("https://h.example/a b", "blanks");
    row("https://h.example\\@evil.example/", "blanks");
    row("https://h.example/{{ $.id", "Column");
}

void TestRequestTemplate::refuses()
{
    QFETCH(QString, text);
    QFETCH(QString, says);
    const Result<RenderedUrl> result = rendered(text);
    QVERIFY(!result);
    QVERIFY2(result.error().text.contains(says), qPrintable(result.error().text));
}

void TestRequestTemplate::headers_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("bytes"); // null when refused
    QTest::newRow("text") << "\"a b\""_qba
                          << "a b"_qba;
    QTest::newRow("number") << "5"_qba
                            << "5"_qba;
    QTest::newRow("boolean") << "true"_qba
                             << "true"_qba;
    QTest::newRow("empty") << "\"\""_qba
                           << ""_qba;
    QTest::newRow("tab") << "\"a\\tb\""_qba
                         << "a\tb"_qba;
    QTest::newRow("beyond ASCII") << "\"ü\""_qba
                                  << "ü"_qba;
    QTest::newRow("line breaks") << "\"a\\r\\nX-Evil: 1\""_qba << QByteArray();
    QTest::newRow("line feed") << "\"a\\n\""_qba << QByteArray();
    QTest::newRow("carriage return") << "\"a\\r\""_qba << QByteArray();
    QTest::newRow("NUL") << "\"\\u0000\""_qba << QByteArray();
    QTest::newRow("DEL") << "\"\\u007f\""_qba << QByteArray();
    QTest::newRow("null") << "null"_qba << QByteArray();
    QTest::newRow("array") << "[1]"_qba << QByteArray();
    QTest::newRow("object") << "{}"_qba << QByteArray();
}

void TestRequestTemplate::headers()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, bytes);
    const Result<QByteArray> result = headerValue(u"X-Name", *parse(value));
    QCOMPARE(result.hasValue(), !bytes.isNull());
    if (result)
        QCOMPARE(*result, bytes);
    else
        QVERIFY(result.error().text.contains(u"X-Name"));
}

void TestRequestTemplate::queries_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("query");
    QTest::newRow("none") << "{}"_qba
                          << ""_qba;
    QTest::newRow("encoded") << R"({"a b": "c&d=e", "f": 1.5, "g": true})"_qba
                             << "a%20b=c%26d%3De&f=1.5&g=true"_qba;
    QTest::newRow("repeated") << R"({"a": [1, "x", null], "b": []})"_qba
                              << "a=1&a=x"_qba;
    QTest::newRow("left out") << R"({"a": null, "b": ""})"_qba
                              << "b="_qba;
    QTest::newRow("nested") << R"({"a": {"b": 1}})"_qba << QByteArray();
    QTest::newRow("nested list") << R"({"a": [[1]]})"_qba << QByteArray();
    QTest::newRow("no object") << "[1]"_qba << QByteArray();
}

void TestRequestTemplate::queries()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, query);
    const Result<QByteArray> result = queryText(*parse(members));
    QCOMPARE(result.hasValue(), !query.isNull());
    if (result)
        QCOMPARE(*result, query);
}

QTEST_GUILESS_MAIN(TestRequestTemplate)
#include "tst_requesttemplate.moc"
