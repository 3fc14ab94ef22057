// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/value.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace uw;
using namespace uw::json;

Q_DECLARE_METATYPE(uw::json::Value)

namespace {

Value tree(QByteArrayView text)
{
    Result<Value> result = parse(text);
    if (!result)
        qFatal("%s", qPrintable(result.error().text));
    return std::move(result).value();
}

Value nestedArrays(int depth)
{
    Value value = Value::array();
    for (int i = 1; i < depth; ++i) {
        Value outer = Value::array();
        outer.push_back(std::move(value));
        value = std::move(outer);
    }
    return value;
}

} // namespace

class TestJsonValue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comparesNumbers_data();
    void comparesNumbers();
    void comparesOnlyNumbers();
    void equality_data();
    void equality();
    void serializes_data();
    void serializes();
    void serializesWhatJsonCannotHold();
    void indents();
    void canonical();
    void deepTrees();
    void pointers_data();
    void pointers();
    void escapesPointerTokens();
    void helpers();
};

void TestJsonValue::comparesNumbers_data()
{
    QTest::addColumn<Value>("a");
    QTest::addColumn<Value>("b");
    QTest::addColumn<int>("order"); // -1, 0, 1; 2 for unordered
    const auto row = [](const char *name, const Value &a, const Value &b, int order) {
        QTest::newRow(name) << a << b << order;
    };
    constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
    constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
    row("1 and 1.0", Value(1), Value(1.0), 0);
    row("signed and unsigned", Value(std::int64_t(5)), Value(std::uint64_t(5)), 0);
    row("0 and -0.0", Value(0), Value(-0.0), 0);
    row("2^53 + 1 and its double", Value(std::int64_t(9007199254740993)), Value(9007199254740992.0), 1);
    row("2^53 and its double", Value(std::int64_t(9007199254740992)), Value(9007199254740992.0), 0);
    row("-2^53 - 1 and its double", Value(std::int64_t(-9007199254740993)), Value(-9007199254740992.0), -1);
    row("negative and largest unsigned", Value(std::int64_t(-1)), Value(largest), -1);
    row("largest unsigned and 2^64", Value(largest), Value(0x1p64), -1);
    row("largest signed and 2^63", Value(std::numeric_limits<std::int64_t>::max()), Value(0x1p63), -1);
    row("2^63 and its double", Value(std::uint64_t(1) << 63), Value(0x1p63), 0);
    row("smallest and -2^63", Value(smallest), Value(-0x1p63), 0);
    row("smallest and below", Value(smallest), Value(-0x1.0000000000001p63), 1);
    row("7 and 7.5", Value(7), Value(7.5), -1);
    row("-7 and -7.5", Value(-7), Value(-7.5), 1);
    row("0 and smallest double", Value(0), Value(5e-324), -1);
    row("0 and its negative", Value(0), Value(-5e-324), 1);
    row("integer and infinity", Value(largest), Value(std::numeric_limits<double>::infinity()), -1);
    row("integer and -infinity", Value(smallest), Value(-std::numeric_limits<double>::infinity()), 1);
    row("doubles", Value(0.1), Value(0.2), -1);
    row("NaN", Value(1), Value(std::nan("")), 2);
}

void TestJsonValue::comparesNumbers()
{
    QFETCH(Value, a);
    QFETCH(Value, b);
    QFETCH(int, order);
    const auto number = [](std::partial_ordering o) { return o < 0 ? -1 : o > 0 ? 1 : o == 0 ? 0 : 2; };
    QCOMPARE(number(compareNumbers(a, b)), order);
    QCOMPARE(number(compareNumbers(b, a)), order == 2 ? 2 : -order);
    QCOMPARE(equal(a, b), order == 0);
}

void TestJsonValue::comparesOnlyNumbers()
{
    QVERIFY(compareNumbers(Value("1"), Value(1)) == std::partial_ordering::unordered);
    QVERIFY(compareNumbers(Value(true), Value(1)) == std::partial_ordering::unordered);
    QVERIFY(compareNumbers(Value(), Value()) == std::partial_ordering::unordered);
}

void TestJsonValue::equality_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *a, const char *b, bool expected) {
        QTest::addRow("%s and %s", a, b) << QByteArray(a) << QByteArray(b) << expected;
    };
    row("null", "null", true);
    row("null", "false", false);
    row("null", "0", false);
    row("true", "1", false);
    row("\"1\"", "1", false);
    row("\"a\"", "\"a\"", true);
    row("\"a\"", "\"A\"", false);
    row("[]", "{}", false);
    row("[1,2]", "[1.0,2]", true);
    row("[1,2]", "[2,1]", false);
    row("[1]", "[1,1]", false);
    row(R"({"a":1,"b":[{"c":null}]})", R"({"b":[{"c":null}],"a":1})", true);
    row(R"({"a":1})", R"({"a":1,"b":1})", false);
    row(R"({"a":1,"b":1})", R"({"a":1,"c":1})", false);
    row("[[9007199254740993]]", "[[9007199254740992.0]]", false);
    row("[[[18446744073709551615]]]", "[[[18446744073709551616]]]", false);
}

void TestJsonValue::equality()
{
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QFETCH(bool, expected);
    QCOMPARE(equal(tree(a), tree(b)), expected);
    QCOMPARE(equal(tree(b), tree(a)), expected);
}

void TestJsonValue::serializes_data()
{
    QTest::addColumn<Value>("value");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const Value &value, const QByteArray &text) {
        QTest::newRow(name) << value << text;
    };
    row("one tenth", Value(0.1), "0.1");
    row("whole double", Value(3.0), "3.0");
    row("large double", Value(1e300), "1e+300");
    row("largest double", Value(std::numeric_limits<double>::max()), "1.7976931348623157e+308");
    row("a third", Value(1.0 / 3), "0.3333333333333333");
    row("a negative", Value(-1), "-1");
    row("control characters", Value("\x01\x1f\b\f\n\r\t\x7f"), "\"\\u0001\\u001f\\b\\f\\n\\r\\t\x7f\"");
    row("quotes", Value("a\"b\\c/d"), R"("a\"b\\c/d")");
    row("beyond ASCII", Value("\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80"), "\"\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80\"");
    row("a long plain text and one quote", Value(std::string(50, 'x') + '"'), "\"" + QByteArray(50, 'x') + "\\\"\"");
    row("empty text", Value(""), "\"\"");
    row("empty containers", Value::array({Value::array(), Value::object()}), "[[],{}]");
}

void TestJsonValue::serializes()
{
    QFETCH(Value, value);
    QFETCH(QByteArray, text);
    QCOMPARE(serialize(value), text);
    QVERIFY(equal(tree(text), value));
}

void TestJsonValue::serializesWhatJsonCannotHold()
{
    QCOMPARE(serialize(Value(std::nan(""))), QByteArray("null"));
    QCOMPARE(serialize(Value(-std::numeric_limits<double>::infinity())), QByteArray("null"));
    QCOMPARE(serialize(Value(Value::value_t::discarded)), QByteArray("null"));
    QCOMPARE(serialize(Value("a\xFF"
                             "b\xC3")),
             QByteArray("\"a\xEF\xBF\xBD"
                        "b\xEF\xBF\xBD\""));
    QCOMPARE(serialize(Value("\xED\xA0\x80")), QByteArray("\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""));
    Value object = Value::object();
    object["\xFF"] = 1;
    QCOMPARE(serialize(object), QByteArray("{\"\xEF\xBF\xBD\":1}"));
}

void TestJsonValue::indents()
{
    const Value value = tree(R"({"b":[1,{"c":[]}],"a":{}})");
    QCOMPARE(serialize(value, Indent::Two),
             QByteArray("{\n  \"b\": [\n    1,\n    {\n      \"c\": []\n    }\n  ],\n  \"a\": {}\n}"));
    QCOMPARE(serialize(tree("[[1]]"), Indent::Four), QByteArray("[\n    [\n        1\n    ]\n]"));
}

void TestJsonValue::canonical()
{
    const QByteArray expected(
        "{\n  \"A\": 1,\n  \"a\": {\n    \"x\": 1,\n    \"y\": [\n      2,\n      1\n    ]\n  },\n"
        "  \"\xC3\xBC\": null,\n  \"\xF0\x9F\x98\x80\": 1.0\n}\n");
    QCOMPARE(
        serializeCanonical(tree("{\"\xF0\x9F\x98\x80\":1.0,\"\xC3\xBC\":null,\"a\":{\"y\":[2,1],\"x\":1},\"A\":1}")),
        expected);
    QCOMPARE(serializeCanonical(tree(expected)), expected);
    QCOMPARE(serializeCanonical(Value::object()), QByteArray("{}\n"));
}

// Trees that a program built may be deeper than the parser allows.
void TestJsonValue::deepTrees()
{
    constexpr int depth = 100'000;
    const Value value = nestedArrays(depth);
    QVERIFY(equal(value, nestedArrays(depth)));
    QVERIFY(!equal(value, nestedArrays(depth - 1)));
    const QByteArray text = serialize(value);
    QCOMPARE(text.size(), 2 * depth);
    QVERIFY(text.startsWith("[[[") && text.endsWith("]]]"));
}

// The examples of RFC 6901, section 5, and what is no pointer.
void TestJsonValue::pointers_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QByteArray>("expected"); // empty: leads nowhere
    const auto row = [](const char *pointer, const char *expected) {
        QTest::addRow("'%s'", pointer) << QString::fromUtf8(pointer) << QByteArray(expected);
    };
    row("/foo", R"(["bar","baz"])");
    row("/foo/0", R"("bar")");
    row("/", "0");
    row("/a~1b", "1");
    row("/c%d", "2");
    row("/e^f", "3");
    row("/g|h", "4");
    row("/i\\j", "5");
    row("/k\"l", "6");
    row("/ ", "7");
    row("/m~0n", "8");
    row("/~01", "9");
    row("/\xC3\xBC/0/x", "10");
    row("foo", "");
    row("/foo/", "");
    row("/foo/2", "");
    row("/foo/-", "");
    row("/foo/00", "");
    row("/foo/+1", "");
    row("/foo/0x1", "");
    row("/foo/18446744073709551616", "");
    row("/foo/0/0", "");
    row("/m~n", "");
    row("/m~", "");
    row("/m~2n", "");
    row("/absent", "");
    row("//", "");
}

void TestJsonValue::pointers()
{
    QFETCH(QString, pointer);
    QFETCH(QByteArray, expected);
    const Value root = tree("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,\"i\\\\j\":5,"
                            "\"k\\\"l\":6,\" \":7,\"m~n\":8,\"~1\":9,\"\xC3\xBC\":[{\"x\":10}]}");
    const Value *value = resolvePointer(root, pointer);
    QCOMPARE(value ? serialize(*value) : QByteArray(), expected);
    QCOMPARE(resolvePointer(root, QString()), &root);
}

void TestJsonValue::escapesPointerTokens()
{
    QCOMPARE(escapePointerToken(u"a/b~c"), QStringLiteral("a~1b~0c"));
    QCOMPARE(escapePointerToken(u""), QString());
    const Value root = tree(R"({"~1/":5})");
    QCOMPARE(toQString(fromQString(escapePointerToken(u"~1/"))), QStringLiteral("~01~1"));
    QVERIFY(resolvePointer(root, QString(u'/' + escapePointerToken(u"~1/"))));
}

void TestJsonValue::helpers()
{
    const Value value = tree(R"({"name":"f\u00fcr","list":[1],"yes":true,"number":1.5,"none":null})");
    QCOMPARE(toQString(*member(value, "name")), QStringLiteral("für"));
    QCOMPARE(member(value, u"name"), member(value, "name"));
    QCOMPARE(toQString(*member(value, "list")), QString());
    QCOMPARE(member(value, "absent"), nullptr);
    QCOMPARE(member(Value(1), "name"), nullptr);
    QVERIFY(equal(fromQString(QStringLiteral("für")), *member(value, "name")));
    QVERIFY(parse(serialize(fromQString(QString(QChar(0xD800)))))); // a lone surrogate is replaced
    QCOMPARE(typeWord(value), QStringLiteral("object"));
    QCOMPARE(typeWord(*member(value, "name")), QStringLiteral("string"));
    QCOMPARE(typeWord(*member(value, "list")), QStringLiteral("array"));
    QCOMPARE(typeWord(*member(value, "yes")), QStringLiteral("boolean"));
    QCOMPARE(typeWord(*member(value, "number")), QStringLiteral("number"));
    QCOMPARE(typeWord(Value(-1)), QStringLiteral("number"));
    QCOMPARE(typeWord(Value(1U)), QStringLiteral("number"));
    QCOMPARE(typeWord(*member(value, "none")), QStringLiteral("null"));
}

QTEST_GUILESS_MAIN(TestJsonValue)
#include "tst_jsonvalue.moc"
