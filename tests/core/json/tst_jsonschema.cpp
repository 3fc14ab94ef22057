// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/schema/schema.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::json;

namespace {

Value value(const QByteArray &text)
{
    const Result<Value> parsed = parse(text);
    if (!parsed)
        qFatal("%s", qPrintable(parsed.error().text));
    return *parsed;
}

// A schema of `depth` objects inside each other under the keyword "a".
QByteArray nested(int depth)
{
    return QByteArray(R"({"a":)").repeated(depth) + "1" + QByteArray("}").repeated(depth);
}

} // namespace

class TestJsonSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void validates_data();
    void validates();
    void refuses_data();
    void refuses();
    void says_data();
    void says();
    void pointers();
    void variantThatWasMeant();
    void violationsAreBounded();
    void stepsAreBounded();
    void depthIsBounded();
    void schemasAreBounded();
    void patternsAreBounded();
    void cyclesEnd();
    void lenient();
    void entryInADocument();
    void otherDocuments();
    void metaschemas();
    void directions();
    void formatsOnlyWhenAsked();
};

void TestJsonSchema::validates_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("instance");
    QTest::addColumn<bool>("isValid");
    QTest::addColumn<int>("dialect");
    const auto row = [](const char *name, const char *schema, const char *instance, bool isValid,
                        SchemaDialect dialect = SchemaDialect::Draft2020) {
        QTest::addRow("%s: %s", name, instance)
            << QByteArray(schema) << QByteArray(instance) << isValid << int(dialect);
    };
    row("true", "true", "1", true);
    row("false", "false", "1", false);
    row("nothing said", "{}", "null", true);
    row("integer", R"({"type":"integer"})", "1.0", true);
    row("integer", R"({"type":"integer"})", "1.5", false);
    row("integer of draft 4", R"({"type":"integer"})", "1.0", false, SchemaDialect::Draft4);
    row("big integer", R"({"maximum":9007199254740992})", "9007199254740993", false);
    row("big double", R"({"maximum":9007199254740992.0})", "9007199254740993", false);
    row("decimal multiple", R"({"multipleOf":0.01})", "0.07", true);
    row("decimal multiple", R"({"multipleOf":0.01})", "19.99", true);
    row("decimal multiple", R"({"multipleOf":0.01})", "0.075", false);
    row("large multiple", R"({"multipleOf":0.1})", "18446744073709551615", true);
    row("large multiple", R"({"multipleOf":3})", "1e300", false);
    row("unevaluated through a reference",
        R"({"$ref":"#/$defs/a","unevaluatedProperties":false,"$defs":{"a":{"properties":{"x":true}}}})", R"({"x":1})",
        true);
    row("unevaluated through a reference",
        R"({"$ref":"#/$defs/a","unevaluatedProperties":false,"$defs":{"a":{"properties":{"x":true}}}})", R"({"y":1})",
        false);
    const char *branches = R"({"properties":{"a":true},"anyOf":[{"required":["b"],"properties":{"b":true}},
        {"required":["c"],"properties":{"c":true}}],"unevaluatedProperties":false})";
    row("unevaluated with branches", branches, R"({"a":1,"b":2})", true);
    row("unevaluated with branches", branches, R"({"a":1,"b":2,"c":3})", true);
    row("unevaluated with branches", branches, R"({"a":1,"b":2,"d":3})", false);
    const char *condition = R"({"if":{"properties":{"k":{"const":1}},"required":["k"]},
        "then":{"properties":{"x":true}},"else":{"properties":{"y":true}},"unevaluatedProperties":false})";
    row("unevaluated with a condition", condition, R"({"k":1,"x":1})", true);
    row("unevaluated with a condition", condition, R"({"k":1,"y":1})", false);
    row("unevaluated with a condition", condition, R"({"y":1})", true);
    row("unevaluated with a condition", condition, R"({"k":2,"y":1})", false);
    row("negation evaluates nothing", R"({"not":{"not":{"properties":{"a":true}}},"unevaluatedProperties":false})",
        R"({"a":1})", false);
    row("unevaluated of a kind", R"({"properties":{"a":true},"unevaluatedProperties":{"type":"string"}})",
        R"({"a":1,"b":"x"})", true);
    row("unevaluated of a kind", R"({"properties":{"a":true},"unevaluatedProperties":{"type":"string"}})",
        R"({"a":1,"b":2})", false);
    row("unevaluated items", R"({"prefixItems":[true],"unevaluatedItems":false})", "[1]", true);
    row("unevaluated items", R"({"prefixItems":[true],"unevaluatedItems":false})", "[1,2]", false);
    row("unevaluated items and contains", R"({"contains":{"type":"string"},"unevaluatedItems":{"type":"number"}})",
        R"(["a",1])", true);
    row("unevaluated items and contains", R"({"contains":{"type":"string"},"unevaluatedItems":{"type":"number"}})",
        R"(["a",null])", false);
    row("contains in numbers", R"({"contains":{"const":1},"minContains":2,"maxContains":3})", "[1,1,0]", true);
    row("contains in numbers", R"({"contains":{"const":1},"minContains":2,"maxContains":3})", "[1,0]", false);
    row("contains in numbers", R"({"contains":{"const":1},"minContains":2,"maxContains":3})", "[1,1,1,1]", false);
    row("contains none", R"({"contains":{"const":1},"minContains":0})", "[]", true);
    row("unique", R"({"uniqueItems":true})", R"([1,"1",[1],{"a":1,"b":2}])", true);
    row("unique", R"({"uniqueItems":true})", R"([{"a":1,"b":2},{"b":2.0,"a":1}])", false);
    row("unique among many", R"({"uniqueItems":true})", "[1,2,3,4,5,6,7,8,9,10,11,5.0]", false);
    row("unique among many", R"({"uniqueItems":true})", "[1,2,3,4,5,6,7,8,9,10,11,true]", true);
    row("dependent", R"({"dependentRequired":{"a":["b"]},"dependentSchemas":{"c":{"required":["d"]}}})", R"({"a":1})",
        false);
    row("dependent", R"({"dependentRequired":{"a":["b"]},"dependentSchemas":{"c":{"required":["d"]}}})", R"({"c":1})",
        false);
    row("dependent", R"({"dependentRequired":{"a":["b"]},"dependentSchemas":{"c":{"required":["d"]}}})",
        R"({"a":1,"b":1,"c":1,"d":1})", true);
    row("names", R"({"propertyNames":{"maxLength":2}})", R"({"abc":1})", false);
    row("length in code points", R"({"maxLength":2})", "\"\xF0\x9F\x98\x80\xC3\xA4\"", true);
    row("keywords beside a reference", R"({"$ref":"#/$defs/a","maximum":3,"$defs":{"a":{"minimum":1}}})", "5", false);
    row("nothing beside a reference", R"({"$ref":"#/definitions/a","maximum":3,"definitions":{"a":{"minimum":1}}})",
        "5", true, SchemaDialect::Draft7);
    row("anchor", R"({"$ref":"#here","$defs":{"x":{"$anchor":"here","type":"string"}}})", "1", false);
    row("anchor of draft 7", R"({"$ref":"#here","definitions":{"x":{"$id":"#here","type":"string"}}})", "1", false,
        SchemaDialect::Draft7);
    row("relative address", R"({"$id":"http://a/b/c","$ref":"d","$defs":{"x":{"$id":"http://a/b/d","type":"string"}}})",
        "1", false);
    row("name of a resource", R"({"$ref":"urn:x:y","$defs":{"x":{"$id":"urn:x:y","type":"string"}}})", "1", false);
    row("pointer within a resource",
        R"({"$ref":"urn:x:y#/$defs/z","$defs":{"x":{"$id":"urn:x:y","$defs":{"z":{"type":"string"}}}}})", "1", false);
    row("id in data is data", R"({"const":{"$id":"urn:x"},"$defs":{"x":{"$id":"urn:y"}}})", R"({"$id":"urn:x"})", true);
    row("reference to where no schema is expected", R"({"$ref":"#/x~1y/0%25","x/y":{"0%":{"type":"string"}}})", "1",
        false);
    row("member named $ref", R"({"properties":{"$ref":{"type":"string"}}})", R"({"$ref":1})", false);
    row("other draft within", R"({"$schema":"http://json-schema.org/draft-04/schema#","maximum":3,
        "exclusiveMaximum":true})",
        "3", false);
    const char *tree = R"({"$id":"http://x/strict","$dynamicAnchor":"node","$ref":"tree","unevaluatedProperties":false,
        "$defs":{"t":{"$id":"tree","$dynamicAnchor":"node","type":"object","properties":{"data":true,
        "children":{"type":"array","items":{"$dynamicRef":"#node"}}}}}})";
    row("dynamic reference", tree, R"({"children":[{"data":1}]})", true);
    row("dynamic reference", tree, R"({"children":[{"daat":1}]})", false);
    const char *generic = R"({"$id":"http://x/numbers","$ref":"list","$defs":{
        "item":{"$dynamicAnchor":"item","type":"number"},
        "l":{"$id":"list","items":{"$dynamicRef":"#item"},"$defs":{"d":{"$dynamicAnchor":"item"}}}}})";
    row("dynamic default is overridden", generic, "[1]", true);
    row("dynamic default is overridden", generic, R"(["a"])", false);
    row("dynamic reference to an anchor that is not dynamic",
        R"({"$dynamicRef":"#a","$defs":{"x":{"$anchor":"a","type":"string"}}})", "1", false);
    const char *recursive = R"({"$id":"http://x/s","$recursiveAnchor":true,"$ref":"t","unevaluatedProperties":false,
        "$defs":{"t":{"$id":"t","$recursiveAnchor":true,"properties":{"a":{"$recursiveRef":"#"}}}}})";
    row("recursive reference", recursive, R"({"a":{"a":{}}})", true, SchemaDialect::Draft2019);
    row("recursive reference", recursive, R"({"a":{"b":{}}})", false, SchemaDialect::Draft2019);
    row("nullable", R"({"type":"string","nullable":true,"enum":["a"]})", "null", true, SchemaDialect::OpenApi30);
    row("not nullable", R"({"type":"string"})", "null", false, SchemaDialect::OpenApi30);
    row("nullable is no keyword", R"({"type":"string","nullable":true})", "null", false);
    row("flag of exclusion", R"({"minimum":1,"exclusiveMinimum":true})", "1", false, SchemaDialect::OpenApi30);
    row("flag of exclusion", R"({"minimum":1,"exclusiveMinimum":false})", "1", true, SchemaDialect::OpenApi30);
    row("several types", R"({"type":["string","null"]})", "null", true);
    row("items of draft 7", R"({"items":[{"type":"string"}],"additionalItems":false})", R"(["a",1])", false,
        SchemaDialect::Draft7);
    row("pattern finds a part", R"({"pattern":"b+"})", R"("abbc")", true);
    row("look-ahead", R"({"pattern":"^(?=.*\\d)(?=.*[a-z]).{4,}$"})", R"("abc1")", true);
    row("look-ahead", R"({"pattern":"^(?=.*\\d)(?=.*[a-z]).{4,}$"})", R"("abcd")", false);
    row("dollar is the very end", R"({"pattern":"a$"})", R"("a\n")", false);
}

void TestJsonSchema::validates()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, instance);
    QFETCH(bool, isValid);
    QFETCH(int, dialect);
    const Result<Schema> compiled = Schema::compile(value(schema), {.dialect = static_cast<SchemaDialect>(dialect)});
    QVERIFY2(compiled, compiled ? "" : qPrintable(compiled.error().text));
    const SchemaReport report = compiled->check(value(instance));
    QCOMPARE(report.isValid(), isValid);
    QCOMPARE(compiled->accepts(value(instance)), isValid);
    QVERIFY(report.unfinished.isEmpty());
}

void TestJsonSchema::refuses_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *schema, const char *says) {
        QTest::newRow(schema) << QByteArray(schema) << QString::fromUtf8(says);
    };
    row("1", "at the root: a schema is an object, true or false");
    row(R"({"type":"text"})", "at /type: null, boolean, integer,");
    row(R"({"type":[]})", "at /type: ");
    row(R"({"properties":{"a":[]}})", "at /properties/a: a schema is");
    row(R"({"properties":[]})", "at /properties: an object of schemas is wanted");
    row(R"({"allOf":[]})", "at /allOf: an array of at least one schema");
    row(R"({"items":[true]})", "at /items: a schema, which is");
    row(R"({"minLength":-1})", "at /minLength: an integer from 0 on");
    row(R"({"minLength":1.5})", "at /minLength: ");
    row(R"({"multipleOf":0})", "at /multipleOf: a number above 0");
    row(R"({"minimum":"1"})", "at /minimum: a number");
    row(R"({"required":[1]})", "at /required: an array of names");
    row(R"({"uniqueItems":1})", "at /uniqueItems: true or false");
    row(R"({"pattern":"(a"})", "at /pattern: this is no regular expression");
    row(R"({"pattern":"\\Z"})", "there is no escape");
    row(R"({"patternProperties":{"a/[":true}})", "at /patternProperties/a~1[: this is no regular");
    row(R"({"$ref":1})", "at /$ref: a string");
    row(R"({"$ref":"#/nowhere"})", "at /$ref: \"#/nowhere\" leads nowhere: the document has nothing there");
    row(R"({"$ref":"#nowhere"})", "there is no anchor of that name");
    row(R"({"$ref":"other.json"})", "that document is not here, and nothing is fetched");
    row(R"({"$ref":"#"})", "leads back to itself");
    row(R"({"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}})", "leads back to itself");
    row(R"({"$schema":"https://example.com/own"})", "at /$schema: this version");
    row(R"({"dependentRequired":{"a":"b"}})", "at /dependentRequired: ");
    row(R"({"enum":1})", "at /enum: an array");
}

void TestJsonSchema::refuses()
{
    QFETCH(QByteArray, schema);
    QFETCH(QString, says);
    const Result<Schema> compiled = Schema::compile(value(schema));
    QVERIFY(!compiled);
    QCOMPARE(compiled.error().code, ErrorCode::InvalidInput);
    QVERIFY2(compiled.error().text.contains(says), qPrintable(compiled.error().text));
}

void TestJsonSchema::says_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("instance");
    QTest::addColumn<QString>("keyword");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *schema, const char *instance, const char *keyword, const char *message) {
        QTest::newRow(schema) << QByteArray(schema) << QByteArray(instance) << QString::fromLatin1(keyword)
                              << QString::fromUtf8(message);
    };
    row(R"({"type":"integer"})", R"("a")", "type", "a string stands where an integer is wanted");
    row(R"({"type":["string","null","array"]})", "{}", "type",
        "an object stands where null, a string or an array is wanted");
    row(R"({"const":"a"})", "1", "const", "only \"a\" is allowed here");
    row(R"({"enum":[1,2,3,4,5,6]})", "7", "enum", "7 is none of the allowed values: 1, 2, 3, 4, 5, … (6 in all)");
    row(R"({"minimum":3})", "2", "minimum", "2 is less than 3");
    row(R"({"exclusiveMaximum":3})", "3", "exclusiveMaximum", "3 is not less than 3");
    row(R"({"multipleOf":0.1})", "0.25", "multipleOf", "0.25 is no multiple of 0.1");
    row(R"({"minLength":3})", R"("ab")", "minLength", "there are 2 characters; at least 3 are wanted");
    row(R"({"pattern":"^a"})", R"("b")", "pattern", "\"b\" does not match the pattern \"^a\"");
    row(R"({"maxItems":1})", "[1,2]", "maxItems", "there are 2 elements; at most 1 are allowed");
    row(R"({"uniqueItems":true})", "[1,2,1]", "uniqueItems", "the elements 0 and 2 are equal");
    row(R"({"contains":{"const":1}})", "[2]", "contains",
        "0 elements are as \"contains\" wants them; at least 1 have to be");
    row(R"({"prefixItems":[true],"items":false})", "[1,2]", "items", "there are 2 elements; at most 1 are allowed");
    row(R"({"required":["a"]})", "{}", "required", "the member \"a\" is missing");
    row(R"({"additionalProperties":false})", R"({"a":1})", "additionalProperties", "the member \"a\" is not allowed");
    row(R"({"unevaluatedProperties":false})", R"({"a":1})", "unevaluatedProperties", "the member \"a\" is not allowed");
    row(R"({"dependentRequired":{"a":["b"]}})", R"({"a":1})", "dependentRequired",
        "the member \"b\" is missing, which \"a\" asks for");
    row(R"({"anyOf":[{"type":"null"},{"type":"string"}]})", "1", "anyOf",
        "what stands here fits none of the 2 variants");
    row(R"({"oneOf":[true,{},false]})", "1", "oneOf", "the variants 1 and 2 both fit; just one may");
    row(R"({"not":{}})", "1", "not", "what stands here is just what is not allowed");
    row("false", "1", "false", "nothing is allowed here");
}

void TestJsonSchema::says()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, instance);
    QFETCH(QString, keyword);
    QFETCH(QString, message);
    const SchemaReport report = Schema::compile(value(schema))->check(value(instance));
    QCOMPARE(report.violations.size(), 1);
    QCOMPARE(report.violations.front().keyword, keyword);
    QCOMPARE(report.violations.front().message, message);
}

void TestJsonSchema::pointers()
{
    const Value schema = value(R"({"properties":{"a/b":{"items":{"$ref":"#/$defs/x"}}},"required":["~c"],
        "$defs":{"x":{"properties":{"y":{"type":"string"}}}}})");
    const SchemaReport report = Schema::compile(schema)->check(value(R"({"a/b":[{},{"y":1}]})"));
    QCOMPARE(report.violations.size(), 2);
    QCOMPARE(report.violations[0].instancePointer, QString());
    QCOMPARE(report.violations[0].field(), u"/~0c"_s);
    QCOMPARE(report.violations[0].schemaPointer, u"/required"_s);
    QCOMPARE(report.violations[0].text(), u"the whole: the member \"~c\" is missing"_s);
    QCOMPARE(report.violations[1].instancePointer, u"/a~1b/1/y"_s);
    QCOMPARE(report.violations[1].schemaPointer, u"/$defs/x/properties/y/type"_s);
    QCOMPARE(report.violations[1].text(), u"\"/a~1b/1/y\": a number stands where a string is wanted"_s);
}

// Of several variants, only one is of the right kind: what it lacks is told too.
void TestJsonSchema::variantThatWasMeant()
{
    const Value schema = value(R"({"oneOf":[
        {"properties":{"kind":{"const":"cat"},"lives":{"type":"integer"}},"required":["kind"]},
        {"properties":{"kind":{"const":"dog"},"tricks":{"type":"array"}},"required":["kind"]}]})");
    const SchemaReport report = Schema::compile(schema)->check(value(R"({"kind":"dog","tricks":1})"));
    QCOMPARE(report.violations.size(), 2);
    QCOMPARE(report.violations[0].keyword, u"oneOf"_s);
    QCOMPARE(report.violations[1].instancePointer, u"/tricks"_s);
}

void TestJsonSchema::violationsAreBounded()
{
    const Schema schema = *Schema::compile(value(R"({"items":{"type":"string"}})"));
    const Value many(Array(1000, Value(1)));
    SchemaReport report = schema.check(many, {.maximumViolations = 10});
    QCOMPARE(report.violations.size(), 10);
    QVERIFY(report.isCut);
    report = schema.check(Value(Array(10, Value(1))), {.maximumViolations = 10});
    QCOMPARE(report.violations.size(), 10);
    QVERIFY(!report.isCut);
    report = schema.check(many, {.maximumViolations = 0});
    QVERIFY(!report.isValid());
}

void TestJsonSchema::stepsAreBounded()
{
    // Each level asks both variants about the next one: 2 to the 30th.
    QByteArray text = R"({"$defs":{"l0":{"type":"string"})";
    for (int i = 1; i <= 30; ++i) {
        const QByteArray next = R"({"$ref":"#/$defs/l)" + QByteArray::number(i - 1) + R"("})";
        text += R"(,"l)" + QByteArray::number(i) + R"(":{"anyOf":[)" + next + "," + next + "]}";
    }
    const Schema schema = *Schema::compile(value(text + R"(},"$ref":"#/$defs/l30"})"));
    const SchemaReport report = schema.check(Value(1), {.maximumSteps = 100'000});
    QVERIFY(!report.isValid());
    QVERIFY2(report.unfinished.contains(u"100000 steps"_s), qPrintable(report.unfinished));
    QVERIFY(report.violations.isEmpty());
    QVERIFY(!schema.accepts(Value(1), {.maximumSteps = 100'000}));
    QVERIFY(schema.check(fromQString(u"x"), {.maximumSteps = 1000}).isValid());
    // What patterns look at counts too.
    const Schema slow = *Schema::compile(value(R"({"pattern":"^(?=(a+)+$)b"})"));
    const Value text2(std::string(5000, 'a') + "!");
    QVERIFY(!slow.check(text2).isValid());
    const Value tooLong(std::string(100'000, 'a'));
    QVERIFY(slow.check(tooLong).unfinished.contains(u"takes too long"_s));
    // What such a pattern may take is paid for before it is tried.
    const Schema list = *Schema::compile(value(R"({"items": {"pattern": "^(?=a)a$"}})"));
    QVERIFY(list.check(Value(Array(40, Value("a"))), {.maximumSteps = 1'000'000}).isValid());
    QVERIFY(list.check(Value(Array(60, Value("a"))), {.maximumSteps = 1'000'000}).unfinished.contains(u"steps"_s));
}

void TestJsonSchema::depthIsBounded()
{
    const Schema schema = *Schema::compile(value(R"({"properties":{"a":{"allOf":[{"$ref":"#"}]}}})"));
    const Value deep = *parse(nested(600), {.maximumDepth = 1000});
    QVERIFY(schema.check(deep, {.maximumDepth = 2000}).isValid());
    const SchemaReport report = schema.check(deep, {.maximumDepth = 100});
    QVERIFY2(report.unfinished.contains(u"100 levels"_s), qPrintable(report.unfinished));
    // As deep as parsed values get, with three schemas to a level.
    QVERIFY(schema.check(*parse(nested(limits::jsonDepth))).isValid());
}

void TestJsonSchema::schemasAreBounded()
{
    const Value schema = value(R"({"allOf":[true,true,true,true]})");
    QVERIFY(Schema::compile(schema, {.maximumSchemas = 5}));
    const Result<Schema> tooMany = Schema::compile(schema, {.isLenient = true, .maximumSchemas = 4});
    QVERIFY(!tooMany);
    QCOMPARE(tooMany.error().code, ErrorCode::LimitExceeded);
    // Deep schemas cost no stack.
    const QByteArray deep = QByteArray(R"({"not":)").repeated(20'000) + "true" + QByteArray("}").repeated(20'000);
    const Result<Value> parsed = parse(deep, {.maximumDepth = 100'000});
    QVERIFY(parsed);
    const Result<Schema> compiled = Schema::compile(*parsed);
    QVERIFY(compiled);
    QVERIFY(compiled->check(Value(1)).unfinished.contains(u"levels deep"_s));
}

void TestJsonSchema::patternsAreBounded()
{
    const Value schema = value(R"({"allOf":[{"pattern":"a"},{"pattern":"b"},{"pattern":"a"}]})");
    QVERIFY(Schema::compile(schema, {.maximumPatterns = 2}));
    const Result<Schema> tooMany = Schema::compile(schema, {.maximumPatterns = 1});
    QVERIFY(!tooMany);
    QCOMPARE(tooMany.error().code, ErrorCode::LimitExceeded);
    Value large = Value::object();
    large["pattern"] = std::string(20'000, 'a');
    QVERIFY(!Schema::compile(large));
}

// Schemas that contain each other without going on to a part of the value.
void TestJsonSchema::cyclesEnd()
{
    const Value schema = value(R"({"$ref":"#/$defs/pet","$defs":{
        "pet":{"required":["kind"],"oneOf":[{"$ref":"#/$defs/cat"},{"$ref":"#/$defs/dog"}]},
        "cat":{"allOf":[{"$ref":"#/$defs/pet"},{"properties":{"kind":{"const":"cat"}}}]},
        "dog":{"allOf":[{"$ref":"#/$defs/pet"},{"properties":{"kind":{"const":"dog"}}}]}}})");
    const Result<Schema> compiled = Schema::compile(schema);
    QVERIFY(compiled);
    QVERIFY(compiled->check(value(R"({"kind":"dog"})")).isValid());
    QVERIFY(!compiled->check(value(R"({"kind":"cow"})")).isValid());
    QVERIFY(!compiled->check(value(R"({})")).isValid());
}

void TestJsonSchema::lenient()
{
    const Value schema = value(R"({"type":"file","properties":{"a":{"$ref":"#/none"},"b":{"type":"string"},"c":7,
        "d":{"pattern":"[","minLength":1}}})");
    QVERIFY(!Schema::compile(schema));
    const Result<Schema> compiled = Schema::compile(schema, {.isLenient = true});
    QVERIFY(compiled);
    QStringList pointers;
    for (const SchemaProblem &warning : compiled->warnings())
        pointers.append(warning.pointer);
    pointers.sort();
    QCOMPARE(pointers,
             QStringList({u"/properties/a/$ref"_s, u"/properties/c"_s, u"/properties/d/pattern"_s, u"/type"_s}));
    QVERIFY(compiled->check(value(R"({"a":1,"c":1,"d":"x"})")).isValid());
    QVERIFY(!compiled->check(value(R"({"b":1})")).isValid());
    QVERIFY(!compiled->check(value(R"({"d":""})")).isValid());
    const Result<Schema> loop = Schema::compile(value(R"({"$ref":"#"})"), {.isLenient = true});
    QVERIFY(loop);
    QVERIFY(loop->check(Value(1)).isValid());
}

void TestJsonSchema::entryInADocument()
{
    const Value document = value(R"({"openapi":"3.0.0","components":{"schemas":{
        "A B":{"type":"object","properties":{"b":{"$ref":"#/components/schemas/C"}}},
        "C":{"type":"string","nullable":true}}}})");
    const Result<Schema> schema =
        Schema::compile(document, {.dialect = SchemaDialect::OpenApi30, .entry = u"/components/schemas/A B"_s});
    QVERIFY(schema);
    QVERIFY(schema->check(value(R"({"b":null})")).isValid());
    const SchemaReport report = schema->check(value(R"({"b":1})"));
    QCOMPARE(report.violations.size(), 1);
    QCOMPARE(report.violations.front().schemaPointer, u"/components/schemas/C/type"_s);
    QVERIFY(!Schema::compile(document, {.entry = u"/components/schemas/D"_s}));
}

void TestJsonSchema::otherDocuments()
{
    const Value common =
        value(R"({"definitions":{"id":{"type":"integer"},"list":{"items":{"$ref":"#/definitions/id"}}}})");
    SchemaOptions options{.baseUri = u"https://example.com/api/main.json"_s};
    options.documents.insert(u"https://example.com/api/common.json"_s, &common);
    const Result<Schema> schema = Schema::compile(value(R"({"$ref":"common.json#/definitions/list"})"), options);
    QVERIFY2(schema, schema ? "" : qPrintable(schema.error().text));
    QVERIFY(schema->check(value("[1]")).isValid());
    QVERIFY(!schema->check(value(R"(["1"])")).isValid());
}

void TestJsonSchema::metaschemas()
{
    for (const char *uri : {"http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-06/schema#",
                            "http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2019-09/schema",
                            "https://json-schema.org/draft/2020-12/schema"}) {
        Value schema = Value::object();
        schema["$ref"] = uri;
        const Result<Schema> compiled = Schema::compile(schema);
        QVERIFY2(compiled, compiled ? "" : qPrintable(compiled.error().text));
        QVERIFY(compiled->check(value(R"({"properties":{"a":{"type":["string"],"minLength":1}},"required":["a"]})"))
                    .isValid());
        QVERIFY(!compiled->check(value(R"({"properties":{"a":{"minLength":-1}}})")).isValid());
        QVERIFY(!compiled->check(value(R"({"allOf":[]})")).isValid());
    }
}

void TestJsonSchema::directions()
{
    const Value schema = value(R"({"required":["id","password","name"],"properties":{
        "id":{"readOnly":true},"password":{"writeOnly":true},"name":{}}})");
    const auto check = [&schema](SchemaOptions::Direction direction, const char *instance) {
        return Schema::compile(schema, {.dialect = SchemaDialect::OpenApi30, .direction = direction})
            ->check(value(instance))
            .isValid();
    };
    QVERIFY(check(SchemaOptions::Direction::Request, R"({"password":1,"name":1})"));
    QVERIFY(!check(SchemaOptions::Direction::Request, R"({"id":1,"name":1})"));
    QVERIFY(check(SchemaOptions::Direction::Response, R"({"id":1,"name":1})"));
    QVERIFY(!check(SchemaOptions::Direction::Response, R"({"id":1})"));
    QVERIFY(!check(SchemaOptions::Direction::Any, R"({"id":1,"name":1})"));
}

void TestJsonSchema::formatsOnlyWhenAsked()
{
    const Value schema = value(R"({"format":"date"})");
    QVERIFY(Schema::compile(schema)->check(value(R"("today")")).isValid());
    const Schema strict = *Schema::compile(schema, {.assertsFormats = true});
    const SchemaReport report = strict.check(value(R"("today")"));
    QCOMPARE(report.violations.size(), 1);
    QCOMPARE(report.violations.front().message, u"\"today\" is no date"_s);
    QVERIFY(strict.check(Value(1)).isValid());
    QVERIFY(
        Schema::compile(value(R"({"format":"colour"})"), {.assertsFormats = true})->check(value(R"("x")")).isValid());
}

QTEST_GUILESS_MAIN(TestJsonSchema)
#include "tst_jsonschema.moc"
