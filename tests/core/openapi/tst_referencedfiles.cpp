// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/document.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace uw;
using namespace Qt::StringLiterals;
using openapi::Document;
using openapi::FileAccess;

namespace {

using Loaded = Result<std::shared_ptr<const Document>>;

// A description with these paths and components.
QByteArray description(const QByteArray &paths, const QByteArray &rest = {})
{
    return R"({"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{)" + paths + '}' + rest + '}';
}

QStringList warningsOf(const Document &document)
{
    QStringList texts;
    for (const openapi::Warning &warning : document.warnings())
        texts << warning.code + u": " + warning.message;
    return texts;
}

} // namespace

// References that lead into other files, on a disk of the test's own.
class ReferencedFilesTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString write(const QString &name, const QByteArray &bytes) const
    {
        const QString path = m_folder->filePath(name);
        QFile file(path);
        const bool done = QDir().mkpath(QFileInfo(path).absolutePath()) && file.open(QIODevice::WriteOnly)
                       && file.write(bytes) == bytes.size();
        return done ? path : QString();
    }

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void tellsWhetherThereMayBeOne_data();
    void tellsWhetherThereMayBeOne();
    void followsFilesOfFiles();
    void readsSwaggerFromFiles();
    void leavesDataAlone();
    void staysInItsFolder_data();
    void staysInItsFolder();
    void neverReadsDevices();
    void withholdsTheNet();
    void pastedTextHasNoFolder();
    void saysWhatIsWrongWithAFile_data();
    void saysWhatIsWrongWithAFile();
    void endsInCircles();
    void countsFiles();
    void endsDeepChains();
    void readsSharedDocuments_data();
    void readsSharedDocuments();
};

void ReferencedFilesTest::tellsWhetherThereMayBeOne_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("may");
    QTest::newRow("none") << QByteArray(R"({"a":1})") << false;
    QTest::newRow("local") << QByteArray(R"({"$ref": "#/a"})") << false;
    QTest::newRow("local in YAML") << QByteArray("$ref: '#/a'\n$ref: \"#/b\"\n") << false;
    QTest::newRow("file") << QByteArray(R"({"$ref":"#/a"},{"$ref" : "a.json"})") << true;
    QTest::newRow("file in YAML") << QByteArray("$ref: a.yaml#/b\n") << true;
    QTest::newRow("cut off") << QByteArray("{\"$ref\":\"") << false;
}

void ReferencedFilesTest::tellsWhetherThereMayBeOne()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, may);
    QCOMPARE(openapi::mayReferToFiles(text), may);
}

// Relative to the file they stand in, with spaces and escapes, path items, operations and whole tables of responses.
void ReferencedFilesTest::followsFilesOfFiles()
{
    const QString path =
        write(u"api/root.json"_s, description(R"(
        "/pets": {"$ref": "paths/all pets.yaml"},
        "/dogs": {"get": {"$ref": "paths/dogs.json#/~1list/get"}})",
                                              R"(,"components":{"schemas":{"Own":{"type":"integer"}}})"));
    QVERIFY(!path.isEmpty());
    QVERIFY(!write(u"api/paths/all pets.yaml"_s, R"(
get:
  operationId: listPets
  parameters:
    - $ref: ../parameters.json#/limit
    - name: tag
      in: query
      schema: {$ref: "../models/pet%20model.json#/definitions/Pet/properties/tag"}
  responses:
    $ref: '../responses.yaml'
)")
                 .isEmpty());
    QVERIFY(!write(u"api/paths/dogs.json"_s, R"({"/list": {"get": {"operationId": "listDogs",
        "parameters": [{"name": "own", "in": "query", "schema": {"$ref": "../root.json#/components/schemas/Own"}}]}}})")
                 .isEmpty());
    QVERIFY(!write(u"api/parameters.json"_s,
                   R"({"limit": {"name": "limit", "in": "query", "schema": {"$ref": "#/types/limit"}},
                       "types": {"limit": {"type": "integer", "maximum": 5}}})")
                 .isEmpty());
    QVERIFY(
        !write(u"api/models/pet model.json"_s, R"({"definitions": {"Pet": {"$ref": "deep.json#/Pet"}}})").isEmpty());
    QVERIFY(
        !write(u"api/models/deep.json"_s, R"({"Pet": {"properties": {"tag": {"type": "string", "enum": ["cat"]}}}})")
             .isEmpty());
    QVERIFY(!write(u"api/responses.yaml"_s, "default:\n  content:\n    text/csv: {}\n").isEmpty());
    const Loaded loaded = Document::loadFile(path);
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().text));
    const Document &document = **loaded;
    QCOMPARE(warningsOf(document), QStringList());
    QCOMPARE(document.operations().size(), 2);
    QCOMPARE(document.referencedFiles().size(), 6);
    const auto pets = document.details(*document.find(u"listPets"_s));
    QVERIFY(pets);
    QCOMPARE(pets->warnings.size(), 0);
    QCOMPARE(pets->parameters.size(), 2);
    QCOMPARE(pets->parameters.at(0).schema.maximum, std::optional<double>(5));
    QCOMPARE(pets->parameters.at(1).schema.enumValues.size(), 1);
    QCOMPARE(pets->responseTypes, QStringList(u"text/csv"_s));
    const auto dogs = document.details(*document.find(u"GET /dogs"_s));
    QVERIFY(dogs);
    QCOMPARE(dogs->summary.operationId, u"listDogs"_s);
    QCOMPARE(dogs->parameters.at(0).schema.type, u"integer"_s);
}

// What Swagger 2.0 calls a body or a typed parameter is upgraded in other files too.
void ReferencedFilesTest::readsSwaggerFromFiles()
{
    const QString path = write(u"root.json"_s, R"({"swagger":"2.0","info":{"title":"T"},"paths":{
        "/a":{"$ref":"paths.json#/a"},
        "/b":{"post":{"parameters":[{"$ref":"shared.json#/body"},{"$ref":"shared.json#/ids"}],
              "responses":{"200":{"$ref":"shared.json#/answer"}}}}}})");
    QVERIFY(!write(u"paths.json"_s, R"({"a":{"get":{"operationId":"a","produces":["text/plain"],
        "parameters":[{"name":"n","in":"query","type":"integer"}],"responses":{"200":{"schema":{"type":"string"}}}}}})")
                 .isEmpty());
    QVERIFY(!write(u"shared.json"_s, R"({"body":{"name":"body","in":"body","schema":{"type":"object","properties":
        {"x":{"type":"integer"}}}},"ids":{"name":"ids","in":"query","type":"array","items":{"type":"string"},
        "collectionFormat":"pipes"},"answer":{"description":"","schema":{"type":"object"}}})")
                 .isEmpty());
    const Loaded loaded = Document::loadFile(path);
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().text));
    const auto a = (*loaded)->details(*(*loaded)->find(u"a"_s));
    QVERIFY(a);
    QCOMPARE(a->parameters.at(0).schema.type, u"integer"_s);
    QCOMPARE(a->responseTypes, QStringList(u"text/plain"_s));
    const auto b = (*loaded)->details(*(*loaded)->find(u"POST /b"_s));
    QVERIFY(b);
    QCOMPARE(b->parameters.size(), 1);
    QCOMPARE(b->parameters.at(0).style, u"pipeDelimited"_s);
    QVERIFY(b->body);
    QVERIFY2(b->body->sample.contains("\"x\""), b->body->sample.constData());
    QCOMPARE(b->responseTypes, QStringList(u"application/json"_s));
}

void ReferencedFilesTest::leavesDataAlone()
{
    const QString path = write(u"root.json"_s, description(R"("/a":{"get":{"operationId":"a","parameters":[
        {"name":"q","in":"query","example":{"$ref":"no.json"},"schema":{"default":{"$ref":"no.json"},
          "enum":[{"$ref":"no.json"}],"properties":{"$ref":{"type":"string"},"example":{"$ref":"yes.json"}}},
          "examples":{"one":{"value":{"$ref":"no.json"}}}}],"x-note":{"$ref":"no.json"}}})"));
    QVERIFY(!write(u"yes.json"_s, R"({"type":"integer"})").isEmpty());
    const Loaded loaded = Document::loadFile(path);
    QVERIFY(loaded);
    QCOMPARE(warningsOf(**loaded), QStringList());
    QCOMPARE((*loaded)->referencedFiles().size(), 1);
    const json::Value *parameter = json::resolvePointer((*loaded)->root(), u"/paths/~1a/get/parameters/0");
    QVERIFY(parameter);
    QCOMPARE(json::toQString(*json::resolvePointer(*parameter, u"/example/$ref")), u"no.json"_s);
    QCOMPARE(json::toQString(*json::resolvePointer(*parameter, u"/schema/default/$ref")), u"no.json"_s);
}

void ReferencedFilesTest::staysInItsFolder_data()
{
    QTest::addColumn<QString>("reference");
    QTest::newRow("parent") << u"../secret.json"_s;
    QTest::newRow("parent, escaped") << u"%2e%2e/secret.json"_s;
    QTest::newRow("absolute") << u"file:///FOLDER/secret.json"_s;
    QTest::newRow("absolute path") << u"/FOLDER/secret.json"_s;
    QTest::newRow("link") << u"link.json"_s;
    QTest::newRow("linked folder") << u"linked/secret.json"_s;
    QTest::newRow("folder of a longer name") << u"../api-secret/secret.json"_s;
}

void ReferencedFilesTest::staysInItsFolder()
{
    QFETCH(QString, reference);
    reference.replace(u"/FOLDER"_s, m_folder->path());
    const QByteArray secret = R"({"type":"integer"})";
    QVERIFY(!write(u"secret.json"_s, secret).isEmpty());
    QVERIFY(!write(u"api-secret/secret.json"_s, secret).isEmpty());
    const QString path = write(u"api/root.json"_s,
                               description(R"("/a":{"get":{"parameters":[{"name":"q","in":"query","schema":{"$ref":")"
                                           + reference.toUtf8() + R"("}}]}})"));
    QVERIFY(QFile::link(m_folder->filePath(u"secret.json"_s), m_folder->filePath(u"api/link.json"_s)));
    QVERIFY(QFile::link(m_folder->path(), m_folder->filePath(u"api/linked"_s)));
    const Loaded loaded = Document::loadFile(path);
    QVERIFY(loaded);
    QCOMPARE((*loaded)->referencedFiles(), QStringList());
    QCOMPARE((*loaded)->withheldFiles().size(), 1);
    QVERIFY(!(*loaded)->withheldFiles().first().isRemote);
    QVERIFY2(warningsOf(**loaded).join(u'\n').contains(u"outside the description's folder"),
             qPrintable(warningsOf(**loaded).join(u'\n')));
    QCOMPARE((*loaded)->operations().size(), 1);

    const Loaded allowed = Document::loadFile(path, {.allowsOutside = true});
    QVERIFY(allowed);
    QCOMPARE((*allowed)->withheldFiles().size(), 0);
    const auto details = (*allowed)->details((*allowed)->operations().first());
    QVERIFY(details);
    QCOMPARE(details->parameters.at(0).schema.type, u"integer"_s);
}

// Not even when everything is allowed: a pipe would never end, a device may do something.
void ReferencedFilesTest::neverReadsDevices()
{
    QCOMPARE(::mkfifo(QFile::encodeName(m_folder->filePath(u"pipe"_s)).constData(), 0600), 0);
    const QString path = write(u"root.json"_s, description(R"("/a":{"$ref":"/dev/zero"},"/b":{"$ref":"pipe"},
        "/c":{"$ref":"."},"/d":{"$ref":"https"},"/e":{"$ref":"ftp://h/x"},"/f":{"$ref":"data:,x"})"));
    const Loaded loaded = Document::loadFile(path, {.allowsOutside = true});
    QVERIFY(loaded);
    QCOMPARE((*loaded)->referencedFiles(), QStringList());
    const QString warnings = warningsOf(**loaded).join(u'\n');
    for (const char16_t *what : {u"“/dev/zero” is a folder or a device", u"“pipe” is a folder or a device",
                                 u"“https” does not exist", u"“ftp://h/x” is an address", u"“data:,x” is an address"})
        QVERIFY2(warnings.contains(QStringView(what)), qPrintable(warnings));
}

void ReferencedFilesTest::withholdsTheNet()
{
    const QByteArray text = description(R"("/a":{"$ref":"https://h.example/a.json#/x"},"/b":{"$ref":"b.json"},
        "/c":{"$ref":"file:///etc/hostname"})");
    const Loaded loaded = Document::load(text, u"https://h.example/v1/api.json"_s);
    QVERIFY(loaded);
    const QList<openapi::WithheldFile> expected{{u"https://h.example/a.json"_s, true},
                                                {u"https://h.example/v1/b.json"_s, true}};
    QCOMPARE((*loaded)->withheldFiles(), expected);
    QVERIFY(warningsOf(**loaded).join(u'\n').contains(u"“/etc/hostname” is an address"));

    FileAccess access{.base = u"https://h.example/v1/api.json"_s};
    access.fetched.insert(u"https://h.example/a.json"_s, R"({"x":{"get":{"operationId":"fetched"}}})");
    access.failures.insert(u"https://h.example/v1/b.json"_s, u"The server is away."_s);
    const Loaded fetched = Document::load(text, u"https://h.example/v1/api.json"_s, access);
    QVERIFY(fetched);
    QVERIFY((*fetched)->find(u"fetched"_s));
    QCOMPARE((*fetched)->withheldFiles().size(), 0);
    QVERIFY(warningsOf(**fetched).contains(u"reference_file: The server is away."_s));
}

void ReferencedFilesTest::pastedTextHasNoFolder()
{
    const Loaded loaded =
        Document::load(description(R"("/a":{"$ref":"a.json"},"/b":{"$ref":"https://h/b.json"})"), u"pasted text"_s);
    QVERIFY(loaded);
    QVERIFY2(warningsOf(**loaded).join(u'\n').contains(u"has no folder here"),
             qPrintable(warningsOf(**loaded).join(u'\n')));
    QCOMPARE((*loaded)->withheldFiles().size(), 1);
}

void ReferencedFilesTest::saysWhatIsWrongWithAFile_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray() << u"“part.json” is empty"_s;
    QTest::newRow("a page") << QByteArray("<html>") << u"“part.json” is a web page"_s;
    QTest::newRow("cut off") << QByteArray("{\"a\":") << u"“part.json” ends too early (line 1"_s;
    QTest::newRow("bomb") << QByteArray("a: &a [*a]\n") << u"contains itself"_s;
    QTest::newRow("deep") << QByteArray(100'000, '[') << u"is beyond what is read"_s;
    QTest::newRow("packed") << QByteArray("\x1f\x8b\x08") << u"is packed (gzip)"_s;
    QTest::newRow("dangling") << QByteArray("{\"b\":1}") << u"leads nowhere"_s;
}

void ReferencedFilesTest::saysWhatIsWrongWithAFile()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    const QString path = write(u"root.json"_s, description(R"("/a":{"$ref":"part.json#/a"},"/ok":{"get":{}})"));
    QVERIFY(!write(u"part.json"_s, bytes).isNull());
    const Loaded loaded = Document::loadFile(path);
    QVERIFY(loaded);
    QVERIFY2(warningsOf(**loaded).join(u'\n').contains(says), qPrintable(warningsOf(**loaded).join(u'\n')));
    QVERIFY((*loaded)->find(u"GET /ok"_s));
    QVERIFY(!(*loaded)->warnings().first().pointer.isEmpty());
}

void ReferencedFilesTest::endsInCircles()
{
    const QString path =
        write(u"a.json"_s, description(R"("/a":{"$ref":"b.json#/item"},"/self":{"$ref":"c.json#/c"})"));
    QVERIFY(!write(u"b.json"_s, R"({"item":{"get":{"operationId":"x","parameters":[{"name":"q","in":"query",
        "schema":{"$ref":"#/node"}}]}},"node":{"properties":{"next":{"$ref":"b.json#/node"},
        "back":{"$ref":"a.json#/paths/~1a"}}}})")
                 .isEmpty());
    QVERIFY(!write(u"c.json"_s, R"({"c":{"$ref":"d.json#/d"}})").isEmpty());
    QVERIFY(!write(u"d.json"_s, R"({"d":{"$ref":"c.json#/c"}})").isEmpty());
    const Loaded loaded = Document::loadFile(path);
    QVERIFY(loaded);
    QCOMPARE((*loaded)->referencedFiles().size(), 3);
    QVERIFY((*loaded)->find(u"x"_s));
    QVERIFY((*loaded)->details(*(*loaded)->find(u"x"_s)));
    QVERIFY2(warningsOf(**loaded).join(u'\n').contains(u"leads back to itself"),
             qPrintable(warningsOf(**loaded).join(u'\n')));
}

void ReferencedFilesTest::countsFiles()
{
    QByteArray paths;
    FileAccess access{.base = u"https://h.example/api.json"_s};
    for (int i = 0; i <= openapi::maximumReferencedFiles; ++i) {
        const QByteArray name = "f" + QByteArray::number(i) + ".json";
        paths += (i ? ",\"/p" : "\"/p") + QByteArray::number(i) + "\":{\"$ref\":\"" + name + "\"}";
        access.fetched.insert(u"https://h.example/"_s + QString::fromLatin1(name), R"({"get":{}})");
    }
    const Loaded loaded = Document::load(description(paths), u"https://h.example/api.json"_s, access);
    QVERIFY(loaded);
    QCOMPARE((*loaded)->referencedFiles().size(), openapi::maximumReferencedFiles);
    QCOMPARE((*loaded)->operations().size(), openapi::maximumReferencedFiles);
    QVERIFY(warningsOf(**loaded).join(u'\n').contains(u"more than 500 files"));
}

void ReferencedFilesTest::endsDeepChains()
{
    FileAccess access{.base = u"https://h.example/0.json"_s};
    for (int i = 1; i <= openapi::maximumFileDepth + 2; ++i)
        access.fetched.insert(u"https://h.example/%1.json"_s.arg(i),
                              "{\"get\":{\"$ref\":\"" + QByteArray::number(i + 1) + ".json\"}}");
    const Loaded loaded =
        Document::load(description(R"("/a":{"$ref":"1.json"})"), u"https://h.example/0.json"_s, access);
    QVERIFY(loaded);
    QCOMPARE((*loaded)->referencedFiles().size(), openapi::maximumFileDepth);
    QVERIFY(warningsOf(**loaded).join(u'\n').contains(u"deeper than 32 levels"));
}

// Descriptions of others in several files: every reference leads somewhere.
void ReferencedFilesTest::readsSharedDocuments_data()
{
    QTest::addColumn<int>("operations");
    QTest::addColumn<int>("files");
    QTest::addColumn<bool>("outside");
    QTest::addColumn<int>("warnings");
    QTest::newRow("small/petstore-separate-2.0/spec/swagger.json") << 4 << 4 << true << 0;
    QTest::newRow("nasty/smartbear-swagger-parser/relative-file-references/yaml/parent.yaml") << 1 << 11 << false << 0;
    QTest::newRow("nasty/rapidoc/specs/external-refs.yaml") << 1 << 1 << false << 0;
    QTest::newRow("nasty/apidevtools-swagger-parser/unknown/unknown.yaml") << 4 << 0 << false << 0;
}

void ReferencedFilesTest::readsSharedDocuments()
{
    QFETCH(int, operations);
    QFETCH(int, files);
    QFETCH(bool, outside);
    QFETCH(int, warnings);
    const QString path =
        QStringLiteral(UW_SOURCE_DIR) + u"/../shared/specs/" + QString::fromLatin1(QTest::currentDataTag());
    if (!QFileInfo::exists(path))
        QSKIP("the folder ../shared/specs is not there");
    const Loaded loaded = Document::loadFile(path, {.allowsOutside = outside});
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().text));
    QCOMPARE((*loaded)->operations().size(), operations);
    const QStringList told = warningsOf(**loaded).filter(u"reference"_s);
    QVERIFY2(told.size() == warnings, qPrintable(told.join(u'\n')));
    QVERIFY2((*loaded)->referencedFiles().size() == files, qPrintable((*loaded)->referencedFiles().join(u'\n')));
    for (const openapi::OperationSummary &operation : (*loaded)->operations())
        QVERIFY((*loaded)->details(operation));
}

QTEST_GUILESS_MAIN(ReferencedFilesTest)
#include "tst_referencedfiles.moc"
