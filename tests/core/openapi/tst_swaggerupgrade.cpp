// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/document.h"
#include "core/openapi/swaggerupgrade.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::openapi;

namespace {

// A description of one operation, "post /pets/{id}".
QByteArray description(const QByteArray &operation, const QByteArray &members = {})
{
    return R"({"swagger":"2.0","info":{"title":"t"},"host":"api.example.com","basePath":"/v1","schemes":["https"])"
         + members + R"(,"paths":{"/pets":{"post":{"operationId":"add",)" + operation + "}}}}";
}

OperationDetails details(const QByteArray &text)
{
    const auto document = Document::load(text, u"api.json"_s);
    if (!document)
        qFatal("%s", qPrintable(document.error().text));
    const OperationSummary *operation = (*document)->find(u"add"_s);
    return (*document)->details(*operation).valueOr({});
}

// The tree after the upgrade.
json::Value upgraded(const QByteArray &text, QStringList *codes = nullptr)
{
    json::Value root = *json::parse(text);
    WarningList warnings;
    upgradeSwagger(root, u"api.json"_s, warnings);
    for (const Warning &warning : warnings.take()) {
        if (codes)
            codes->append(warning.code);
    }
    return root;
}

QByteArray at(const json::Value &root, const char *pointer)
{
    const json::Value *found = json::resolvePointer(root, QString::fromLatin1(pointer));
    return found ? json::serialize(*found) : QByteArray("nothing");
}

} // namespace

class TestSwaggerUpgrade : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void servers_data();
    void servers();
    void styles_data();
    void styles();
    void body();
    void sharedBody();
    void form();
    void files();
    void bodyAndForm();
    void responses();
    void security();
    void oddities();
    void boundsMediaTypes();
};

void TestSwaggerUpgrade::servers_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QString>("origin");
    QTest::addColumn<QStringList>("servers");
    const QString file = u"api.json"_s;
    const QString web = u"http://docs.example/api/swagger.json"_s;
    QTest::newRow("all") << QByteArray(R"("host":"a.example:8080","basePath":"/v1","schemes":["http","https"])") << file
                         << QStringList({u"http://a.example:8080/v1"_s, u"https://a.example:8080/v1"_s});
    QTest::newRow("no scheme") << QByteArray(R"("host":"a.example")") << file << QStringList({u"https://a.example"_s});
    QTest::newRow("scheme of the address")
        << QByteArray(R"("host":"a.example")") << web << QStringList({u"http://a.example"_s});
    QTest::newRow("no host") << QByteArray(R"("basePath":"/v1")") << web << QStringList({u"http://docs.example/v1"_s});
    QTest::newRow("nothing") << QByteArray(R"("x-a":1)") << web << QStringList({u"http://docs.example"_s});
    QTest::newRow("a file without host") << QByteArray(R"("basePath":"/v1")") << file << QStringList();
    QTest::newRow("no slash") << QByteArray(R"("host":"a.example","basePath":"v1/")") << file
                              << QStringList({u"https://a.example/v1"_s});
    QTest::newRow("sockets") << QByteArray(R"("host":"a.example","schemes":["wss"])") << file << QStringList();
}

void TestSwaggerUpgrade::servers()
{
    QFETCH(QByteArray, members);
    QFETCH(QString, origin);
    QFETCH(QStringList, servers);
    const auto document = Document::load(R"({"swagger":"2.0","paths":{},)" + members + "}", origin);
    QVERIFY(document);
    QCOMPARE((*document)->version(), u"2.0"_s);
    QCOMPARE((*document)->servers(), servers);
}

void TestSwaggerUpgrade::styles_data()
{
    QTest::addColumn<QByteArray>("parameter");
    QTest::addColumn<QString>("style");
    QTest::addColumn<bool>("explode");
    const auto row = [](const char *parameter, const char *style, bool explode) {
        QTest::newRow(parameter) << QByteArray(parameter) << QString::fromLatin1(style) << explode;
    };
    row(R"("in":"query","type":"string")", "form", true);
    row(R"("in":"query","type":"array")", "form", false);
    row(R"("in":"query","type":"array","collectionFormat":"csv")", "form", false);
    row(R"("in":"query","type":"array","collectionFormat":"multi")", "form", true);
    row(R"("in":"query","type":"array","collectionFormat":"ssv")", "spaceDelimited", false);
    row(R"("in":"query","type":"array","collectionFormat":"pipes")", "pipeDelimited", false);
    row(R"("in":"query","type":"array","collectionFormat":"tsv")", "tabDelimited", false);
    row(R"("in":"header","type":"array")", "simple", false);
    row(R"("in":"header","type":"array","collectionFormat":"multi")", "simple", false);
}

void TestSwaggerUpgrade::styles()
{
    QFETCH(QByteArray, parameter);
    QFETCH(QString, style);
    QFETCH(bool, explode);
    const OperationDetails opened =
        details(description(R"("parameters":[{"name":"p","items":{"type":"integer"},)" + parameter + "}]"));
    QVERIFY(opened.warnings.isEmpty());
    QCOMPARE(opened.parameters.size(), 1);
    QCOMPARE(opened.parameters.front().style, style);
    QCOMPARE(opened.parameters.front().explode, explode);
    if (parameter.contains("array"))
        QCOMPARE(opened.parameters.front().schema.itemType, u"integer"_s);
}

void TestSwaggerUpgrade::body()
{
    const OperationDetails opened = details(description(
        R"("consumes":["application/xml","application/json"],"parameters":[{"name":"pet","in":"body","required":true,)"
        R"("description":"the pet","schema":{"$ref":"#/definitions/Pet"}}])",
        R"(,"definitions":{"Pet":{"type":"object","properties":{"name":{"type":"string","example":"Rex"}}}})"));
    QVERIFY(opened.warnings.isEmpty());
    QVERIFY(opened.parameters.isEmpty());
    QVERIFY(opened.body);
    QCOMPARE(opened.body->mediaType, u"application/json"_s);
    QVERIFY(opened.body->required);
    QCOMPARE(opened.body->description, u"the pet"_s);
    QVERIFY2(opened.body->sample.contains("Rex"), opened.body->sample.constData());
    QCOMPARE(opened.servers, QStringList({u"https://api.example.com/v1"_s}));
}

// What several operations use is referred to.
void TestSwaggerUpgrade::sharedBody()
{
    const QByteArray text =
        R"({"swagger":"2.0","parameters":{"p":{"name":"b","in":"body","schema":{"type":"integer"}}},"paths":{)"
        R"("/a%b":{"parameters":[{"name":"c","in":"body","schema":{"type":"string"}}],"put":{"operationId":"add"}},)"
        R"("/c":{"post":{"parameters":[{"$ref":"#/parameters/p"}]}}}})";
    const json::Value root = upgraded(text);
    QCOMPARE(at(root, "/paths/~1c/post/requestBody/content/application~1json/schema"),
             R"({"$ref":"#/parameters/p/schema"})"_ba);
    QCOMPARE(at(root, "/paths/~1a%b/put/requestBody/content/application~1json/schema"),
             R"({"$ref":"#/paths/~1a%25b/parameters/0/schema"})"_ba);
    const OperationDetails opened = details(text);
    QVERIFY(opened.warnings.isEmpty());
    QCOMPARE(opened.body->sample, "\"string\""_ba);
}

void TestSwaggerUpgrade::form()
{
    const json::Value root = upgraded(description(
        R"("parameters":[{"name":"a","in":"formData","type":"string","required":true,"description":"x"},)"
        R"({"name":"b","in":"formData","type":"array","items":{"type":"string"},"collectionFormat":"pipes"},)"
        R"({"name":"q","in":"query","type":"string"}])"));
    const char *content = "/paths/~1pets/post/requestBody/content";
    QCOMPARE(at(root, content),
             R"({"application/x-www-form-urlencoded":{"schema":{"type":"object","properties":{)"
             R"("a":{"type":"string","description":"x"},"b":{"type":"array","items":{"type":"string"}}},)"
             R"("required":["a"]},"encoding":{"b":{"style":"pipeDelimited","explode":false}}}})"_ba);
    QCOMPARE(at(root, "/paths/~1pets/post/requestBody/required"), "true"_ba);
    QCOMPARE(details(json::serialize(root)).parameters.size(), 1);
}

void TestSwaggerUpgrade::files()
{
    QStringList codes;
    const json::Value root = upgraded(description(R"("consumes":["application/x-www-form-urlencoded"],)"
                                                  R"("parameters":[{"name":"f","in":"formData","type":"file"}])"),
                                      &codes);
    QCOMPARE(codes, QStringList({u"file_in_form"_s}));
    QCOMPARE(at(root, "/paths/~1pets/post/requestBody/content"),
             R"({"multipart/form-data":{"schema":{"type":"object","properties":{"f":{"type":"string",)"
             R"("format":"binary"}}}}})"_ba);
}

void TestSwaggerUpgrade::bodyAndForm()
{
    QStringList codes;
    upgraded(description(R"("parameters":[{"name":"b","in":"body","schema":{}},{"name":"f","in":"formData",)"
                         R"("type":"string"},{"name":"c","in":"body","schema":{}}])"),
             &codes);
    QCOMPARE(codes, QStringList({u"body_and_form"_s, u"several_bodies"_s}));
}

void TestSwaggerUpgrade::responses()
{
    const QByteArray text = description(
        R"("produces":["application/json","text/csv"],"responses":{"200":{"description":"ok","schema":{"type":"file"},)"
        R"("examples":{"application/json":{"a":1}},"headers":{"X-A":{"type":"integer"}}},)"
        R"("404":{"$ref":"#/responses/none"}})",
        R"(,"produces":["text/plain"],"responses":{"none":{"description":"no","schema":{"type":"string"}}})");
    const json::Value root = upgraded(text);
    QCOMPARE(
        at(root, "/paths/~1pets/post/responses/200"),
        R"({"description":"ok","headers":{"X-A":{"schema":{"type":"integer"}}},"content":{)"
        R"("application/json":{"schema":{"type":"string","format":"binary"},"example":{"a":1}},"text/csv":{"schema":)"
        R"({"$ref":"#/paths/~1pets/post/responses/200/content/application~1json/schema"}}}})"_ba);
    QCOMPARE(at(root, "/responses/none/content"), R"({"text/plain":{"schema":{"type":"string"}}})"_ba);
    QCOMPARE(details(text).responseTypes, QStringList({u"application/json"_s, u"text/csv"_s}));
}

void TestSwaggerUpgrade::security()
{
    const QByteArray text = description(R"("security":[{"key":[]}])", R"(,"securityDefinitions":{
        "key":{"type":"apiKey","in":"header","name":"X-Key"},"basic":{"type":"basic"},
        "oauth":{"type":"oauth2","flow":"accessCode","authorizationUrl":"https://a","tokenUrl":"https://t","scopes":{}}})");
    const json::Value root = upgraded(text);
    QCOMPARE(at(root, "/components/securitySchemes/basic"), R"({"type":"http","scheme":"basic"})"_ba);
    QCOMPARE(at(root, "/components/securitySchemes/oauth"),
             R"({"type":"oauth2","flows":{"authorizationCode":{"authorizationUrl":"https://a","tokenUrl":"https://t",)"
             R"("scopes":{}}}})"_ba);
    QCOMPARE(details(text).apiKeyHeaders, QStringList({u"X-Key"_s}));
}

// Whatever stands where, nothing breaks.
void TestSwaggerUpgrade::oddities()
{
    for (const char *text :
         {R"({"swagger":"2.0"})", R"({"swagger":"2.0","paths":[]})", R"({"swagger":"2.0","paths":{"/a":1}})",
          R"({"swagger":"2.0","paths":{"/a":{"get":1,"parameters":{}}},"host":1,"schemes":"x"})",
          R"({"swagger":"2.0","paths":{"/a":{"get":{"parameters":[1,{"in":"body"},{"in":"formData","name":1}],)"
          R"("responses":[]}}},"parameters":[],"responses":1,"securityDefinitions":[]})",
          R"({"swagger":"2.0","paths":{"/a":{"get":{"parameters":[{"$ref":"#/parameters/none"},{"$ref":"x"}],)"
          R"("responses":{"200":1,"x":{"schema":1,"examples":1,"headers":{"a":1}}}}}},"components":1,)"
          R"("securityDefinitions":{"a":1,"b":{"type":"oauth2"}}})"}) {
        const auto document = Document::load(text, u"api.json"_s);
        QVERIFY2(document, text);
        for (const OperationSummary &operation : (*document)->operations())
            QVERIFY((*document)->details(operation));
    }
}

// A short list of media types stands for every answer: together they would be far more than the document's text.
void TestSwaggerUpgrade::boundsMediaTypes()
{
    QByteArray types;
    for (int i = 0; i < 2000; ++i)
        types += (i > 0 ? ",\"a/" : "\"a/") + QByteArray::number(i) + '"';
    QByteArray responses;
    constexpr int count = 7000;
    for (int i = 0; i < count; ++i)
        responses += (i > 0 ? ",\"" : "\"") + QByteArray::number(i) + R"(":{"schema":{}})";
    QStringList codes;
    const json::Value root =
        upgraded(description(R"("responses":{)" + responses + '}', R"(,"produces":[)" + types + ']'), &codes);
    QCOMPARE(json::resolvePointer(root, u"/paths/~1pets/post/responses/0/content"_s)->size(), 32u);
    QCOMPARE(json::resolvePointer(root, u"/paths/~1pets/post/responses/%1/content"_s.arg(count - 1))->size(), 1u);
    QCOMPARE(codes, QStringList{u"media_types"_s});
}

QTEST_GUILESS_MAIN(TestSwaggerUpgrade)
#include "tst_swaggerupgrade.moc"
