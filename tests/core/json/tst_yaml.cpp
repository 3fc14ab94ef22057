// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/yaml.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::json;

class TestYaml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void duplicates();
    void depthIsBounded();
    void nodesAreBounded();
    void bytesAreBounded();
    void aliasesAreBounded();
    void bombs();
    void manyAnchors();
};

// `written` is the value as serialize() spells it.
void TestYaml::reads_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("written");
    const auto row = [](const char *name, const char *text, const char *written) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(written);
    };
    row("mapping", "b: 1\na: {c: [x, y]}\n", R"({"b":1,"a":{"c":["x","y"]}})");
    row("byte order mark", "\xEF\xBB\xBFopenapi: 3.0.0\n", R"({"openapi":"3.0.0"})");
    row("nulls", "[null, Null, NULL, ~, nUll]", R"([null,null,null,null,"nUll"])");
    row("no value", "a:\nb: ''\n", R"({"a":null,"b":""})");
    row("truth", "[true, True, TRUE, false, False, FALSE, tRue]", R"([true,true,true,false,false,false,"tRue"])");
    row("words of YAML 1.1 are texts", "[yes, no, on, off, y, n, Yes, NO]",
        R"(["yes","no","on","off","y","n","Yes","NO"])");
    row("integers", "[0, -0, +7, 007, 0o17, 0x1F, -5]", "[0,0,7,7,15,31,-5]");
    row("integers of 64 bits", "[18446744073709551615, -9223372036854775808, 9007199254740993]",
        "[18446744073709551615,-9223372036854775808,9007199254740993]");
    row("integers beyond", "[18446744073709551616]", "[18446744073709551616.0]");
    row("floats", "[1.0, .5, 5., -1.5e3, 1E-2, 00.5, 3.0.0]", R"([1.0,0.5,5.0,-1500.0,0.01,0.5,"3.0.0"])");
    row("no numbers", "[1_000, 0b1, 1e, e1, ., -, +, 0o8, 0xG, 1:30, .inf, .nan, 1e999]",
        R"(["1_000","0b1","1e","e1",".","-","+","0o8","0xG","1:30",".inf",".nan","1e999"])");
    row("dates are texts", "[2024-01-31, 2024-01-31T00:00:00Z, 12:30:45]",
        R"(["2024-01-31","2024-01-31T00:00:00Z","12:30:45"])");
    row("quoted is text", R"(["1", 'true', "~", "\u00e4\n"])", "[\"1\",\"true\",\"~\",\"\xC3\xA4\\n\"]");
    row("names are texts", "200: a\ntrue: b\n~: c\n1.0: d\n? x\n: e\n",
        R"({"200":"a","true":"b","~":"c","1.0":"d","x":"e"})");
    row("literal block", "a: |\n  x\n   y\n\nb: >-\n  p\n  q\n", R"({"a":"x\n y\n","b":"p q"})");
    row("tags", "[!!str 1, !!int \"7\", !!float 1, !!null '', !!bool \"true\", !own 5, !!binary YQ==]",
        R"(["1",7,1,null,true,"5","YQ=="])");
    row("anchors", "a: &x {k: 1}\nb: *x\nc: &y text\nd: *y\n", R"({"a":{"k":1},"b":{"k":1},"c":"text","d":"text"})");
    row("anchor that is used again", "[&a 1, *a, &a 2, *a]", "[1,1,2,2]");
    row("alias as a name", "&k name: 1\nb: {*k : 2}\n", R"({"name":1,"b":{"name":2}})");
    row("merge", "base: &b {x: 1, y: 2}\nd:\n  <<: *b\n  y: 3\n", R"({"base":{"x":1,"y":2},"d":{"y":3,"x":1}})");
    row("merge several", "[&a {x: 1}, &b {x: 2, y: 2}, {<<: [*a, *b], z: 3}]",
        R"([{"x":1},{"x":2,"y":2},{"z":3,"x":1,"y":2}])");
    row("quoted is no merge key", "{\"<<\": {a: 1}}", R"({"<<":{"a":1}})");
    row("document marks", "---\na: 1\n...\n", R"({"a":1})");
    row("directive", "%YAML 1.1\n---\na: no\n", R"({"a":"no"})");
    row("comments", "# one\na: 1 # two\n", R"({"a":1})");
    row("scalar alone", "hello", R"("hello")");
    row("$ref", "a:\n  $ref: '#/x'\n", R"({"a":{"$ref":"#/x"}})");
    row("JSON", R"({"a": [1, 2.50, "\u0041"]})", R"({"a":[1,2.5,"A"]})");
    row("empty document", "---\n...\n", "null");
}

void TestYaml::reads()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, written);
    const Result<Value> result = parseYaml(text);
    QVERIFY2(result, result ? "" : qPrintable(result.error().text));
    QCOMPARE(serialize(*result), written);
}

void TestYaml::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QByteArray &text, const char *says) {
        QTest::newRow(name) << text << QString::fromUtf8(says);
    };
    row("nothing", "", "line 1, column 1: the text is empty");
    row("comment alone", "# x\n", "the text is empty");
    row("tab", "a:\n\t- b\n", "line 2, column 1: ");
    row("open bracket", "a: [1,\n", "line 2, ");
    row("bad indentation", "a: 1\n b: 2\n", "line 2, ");
    row("second document", "a: 1\n---\nb: 2\n", "line 2, column 1: a second document");
    row("name that is a sequence", "? [a]\n: b\n", "line 1, column 3: a name is wanted");
    row("name that is a mapping", "{{a: 1}: b}", "column 2: a name is wanted");
    row("unknown alias", "a: *x\n", "line 1, column 4: there is no anchor “x”");
    row("anchor that contains itself", "a: &x\n  b: *x\n", "line 2, column 6: the anchor “x” contains itself");
    row("anchor that contains itself in a sequence", "&x [1, *x]", "column 8: the anchor “x” contains itself");
    row("alias of a mapping as a name", "[&x {a: 1}, {*x : 2}]", "and “x” is no text");
    row("merge of a text", "<<: x\n", "“<<” wants a mapping");
    row("wrong tag", "!!int x", "what stands here is no int");
    row("NUL", QByteArray("a: \0b", 5), "line 1, ");
    row("invalid UTF-8", "a: \xff\xfe\n", "line 1, ");
    row("column in characters", "\xC3\xA4: *x\n", "column 4");
}

void TestYaml::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    ParseReport report;
    const Result<Value> result = parseYaml(text, {}, &report);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::InvalidInput);
    QVERIFY2(result.error().text.contains(says), qPrintable(result.error().text));
    QVERIFY(report.failure);
    QCOMPARE(report.failure->text(), result.error().text);
}

void TestYaml::duplicates()
{
    ParseReport report;
    const QByteArray text = "\xC3\xA4: 1\nr:\n  - \"200\": a\n    200: b\n";
    const Result<Value> result = parseYaml(text, {}, &report);
    QVERIFY(result);
    QCOMPARE(serialize(*result), "{\"\xC3\xA4\":1,\"r\":[{\"200\":\"b\"}]}"_ba);
    QCOMPARE(report.duplicateCount, 1);
    QCOMPARE(report.duplicates.front().pointer, u"/r/0/200"_s);
    QCOMPARE(report.duplicates.front().offset, text.lastIndexOf("200"));
    QCOMPARE(report.depth, 3);
}

void TestYaml::depthIsBounded()
{
    const QByteArray deep = QByteArray("[").repeated(200) + QByteArray("]").repeated(200);
    QVERIFY(parseYaml(deep));
    const Result<Value> tooDeep = parseYaml(QByteArray("[" + deep + "]"));
    QVERIFY(!tooDeep);
    QCOMPARE(tooDeep.error().code, ErrorCode::LimitExceeded);
    QVERIFY(!parseYaml(QByteArray("[").repeated(100'000)));
    QVERIFY(!parseYaml(QByteArray("- ").repeated(100'000)));
    // Aliases stand as deep as what they repeat.
    const Result<Value> aliased = parseYaml("[&a [[[1]]], [[*a]]]", {.text = {.maximumDepth = 5}});
    QVERIFY(!aliased);
    QCOMPARE(aliased.error().code, ErrorCode::LimitExceeded);
    QVERIFY(parseYaml("[&a [[[1]]], [[*a]]]", {.text = {.maximumDepth = 6}}));
}

void TestYaml::nodesAreBounded()
{
    QVERIFY(parseYaml("[1, 2, {a: 3}]", {.text = {.maximumNodes = 5}}));
    const Result<Value> tooMany = parseYaml("[1, 2, {a: 3}]", {.text = {.maximumNodes = 4}});
    QVERIFY(!tooMany);
    QCOMPARE(tooMany.error().code, ErrorCode::LimitExceeded);
}

void TestYaml::bytesAreBounded()
{
    const Result<Value> tooLong = parseYaml("aaaa", {.text = {.maximumBytes = 3}});
    QVERIFY(!tooLong);
    QCOMPARE(tooLong.error().code, ErrorCode::LimitExceeded);
}

void TestYaml::aliasesAreBounded()
{
    const YamlLimits limits{.maximumAliases = 2};
    QVERIFY(parseYaml("[&a 1, *a, *a]", limits));
    const Result<Value> tooMany = parseYaml("[&a 1, *a, *a, *a]", limits);
    QVERIFY(!tooMany);
    QCOMPARE(tooMany.error().code, ErrorCode::LimitExceeded);
}

// Each line repeats the one before ten times: a billion laughs.
void TestYaml::bombs()
{
    QByteArray bomb = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
    for (char name = 'b'; name <= 'i'; ++name) {
        const QByteArray before(1, char(name - 1));
        bomb +=
            QByteArray(1, name) + ": &" + QByteArray(1, name) + " [*" + QByteArrayList(10, before).join(", *") + "]\n";
    }
    Result<Value> result = parseYaml(bomb);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::LimitExceeded);
    // One long text, repeated.
    const QByteArray longText = "[&a " + QByteArray(1'000'000, 'x') + QByteArray(", *a").repeated(1000) + "]";
    result = parseYaml(longText);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::LimitExceeded);
    // Merged.
    QByteArray merge = "x: &m0 {k: 1}\n";
    for (int i = 1; i <= 300; ++i) {
        const QByteArray number = QByteArray::number(i);
        const QByteArray before = QByteArray::number(i - 1);
        merge += "x" + number + ": &m" + number + " {<<: [*m" + before + ", *m" + before + "], k" + number + ": 1}\n";
    }
    const Result<Value> merged = parseYaml(merge);
    QVERIFY2(merged, merged ? "" : qPrintable(merged.error().text));
    QCOMPARE(member(*merged, "x300")->size(), 301U);
    QVERIFY(!parseYaml(merge, {.maximumCopiedNodes = 50'000}));
}

// Anchors on each level are copies of copies, which count.
void TestYaml::manyAnchors()
{
    QByteArray nested;
    for (int i = 0; i < 150; ++i)
        nested += "&a" + QByteArray::number(i) + " [";
    nested += QByteArray("1,").repeated(100) + QByteArray("]").repeated(150);
    QVERIFY(parseYaml(nested));
    const Result<Value> tooMany = parseYaml(nested, {.maximumCopiedNodes = 10'000});
    QVERIFY(!tooMany);
    QCOMPARE(tooMany.error().code, ErrorCode::LimitExceeded);
}

QTEST_GUILESS_MAIN(TestYaml)
#include "tst_yaml.moc"
