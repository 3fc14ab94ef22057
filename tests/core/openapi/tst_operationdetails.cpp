// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/document.h"

#include <QTest>

using namespace uw;
using openapi::Document;
using openapi::OperationDetails;
using openapi::Parameter;
using openapi::ParameterLocation;
using openapi::ValueSchema;

namespace {

constexpr auto head = R"({"openapi":"3.0.3","info":{"title":"T"},"servers":[{"url":"https://root"}],)";

OperationDetails open(const QByteArray &json, const QString &operation = u"op"_qs)
{
    const auto document = Document::load(json, u"api.json"_qs);
    if (!document)
        qFatal("%s", qPrintable(document.error().text));
    const openapi::OperationSummary *found = (*document)->find(operation);
    if (!found)
        qFatal("no operation");
    const Result<OperationDetails> details = (*document)->details(*found);
    if (!details)
        qFatal("%s", qPrintable(details.error().text));
    return *details;
}

// Opens an operation of which one thing matters.
OperationDetails openOperation(const QByteArray &members, const QByteArray &more = {}, const QByteArray &path = "/a")
{
    return open(head + QByteArray("\"paths\":{\"") + path + "\":{\"get\":{\"operationId\":\"op\"" + members + "}}}"
                + more + "}");
}

// How a schema is read, as text that a table can hold: type format [items] {enum} flags.
QString describe(const ValueSchema &schema)
{
    QStringList parts{schema.type.isEmpty() ? u"any"_qs : schema.type};
    if (!schema.format.isEmpty())
        parts << schema.format;
    if (!schema.itemType.isEmpty())
        parts << u"of " + schema.itemType;
    if (!schema.enumValues.isEmpty()) {
        QStringList values;
        for (const json::Value &value : schema.enumValues)
            values << QString::fromUtf8(json::serialize(value));
        parts << u'{' + values.join(u',') + u'}';
    }
    if (schema.defaultValue)
        parts << u"default " + QString::fromUtf8(json::serialize(*schema.defaultValue));
    if (schema.example)
        parts << u"example " + QString::fromUtf8(json::serialize(*schema.example));
    if (schema.minimum)
        parts << u">=" + QString::number(*schema.minimum);
    if (schema.maximum)
        parts << u"<=" + QString::number(*schema.maximum);
    if (schema.minimumLength)
        parts << u"length>=" + QString::number(*schema.minimumLength);
    if (schema.maximumLength)
        parts << u"length<=" + QString::number(*schema.maximumLength);
    if (schema.nullable)
        parts << u"nullable"_qs;
    return parts.join(u' ');
}

QStringList codes(const QList<openapi::Warning> &warnings)
{
    QStringList list;
    for (const openapi::Warning &warning : warnings)
        list << warning.code;
    return list;
}

} // namespace

class OperationDetailsTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void mergesParametersOfPathAndOperation();
    void mergesParametersOfAReferencedPathItem();
    void knowsStylesAndTheirDefaults();
    void toleratesBadParameters();
    void readsOddPlaceholders();
    void readsSchemas_data();
    void readsSchemas();
    void readsKeywordsBesideAReferenceIn31();
    void takesExamplesOfParameters();
    void makesASampleBody_data();
    void makesASampleBody();
    void boundsASample();
    void choosesAMediaType_data();
    void choosesAMediaType();
    void toleratesBadBodies();
    void choosesServers();
    void readsKeysAndAnswers();
    void refusesAnOperationOfAnotherDocument();
};

void OperationDetailsTest::mergesParametersOfPathAndOperation()
{
    const OperationDetails details = open(head + QByteArray(R"("paths":{"/a/{id}":{
        "parameters":[
          {"name":"id","in":"path","required":true,"schema":{"type":"string"}},
          {"name":"page","in":"query","schema":{"type":"integer"}},
          {"$ref":"#/components/parameters/trace"}],
        "get":{"operationId":"op","description":"D","parameters":[
          {"name":"page","in":"query","required":true,"description":"own","schema":{"type":"string"}},
          {"name":"page","in":"header","schema":{"type":"string"}}]}}},
        "components":{"parameters":{"trace":{"name":"X-Trace","in":"header","deprecated":true}}}})"));
    QCOMPARE(details.description, u"D"_qs);
    QStringList list;
    for (const Parameter &parameter : details.parameters)
        list << parameter.name + u' ' + QString::number(int(parameter.location))
                    + (parameter.required ? u" required"_qs : QString())
                    + (parameter.deprecated ? u" deprecated"_qs : QString()) + u' ' + parameter.schema.type;
    QCOMPARE(list, QStringList({u"id 0 required string"_qs, u"page 1 required string"_qs, u"X-Trace 2 deprecated "_qs,
                                u"page 2 string"_qs}));
    QCOMPARE(details.parameters.at(1).description, u"own"_qs);
    QVERIFY(details.warnings.isEmpty());
}

void OperationDetailsTest::mergesParametersOfAReferencedPathItem()
{
    const OperationDetails details = open(head + QByteArray(R"("paths":{"/a":{"$ref":"#/components/pathItems/p",
        "parameters":[{"name":"x","in":"query","description":"near","schema":{}}]}},
        "components":{"pathItems":{"p":{"servers":[{"url":"https://item"}],
          "parameters":[{"name":"x","in":"query","description":"far","schema":{}},{"name":"y","in":"query","schema":{}}],
          "get":{"operationId":"op"}}}}})"));
    QCOMPARE(details.parameters.size(), 2);
    QCOMPARE(details.parameters.first().description, u"near"_qs);
    QCOMPARE(details.servers, QStringList({u"https://item"_qs}));
}

void OperationDetailsTest::knowsStylesAndTheirDefaults()
{
    const OperationDetails details = openOperation(R"(,"parameters":[
        {"name":"id","in":"path","required":true,"schema":{}},
        {"name":"q","in":"query","schema":{}},
        {"name":"h","in":"header","schema":{}},
        {"name":"c","in":"cookie","schema":{}},
        {"name":"s","in":"query","style":"spaceDelimited","schema":{}},
        {"name":"f","in":"query","style":"form","explode":false,"allowReserved":true,"schema":{}},
        {"name":"j","in":"query","content":{"application/json":{"schema":{"type":"object"}}}}])",
                                                   {}, "/a/{id}");
    QStringList list;
    for (const Parameter &parameter : details.parameters)
        list << parameter.name + u' ' + parameter.style + (parameter.explode ? u" explode"_qs : QString())
                    + (parameter.allowReserved ? u" reserved"_qs : QString()) + u' ' + parameter.contentType;
    QCOMPARE(list,
             QStringList({u"id simple "_qs, u"q form explode "_qs, u"h simple "_qs, u"c form explode "_qs,
                          u"s spaceDelimited "_qs, u"f form reserved "_qs, u"j form explode application/json"_qs}));
    QCOMPARE(details.parameters.last().schema.type, u"object"_qs);
}

void OperationDetailsTest::toleratesBadParameters()
{
    const OperationDetails details = openOperation(R"(,"parameters":[
        7, {"name":"x"}, {"name":"x","in":"body"}, {"in":"query"}, {"$ref":"#/nowhere"}, {"$ref":"#/loop"},
        {"name":"Accept","in":"header","schema":{}}, {"name":"authorization","in":"header","schema":{}},
        {"name":"gone","in":"path","required":true,"schema":{}},
        {"name":"DateCreated<","in":"query","schema":{"type":"string"}}])",
                                                   ",\"loop\":{\"$ref\":\"#/loop\"}", "/a/{here}");
    QStringList names;
    for (const Parameter &parameter : details.parameters)
        names << parameter.name;
    QCOMPARE(names, QStringList({u"DateCreated<"_qs, u"here"_qs}));
    QCOMPARE(codes(details.warnings), QStringList({u"parameter"_qs, u"parameter"_qs, u"parameter"_qs, u"parameter"_qs,
                                                   u"reference"_qs, u"reference"_qs, u"parameter_header"_qs,
                                                   u"parameter_header"_qs, u"placeholder"_qs, u"path_parameter"_qs}));
    QVERIFY(openOperation(",\"parameters\":{}").warnings.size() == 1);
}

void OperationDetailsTest::readsOddPlaceholders()
{
    const OperationDetails details = openOperation(R"(,"parameters":[
        {"name":"a","in":"path","required":true,"schema":{}},
        {"name":"b","in":"path","required":true,"schema":{}}])",
                                                   {}, "/people/{a}:{b:[0-9]+}/{}/{");
    QCOMPARE(details.parameters.size(), 2);
    QVERIFY(details.warnings.isEmpty());
}

void OperationDetailsTest::readsSchemas_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &schema, const char16_t *expected) {
        QTest::newRow(name) << schema << QString::fromUtf16(expected);
    };
    row("plain", R"({"type":"integer","format":"int32","default":1,"minimum":0,"maximum":9})",
        u"integer int32 default 1 >=0 <=9");
    row("text", R"({"type":"string","minLength":1,"maxLength":5,"example":"x","nullable":true})",
        u"string example \"x\" length>=1 length<=5 nullable");
    row("enum", R"({"type":"string","enum":["A","B"]})", u"string {\"A\",\"B\"}");
    row("enum without a type", R"({"enum":[1,2]})", u"integer {1,2}");
    row("array", R"({"type":"array","items":{"type":"string","enum":["A"]}})", u"array of string {\"A\"}");
    row("array of references", R"({"type":"array","items":{"$ref":"#/components/schemas/Color"}})",
        u"array of string {\"red\",\"green\"}");
    row("reference", R"({"$ref":"#/components/schemas/Color"})", u"string {\"red\",\"green\"}");
    row("reference of a reference", R"({"$ref":"#/components/schemas/Alias"})", u"string {\"red\",\"green\"}");
    row("beside a reference nothing counts in 3.0", R"({"$ref":"#/components/schemas/Color","default":"red"})",
        u"string {\"red\",\"green\"}");
    row("dangling reference", R"({"$ref":"#/components/schemas/None"})", u"any");
    row("circle", R"({"$ref":"#/components/schemas/Loop"})", u"any");
    row("circle through allOf", R"({"$ref":"#/components/schemas/Knot"})", u"any");
    row("one allOf", R"({"allOf":[{"$ref":"#/components/schemas/Color"}],"default":"red"})",
        u"string {\"red\",\"green\"} default \"red\"");
    row("several allOf", R"({"allOf":[{"type":"string"},{"maxLength":3}]})", u"string length<=3");
    row("enum in a one-variant wrapper beside an object",
        R"({"type":"object","properties":{"A":{}},"oneOf":[{"type":"string","enum":["A","B"]}]})",
        u"string {\"A\",\"B\"}");
    row("variants of values", R"({"oneOf":[{"const":"a","title":"A"},{"const":"b"}]})", u"string {\"a\",\"b\"}");
    row("variants of one type", R"({"anyOf":[{"type":"string"},{"type":"string","enum":["A"]}]})", u"string");
    row("variants of several types", R"({"oneOf":[{"type":"string"},{"type":"object"}]})", u"any");
    row("variant null", R"({"anyOf":[{"type":"integer"},{"type":"null"}]})", u"integer nullable");
    row("type list", R"({"type":["string","null"]})", u"string nullable");
    row("type list of numbers", R"({"type":["integer","number"]})", u"number");
    row("type list of much", R"({"type":["integer","string"]})", u"any");
    row("const", R"({"const":3})", u"integer {3}");
    row("object by its properties", R"({"properties":{}})", u"object");
    row("examples", R"({"type":"string","examples":["p","q"]})", u"string example \"p\"");
    row("everything of wrong type",
        R"({"type":7,"format":{},"enum":"x","minimum":"a","minLength":1.5,"nullable":1,"items":3,"oneOf":{},"allOf":1})",
        u"any");
    row("true", "true", u"any");
}

void OperationDetailsTest::readsSchemas()
{
    QFETCH(QByteArray, schema);
    QFETCH(QString, expected);
    const OperationDetails details =
        openOperation(",\"parameters\":[{\"name\":\"p\",\"in\":\"query\",\"schema\":" + schema + "}]",
                      R"(,"components":{"schemas":{"Color":{"type":"string","enum":["red","green"]},
        "Alias":{"$ref":"#/components/schemas/Color"},"Loop":{"$ref":"#/components/schemas/Loop"},
        "Knot":{"allOf":[{"$ref":"#/components/schemas/Knot"}]}}})");
    QCOMPARE(describe(details.parameters.first().schema), expected);
}

void OperationDetailsTest::readsKeywordsBesideAReferenceIn31()
{
    const OperationDetails details = open(R"({"openapi":"3.1.0","info":{"title":"T"},"paths":{"/a":{"get":{
        "operationId":"op","parameters":[{"name":"p","in":"query","schema":{"$ref":"#/components/schemas/C","default":"red"}}]}}},
        "components":{"schemas":{"C":{"type":"string","default":"blue"}}}})");
    QCOMPARE(describe(details.parameters.first().schema), u"string default \"red\""_qs);
}

void OperationDetailsTest::takesExamplesOfParameters()
{
    const OperationDetails details = openOperation(R"(,"parameters":[
        {"name":"a","in":"query","example":5,"schema":{"example":6}},
        {"name":"b","in":"query","examples":{"one":{"$ref":"#/components/examples/e"}},"schema":{}},
        {"name":"c","in":"query","examples":{"one":{"externalValue":"http://h/"}},"schema":{"example":7}}])",
                                                   R"(,"components":{"examples":{"e":{"value":{"$ref":"data"}}}})");
    QCOMPARE(describe(details.parameters.at(0).schema), u"any example 5"_qs);
    QCOMPARE(describe(details.parameters.at(1).schema), u"any example {\"$ref\":\"data\"}"_qs);
    QCOMPARE(describe(details.parameters.at(2).schema), u"any example 7"_qs);
}

void OperationDetailsTest::makesASampleBody_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("sample");
    const auto row = [](const char *name, const QByteArray &schema, const QByteArray &sample) {
        QTest::newRow(name) << R"({"content":{"application/json":{"schema":)" + schema + "}}}" << sample;
    };
    row("types",
        R"({"type":"object","properties":{"s":{"type":"string"},"i":{"type":"integer"},"n":{"type":"number","minimum":2},
            "b":{"type":"boolean"},"a":{"type":"array","items":{"type":"string","format":"date"}},"o":{"type":"object"}}})",
        R"({"s":"string","i":0,"n":2,"b":false,"a":["2026-01-31"],"o":{}})");
    row("offered values",
        R"({"properties":{"e":{"type":"string","enum":["X","Y"]},"d":{"type":"integer","default":7},"x":{"example":"given","default":1},
            "l":{"examples":[3,4]},"c":{"const":"k"},"n":{"type":"string","default":null}}})",
        R"({"e":"X","d":7,"x":"given","l":3,"c":"k","n":"string"})");
    row("left out", R"({"properties":{"id":{"type":"string","readOnly":true},"old":{"type":"string","deprecated":true},
        "any":{},"kept":{"type":"string","writeOnly":true}}})",
        R"({"kept":"string"})");
    row("recursion", R"({"$ref":"#/components/schemas/Tree"})", R"({"name":"string","children":[]})");
    row("parts", R"({"allOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"b":{"type":"string"}}}],
        "properties":{"c":{"type":"string"}}})",
        R"({"a":"string","b":"string","c":"string"})");
    row("variants", R"({"oneOf":[{"properties":{"a":{"type":"string"}}},{"type":"string"}]})", R"({"a":"string"})");
    row("wrapped enum",
        R"({"type":"object","properties":{"A":{"type":"string"}},"oneOf":[{"type":"string","enum":["A"]}]})", R"("A")");
    row("an example holds what looks like a reference", R"({"example":{"$ref":"#/nowhere"}})",
        R"({"$ref":"#/nowhere"})");
    row("order of the document", R"({"properties":{"z":{"type":"string"},"a":{"type":"string"}}})",
        R"({"z":"string","a":"string"})");
    row("nothing known", "{}", "");
    QTest::newRow("example of the media type")
        << R"({"content":{"application/json":{"example":{"a":1},"schema":{"type":"string"}}}})"_qba
        << R"({"a":1})"_qba;
    QTest::newRow("named examples")
        << R"({"content":{"application/json":{"examples":{"first":{"value":[1]},"second":{"value":2}}}}})"_qba
        << "[1]"_qba;
    QTest::newRow("JSON in a string") << R"({"content":{"application/json":{"example":"{\"a\":1}"}}})"_qba
                                      << R"({"a":1})"_qba;
}

void OperationDetailsTest::makesASampleBody()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, sample);
    const OperationDetails details = openOperation(",\"requestBody\":" + body, R"(,"components":{"schemas":{
        "Tree":{"type":"object","properties":{"name":{"type":"string"},
          "children":{"type":"array","items":{"$ref":"#/components/schemas/Tree"}},
          "parent":{"$ref":"#/components/schemas/Tree"}}}}})");
    QVERIFY(details.body);
    if (sample.isEmpty()) {
        QCOMPARE(details.body->sample, QByteArray());
        return;
    }
    const Result<json::Value> made = json::parse(details.body->sample);
    QVERIFY(made);
    QCOMPARE(json::serialize(*made), sample);
    QVERIFY(!details.body->sample.contains("\": \"") || details.body->sample.contains('\n'));
}

void OperationDetailsTest::boundsASample()
{
    // Every schema holds ten of the next: 10^20 values if nobody counted.
    QByteArray schemas;
    for (int level = 0; level < 20; ++level) {
        schemas += (level ? ",\"S" : "\"S") + QByteArray::number(level) + "\":{\"properties\":{";
        for (int i = 0; i < 10; ++i)
            schemas += (i ? ",\"p" : "\"p") + QByteArray::number(i) + R"(":{"$ref":"#/components/schemas/S)"
                     + QByteArray::number(level + 1) + "\"}";
        schemas += "}}";
    }
    schemas += ",\"S20\":{\"type\":\"string\"}";
    const OperationDetails details = openOperation(
        R"(,"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/S0"}}}})",
        ",\"components\":{\"schemas\":{" + schemas + "}}");
    QVERIFY(details.body->sample.size() < 300'000);
}

void OperationDetailsTest::choosesAMediaType_data()
{
    QTest::addColumn<QByteArray>("types");
    QTest::addColumn<QString>("chosen");
    QTest::newRow("json first") << R"("application/xml":{},"application/json":{})"_qba << u"application/json"_qs;
    QTest::newRow("json with charset") << R"("text/plain":{},"application/json; charset=utf-8":{})"_qba
                                       << u"application/json; charset=utf-8"_qs;
    QTest::newRow("json-like") << R"("text/plain":{},"application/merge-patch+json":{})"_qba
                               << u"application/merge-patch+json"_qs;
    QTest::newRow("plain json wins") << R"("application/hal+json":{},"application/json":{})"_qba
                                     << u"application/json"_qs;
    QTest::newRow("first of others") << R"("multipart/form-data":{},"text/plain":{})"_qba << u"multipart/form-data"_qs;
}

void OperationDetailsTest::choosesAMediaType()
{
    QFETCH(QByteArray, types);
    QFETCH(QString, chosen);
    const OperationDetails details = openOperation(
        R"(,"requestBody":{"$ref":"#/components/requestBodies/b"})",
        R"(,"components":{"requestBodies":{"b":{"required":true,"description":"B","content":{)" + types + "}}}}");
    QCOMPARE(details.body->mediaType, chosen);
    QVERIFY(details.body->required);
    QCOMPARE(details.body->description, u"B"_qs);
}

void OperationDetailsTest::toleratesBadBodies()
{
    QVERIFY(!openOperation(R"(,"requestBody":{"$ref":"#/nowhere"})").body);
    QCOMPARE(openOperation(R"(,"requestBody":{})").body->mediaType, u"application/json"_qs);
    QCOMPARE(codes(openOperation(R"(,"requestBody":7)").warnings), QStringList({u"body_content"_qs}));
}

void OperationDetailsTest::choosesServers()
{
    const QByteArray paths = R"("paths":{
        "/a":{"servers":[{"url":"https://path"}],"get":{"operationId":"own","servers":[{"url":"https://own"}]},
              "put":{"operationId":"path"}},
        "/b":{"get":{"operationId":"root"},"put":{"operationId":"unusable","servers":[{"url":"/v1"}]}}}})";
    QCOMPARE(open(head + paths, u"own"_qs).servers, QStringList({u"https://own"_qs}));
    QCOMPARE(open(head + paths, u"path"_qs).servers, QStringList({u"https://path"_qs}));
    QCOMPARE(open(head + paths, u"root"_qs).servers, QStringList({u"https://root"_qs}));
    QCOMPARE(open(head + paths, u"unusable"_qs).servers, QStringList({u"https://root"_qs}));
}

void OperationDetailsTest::readsKeysAndAnswers()
{
    const QByteArray components = R"(,"components":{"securitySchemes":{
        "key":{"type":"apiKey","in":"header","name":"X-Api-Key"},"addon":{"$ref":"#/components/securitySchemes/token"},
        "token":{"type":"apiKey","in":"header","name":"X-Addon-Token"},"query":{"type":"apiKey","in":"query","name":"k"},
        "bearer":{"type":"http","scheme":"bearer"}}},"security":[{"key":[]}])";
    QCOMPARE(openOperation("", components).apiKeyHeaders, QStringList({u"X-Api-Key"_qs}));
    QCOMPARE(openOperation(",\"security\":[]", components).apiKeyHeaders, QStringList());
    QCOMPARE(
        openOperation(R"(,"security":[{"addon":[],"bearer":[]},{"key":[]},{"query":[]},{"token":[]},{"none":[]},7])",
                      components)
            .apiKeyHeaders,
        QStringList({u"X-Addon-Token"_qs, u"X-Api-Key"_qs}));
    QCOMPARE(openOperation(R"(,"responses":{"200":{"content":{"application/json":{},"text/csv":{}}},
        "404":{"content":{"text/html":{}}},"default":{"$ref":"#/components/responses/d"},"201":7})",
                           R"(,"components":{"responses":{"d":{"content":{"application/problem+json":{}}}}})")
                 .responseTypes,
             QStringList({u"application/json"_qs, u"text/csv"_qs, u"application/problem+json"_qs}));
}

void OperationDetailsTest::refusesAnOperationOfAnotherDocument()
{
    const auto document = Document::load(head + QByteArray("\"paths\":{}}"), u"api.json"_qs);
    QVERIFY(document);
    const Result<OperationDetails> details =
        (*document)->details({.operationId = u"x"_qs, .pointer = u"/paths/~1x/get"_qs});
    QVERIFY(!details);
    QCOMPARE(details.error().code, ErrorCode::OperationUnknown);
}

QTEST_GUILESS_MAIN(OperationDetailsTest)
#include "tst_operationdetails.moc"
