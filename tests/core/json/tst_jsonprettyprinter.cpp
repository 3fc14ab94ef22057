// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/prettyprinter.h"

#include <QTest>

using namespace uw;
using namespace uw::json;

class TestJsonPrettyPrinter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void laysOut_data();
    void laysOut();
    void indents();
    void refuses_data();
    void refuses();
    void boundsDepth();
    void boundsTheResult();
};

void TestJsonPrettyPrinter::laysOut_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("pretty");
    QTest::addColumn<QByteArray>("compacted");
    const auto row = [](const char *name, const char *text, const char *pretty, const char *compacted) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(pretty) << QByteArray(compacted);
    };
    row("scalar", " 1 ", "1", "1");
    row("empty array", "[ ]", "[]", "[]");
    row("empty object", "{\n}", "{}", "{}");
    row("numbers keep their spelling", "[1.0,1e400,-0,1E+2,123456789012345678901234567890]",
        "[\n  1.0,\n  1e400,\n  -0,\n  1E+2,\n  123456789012345678901234567890\n]",
        "[1.0,1e400,-0,1E+2,123456789012345678901234567890]");
    row("strings keep their escapes", R"(["\u00fc\/", "\ud800", "ü"])",
        "[\n  \"\\u00fc\\/\",\n  \"\\ud800\",\n  \"ü\"\n]", R"(["\u00fc\/","\ud800","ü"])");
    row("repeated members stay", R"({"a":1 , "a":2})", "{\n  \"a\": 1,\n  \"a\": 2\n}", R"({"a":1,"a":2})");
    row("nested", R"({"a":[[],{},[1,{"b":[null]}]],"c":{"d":true}})",
        "{\n  \"a\": [\n    [],\n    {},\n    [\n      1,\n      {\n        \"b\": [\n          null\n        ]\n"
        "      }\n    ]\n  ],\n  \"c\": {\n    \"d\": true\n  }\n}",
        R"({"a":[[],{},[1,{"b":[null]}]],"c":{"d":true}})");
    row("byte order mark goes", "\xEF\xBB\xBF[1]", "[\n  1\n]", "[1]");
}

void TestJsonPrettyPrinter::laysOut()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, pretty);
    QFETCH(QByteArray, compacted);
    const Result<QByteArray> result = prettyPrint(text);
    QVERIFY2(result, result ? "" : qPrintable(result.error().text));
    QCOMPARE(*result, pretty);
    QCOMPARE(prettyPrint(pretty).valueOr({}), pretty);
    QCOMPARE(compact(text).valueOr({}), compacted);
    QCOMPARE(compact(pretty).valueOr({}), compacted);
}

void TestJsonPrettyPrinter::indents()
{
    QCOMPARE(prettyPrint("[{\"a\":1}]", {}, Indent::Four).valueOr({}),
             QByteArray("[\n    {\n        \"a\": 1\n    }\n]"));
    QCOMPARE(prettyPrint("[ 1, 2 ]", {}, Indent::None).valueOr({}), QByteArray("[1,2]"));
}

void TestJsonPrettyPrinter::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("begins");
    const auto row = [](const char *name, const char *text, const char *begins) {
        QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(begins);
    };
    row("empty", "", "line 1, column 1: the text is empty");
    row("form body", "a=1&b=2", "line 1, column 1: unknown word");
    row("XML", "<a/>", "line 1, column 1: this character");
    row("cut short", "{\"a\":[1,", "line 1, column 9: the text ends within the array that begins at line 1, column 6");
    row("two texts", "{}\n{}", "line 2, column 1: the JSON text is complete");
    row("no comma", "[1\n 2]", "line 2, column 2: expected \",\" or \"]\"");
    row("colon in array", "[1:2]", "line 1, column 3: expected \",\" or \"]\"");
    row("bad UTF-8", "[\"\xFF\"]", "line 1, column 3: a byte here is not valid UTF-8");
}

void TestJsonPrettyPrinter::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, begins);
    for (const Result<QByteArray> &result : {prettyPrint(text), compact(text)}) {
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidInput);
        QVERIFY2(result.error().text.startsWith(begins), qPrintable(result.error().text));
    }
}

void TestJsonPrettyPrinter::boundsDepth()
{
    const QByteArray deep = QByteArray("[").repeated(100'000);
    QCOMPARE(prettyPrint(deep).error().code, ErrorCode::LimitExceeded);
    QCOMPARE(compact(deep).error().code, ErrorCode::LimitExceeded);
    QVERIFY(prettyPrint("[[1]]", {.maximumDepth = 2}));
    QVERIFY(!prettyPrint("[[[]]]", {.maximumDepth = 2}));
}

// Two bytes at the greatest depth become four hundred: the result has its own bound.
void TestJsonPrettyPrinter::boundsTheResult()
{
    const int depth = limits::jsonDepth;
    const QByteArray text = QByteArray(depth, '[') + QByteArray("1,").repeated(50'000) + '1' + QByteArray(depth, ']');
    const ParseLimits limits{.maximumBytes = text.size()};
    const Result<QByteArray> result = prettyPrint(text, limits);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::LimitExceeded);
    QCOMPARE(compact(text, limits).valueOr({}), text);
    QCOMPARE(compact(text, {.maximumBytes = text.size() - 1}).error().code, ErrorCode::LimitExceeded);
}

QTEST_GUILESS_MAIN(TestJsonPrettyPrinter)
#include "tst_jsonprettyprinter.moc"
