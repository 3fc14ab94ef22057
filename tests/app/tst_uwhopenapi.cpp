// SPDX-License-Identifier: GPL-3.0-or-later
// The real `uwh openapi`: output, exit codes, bad input.
#include "core/json/value.h"
#include "tests/support/programrun.h"
#include "tests/support/scriptedserver.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using test::ProgramRun;
using test::runUwh;
using test::ScriptedServer;

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
    void asksForFilesElsewhere();
    void fetchesOnlyWhatIsAllowed();
    void tellsOfAnUnusualServer();
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

// A file beside the description is read, one outside its folder only on demand.
void UwhOpenApiTest::asksForFilesElsewhere()
{
    const QTemporaryDir folder;
    const QTemporaryDir other;
    const QString outside = write(other, R"({"item":{"get":{"operationId":"outside"}}})");
    const QString path = write(folder, R"({"openapi":"3.0.3","info":{"title":"T"},"paths":{"/a":{"$ref":"file://)"
                                           + outside.toUtf8() + R"(#/item"}}})");
    const ProgramRun closed = runUwh({u"openapi"_qs, path, u"--json"_qs});
    QCOMPARE(closed.exitCode, 0);
    QVERIFY2(!closed.out.contains("\"outside\""), closed.out.constData());
    QVERIFY2(closed.out.contains("outside the description's folder"), closed.out.constData());
    const ProgramRun open = runUwh({u"openapi"_qs, path, u"--json"_qs, u"--allow-outside"_qs});
    QCOMPARE(open.exitCode, 0);
    QVERIFY2(open.out.contains("\"outside\""), open.out.constData());
    const ProgramRun request = runUwh({u"request"_qs, path, u"outside"_qs, u"--server"_qs, u"https://h.example"_qs,
                                       u"--dry-run"_qs, u"--json"_qs, u"--allow-outside"_qs});
    QCOMPARE(request.exitCode, 0);
    QVERIFY2(request.out.contains("https://h.example/a"), request.out.constData());
}

void UwhOpenApiTest::fetchesOnlyWhatIsAllowed()
{
    ScriptedServer server;
    server.answerBy([](const QByteArray &request) -> ScriptedServer::Script {
        if (request.startsWith("GET /api.json "))
            return ScriptedServer::ok(
                R"({"openapi":"3.0.3","info":{"title":"T"},"paths":{"/a":{"$ref":"part.json"}}})");
        return ScriptedServer::ok(R"({"get":{"operationId":"fetched"}})");
    });
    const QString address = QString::fromLatin1(server.url("/api.json"));
    const ProgramRun closed = runUwh({u"openapi"_qs, address, u"--json"_qs});
    QCOMPARE(closed.exitCode, 0);
    QVERIFY2(closed.out.contains("is not fetched unless"), closed.out.constData());
    QCOMPARE(server.requests().size(), 1);
    const ProgramRun open = runUwh({u"openapi"_qs, address, u"--json"_qs, u"--allow-remote"_qs});
    QCOMPARE(open.exitCode, 0);
    QVERIFY2(open.out.contains("\"fetched\""), open.out.constData());
    QCOMPARE(server.requests().size(), 3);
}

void UwhOpenApiTest::tellsOfAnUnusualServer()
{
    const QTemporaryDir folder;
    const QString path = write(folder, R"({"openapi":"3.0.3","info":{"title":"T"},
        "servers":[{"url":"https://api.example.com"}],"paths":{"/a":{"servers":[{"url":"http://localhost:5050"}],
        "get":{"operationId":"a"}}}})");
    const ProgramRun run = runUwh({u"request"_qs, path, u"a"_qs, u"--dry-run"_qs});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.err.contains("names localhost as the server"), run.err.constData());
    const ProgramRun chosen =
        runUwh({u"request"_qs, path, u"a"_qs, u"--dry-run"_qs, u"--server"_qs, u"http://localhost:5050"_qs});
    QCOMPARE(chosen.err, "");
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
