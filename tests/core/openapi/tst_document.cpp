// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/document.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using openapi::Document;
using openapi::OperationSummary;

namespace {

Result<std::shared_ptr<const Document>> load(const QByteArray &json, const QString &origin = u"api.json"_qs)
{
    return Document::load(json, origin);
}

// A document around `members` (which begin with a comma or are empty).
QByteArray withMembers(const QByteArray &members)
{
    return "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"T\",\"version\":\"1\"}" + members + "}";
}

QStringList warningCodes(const Document &document)
{
    QStringList codes;
    for (const openapi::Warning &warning : document.warnings())
        codes << warning.code + u" " + warning.pointer;
    return codes;
}

} // namespace

class DocumentTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void refusesWithASentence_data();
    void refusesWithASentence();
    void readsTheIndex();
    void findsByIdAndByRoute();
    void namesOperationsWithoutAnId();
    void readsVersions_data();
    void readsVersions();
    void turnsBadPartsIntoWarnings_data();
    void turnsBadPartsIntoWarnings();
    void countsWarningsItDoesNotList();
    void limitsOperations();
    void followsReferencesOfPathItems();
    void resolvesServers_data();
    void resolvesServers();
    void listsServersOfPathsAndOperations();
    void resolvesReferences();
    void readsFiles();
    void readsItsOwnClockify();
};

void DocumentTest::refusesWithASentence_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QByteArray &bytes, const QString &says,
                        ErrorCode code = ErrorCode::DocumentInvalid) { QTest::newRow(name) << bytes << code << says; };
    row("empty", "", u"is empty"_qs);
    row("blank", " \n\t ", u"is empty"_qs);
    row("byte order mark alone", "\xef\xbb\xbf", u"is empty"_qs);
    row("web page", "<!DOCTYPE html>\n<html><body>Not found</body></html>", u"is a web page"_qs);
    row("web page after blanks", "\n\n <HTML lang='en'>", u"is a web page"_qs);
    row("XML", "<?xml version='1.0'?><definitions/>", u"is XML"_qs);
    row("gzip", QByteArray("\x1f\x8b\x08\x00\x00", 5), u"is packed (gzip)"_qs);
    row("zip", QByteArray("PK\x03\x04\x14", 5), u"is packed (zip)"_qs);
    row("UTF-16", QByteArray("\xff\xfe{\x00", 4), u"UTF-16"_qs);
    row("broken YAML", "openapi: 3.0.0\n info: x\n", u"is neither JSON nor valid YAML (line 2, column"_qs);
    row("YAML with an anchor in itself", "openapi: 3.0.0\npaths: &x\n  /a: *x\n", u"contains itself"_qs);
    row("YAML that is a text", "hello", u"of type string"_qs);
    row("YAML without a version", "info: {title: x}\n", u"no member “openapi”"_qs);
    row("cut off", withMembers(",\"paths\":{\"/a\":{}}").chopped(5), u"ends too early"_qs);
    row("cut off in a string", "{\"openapi\": \"3.0", u"ends too early"_qs);
    row("trailing comma", "{\"openapi\":\"3.0.0\",\n  }", u"is not valid JSON (line 2, column 3"_qs);
    row("invalid UTF-8", "{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"\xff\"}}", u"is not valid JSON"_qs);
    row("NUL bytes", QByteArray("{\"openapi\":\0}", 13), u"is not valid JSON"_qs);
    row("deep", QByteArray(100'000, '['), u"is beyond what is read"_qs, ErrorCode::LimitExceeded);
    row("deep objects", QByteArray("{\"a\":").repeated(100'000), u"is beyond what is read"_qs,
        ErrorCode::LimitExceeded);
    row("an array", "[]", u"of type array"_qs);
    row("another object", "{\"name\":\"x\"}", u"no member “openapi”"_qs);
    row("AsyncAPI", "{\"asyncapi\":\"2.6.0\"}", u"AsyncAPI"_qs);
    row("Postman", "{\"info\":{\"_postman_id\":\"1\",\"schema\":\"x\"}}", u"Postman"_qs);
    row("Swagger 1.2", "{\"swagger\":\"1.2\",\"paths\":{}}", u"says it is Swagger “1.2”"_qs);
    row("a later major version", "{\"openapi\":\"4.0.0\",\"paths\":{}}", u"“4.0.0”"_qs);
    row("version of a wrong type", "{\"openapi\":{},\"paths\":{}}", u"“”"_qs);
}

void DocumentTest::refusesWithASentence()
{
    QFETCH(QByteArray, bytes);
    QFETCH(ErrorCode, code);
    QFETCH(QString, says);
    const auto loaded = load(bytes);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, code);
    QVERIFY2(loaded.error().text.contains(says), qPrintable(loaded.error().text));
    QVERIFY2(loaded.error().text.startsWith(u"“api.json” "), qPrintable(loaded.error().text));
}

void DocumentTest::readsTheIndex()
{
    const auto loaded = load(withMembers(R"(,
        "tags": [{"name": "pets"}, {"name": "unused"}],
        "paths": {
          "/pets": {
            "get": {"operationId": "listPets", "tags": ["pets"], "summary": "All\n pets", "deprecated": true},
            "post": {"operationId": "addPet", "tags": ["pets", "write"]}
          },
          "/a/~b/{id}": {"delete": {"operationId": "del"}},
          "x-note": 1
        })"));
    QVERIFY(loaded);
    const Document &document = **loaded;
    QCOMPARE(document.version(), u"3.0.3"_qs);
    QCOMPARE(document.title(), u"T"_qs);
    QCOMPARE(document.origin(), u"api.json"_qs);
    QCOMPARE(document.tags(), QStringList({u"pets"_qs, u"unused"_qs, u"write"_qs}));
    QCOMPARE(document.operations().size(), 3);
    const OperationSummary &first = document.operations().first();
    QCOMPARE(first.operationId, u"listPets"_qs);
    QCOMPARE(first.method, "GET");
    QCOMPARE(first.path, u"/pets"_qs);
    QCOMPARE(first.tags, QStringList({u"pets"_qs}));
    QCOMPARE(first.summary, u"All pets"_qs);
    QVERIFY(first.deprecated);
    QCOMPARE(first.pointer, u"/paths/~1pets/get"_qs);
    QCOMPARE(document.operations().at(1).tags, QStringList({u"pets"_qs, u"write"_qs}));
    QCOMPARE(document.operations().at(2).pointer, u"/paths/~1a~1~0b~1{id}/delete"_qs);
    QCOMPARE(warningCodes(document), QStringList());
}

void DocumentTest::findsByIdAndByRoute()
{
    const auto loaded = load(withMembers(R"(,"paths": {
        "/pets": {"get": {"operationId": "pets"}},
        "/dogs": {"get": {"operationId": "pets"}},
        "/cats": {"get": {"operationId": "GET /pets"}}})"));
    QVERIFY(loaded);
    const Document &document = **loaded;
    const auto path = [&document](const QString &name) {
        const OperationSummary *found = document.find(name);
        return found ? found->path : QString();
    };
    QCOMPARE(path(u"pets"_qs), u"/pets"_qs);
    QCOMPARE(path(u"GET /dogs"_qs), u"/dogs"_qs);
    QCOMPARE(path(u"get /dogs"_qs), u"/dogs"_qs);
    QCOMPARE(path(u"GET /pets"_qs), u"/cats"_qs);
    QVERIFY(!document.find(u"POST /pets"_qs));
    QVERIFY(!document.find(QString()));
    QVERIFY(!document.find(u"Pets"_qs));
    QCOMPARE(warningCodes(document), QStringList({u"operation_id_duplicate /paths/~1dogs/get"_qs}));
}

void DocumentTest::namesOperationsWithoutAnId()
{
    const auto loaded = load(withMembers(R"(,"paths": {
        "/pets/{petId}": {"get": {}, "put": {"operationId": ""}, "patch": {"operationId": 7}},
        "/pets-{petId}": {"get": {}},
        "/taken": {"get": {}, "head": {"operationId": "get_taken"}},
        "/": {"get": {}}})"));
    QVERIFY(loaded);
    QStringList ids;
    for (const OperationSummary &operation : (*loaded)->operations())
        ids << operation.operationId;
    QCOMPARE(ids, QStringList({u"get_pets_petId"_qs, u"put_pets_petId"_qs, u"patch_pets_petId"_qs,
                               u"get_pets_petId_2"_qs, u"get_taken_2"_qs, u"get_taken"_qs, u"get"_qs}));
    QCOMPARE((*loaded)->warnings().size(), 6);
    QCOMPARE((*loaded)->find(u"get_pets_petId_2"_qs)->path, u"/pets-{petId}"_qs);
}

void DocumentTest::readsVersions_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QString>("reported");
    QTest::addColumn<QStringList>("warnings");
    QTest::newRow("3.0") << "\"3.0.0\""_qba << u"3.0.0"_qs << QStringList();
    QTest::newRow("3.1") << "\"3.1.1\""_qba << u"3.1.1"_qs << QStringList();
    QTest::newRow("3.2") << "\"3.2.0\""_qba << u"3.2.0"_qs << QStringList();
    QTest::newRow("number") << "3.1"_qba << u"3.1"_qs << QStringList({u"version_type /openapi"_qs});
    QTest::newRow("newer") << "\"3.9.0\""_qba << u"3.9.0"_qs << QStringList({u"version_newer /openapi"_qs});
}

void DocumentTest::readsVersions()
{
    QFETCH(QByteArray, version);
    QFETCH(QString, reported);
    QFETCH(QStringList, warnings);
    const auto loaded =
        load("{\"openapi\":" + version + R"(,"info":{"title":"T"},"paths":{"/a":{"query":{"operationId":"q"},
        "additionalOperations":{"COPY":{"operationId":"c"}}}}})");
    QVERIFY(loaded);
    QCOMPARE((*loaded)->version(), reported);
    QCOMPARE(warningCodes(**loaded), warnings);
    QCOMPARE((*loaded)->find(u"QUERY /a"_qs)->operationId, u"q"_qs);
    QCOMPARE((*loaded)->find(u"COPY /a"_qs)->operationId, u"c"_qs);
}

void DocumentTest::turnsBadPartsIntoWarnings_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QStringList>("warnings");
    QTest::addColumn<int>("operations");
    const auto row = [](const char *name, const QByteArray &members, const QStringList &warnings, int operations) {
        QTest::newRow(name) << members << warnings << operations;
    };
    const QByteArray good = R"("/ok":{"get":{"operationId":"ok"}})";
    row("no paths", "", {u"paths_missing "_qs}, 0);
    row("no paths, but webhooks", ",\"webhooks\":{}", {}, 0);
    row("paths is a list", ",\"paths\":[]", {u"paths_type /paths"_qs}, 0);
    row("a path is text", ",\"paths\":{\"/a\":\"x\"," + good + "}", {u"path_type /paths/~1a"_qs}, 1);
    row("a path without a slash", ",\"paths\":{\"a\":{\"get\":{\"operationId\":\"a\"}}}", {u"path_slash /paths/a"_qs},
        1);
    row("an empty path", ",\"paths\":{\"\":{\"get\":{\"operationId\":\"a\"}}}", {u"path_slash /paths/"_qs}, 1);
    row("an operation is null", ",\"paths\":{\"/a\":{\"get\":null}," + good + "}",
        {u"operation_type /paths/~1a/get"_qs}, 1);
    row("an unknown member", ",\"paths\":{\"/a\":{\"gte\":{}}," + good + "}", {u"path_member /paths/~1a"_qs}, 1);
    row("a method in capitals", ",\"paths\":{\"/a\":{\"GET\":{\"operationId\":\"a\"}}}", {u"method_case /paths/~1a"_qs},
        1);
    row("tags is text", ",\"tags\":\"x\",\"paths\":{" + good + "}", {u"tags_type /tags"_qs}, 1);
    row("a tag without a name", ",\"tags\":[{},7],\"paths\":{" + good + "}",
        {u"tag_name /tags/0"_qs, u"tag_name /tags/1"_qs}, 1);
    row("an operation's tags",
        R"(,"paths":{"/a":{"get":{"operationId":"a","tags":[1,""]},"put":{"operationId":"b","tags":{}}}})",
        {u"tag_name /paths/~1a/get"_qs, u"tag_name /paths/~1a/get"_qs, u"tags_type /paths/~1a/put"_qs}, 2);
    row("a reference to nowhere", ",\"paths\":{\"/a\":{\"$ref\":\"#/x\"}," + good + "}", {u"reference /paths/~1a"_qs},
        1);
    row("a reference to a file", ",\"paths\":{\"/a\":{\"$ref\":\"a.json#/x\"}," + good + "}",
        {u"reference_file /paths/~1a"_qs}, 1);
    row("a member twice", R"(,"paths":{"/a":{},"/a":{"get":{"operationId":"a"}}})", {u"duplicate_member /paths/~1a"_qs},
        1);
    row("servers is text", ",\"servers\":\"https://h\",\"paths\":{" + good + "}", {u"servers_type /servers"_qs}, 1);
    row("a server without an address", ",\"servers\":[{}],\"paths\":{" + good + "}", {u"server_url /servers/0"_qs}, 1);
    row("a relative server", ",\"servers\":[{\"url\":\"/v1\"}],\"paths\":{" + good + "}",
        {u"server_address /servers/0"_qs}, 1);
    row("another scheme", ",\"servers\":[{\"url\":\"wss://h/v1\"}],\"paths\":{" + good + "}",
        {u"server_address /servers/0"_qs}, 1);
}

void DocumentTest::turnsBadPartsIntoWarnings()
{
    QFETCH(QByteArray, members);
    QFETCH(QStringList, warnings);
    QFETCH(int, operations);
    const auto loaded = load(withMembers(members));
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().text));
    QCOMPARE(warningCodes(**loaded), warnings);
    QCOMPARE((*loaded)->operations().size(), operations);
}

void DocumentTest::countsWarningsItDoesNotList()
{
    QByteArray paths;
    for (int i = 0; i < 3000; ++i)
        paths += (i ? ",\"/" : "\"/") + QByteArray::number(i) + "\":0";
    const auto loaded = load(withMembers(",\"paths\":{" + paths + "}"));
    QVERIFY(loaded);
    QCOMPARE((*loaded)->warnings().size(), 1001);
    QVERIFY((*loaded)->warnings().last().message.startsWith(u"2000 more"));
}

void DocumentTest::limitsOperations()
{
    QByteArray paths;
    for (int i = 0; i <= limits::documentOperations; ++i)
        paths += (i ? ",\"/" : "\"/") + QByteArray::number(i) + "\":{\"get\":{}}";
    const auto loaded = load(withMembers(",\"paths\":{" + paths + "}"));
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::LimitExceeded);
}

void DocumentTest::followsReferencesOfPathItems()
{
    const auto loaded = load(withMembers(R"(,"paths": {
        "/a": {"$ref": "#/components/pathItems/shared", "get": {"operationId": "own"}},
        "/b": {"$ref": "#/paths/~1a"},
        "/c": {"$ref": "#/paths/~1c"}},
        "components": {"pathItems": {"shared": {"get": {"operationId": "hidden"}, "put": {"operationId": "put"}}}})"));
    QVERIFY(loaded);
    const Document &document = **loaded;
    QCOMPARE(document.find(u"GET /a"_qs)->operationId, u"own"_qs);
    QCOMPARE(document.find(u"PUT /a"_qs)->pointer, u"/components/pathItems/shared/put"_qs);
    QCOMPARE(document.find(u"PUT /b"_qs)->operationId, u"put"_qs);
    QVERIFY(!document.find(u"GET /c"_qs));
    QVERIFY(warningCodes(document).contains(u"reference /paths/~1c"_qs));
}

void DocumentTest::resolvesServers_data()
{
    QTest::addColumn<QString>("origin");
    QTest::addColumn<QByteArray>("servers");
    QTest::addColumn<QStringList>("expected");
    const QString web = u"https://docs.example.com/specs/v2/openapi.json"_qs;
    const auto row = [](const char *name, const QString &origin, const QByteArray &servers,
                        const QStringList &expected) { QTest::newRow(name) << origin << servers << expected; };
    row("absolute", u"a.json"_qs, R"([{"url":"https://h/api"},{"url":"http://h:8080/"}])",
        {u"https://h/api"_qs, u"http://h:8080"_qs});
    row("none, file", u"a.json"_qs, "[]", {});
    row("none, web", web, "[]", {u"https://docs.example.com"_qs});
    row("relative to the root", web, R"([{"url":"/api/"}])", {u"https://docs.example.com/api"_qs});
    row("relative to the folder", web, R"([{"url":"../v3"}])", {u"https://docs.example.com/specs/v3"_qs});
    row("without a scheme", web, R"([{"url":"//api.example.com/v1"}])", {u"https://api.example.com/v1"_qs});
    row("variables", u"a.json"_qs,
        R"([{"url":"https://{tenant}.h:{port}/{base}","variables":{"tenant":{"default":"demo"},"port":{"default":8443},"base":{"enum":["v2","v1"]}}}])",
        {u"https://demo.h:8443/v2"_qs});
    row("a variable inside a variable stays text", u"a.json"_qs,
        R"([{"url":"https://h/{a}","variables":{"a":{"default":"{a}"}}}])", {u"https://h/{a}"_qs});
    row("an unclosed brace", u"a.json"_qs, R"([{"url":"https://h/{a"}])", {u"https://h/{a"_qs});
    row("twice the same", u"a.json"_qs, R"([{"url":"https://h/a"},{"url":"https://h/a/"}])", {u"https://h/a"_qs});
}

void DocumentTest::resolvesServers()
{
    QFETCH(QString, origin);
    QFETCH(QByteArray, servers);
    QFETCH(QStringList, expected);
    const auto loaded = load(withMembers(",\"paths\":{},\"servers\":" + servers), origin);
    QVERIFY(loaded);
    QCOMPARE((*loaded)->servers(), expected);
}

void DocumentTest::listsServersOfPathsAndOperations()
{
    const auto loaded = load(withMembers(R"(,"servers":[{"url":"https://root"}],"paths":{
        "/a":{"servers":[{"url":"https://path"}],"get":{"operationId":"a","servers":[{"url":"https://operation"}]},
              "put":{"operationId":"b","servers":[{"url":"https://root"}]}}})"));
    QVERIFY(loaded);
    QCOMPARE((*loaded)->servers(), QStringList({u"https://root"_qs, u"https://path"_qs, u"https://operation"_qs}));
}

void DocumentTest::resolvesReferences()
{
    const auto loaded =
        load(withMembers(R"(,"paths":{},"components":{"schemas":{"A b":{"x":1},"a/b~c":{"x":2},"%":{"x":3}}})"));
    QVERIFY(loaded);
    const Document &document = **loaded;
    const auto x = [&document](QStringView reference) {
        const Result<const json::Value *> found = document.resolve(reference);
        return found ? (*json::member(**found, "x")).get<int>() : -1;
    };
    QCOMPARE(x(u"#/components/schemas/A b"), 1);
    QCOMPARE(x(u"#/components/schemas/A%20b"), 1);
    QCOMPARE(x(u"#/components/schemas/a~1b~0c"), 2);
    QCOMPARE(x(u"#/components/schemas/a%7E1b%7E0c"), 2);
    QCOMPARE(x(u"#/components/schemas/%25"), 3);
    QCOMPARE(*document.resolve(u"#"), &document.root());
    const Result<const json::Value *> nowhere = document.resolve(u"#/components/schemas/B");
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, ErrorCode::NotFound);
    QVERIFY(nowhere.error().text.contains(u"#/components/schemas/B"));
    QVERIFY(document.resolve(u"other.json#/a").error().text.contains(u"another file"));
}

void DocumentTest::readsFiles()
{
    const QTemporaryDir folder;
    QVERIFY(folder.isValid());
    const QString path = folder.filePath(u"api.json"_qs);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(withMembers(",\"paths\":{}")) > 0);
    file.close();
    QVERIFY(Document::loadFile(path));

    const auto missing = Document::loadFile(folder.filePath(u"none.json"_qs));
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    const auto directory = Document::loadFile(folder.path());
    QVERIFY(!directory);
    QCOMPARE(directory.error().code, ErrorCode::Io);

    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.resize(limits::documentBytes + 1));
    file.close();
    const auto large = Document::loadFile(path);
    QVERIFY(!large);
    QCOMPARE(large.error().code, ErrorCode::LimitExceeded);
    QVERIFY(large.error().text.contains(u"64 MiB"));
}

void DocumentTest::readsItsOwnClockify()
{
    const auto loaded = Document::loadFile(u":/openapi/clockify.json"_qs);
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().text));
    const Document &document = **loaded;
    QCOMPARE(document.operations().size(), 166);
    QCOMPARE(document.servers().size(), 3);
    QCOMPARE(warningCodes(document), QStringList());
    for (const OperationSummary &operation : document.operations()) {
        const Result<openapi::OperationDetails> details = document.details(operation);
        QVERIFY2(details, qPrintable(operation.operationId));
        QVERIFY2(details->warnings.isEmpty(), qPrintable(operation.operationId));
        QVERIFY2(details->apiKeyHeaders.contains(u"X-Api-Key"), qPrintable(operation.operationId));
        QCOMPARE(details->servers.size(), 1);
    }
}

QTEST_GUILESS_MAIN(DocumentTest)
#include "tst_document.moc"
