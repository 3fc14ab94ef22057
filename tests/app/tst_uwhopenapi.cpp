// SPDX-License-Identifier: GPL-3.0-or-later
// The real `uwh openapi`: output, exit codes, bad input.
#include "core/json/value.h"
#include "tests/support/programrun.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using test::ProgramRun;
using test::runUwh;

class UwhOpenApiTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void tellsWhatADocumentHolds();
    void tellsPeople();
    void knowsClockify();
    void readsStandardInput();
    void refusesBadInput_data();
    void refusesBadInput();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void helps();
};

namespace {

constexpr auto pets = R"({"openapi":"3.0.1","info":{"title":"Pets"},"servers":[{"url":"https://h/v1"}],
    "paths":{"/pets":{"get":{"operationId":"list"},"put":{}}}})";

QString write(const QTemporaryDir &folder, const QByteArray &bytes)
{
    const QString path = folder.filePath(u"api.json"_qs);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

} // namespace

void UwhOpenApiTest::tellsWhatADocumentHolds()
{
    const QTemporaryDir folder;
    const ProgramRun run = runUwh({u"openapi"_qs, write(folder, pets), u"--json"_qs});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.err, "");
    const Result<json::Value> report = json::parse(run.out);
    QVERIFY(report);
    QCOMPARE(json::toQString(*json::member(*report, "openapi")), u"3.0.1"_qs);
    QCOMPARE(json::member(*report, "operations")->size(), 2u);
    QCOMPARE(json::member(*report, "warnings")->size(), 1u);
}

void UwhOpenApiTest::tellsPeople()
{
    const QTemporaryDir folder;
    const ProgramRun run = runUwh({u"openapi"_qs, write(folder, pets)});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.out.startsWith("Pets (OpenAPI 3.0.1), 2 operations\nServer https://h/v1\n"), run.out.constData());
}

void UwhOpenApiTest::knowsClockify()
{
    const ProgramRun run = runUwh({u"openapi"_qs, u"clockify"_qs, u"--json"_qs});
    QCOMPARE(run.exitCode, 0);
    const Result<json::Value> report = json::parse(run.out);
    QVERIFY(report);
    QCOMPARE(json::member(*report, "operations")->size(), 166u);
}

void UwhOpenApiTest::readsStandardInput()
{
    const ProgramRun run = runUwh({u"openapi"_qs, u"-"_qs}, {}, pets);
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.out.startsWith("Pets "));
    const ProgramRun nothing = runUwh({u"openapi"_qs, u"-"_qs});
    QCOMPARE(nothing.exitCode, 2);
    QVERIFY2(nothing.err.contains("standard input” is empty"), nothing.err.constData());
}

void UwhOpenApiTest::refusesBadInput_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("empty") << QByteArray() << "is empty"_qba;
    QTest::newRow("web page") << "<html>"_qba
                              << "is a web page"_qba;
    QTest::newRow("not JSON") << "{"_qba
                              << "ends too early"_qba;
    QTest::newRow("not OpenAPI") << "{}"_qba
                                 << "not an OpenAPI description"_qba;
    QTest::newRow("deep") << QByteArray(100'000, '[') << "beyond what is read"_qba;
    QTest::newRow("Swagger 1.2") << "{\"swagger\":\"1.2\"}"_qba
                                 << "Swagger 2.0 and OpenAPI"_qba;
}

void UwhOpenApiTest::refusesBadInput()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, says);
    const QTemporaryDir folder;
    const ProgramRun run = runUwh({u"openapi"_qs, write(folder, bytes), u"--json"_qs});
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.out, "");
    QVERIFY2(run.err.contains(says), run.err.constData());
    QCOMPARE(run.err.count('\n'), 1);
}

void UwhOpenApiTest::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("no file") << QStringList() << "takes one FILE"_qba;
    QTest::newRow("two files") << QStringList({u"a"_qs, u"b"_qs}) << "takes one FILE"_qba;
    QTest::newRow("unknown option") << QStringList({u"a"_qs, u"--yaml"_qs}) << "yaml"_qba;
    QTest::newRow("no such file") << QStringList({u"/nowhere/api.json"_qs}) << "There is no file"_qba;
    QTest::newRow("a folder") << QStringList({u"/"_qs}) << "is a folder"_qba;
}

void UwhOpenApiTest::refusesWrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    const ProgramRun run = runUwh(QStringList(u"openapi"_qs) + arguments);
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.out, "");
    QVERIFY2(run.err.contains(says), run.err.constData());
}

void UwhOpenApiTest::helps()
{
    const ProgramRun run = runUwh({u"openapi"_qs, u"--help"_qs});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.out.startsWith("Usage: uwh openapi [options] FILE"), run.out.constData());
    QVERIFY(run.out.contains("--json"));
}

QTEST_GUILESS_MAIN(UwhOpenApiTest)
#include "tst_uwhopenapi.moc"
