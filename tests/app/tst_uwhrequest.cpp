// SPDX-License-Identifier: GPL-3.0-or-later
// The real `uwh request`: what it prints, what it sends, where keys go, exit codes.
#include "core/json/value.h"
#include "tests/support/programrun.h"
#include "tests/support/scriptedserver.h"

#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using test::ProgramRun;
using test::runUwh;
using test::ScriptedServer;

class UwhRequestTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void init();
    void printsTheRequest();
    void printsForPeople();
    void putsOnTheWireWhatItPrints();
    void takesTheBodyFromAFile();
    void sendsAndPrintsTheBody();
    void sendsAndPrintsJson();
    void failsByStatus_data();
    void failsByStatus();
    void failsWithoutAnAnswer();
    void sendsTheKeyWhereItBelongs();
    void keepsTheKeyFromOthers_data();
    void keepsTheKeyFromOthers();
    void sendsACredential();
    void refusesACredential_data();
    void refusesACredential();
    void writesCurl();
    void warnsAndSends();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void helps();

private:
    // `uwh request` on the test's document and server.
    [[nodiscard]] ProgramRun request(const QStringList &arguments, const QMap<QString, QString> &variables = {}) const
    {
        return runUwh(QStringList({u"request"_qs, m_document}) + arguments, variables);
    }

    QTemporaryDir m_folder;
    QString m_document;
    std::unique_ptr<ScriptedServer> m_server;
};

namespace {

constexpr auto document = R"({"openapi":"3.0.3","info":{"title":"Pets"},"servers":[{"url":"SERVER/v1"}],
    "components":{"securitySchemes":{"key":{"type":"apiKey","in":"header","name":"X-Api-Key"}}},
    "paths":{
      "/pets/{id}":{"get":{"operationId":"getPet","security":[{"key":[]}],"parameters":[
        {"name":"id","in":"path","required":true,"schema":{"type":"string"}},
        {"name":"tags","in":"query","schema":{"type":"array","items":{"type":"string"}}},
        {"name":"kind","in":"query","schema":{"type":"string","enum":["dog","cat"]}},
        {"name":"X-Trace","in":"header","schema":{"type":"string"}}],
        "responses":{"200":{"content":{"application/json":{}}}}}},
      "/pets":{"post":{"operationId":"addPet","requestBody":{"required":true,"content":{"application/json":{}}}}},
      "/image":{"get":{"operationId":"getImage"}}}})";

QString variable(const char *name)
{
    return QString::fromLatin1(name);
}

json::Value parsed(const QByteArray &text)
{
    const Result<json::Value> value = json::parse(text);
    return value ? *value : json::Value();
}

} // namespace

void UwhRequestTest::init()
{
    m_server = std::make_unique<ScriptedServer>();
    m_server->enqueue(ScriptedServer::ok("{\"z\":1,\"a\":[1.50]}", "Content-Type: application/json\r\n"));
    m_document = m_folder.filePath(u"pets.json"_qs);
    QFile file(m_document);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(QByteArray(document).replace("SERVER", m_server->url(""))) > 0);
}

void UwhRequestTest::printsTheRequest()
{
    const ProgramRun run =
        request({u"getPet"_qs, u"--param"_qs, u"id=a b/c"_qs, u"--param"_qs, u"tags=[\"x,y\",\"z\"]"_qs, u"--param"_qs,
                 u"X-Trace=1"_qs, u"--server"_qs, u"https://api.example.com/v2/"_qs, u"--dry-run"_qs, u"--json"_qs});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.err, "");
    QCOMPARE(json::serialize(parsed(run.out)),
             R"({"method":"GET","url":"https://api.example.com/v2/pets/a%20b%2Fc?tags=x%2Cy&tags=z",)"
             R"("headers":[["Accept","application/json"],["X-Trace","1"]],"body":null})"_qba);
    QVERIFY(m_server->requests().isEmpty());
}

void UwhRequestTest::printsForPeople()
{
    const ProgramRun run =
        request({u"POST /pets"_qs, u"--body"_qs, u"{\"a\": 1}"_qs, u"--server"_qs, u"https://h"_qs, u"--dry-run"_qs});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.out, "POST https://h/pets\nContent-Type: application/json\n\n{\"a\": 1}\n");
}

void UwhRequestTest::putsOnTheWireWhatItPrints()
{
    const QStringList arguments{u"getPet"_qs,   u"--param"_qs, u"id=\u00fc/?#[]%2F..&"_qs, u"--param"_qs,
                                u"tags=a b"_qs, u"--param"_qs, u"tags=\u2764"_qs};
    const ProgramRun dry = request(arguments + QStringList{u"--dry-run"_qs, u"--json"_qs});
    QCOMPARE(dry.exitCode, 0);
    const json::Value report = parsed(dry.out);
    const ProgramRun run = request(arguments);
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(m_server->requests().size(), 1);
    const QByteArray line = m_server->requests().first().split('\r').first();
    QCOMPARE(line,
             QByteArray("GET " + json::toQString(*json::member(report, "url")).toLatin1().mid(m_server->url("").size())
                        + " HTTP/1.1"));
    QVERIFY2(line.contains("/v1/pets/%C3%BC%2F%3F%23%5B%5D%252F..%26?tags=a%20b&tags=%E2%9D%A4"), line.constData());
}

void UwhRequestTest::takesTheBodyFromAFile()
{
    const QString path = m_folder.filePath(u"body.json"_qs);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray body = " {\"caf\xc3\xa9\": 1.0}\n";
    QCOMPARE(file.write(body), body.size());
    file.close();
    const ProgramRun run = request({u"addPet"_qs, u"--body"_qs, u"@" + path});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(ScriptedServer::body(m_server->requests().first()), body);
    QCOMPARE(ScriptedServer::header(m_server->requests().first(), "Content-Type"), "application/json");
}

void UwhRequestTest::sendsAndPrintsTheBody()
{
    const QByteArray image("\x89PNG\r\n\0\xff", 8);
    m_server = std::make_unique<ScriptedServer>();
    m_server->enqueue(ScriptedServer::ok(image, "Content-Type: image/png\r\n"));
    const ProgramRun run = request({u"getImage"_qs, u"--server"_qs, QString::fromLatin1(m_server->url(""))});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.out, image);
    QVERIFY2(run.err.startsWith("HTTP 200 OK, "), run.err.constData());
}

void UwhRequestTest::sendsAndPrintsJson()
{
    const ProgramRun run = request({u"getPet"_qs, u"--param"_qs, u"id=1"_qs, u"--json"_qs});
    QCOMPARE(run.exitCode, 0);
    const json::Value report = parsed(run.out);
    QCOMPARE(json::member(report, "status")->get<int>(), 200);
    QCOMPARE(json::serialize(*json::member(report, "data")), "{\"z\":1,\"a\":[1.5]}");
    QVERIFY(json::member(report, "latencyMs")->get<double>() > 0);
}

void UwhRequestTest::failsByStatus_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    QTest::newRow("204") << 204 << 0;
    QTest::newRow("302") << 302 << 0;
    QTest::newRow("400") << 400 << 1;
    QTest::newRow("401") << 401 << 1;
    QTest::newRow("503") << 503 << 1;
}

void UwhRequestTest::failsByStatus()
{
    QFETCH(int, status);
    QFETCH(int, code);
    ScriptedServer server;
    const QByteArray rest = status == 204 ? "\r\n\r\n"_qba : "\r\nLocation: /else\r\nContent-Length: 4\r\n\r\nbody"_qba;
    server.enqueue("HTTP/1.1 " + QByteArray::number(status) + " Said" + rest);
    const ProgramRun run = request({u"getImage"_qs, u"--server"_qs, QString::fromLatin1(server.url(""))});
    QCOMPARE(run.exitCode, code);
    QCOMPARE(run.out, status == 204 ? QByteArray() : QByteArray("body"));
    QCOMPARE(server.requests().size(), 1);
}

void UwhRequestTest::failsWithoutAnAnswer()
{
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const QString address = u"http://127.0.0.1:" + QString::number(closed.serverPort());
    closed.close();
    const ProgramRun run = request({u"getImage"_qs, u"--server"_qs, address, u"--json"_qs});
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(run.out, "");
    QVERIFY2(run.err.contains("refused the connection"), run.err.constData());
}

void UwhRequestTest::sendsTheKeyWhereItBelongs()
{
    const QMap<QString, QString> key{{variable("CLOCKIFY_API_KEY"), u"s3cret"_qs}};
    // This computer, chosen by hand.
    const QStringList arguments{u"getPet"_qs, u"--param"_qs, u"id=1"_qs, u"--server"_qs,
                                QString::fromLatin1(m_server->url(""))};
    const ProgramRun sent = request(arguments, key);
    QCOMPARE(sent.exitCode, 0);
    QCOMPARE(ScriptedServer::header(m_server->requests().first(), "X-Api-Key"), "s3cret");
    QVERIFY(!sent.err.contains("s3cret"));
    // Shown, it is masked.
    const ProgramRun shown = request(arguments + QStringList{u"--dry-run"_qs, u"--json"_qs}, key);
    QVERIFY2(shown.out.contains("\"X-Api-Key\""), shown.out.constData());
    QVERIFY(shown.out.contains("\xe2\x80\xa2\xe2\x80\xa2"));
    QVERIFY(!shown.out.contains("s3cret"));
    // The base address that is set takes the place of Clockify's host.
    QMap<QString, QString> both = key;
    both.insert(variable("CLOCKIFY_API_BASE_URL"), QString::fromLatin1(m_server->url("/api")));
    const ProgramRun base = runUwh({u"request"_qs, u"clockify"_qs, u"getLoggedUser"_qs}, both);
    QCOMPARE(base.exitCode, 0);
    QVERIFY(m_server->requests().last().startsWith("GET /api/v1/user HTTP/1.1\r\n"));
    QCOMPARE(ScriptedServer::header(m_server->requests().last(), "X-Api-Key"), "s3cret");
    // Without a key it says so.
    const ProgramRun without = request(arguments);
    QCOMPARE(without.exitCode, 0);
    QVERIFY(without.err.contains("CLOCKIFY_API_KEY is not set"));
}

void UwhRequestTest::keepsTheKeyFromOthers_data()
{
    QTest::addColumn<QStringList>("server");
    // A document alone cannot send the key to this computer either: published copies have named localhost.
    QTest::newRow("a document's own loopback server") << QStringList();
    QTest::newRow("another host") << QStringList({u"--server"_qs, u"https://api.example.com"_qs});
    QTest::newRow("a host that ends alike") << QStringList({u"--server"_qs, u"https://notclockify.me"_qs});
    QTest::newRow("plain http") << QStringList({u"--server"_qs, u"http://api.clockify.me"_qs});
}

void UwhRequestTest::keepsTheKeyFromOthers()
{
    QFETCH(QStringList, server);
    const ProgramRun run =
        request(QStringList({u"getPet"_qs, u"--param"_qs, u"id=1"_qs, u"--dry-run"_qs, u"--json"_qs}) + server,
                {{variable("CLOCKIFY_API_KEY"), u"s3cret"_qs}});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(!run.out.contains("X-Api-Key"));
    QVERIFY2(run.err.contains("CLOCKIFY_API_KEY is not sent to"), run.err.constData());
}

void UwhRequestTest::sendsACredential()
{
    const QString host = u"127.0.0.1:" + QString::number(m_server->port());
    const QString json = uR"({"kind":"bearer","value":"t0ken","hosts":["%1"]})"_qs.arg(host);
    const QMap<QString, QString> variables{{variable("UW_CREDENTIAL_MY_PETS"), json},
                                           {variable("CLOCKIFY_API_KEY"), u"s3cret"_qs}};
    const QStringList arguments{u"getPet"_qs, u"--param"_qs, u"id=1"_qs, u"--credential"_qs, u"my-pets"_qs};
    const ProgramRun run = request(arguments, variables);
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(ScriptedServer::header(m_server->requests().first(), "Authorization"), "Bearer t0ken");
    QVERIFY(ScriptedServer::header(m_server->requests().first(), "X-Api-Key").isNull());
    const ProgramRun shown = request(arguments + QStringList{u"--dry-run"_qs}, variables);
    QVERIFY(shown.out.contains("Authorization: Bearer \xe2\x80\xa2"));
    QVERIFY(!shown.out.contains("t0ken"));
}

void UwhRequestTest::refusesACredential_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("json");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("none") << u"my-pets"_qs << QString() << 1 << "UW_CREDENTIAL_MY_PETS"_qba;
    QTest::newRow("bad name") << u"My_Pets"_qs << QString() << 2 << "1 to 64 of a-z"_qba;
    QTest::newRow("not JSON") << u"my-pets"_qs << u"t0ken"_qs << 2 << "JSON object"_qba;
    QTest::newRow("another host") << u"my-pets"_qs
                                  << u"{\"kind\":\"bearer\",\"value\":\"t0ken\",\"hosts\":[\"api.example.com\"]}"_qs
                                  << 1 << "may not be sent"_qba;
}

void UwhRequestTest::refusesACredential()
{
    QFETCH(QString, name);
    QFETCH(QString, json);
    QFETCH(int, code);
    QFETCH(QByteArray, says);
    QMap<QString, QString> variables;
    if (!json.isEmpty())
        variables.insert(variable("UW_CREDENTIAL_MY_PETS"), json);
    const ProgramRun run = request({u"getPet"_qs, u"--param"_qs, u"id=1"_qs, u"--credential"_qs, name}, variables);
    QCOMPARE(run.exitCode, code);
    QVERIFY2(run.err.contains(says), run.err.constData());
    QVERIFY(!run.err.contains("t0ken"));
    QVERIFY(m_server->requests().isEmpty());
}

void UwhRequestTest::writesCurl()
{
    const QMap<QString, QString> key{{variable("CLOCKIFY_API_KEY"), u"s3cret"_qs}};
    const ProgramRun run =
        runUwh({u"request"_qs, u"clockify"_qs, u"getLoggedUser"_qs, u"--dry-run"_qs, u"--curl"_qs}, key);
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.out, "curl -X GET https://api.clockify.me/api/v1/user \\\n  -H 'Accept: application/json' \\\n"
                      "  -H 'X-Api-Key: '\"$CLOCKIFY_API_KEY\"\n");
    const ProgramRun json =
        runUwh({u"request"_qs, u"clockify"_qs, u"getLoggedUser"_qs, u"--dry-run"_qs, u"--curl"_qs, u"--json"_qs}, key);
    QVERIFY(json::toQString(*json::member(parsed(json.out), "curl")).startsWith(u"curl -X GET"));
    QVERIFY(!json.out.contains("s3cret"));
    const ProgramRun sent = request({u"getImage"_qs, u"--curl"_qs});
    QCOMPARE(sent.exitCode, 0);
    QVERIFY(sent.err.startsWith("curl -X GET "));
    QCOMPARE(sent.out, "{\"z\":1,\"a\":[1.50]}");
}

void UwhRequestTest::warnsAndSends()
{
    const ProgramRun run = request({u"getPet"_qs, u"--param"_qs, u"id=1"_qs, u"--param"_qs, u"kind=bird"_qs});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.err.contains("Warning: kind: “bird” is not one of dog, cat."), run.err.constData());
    QCOMPARE(m_server->requests().size(), 1);
}

void UwhRequestTest::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("no operation") << QStringList() << "takes FILE and OPERATION"_qba;
    QTest::newRow("too much") << QStringList({u"getPet"_qs, u"more"_qs}) << "takes FILE and OPERATION"_qba;
    QTest::newRow("unknown option") << QStringList({u"getPet"_qs, u"--key"_qs, u"x"_qs}) << "key"_qba;
    QTest::newRow("unknown operation") << QStringList({u"pet"_qs}) << "Did you mean getPet, addPet?"_qba;
    QTest::newRow("nothing alike") << QStringList({u"zebra"_qs}) << "`uwh openapi` lists"_qba;
    QTest::newRow("missing path parameter") << QStringList({u"getPet"_qs}) << "id: A value is required."_qba;
    QTest::newRow("empty path parameter")
        << QStringList({u"getPet"_qs, u"--param"_qs, u"id="_qs}) << "id: The path needs"_qba;
    QTest::newRow("dots for a path parameter")
        << QStringList({u"getPet"_qs, u"--param"_qs, u"id=.."_qs}) << "“id” cannot be"_qba;
    QTest::newRow("unknown parameter") << QStringList(
        {u"getPet"_qs, u"--param"_qs, u"id=1"_qs, u"--param"_qs, u"x=1"_qs})
                                       << "x: The operation has no such parameter"_qba;
    QTest::newRow("no parameter") << QStringList({u"getPet"_qs, u"--param"_qs, u"id"_qs}) << "NAME=VALUE"_qba;
    QTest::newRow("header with a line break")
        << QStringList({u"getPet"_qs, u"--param"_qs, u"id=1"_qs, u"--param"_qs, u"X-Trace=a\nb"_qs})
        << "line break"_qba;
    QTest::newRow("missing body") << QStringList({u"addPet"_qs}) << "body: A body is required."_qba;
    QTest::newRow("broken body") << QStringList({u"addPet"_qs, u"--body"_qs, u"{"_qs})
                                 << "body: It is not valid JSON"_qba;
    QTest::newRow("no body file") << QStringList({u"addPet"_qs, u"--body"_qs, u"@/nowhere"_qs})
                                  << "There is no file"_qba;
    QTest::newRow("bad server") << QStringList({u"getImage"_qs, u"--server"_qs, u"localhost:80"_qs}) << "http"_qba;
}

void UwhRequestTest::refusesWrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    const ProgramRun run = request(arguments);
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.out, "");
    QVERIFY2(run.err.contains(says), run.err.constData());
    QVERIFY(m_server->requests().isEmpty());
}

void UwhRequestTest::helps()
{
    const ProgramRun run = runUwh({u"request"_qs, u"--help"_qs});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.out.startsWith("Usage: uwh request [options] FILE OPERATION"), run.out.constData());
    QVERIFY(run.out.contains("CLOCKIFY_API_KEY"));
}

QTEST_GUILESS_MAIN(UwhRequestTest)
#include "tst_uwhrequest.moc"
