// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/value.h"

#include <QTest>

using namespace uw;
using namespace uw::json;

class TestJsonParse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void depthIsBounded();
    void nodesAreBounded();
    void bytesAreBounded();
    void manyMembers();
    void duplicates();
    void duplicatesAreBounded();
    void reports();
};

// `written` is the value as serialize() spells it.
void TestJsonParse::accepts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("written");
    const auto row = [](const char *name, const char *text, const char *written) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(written);
    };
    row("null", "null", "null");
    row("white space around", " \t\r\n true \n", "true");
    row("byte order mark", "\xEF\xBB\xBF{}", "{}");
    row("document order", R"({"z":1,"a":{"y":[],"b":{}}})", R"({"z":1,"a":{"y":[],"b":{}}})");
    row("largest unsigned", "18446744073709551615", "18446744073709551615");
    row("smallest signed", "-9223372036854775808", "-9223372036854775808");
    row("beyond 64 bits", "18446744073709551616", "18446744073709551616.0");
    row("minus zero", "[-0,-0.0,0]", "[0,-0.0,0]");
    row("doubles", "[1.0,0.1,1e3,1E+2,5e-324]", "[1.0,0.1,1000.0,100.0,5e-324]");
    row("too small", "[1e-400,-1e-400,0e999999999999999999999]", "[0.0,-0.0,0.0]");
    row("escapes", R"("\"\\\/\b\f\n\r\t\u0041\u00fc\u20ac")", "\"\\\"\\\\/\\b\\f\\n\\r\\tA\xC3\xBC\xE2\x82\xAC\"");
    row("surrogate pair", R"("\ud83d\ude00")", "\"\xF0\x9F\x98\x80\"");
    row("escaped NUL", R"("a\u0000b")", R"("a\u0000b")");
    row("DEL and non-characters", "\"\x7F\xEF\xBF\xBF\"", "\"\x7F\xEF\xBF\xBF\"");
    row("last duplicate counts", R"({"a":1,"b":2,"a":3})", R"({"a":3,"b":2})");
}

void TestJsonParse::accepts()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, written);
    const Result<Value> result = parse(text);
    QVERIFY2(result, result ? "" : qPrintable(result.error().text));
    QCOMPARE(serialize(*result), written);
}

void TestJsonParse::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("offset");
    QTest::addColumn<QString>("begins");
    const auto row = [](const char *name, QByteArray text, qint64 offset, const char *begins) {
        QTest::newRow(name) << text << offset << QString::fromUtf8(begins);
    };
    row("empty", "", 0, "line 1, column 1: the text is empty");
    row("only space", " \n ", 3, "line 2, column 2: the text is empty");
    row("second line", "{\n  \"a\": x\n}", 9, "line 2, column 8: unknown word");
    row("column in characters", "[\"\xC3\xBC\xF0\x9F\x98\x80\", ?]", 11, "line 1, column 8: this character");
    row("trailing text", "{} {}", 3, "line 1, column 4: the JSON text is complete");
    row("trailing comma", "[1,]", 3, "line 1, column 4: expected a value");
    row("two commas", "[1,,2]", 3, "line 1, column 4: expected a value");
    row("comma in object", "{\"a\":1,}", 7, "line 1, column 8: expected a member name");
    row("no colon", "{\"a\" 1}", 5, "line 1, column 6: expected \":\"");
    row("wrong bracket", "[1}", 2, "line 1, column 3: expected \",\" or \"]\"");
    row("unclosed", "[\n{\"a\":1", 8,
        "line 2, column 7: the text ends within the object that begins at line 2, column 1");
    row("lone closing", "]", 0, "line 1, column 1: expected a value");
    row("1e400", "[1e400]", 1, "line 1, column 2: the number is too large");
    row("-1e400", "-1e400", 0, "line 1, column 1: the number is too large");
    row("leading zero", "[01]", 1, "line 1, column 2: a number must not begin");
    row("plus", "+1", 0, "line 1, column 1: this character");
    row("bare point", "1.", 0, "line 1, column 1: this is not a JSON number");
    row("bare exponent", "1e", 0, "line 1, column 1: this is not a JSON number");
    row("hex", "0x10", 0, "line 1, column 1: this is not a JSON number");
    row("NaN", "NaN", 0, "line 1, column 1: unknown word");
    row("single quotes", "'a'", 0, "line 1, column 1: this character");
    row("comment", "[1 // x\n]", 3, "line 1, column 4: this character");
    row("word too long", "nullx", 0, "line 1, column 1: unknown word");
    row("unterminated", "[\"abc", 1, "line 1, column 2: the string that begins here");
    row("line break in string", "\"a\nb\"", 2, "line 1, column 3: a control character");
    row("NUL", QByteArray("[\0]", 3), 1, "line 1, column 2: this character");
    row("NUL in string", QByteArray("\"\0\"", 3), 1, "line 1, column 2: a control character");
    row("bad escape", R"("\x")", 1, "line 1, column 2: unknown escape");
    row("bad unicode escape", R"("\u12G4")", 1, "line 1, column 2: unknown escape");
    row("cut escape", "\"\\", 1, "line 1, column 2: unknown escape");
    row("lone high surrogate", R"("a\ud800")", 2, "line 1, column 3: half of a surrogate pair");
    row("lone low surrogate", R"("\ude00")", 1, "line 1, column 2: half of a surrogate pair");
    row("high and no low", R"("\ud800\u0041")", 1, "line 1, column 2: half of a surrogate pair");
    row("Latin-1", "\"\xFC\"", 1, "line 1, column 2: a byte here is not valid UTF-8");
    row("overlong", "\"\xC0\xAF\"", 1, "line 1, column 2: a byte here is not valid UTF-8");
    row("raw surrogate", "\"\xED\xA0\x80\"", 1, "line 1, column 2: a byte here is not valid UTF-8");
    row("beyond Unicode", "\"\xF4\x90\x80\x80\"", 1, "line 1, column 2: a byte here is not valid UTF-8");
    row("cut sequence", "\"\xE2\x82\"", 1, "line 1, column 2: a byte here is not valid UTF-8");
}

void TestJsonParse::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, offset);
    QFETCH(QString, begins);
    ParseReport report;
    const Result<Value> result = parse(text, {}, &report);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::InvalidInput);
    QVERIFY2(result.error().text.startsWith(begins), qPrintable(result.error().text));
    QVERIFY(report.failure);
    QCOMPARE(report.failure->offset, offset);
    QCOMPARE(report.failure->text(), result.error().text);
}

void TestJsonParse::depthIsBounded()
{
    const auto nested = [](int depth) -> QByteArray { return QByteArray(depth, '[') + QByteArray(depth, ']'); };
    QVERIFY(parse(nested(limits::jsonDepth)));
    const Result<Value> over = parse(nested(limits::jsonDepth + 1));
    QVERIFY(!over);
    QCOMPARE(over.error().code, ErrorCode::LimitExceeded);
    QVERIFY(over.error().text.startsWith(QStringLiteral("line 1, column %1:").arg(limits::jsonDepth + 1)));
    QCOMPARE(parse(nested(100'000)).error().code, ErrorCode::LimitExceeded);
    QCOMPARE(parse(QByteArray("{\"a\":").repeated(100'000)).error().code, ErrorCode::LimitExceeded);
}

void TestJsonParse::nodesAreBounded()
{
    const ParseLimits limits{.maximumNodes = 4};
    QVERIFY(parse("[1,2,3]", limits));
    QVERIFY(parse(R"({"a":1,"b":[2]})", limits));
    QCOMPARE(parse("[1,2,3,4]", limits).error().code, ErrorCode::LimitExceeded);
    QCOMPARE(parse("[[],[],[],[]]", limits).error().text,
             QStringLiteral("line 1, column 11: the text holds more than 4 values"));
}

void TestJsonParse::bytesAreBounded()
{
    const ParseLimits limits{.maximumBytes = 8};
    QVERIFY(parse("\"123456\"", limits));
    QCOMPARE(parse("\"1234567\"", limits).error().code, ErrorCode::LimitExceeded);
}

void TestJsonParse::manyMembers()
{
    constexpr int count = 400'000;
    QByteArray text = "{";
    for (int i = 0; i < count; ++i)
        text += (i > 0 ? ",\"m" : "\"m") + QByteArray::number(i) + "\":" + QByteArray::number(i);
    text += '}';
    const Result<Value> result = parse(text);
    QVERIFY(result);
    QCOMPARE(result->size(), std::size_t(count));
    QCOMPARE(serialize(*result), text);
    QVERIFY(equal(*member(*result, "m399999"), Value(399'999)));
    QCOMPARE(member(*result, "m400000"), nullptr);
}

void TestJsonParse::duplicates()
{
    ParseReport report;
    const Result<Value> result = parse(R"([0,{"x":{"a/b":[],"a/b":1,"c":{},"a/b":2}}])", {}, &report);
    QVERIFY(result);
    QCOMPARE(serialize(*result), QByteArray(R"([0,{"x":{"a/b":2,"c":{}}}])"));
    QCOMPARE(report.duplicateCount, 2);
    QCOMPARE(report.duplicates.size(), 2);
    QCOMPARE(report.duplicates.at(0).pointer, QStringLiteral("/1/x/a~1b"));
    QCOMPARE(report.duplicates.at(0).offset, 18);
    QCOMPARE(report.duplicates.at(1).offset, 33);
}

// Long names and many repetitions must not grow into something far larger than the text.
void TestJsonParse::duplicatesAreBounded()
{
    const QByteArray text =
        "{\"" + QByteArray(100'000, 'n') + "\":{" + QByteArray("\"a\":1,").repeated(1000) + "\"a\":2}}";
    ParseReport report;
    QVERIFY(parse(text, {}, &report));
    QCOMPARE(report.duplicateCount, 1000);
    QCOMPARE(report.duplicates.size(), ParseReport::maximumDuplicates);
    QCOMPARE(report.duplicates.first().pointer, QString());
    QCOMPARE(report.duplicates.first().offset, 100'011);
}

void TestJsonParse::reports()
{
    ParseReport report;
    QVERIFY(parse(R"({"a":[1,{"b":null}]})", {}, &report));
    QCOMPARE(report.nodes, 5);
    QCOMPARE(report.depth, 3);
    QCOMPARE(report.duplicateCount, 0);
    QVERIFY(!report.failure);
    QVERIFY(!parse("x", {}, &report));
    QVERIFY(report.failure);
    QVERIFY(parse("1", {}, &report)); // nothing is left of the time before
    QCOMPARE(report.nodes, 1);
    QCOMPARE(report.depth, 0);
    QVERIFY(!report.failure);
}

QTEST_GUILESS_MAIN(TestJsonParse)
#include "tst_jsonparse.moc"
