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
    void survivesEveryJsonDocument_data()
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
    void survivesEveryJsonDocument()
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
