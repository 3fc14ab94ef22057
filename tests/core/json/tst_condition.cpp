// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/condition.h"

#include <QTest>

using namespace uw;
using namespace uw::json;

class TestCondition : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON.
private Q_SLOTS:
    void rules_data();
    void rules();
    void selectsNothing_data();
    void selectsNothing();
    void groups_data();
    void groups();
    void refuses_data();
    void refuses();
    void explains();
    void cutsWhatItExplains();
    void budget();
    void limits();
    void instants_data();
    void instants();
    void namesItsPaths();
};

namespace {

constexpr auto contextText = R"({
    "payload": {"n": 5, "f": 5.0, "s": "Zoë", "t": true, "nil": null, "list": [1, 2, 3], "tags": ["a", "b"], "o": {"k": 1},
        "empty": "", "none": [], "void": {}, "big": 9007199254740993, "at": "2026-01-31T12:00:00.5Z", "five": "5",
        "mixed": [1, "1", null], "times": ["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"], "leap": "2016-12-31T23:59:60Z"},
    "trigger": {"eventType": "NEW"}, "steps": {"look": {"status": 200}}, "workspace": {"id": "w"}, "item": 3})";

const Value &context()
{
    static const Value tree = parse(contextText).valueOr(Value());
    return tree;
}

Value tree(const QByteArray &text)
{
    Result<Value> value = parse(text);
    if (!value)
        qFatal("%s: %s", text.constData(), qPrintable(value.error().text));
    return std::move(value).value();
}

Result<bool> evaluated(const QByteArray &condition)
{
    const Result<Condition> compiled = Condition::compile(tree(condition));
    if (!compiled)
        return compiled.error();
    EvaluationMeter meter;
    return compiled->evaluate(TreeScope(context()), meter);
}

} // namespace

void TestCondition::rules_data()
{
    QTest::addColumn<QByteArray>("rule"); // path, operator, value and the rest
    QTest::addColumn<bool>("holds");
    const auto row = [](const char *path, const char *op, const char *rest, bool holds) {
        const QByteArray rule = QByteArray(R"({"path":")") + path + R"(","operator":")" + op + '"' + rest + '}';
        QTest::newRow(rule.constData()) << rule << holds;
    };
    const auto with = [&row](const char *path, const char *op, const char *value, bool holds) {
        row(path, op, QByteArray(QByteArray(",\"value\":") + value).constData(), holds);
    };
    with("$.n", "equals", "5", true);
    with("$.n", "equals", "5.0", true);
    with("$.f", "equals", "5", true);
    with("$.n", "equals", "\"5\"", false);
    with("$.five", "equals", "5", false);
    with("$.t", "equals", "true", true);
    with("$.t", "equals", "1", false);
    with("$.nil", "equals", "null", true);
    with("$.list", "equals", "[1, 2, 3.0]", true);
    with("$.list", "equals", "[3, 2, 1]", false);
    with("$.o", "equals", "{\"k\": 1}", true);
    with("$.big", "equals", "9007199254740993", true);
    with("$.big", "equals", "9007199254740992.0", false);
    with("$.s", "equals", "\"Zoë\"", true);
    with("$.s", "equals", "\"zoë\"", false);
    with("$.n", "not_equals", "5", false);
    with("$.n", "not_equals", "\"5\"", true);
    with("$.n", "less", "6", true);
    with("$.n", "less", "5", false);
    with("$.n", "less_or_equal", "5.0", true);
    with("$.n", "greater", "4.5", true);
    with("$.n", "greater_or_equal", "5", true);
    with("$.n", "greater", "\"4\"", false);
    with("$.five", "greater", "4", false);
    with("$.s", "greater", "\"A\"", true);
    with("$.s", "less", "\"z\"", true);
    with("$.nil", "less", "1", false);
    with("$.t", "greater_or_equal", "0", false);
    with("$.big", "greater", "9007199254740992.0", true);
    with("$.s", "contains", "\"o\"", true);
    with("$.s", "contains", "\"O\"", false);
    with("$.s", "contains", "\"\"", true);
    with("$.s", "contains", "1", false);
    with("$.tags", "contains", "\"a\"", true);
    with("$.tags", "contains", "\"c\"", false);
    with("$.list", "contains", "2.0", true);
    with("$.list", "contains", "\"2\"", false);
    with("$.n", "contains", "5", false);
    with("$.o", "contains", "\"k\"", false);
    with("$.tags", "not_contains", "\"c\"", true);
    with("$.tags", "not_contains", "\"a\"", false);
    with("$.n", "not_contains", "5", true);
    with("$.s", "starts_with", "\"Zo\"", true);
    with("$.s", "starts_with", "\"o\"", false);
    with("$.n", "starts_with", "\"5\"", false);
    with("$.s", "ends_with", "\"ë\"", true);
    with("$.s", "ends_with", "\"e\"", false);
    with("$.s", "matches", "\"o.$\"", true);
    with("$.s", "matches", "\"^o\"", false);
    with("$.s", "matches", "\"(?i)zOË\"", true);
    with("$.n", "matches", "\"5\"", false);
    with("$.s", "not_matches", "\"x\"", true);
    with("$.s", "not_matches", "\"o\"", false);
    with("$.n", "not_matches", "\"x\"", false);
    with("$.n", "in", "[1, 5.0]", true);
    with("$.n", "in", "[\"5\"]", false);
    with("$.n", "in", "[]", false);
    with("$.list", "in", "[[1, 2, 3]]", true);
    with("$.n", "not_in", "[1]", true);
    with("$.n", "not_in", "[5]", false);
    row("$.nil", "exists", "", true);
    row("$.nil", "not_exists", "", false);
    row("$.nil", "exists", ",\"value\":null", true);
    row("$.nil", "is_null", "", true);
    row("$.empty", "is_null", "", false);
    row("$.empty", "is_empty", "", true);
    row("$.none", "is_empty", "", true);
    row("$.void", "is_empty", "", true);
    row("$.nil", "is_empty", "", false);
    row("$.n", "is_empty", "", false);
    row("$.s", "is_empty", "", false);
    with("$.n", "is_type", "\"number\"", true);
    with("$.n", "is_type", "\"integer\"", true);
    with("$.f", "is_type", "\"integer\"", true);
    with("$.five", "is_type", "\"number\"", false);
    with("$.nil", "is_type", "\"null\"", true);
    with("$.t", "is_type", "\"boolean\"", true);
    with("$.s", "is_type", "\"string\"", true);
    with("$.list", "is_type", "\"array\"", true);
    with("$.o", "is_type", "\"object\"", true);
    with("$.at", "before", "\"2026-01-31T12:00:00.51Z\"", true);
    with("$.at", "before", "\"2026-01-31T12:00:00.5Z\"", false);
    with("$.at", "after", "\"2026-01-31T12:00:00.4999999999Z\"", true);
    with("$.at", "after", "\"2026-01-31T13:00:00.4+01:00\"", true);
    with("$.at", "after", "\"2026-01-31T13:00:00.6+01:00\"", false);
    with("$.leap", "after", "\"2016-12-31T23:59:59.999Z\"", true);
    with("$.leap", "before", "\"2017-01-01T00:00:00.001Z\"", true);
    with("$.s", "before", "\"2026-01-01T00:00:00Z\"", false);
    with("$.n", "after", "\"2026-01-01T00:00:00Z\"", false);
    // Several values.
    with("$.list[*]", "equals", "3", true);
    with("$.list[*]", "equals", "4", false);
    row("$.list[*]", "equals", ",\"value\":3,\"match\":\"all\"", false);
    row("$.list[*]", "less", ",\"value\":4,\"match\":\"all\"", true);
    row("$.list[*]", "less", ",\"value\":2,\"match\":\"any\"", true);
    with("$.list[*]", "not_equals", "3", true);
    row("$.list[*]", "not_equals", ",\"value\":3,\"match\":\"all\"", false);
    row("$.times[*]", "before", ",\"value\":\"2026-06-01T00:00:00Z\",\"match\":\"all\"", false);
    with("$.mixed[*]", "greater", "0", true);
    row("$.mixed[*]", "greater", ",\"value\":0,\"match\":\"all\"", false);
    with("$.list[?@ > 2]", "equals", "3", true);
    // Roots.
    with("trigger.eventType", "equals", "\"NEW\"", true);
    with("steps.look.status", "less", "300", true);
    with("steps['look'].status", "equals", "200", true);
    row("steps.later", "exists", "", false);
    with("workspace.id", "equals", "\"w\"", true);
    with("item", "equals", "3", true);
    row("execution.id", "not_exists", "", true);
    row("$", "exists", "", true);
    row("trigger[?@ == $.none]", "exists", "", false);
}

void TestCondition::rules()
{
    QFETCH(QByteArray, rule);
    QFETCH(bool, holds);
    const Result<bool> result = evaluated(rule);
    QVERIFY2(result, result ? "" : qPrintable(result.error().text));
    QCOMPARE(*result, holds);
    QCOMPARE(*evaluated("{\"not\":" + rule + '}'), !holds);
    // What is explained is what was decided.
    EvaluationMeter meter;
    const Result<Value> explained = Condition::compile(tree(rule))->explain(TreeScope(context()), meter);
    QVERIFY(explained);
    QCOMPARE(*member(*explained, "result")->get_ptr<const bool *>(), holds);
}

void TestCondition::selectsNothing_data()
{
    QTest::addColumn<QByteArray>("op");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("holds");
    const auto row = [](const char *op, const char *value, bool holds) {
        QTest::newRow(op) << QByteArray(op) << QByteArray(value) << holds;
    };
    for (const char *op : {"equals", "less", "less_or_equal", "greater", "greater_or_equal", "contains"})
        row(op, "1", false);
    for (const char *op : {"starts_with", "ends_with", "matches", "not_matches"})
        row(op, "\"a\"", false);
    row("in", "[null]", false);
    row("exists", "null", false);
    row("is_null", "null", false);
    row("is_empty", "null", false);
    row("is_type", "\"null\"", false);
    row("before", "\"2026-01-01T00:00:00Z\"", false);
    row("after", "\"2026-01-01T00:00:00Z\"", false);
    row("not_exists", "null", true);
    row("not_equals", "1", true);
    row("not_in", "[1]", true);
    row("not_contains", "1", true);
}

void TestCondition::selectsNothing()
{
    QFETCH(QByteArray, op);
    QFETCH(QByteArray, value);
    QFETCH(bool, holds);
    for (const char *path : {"$.no", "$.no[*]", "$.none[*]", "steps.later.x"}) {
        for (const char *match : {"any", "all"}) {
            const QByteArray rule = QByteArray(R"({"path":")") + path + R"(","operator":")" + op + R"(","value":)"
                                  + value + R"(,"match":")" + match + "\"}";
            const Result<bool> result = evaluated(rule);
            QVERIFY2(result, result ? "" : qPrintable(result.error().text));
            QVERIFY2(*result == holds, rule.constData());
        }
    }
}

void TestCondition::groups_data()
{
    QTest::addColumn<QByteArray>("condition");
    QTest::addColumn<bool>("holds");
    const auto row = [](const char *condition, bool holds) {
        // T and F stand for a rule that holds and one that does not.
        QByteArray text = condition;
        text.replace("T", R"({"path":"$.n","operator":"equals","value":5})");
        text.replace("F", R"({"path":"$.n","operator":"equals","value":6})");
        QTest::newRow(condition) << text << holds;
    };
    row(R"({"all":[]})", true);
    row(R"({"any":[]})", false);
    row(R"({"not":{"all":[]}})", false);
    row(R"({"all":[T]})", true);
    row(R"({"all":[T,T]})", true);
    row(R"({"all":[T,F]})", false);
    row(R"({"any":[F,T]})", true);
    row(R"({"any":[F,F]})", false);
    row(R"({"not":F})", true);
    row(R"({"not":{"not":T}})", true);
    row(R"({"all":[{"any":[F,T]},{"not":F}]})", true);
    row(R"({"any":[{"all":[T,F]},{"all":[T,T]}]})", true);
    row("T", true);
    row("F", false);
}

void TestCondition::groups()
{
    QFETCH(QByteArray, condition);
    QFETCH(bool, holds);
    const Result<bool> result = evaluated(condition);
    QVERIFY2(result, result ? "" : qPrintable(result.error().text));
    QCOMPARE(*result, holds);
}

void TestCondition::refuses_data()
{
    QTest::addColumn<QByteArray>("condition");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *condition, const char *field, const char *says) {
        QTest::newRow(condition) << QByteArray(condition) << QString::fromUtf8(field) << QString::fromUtf8(says);
    };
    row("null", "", "type null");
    row("[]", "", "type array");
    row("\"$.a\"", "", "type string");
    row("{}", "path", "names the path");
    row(R"({"all":{}})", "all", "a list");
    row(R"({"any":[1]})", "any[0]", "type number");
    row(R"({"all":[{"not":[]}]})", "all[0].not", "type array");
    row(R"({"all":[],"any":[]})", "any", "Nothing reads");
    row(R"({"not":{"all":[]},"path":"$"})", "path", "Nothing reads");
    row(R"({"operator":"exists"})", "path", "names the path");
    row(R"({"path":5,"operator":"exists"})", "path", "names the path");
    row(R"({"path":"a.b","operator":"exists"})", "path", "Column 1");
    row(R"({"path":"$.a[","operator":"exists"})", "path", "Column 5");
    row(R"({"path":"$.a ","operator":"exists"})", "path", "Column 4");
    row(R"({"path":"steps","operator":"exists"})", "path", "id of a step");
    row(R"({"path":"$.a"})", "operator", "names its operator");
    row(R"({"path":"$.a","operator":"is"})", "operator", "“is”");
    row(R"({"path":"$.a","operator":1})", "operator", "names its operator");
    row(R"({"path":"$.a","operator":"equals"})", "value", "compares with a value");
    row(R"({"path":"$.a","operator":"exists","value":true})", "value", "takes no value");
    row(R"({"path":"$.a","operator":"less","value":null})", "value", "a number or a string");
    row(R"({"path":"$.a","operator":"in","value":"a"})", "value", "an array");
    row(R"({"path":"$.a","operator":"starts_with","value":1})", "value", "a string");
    row(R"({"path":"$.a","operator":"matches","value":"("})", "value", "no regular expression");
    row(R"({"path":"$.a","operator":"matches","value":"(?=a)b"})", "value", "no regular expression");
    row(R"({"path":"$.a","operator":"not_matches","value":1})", "value", "a pattern");
    row(R"({"path":"$.a","operator":"is_type","value":"text"})", "value", "boolean");
    row(R"({"path":"$.a","operator":"before","value":"tomorrow"})", "value", "a time");
    row(R"({"path":"$.a","operator":"after","value":5})", "value", "a time");
    row(R"({"path":"$.a","operator":"exists","match":"some"})", "match", "any or all");
    row(R"({"path":"$.a","operator":"exists","match":1})", "match", "any or all");
    row(R"({"path":"$.a","operator":"exists","note":1})", "note", "Nothing reads");
    row(R"({"all":[{"all":[]},{"any":[{"path":"$.a","operator":"x"}]}]})", "all[1].any[0].operator", "“x”");
}

void TestCondition::refuses()
{
    QFETCH(QByteArray, condition);
    QFETCH(QString, field);
    QFETCH(QString, says);
    ConditionFault fault;
    const Result<Condition> compiled = Condition::compile(tree(condition), &fault);
    QVERIFY(!compiled);
    QCOMPARE(fault.field, field);
    QVERIFY2(fault.message.contains(says), qPrintable(fault.message));
    QVERIFY(compiled.error().text.contains(fault.message));
    QCOMPARE(compiled.error().code, ErrorCode::InvalidInput);
}

void TestCondition::explains()
{
    const Result<Condition> condition = Condition::compile(tree(
        R"({"any":[{"path":"$.n","operator":"greater","value":9},{"not":{"path":"$.no","operator":"exists"}},
            {"path":"$.list[*]","operator":"less","value":3,"match":"all"}]})"));
    QVERIFY(condition);
    EvaluationMeter meter;
    const Result<Value> explained = condition->explain(TreeScope(context()), meter);
    QVERIFY(explained);
    QCOMPARE(serialize(*explained), serialize(tree(R"({"result":true,"any":[
                {"result":false,"path":"$.n","operator":"greater","value":9,"count":1,"found":[5]},
                {"result":true,"not":{"result":false,"path":"$.no","operator":"exists","count":0,"found":[]}},
                {"result":false,"path":"$.list[*]","operator":"less","value":3,"match":"all","count":3,"found":[1,2,3]}]})")));
}

void TestCondition::cutsWhatItExplains()
{
    Value whole = Value::object();
    whole["payload"] = Value::array();
    for (int i = 0; i < 50; ++i)
        whole["payload"].push_back(std::string(5000, 'x'));
    const Result<Condition> condition = Condition::compile(tree(R"({"path":"$[*]","operator":"is_empty"})"));
    EvaluationMeter meter;
    const Result<Value> explained = condition->explain(TreeScope(whole), meter);
    QVERIFY(explained);
    QCOMPARE(serialize(*member(*explained, "count")), "50");
    QCOMPARE(member(*explained, "found")->size(), Condition::explainedValues);
    QVERIFY(serialize(*explained).size() < 12'000);
}

void TestCondition::budget()
{
    Value whole = Value::object();
    whole["payload"] = Value::array();
    for (int i = 0; i < 3000; ++i)
        whole["payload"].push_back(i);
    const TreeScope scope(whole);
    const Result<Condition> condition =
        Condition::compile(tree(R"({"path":"$[?count($[?@ == 1]) > 2]","operator":"exists"})"));
    EvaluationMeter meter;
    const Result<bool> result = condition->evaluate(scope, meter);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::LimitExceeded);
    // A negation of what could not be decided is no yes.
    const Result<Condition> negated =
        Condition::compile(tree(R"({"not":{"path":"$[*]","operator":"equals","value":5000}})"));
    EvaluationMeter small(1000);
    QVERIFY(!negated->evaluate(scope, small));
}

void TestCondition::limits()
{
    Value deep = tree(R"({"all":[]})");
    for (int i = 1; i < Condition::maximumDepth; ++i) {
        Value outer = Value::object();
        outer["not"] = deep;
        deep = outer;
    }
    QVERIFY(Condition::compile(deep));
    Value deeper = Value::object();
    deeper["not"] = deep;
    QVERIFY(!Condition::compile(deeper));
    Value rules = Value::object();
    rules["all"] = Value::array();
    for (int i = 0; i < Condition::maximumRules; ++i)
        rules["all"].push_back(tree(R"({"path":"$.a","operator":"exists"})"));
    QVERIFY(Condition::compile(rules));
    rules["all"].push_back(tree(R"({"path":"$.a","operator":"exists"})"));
    const Result<Condition> many = Condition::compile(rules);
    QVERIFY(!many);
    QCOMPARE(many.error().code, ErrorCode::LimitExceeded);
}

void TestCondition::instants_data()
{
    QTest::addColumn<QByteArray>("earlier");
    QTest::addColumn<QByteArray>("later");
    QTest::newRow("fractions") << "2026-01-01T00:00:00.1Z"_qba
                               << "2026-01-01T00:00:00.10000000000000000001Z"_qba;
    QTest::newRow("fraction and none") << "2026-01-01T00:00:00Z"_qba
                                       << "2026-01-01T00:00:00.000000001Z"_qba;
    QTest::newRow("offsets") << "2026-01-01T00:30:00+01:00"_qba
                             << "2026-01-01T00:00:00-00:00"_qba;
    QTest::newRow("before 1970") << "1969-12-31T23:59:58.9Z"_qba
                                 << "1969-12-31T23:59:59.1Z"_qba;
    QTest::newRow("leap second") << "2016-12-31T23:59:59.9999Z"_qba
                                 << "2016-12-31T23:59:60Z"_qba;
    QTest::newRow("lower case") << "2026-01-01t00:00:00z"_qba
                                << "2026-01-01T00:00:01Z"_qba;
}

void TestCondition::instants()
{
    QFETCH(QByteArray, earlier);
    QFETCH(QByteArray, later);
    const std::optional<Instant> a = Instant::read(earlier.toStdString());
    const std::optional<Instant> b = Instant::read(later.toStdString());
    QVERIFY(a && b);
    QVERIFY(*a < *b);
    QVERIFY(*b > *a);
    QVERIFY(*Instant::read("2026-01-01T00:00:00.500Z") == *Instant::read("2026-01-01T01:00:00.5+01:00"));
    for (const char *text :
         {"", "2026-01-01", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00.Z", "now"})
        QVERIFY2(!Instant::read(text), text);
}

void TestCondition::namesItsPaths()
{
    const Result<Condition> condition = Condition::compile(tree(
        R"({"all":[{"path":"$.a","operator":"exists"},{"not":{"path":"steps.one.body[*].x","operator":"is_null"}}]})"));
    QVERIFY(condition);
    const std::vector<RootPath> paths = condition->paths();
    QCOMPARE(paths.size(), 2u);
    QCOMPARE(paths[0].text(), u"$.a"_qs);
    QCOMPARE(paths[1].root(), Root::Steps);
    QCOMPARE(paths[1].step(), std::string("one"));
}

QTEST_GUILESS_MAIN(TestCondition)
#include "tst_condition.moc"
