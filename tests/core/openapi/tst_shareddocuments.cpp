// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/document.h"

#include <QDirIterator>
#include <QTest>

using namespace uw;
using openapi::Document;

namespace {

QString specsFolder()
{
    return QStringLiteral(UW_SOURCE_DIR) + u"/../shared/specs";
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

// Real documents of others, and small ones that break tools: none may crash, hang or go silently wrong.
class SharedDocumentsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo::exists(specsFolder()))
            QSKIP("the folder ../shared/specs is not there");
    }
    void opensRealDocuments_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("operations");
        QTest::addColumn<int>("warnings");
        QTest::addColumn<bool>("complete");
        QTest::newRow("Clockify") << u"openapi-clockify.json"_qs << 166 << 0 << true;
        QTest::newRow("GitHub") << u"github-3.0-2022-07.json"_qs << 874 << 0 << true;
        QTest::newRow("Stripe") << u"stripe-3.0-2022-04.json"_qs << 417 << 0 << true;
        QTest::newRow("OpenAI") << u"openai-3.1.json"_qs << 288 << 0 << true;
        QTest::newRow("Svix") << u"svix-3.0.json"_qs << 43 << 3 << false;
        QTest::newRow("Slack") << u"slack-2.0.json"_qs << 174 << 0 << true;
    }
    void countsOperations_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<int>("operations");
        QTest::addColumn<int>("webhooks");
        const auto row = [](const char *file, const char *version, int operations, int webhooks = 0) {
            QTest::newRow(file) << QString::fromLatin1(version) << operations << webhooks;
        };
        row("svix-3.0.json", "3.0.2", 43, 7);
        row("openai-3.1.json", "3.1.0", 288, 16);
        row("small/cafe-3.2.yaml", "3.2.0", 12, 1);
        row("small/callback-example-3.0.yaml", "3.0.0", 1);
        row("small/link-example-3.0.yaml", "3.0.0", 6);
        row("small/museum-3.1.yaml", "3.1.0", 8);
        row("small/pets-3.0.yaml", "3.0.0", 21, 1);
        row("small/petstore-3.0.yaml", "3.0.0", 3);
        row("small/petstore-simple-2.0.json", "2.0", 4);
        row("small/petstore-separate-2.0/spec/swagger.json", "2.0", 4);
        row("small/tags-example-3.2.yaml", "3.2.0", 4);
        row("small/tictactoe-3.1.yaml", "3.1.0", 3, 1);
        row("small/webhook-example-3.1.yaml", "3.1.0", 0, 1);
        row("nasty/apidevtools-swagger-parser/circular/circular.yaml", "2.0", 4);
        row("nasty/apidevtools-swagger-parser/invalid/numeric-version.yaml", "2.0", 1);
        row("nasty/apidevtools-swagger-parser/unknown/unknown.yaml", "2.0", 4);
        row("nasty/apidevtools-swagger-parser/validate-spec/invalid/body-and-form-params.yaml", "2.0", 2);
        row("nasty/bruno-import-fixtures/openapi-duplicate-operation-name.yaml", "3.0.0", 3);
        row("nasty/bruno-import-fixtures/openapi-invalid-version.yaml", "2.0", 1);
        row("nasty/bruno-import-fixtures/openapi-missing-info.yaml", "3.0.0", 1);
        row("nasty/mermade-openapi3-examples/3.1/pass/minimal_hooks.yaml", "3.1.0", 0);
        row("nasty/rapidoc/specs/large-models.json", "2.0", 31);
        row("nasty/rapidoc/specs/long-paths.json", "2.0", 13);
        row("nasty/rapidoc/specs/many-oneof.yaml", "3.0.0", 54);
        row("nasty/rapidoc/specs/oneof-combinations.yaml", "3.0.0", 6);
        row("nasty/rapidoc/specs/open-api-3-1.yaml", "3.1.0", 2, 4);
        row("nasty/readme-oas-examples/3.1/train-travel.json", "3.1.0", 7, 1);
        row("nasty/readme-oas/datasets/pathitems-component.json", "3.1.0", 2);
        row("nasty/smartbear-swagger-parser/duplicateHttpStatusCodes.yaml", "3.0.1", 1);
        row("nasty/smartbear-swagger-parser/int64example.yaml", "3.0.0", 1);
        row("nasty/yaak-import-fixtures/real-world/httpbin.yaml", "3.0.0", 78);
        row("nasty/yaak-import-fixtures/real-world/nasa-apod.yaml", "3.0.0", 1);
    }
    void countsOperations()
    {
        QFETCH(QString, version);
        QFETCH(int, operations);
        QFETCH(int, webhooks);
        const auto loaded = Document::loadFile(specsFolder() + u'/' + QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().text));
        QCOMPARE((*loaded)->version(), version);
        QCOMPARE((*loaded)->operations().size(), operations);
        QCOMPARE((*loaded)->webhooks().size(), webhooks);
        for (const openapi::OperationSummary &webhook : (*loaded)->webhooks())
            QVERIFY((*loaded)->details(webhook));
    }
    void refusesTheBomb()
    {
        const auto loaded =
            Document::loadFile(specsFolder() + u"/nasty/mermade-openapi3-examples/3.0/malicious/yamlbomb.yaml");
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().text.contains(u"contains itself"), qPrintable(loaded.error().text));
    }
    void opensRealDocuments()
    {
        QFETCH(QString, file);
        QFETCH(int, operations);
        QFETCH(int, warnings);
        QFETCH(bool, complete);
        const auto loaded = Document::loadFile(specsFolder() + u'/' + file);
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().text));
        const Document &document = **loaded;
        QCOMPARE(document.operations().size(), operations);
        QCOMPARE(document.warnings().size(), warnings);
        int details = 0;
        for (const openapi::OperationSummary &operation : document.operations()) {
            const Result<openapi::OperationDetails> opened = document.details(operation);
            QVERIFY2(opened, qPrintable(operation.pointer));
            QVERIFY2(opened->servers.isEmpty() != complete, qPrintable(operation.pointer));
            QVERIFY2(opened->warnings.isEmpty() || !complete, qPrintable(operation.pointer));
            ++details;
        }
        QCOMPARE(details, operations);
    }
    void survivesEveryDocument_data()
    {
        QTest::addColumn<QString>("file");
        QDirIterator files(specsFolder(), {u"*.json"_qs, u"*.yaml"_qs, u"*.yml"_qs}, QDir::Files,
                           QDirIterator::Subdirectories);
        int count = 0;
        while (files.hasNext()) {
            const QString file = files.next();
            QTest::newRow(qPrintable(QDir(specsFolder()).relativeFilePath(file))) << file;
            ++count;
        }
        QVERIFY(count > 50);
    }
    void survivesEveryDocument()
    {
        QFETCH(QString, file);
        const auto loaded = Document::loadFile(file);
        if (!loaded) {
            QVERIFY2(loaded.error().code == ErrorCode::DocumentInvalid, qPrintable(loaded.error().text));
            QVERIFY(loaded.error().text.size() > 40);
            return;
        }
        for (const openapi::OperationSummary &operation : (*loaded)->operations()) {
            QVERIFY2((*loaded)->details(operation), qPrintable(operation.pointer));
            QVERIFY(!operation.operationId.isEmpty());
            QVERIFY((*loaded)->find(QString::fromLatin1(operation.method) + u' ' + operation.path) != nullptr);
        }
    }
    void survivesEveryCutOfADocument()
    {
        const QByteArray whole = contents(specsFolder() + u"/small/petstore-expanded-3.0.json");
        QVERIFY(!whole.isEmpty());
        for (qsizetype size = 0; size < whole.trimmed().size(); size += 7) {
            const auto loaded = Document::load(whole.left(size), u"cut.json"_qs);
            QVERIFY(!loaded);
            QCOMPARE(loaded.error().code, ErrorCode::DocumentInvalid);
        }
    }
};

QTEST_GUILESS_MAIN(SharedDocumentsTest)
#include "tst_shareddocuments.moc"
