// SPDX-License-Identifier: GPL-3.0-or-later
// The explorer on the control port: operations, calls, and the history of calls.
#include "core/control/controlserver.h"
#include "core/control/explorerservice.h"
#include "core/history/callhistory.h"
#include "core/openapi/document.h"
#include "core/store/store.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/quickcall.h"
#include "tests/support/scriptedserver.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QUrl>

using namespace uw;
using namespace Qt::StringLiterals;
using uw::test::QuickAnswer;
using uw::test::ScriptedServer;
using uw::test::textAt;

class ExplorerRoutesTest final : public QObject {
    Q_OBJECT

    const SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<test::MemorySecretStore> m_secrets;
    std::unique_ptr<CallHistory> m_history;
    std::unique_ptr<control::ExplorerService> m_service;
    std::unique_ptr<ControlServer> m_control;
    std::unique_ptr<ScriptedServer> m_server;
    QByteArray m_url;

    QuickAnswer get(const QByteArray &target) { return test::quickCall(m_url + target, "secret-token"); }
    QuickAnswer execute(const QByteArray &order)
    {
        return test::quickCall(m_url + "/ui/api-explorer/execute", "secret-token", "POST", order);
    }
    static QStringList ids(const QuickAnswer &answer)
    {
        QStringList ids;
        if (const json::Value *items = json::member(answer.json, "items")) {
            for (const json::Value &item : *items)
                ids << textAt(item, u"/operationId"_s);
        }
        return ids;
    }

    // The slots stand below: moc loses its way in raw strings inside a class.
private Q_SLOTS:
    void init();
    void cleanup();
    void listsOperations();
    void filtersAndPages_data();
    void filtersAndPages();
    void knowsClockify();
    void refusesQueries_data();
    void refusesQueries();
    void executesAndKeeps();
    void sendsAStoredCredential();
    void callsClockify();
    void refusesOrders_data();
    void refusesOrders();
};

namespace {

QByteArray document(const QByteArray &server)
{
    return QByteArray(R"({"openapi":"3.0.3","info":{"title":"Pets"},"servers":[{"url":"SERVER"}],
      "components":{"parameters":{"Trace":{"name":"X-Trace","in":"header","schema":{"type":"string"}}},
        "requestBodies":{"Pet":{"required":true,"content":{"application/json":{}}}},
        "responses":{"Ok":{"description":"fine"}},
        "securitySchemes":{"key":{"type":"apiKey","in":"header","name":"X-Api-Key"}}},
      "paths":{"/pets/{id}":{"parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}},
          {"name":"deep","in":"query","schema":{"type":"string"}}],
        "get":{"operationId":"getPet","tags":["Pets"],"summary":"Get a pet","description":"One animal",
          "parameters":[{"$ref":"#/components/parameters/Trace"},
            {"name":"deep","in":"query","schema":{"type":"boolean"}}],
          "responses":{"200":{"$ref":"#/components/responses/Ok"}}}},
        "/pets":{"post":{"operationId":"addPet","tags":["Pets"],"security":[{"key":[]}],"deprecated":true,
          "requestBody":{"$ref":"#/components/requestBodies/Pet"}}},
        "/owners":{"get":{"operationId":"listOwners","tags":["Owners"]}}}})")
        .replace("SERVER", server);
}

} // namespace

void ExplorerRoutesTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    auto store = Store::open({.databasePath = m_folder->filePath(u"log.db"_s)});
    QVERIFY(store);
    m_store = std::move(*store);
    m_http = std::make_unique<HttpClient>();
    m_secrets = std::make_unique<test::MemorySecretStore>();
    m_history = std::make_unique<CallHistory>(*m_store, m_clock);
    m_server = std::make_unique<ScriptedServer>();
    m_server->answerBy([](const QByteArray &) {
        return ScriptedServer::Script(
            ScriptedServer::ok("{\"name\":\"Rex\",\"n\":1.50}", "Content-Type: application/json\r\n"));
    });
    const auto pets = openapi::Document::load(document(m_server->url("")), u"pets"_s);
    QVERIFY(pets);
    m_service = std::make_unique<control::ExplorerService>(control::ExplorerService::Parts{
        .http = *m_http,
        .secrets = *m_secrets,
        .clock = m_clock,
        .history = m_history.get(),
        .clockifyBaseUrl = [this] { return QString::fromUtf8(m_server->url("/base")); },
        .findDocument =
            [pets = *pets](const QString &name, QObject *, const control::ExplorerService::DocumentDone &done) {
                if (name == u"pets")
                    done(pets);
                else
                    done(Error{ErrorCode::NotFound, u"There is no such document."_s});
            }});
    ControlServer::Options options;
    options.address.port = 0;
    options.token = "secret-token";
    options.health = [] { return control::ComponentHealth{}; };
    options.explorer = m_service.get();
    m_control = std::make_unique<ControlServer>(options, *m_store, m_clock);
    QSignalSpy listening(m_control.get(), &ControlServer::listening);
    m_control->start();
    QTRY_COMPARE(listening.size(), 1);
    m_url = listening.first().first().toString().toUtf8();
}

void ExplorerRoutesTest::cleanup()
{
    m_control.reset();
    m_service.reset();
    m_history.reset();
    m_server.reset();
    m_http.reset();
    m_store.reset();
    m_folder.reset();
}

void ExplorerRoutesTest::listsOperations()
{
    const QuickAnswer all = get("/ui/api-explorer/endpoints?document=pets");
    QCOMPARE(all.status, 200);
    QCOMPARE(ids(all), (QStringList{u"getPet"_s, u"addPet"_s, u"listOwners"_s}));
    QVERIFY(json::member(all.json, "next")->is_null());
    const json::Value *pet = json::resolvePointer(all.json, u"/items/0");
    QStringList names;
    for (const auto &[name, value] : pet->items())
        names << QString::fromStdString(name);
    QCOMPARE(names, (QStringList{u"operationId"_s, u"method"_s, u"path"_s, u"tags"_s, u"summary"_s, u"description"_s,
                                 u"deprecated"_s, u"parameters"_s, u"requestBody"_s, u"responses"_s}));
    QCOMPARE(textAt(*pet, u"/description"_s), u"One animal"_s);
    QCOMPARE(json::member(*pet, "parameters")->size(), 3);
    // The operation's own takes the place of the path's; a reference is followed.
    QCOMPARE(textAt(*pet, u"/parameters/1/schema/type"_s), u"boolean"_s);
    QCOMPARE(textAt(*pet, u"/parameters/2/name"_s), u"X-Trace"_s);
    QCOMPARE(textAt(*pet, u"/responses/200/description"_s), u"fine"_s);
    QVERIFY(json::member(*pet, "requestBody")->is_null());
    QVERIFY(json::resolvePointer(all.json, u"/items/1/requestBody/content/application~1json"));
    QCOMPARE(*json::resolvePointer(all.json, u"/items/1/deprecated"), json::Value(true));
}

void ExplorerRoutesTest::filtersAndPages_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QStringList>("operations");
    QTest::newRow("method") << QByteArray("method=post") << QStringList{u"addPet"_s};
    QTest::newRow("tag") << QByteArray("tag=Owners") << QStringList{u"listOwners"_s};
    QTest::newRow("word") << QByteArray("q=ANIMAL") << QStringList{u"getPet"_s};
    QTest::newRow("words") << QByteArray("q=pets+trace") << QStringList{u"getPet"_s};
    QTest::newRow("together") << QByteArray("q=pet&method=GET&tag=Pets") << QStringList{u"getPet"_s};
    QTest::newRow("nothing") << QByteArray("q=zebra") << QStringList{};
    QTest::newRow("page") << QByteArray("limit=2") << QStringList{u"getPet"_s, u"addPet"_s};
    QTest::newRow("next page") << QByteArray("limit=2&before=2") << QStringList{u"listOwners"_s};
}

void ExplorerRoutesTest::filtersAndPages()
{
    QFETCH(QByteArray, query);
    const QuickAnswer answer = get("/ui/api-explorer/endpoints?document=pets&" + query);
    QCOMPARE(answer.status, 200);
    QTEST(ids(answer), "operations");
    const bool more = query.contains("limit=2") && !query.contains("before");
    QCOMPARE(textAt(answer.json, u"/next"_s), more ? u"2"_s : QString());
}

void ExplorerRoutesTest::knowsClockify()
{
    const QuickAnswer answer = get("/ui/api-explorer/endpoints?limit=500");
    QCOMPARE(answer.status, 200);
    QVERIFY(ids(answer).size() > 100);
}

void ExplorerRoutesTest::refusesQueries_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::newRow("limit 0") << QByteArray("/ui/api-explorer/endpoints?limit=0") << 400;
    QTest::newRow("limit 501") << QByteArray("/ui/api-explorer/endpoints?limit=501") << 400;
    QTest::newRow("cursor") << QByteArray("/ui/api-explorer/endpoints?before=x") << 400;
    QTest::newRow("document") << QByteArray("/ui/api-explorer/endpoints?document=none") << 404;
    QTest::newRow("history limit") << QByteArray("/ui/api-explorer/history?limit=1000") << 400;
    QTest::newRow("history status") << QByteArray("/ui/api-explorer/history?status=9xx") << 400;
    QTest::newRow("history time") << QByteArray("/ui/api-explorer/history?from=soon") << 400;
    QTest::newRow("no id") << QByteArray("/ui/api-explorer/history/17") << 404;
    QTest::newRow("no such id") << QByteArray("/ui/api-explorer/history/0190aaaa-0000-7000-8000-000000000000") << 404;
}

void ExplorerRoutesTest::refusesQueries()
{
    QFETCH(QByteArray, target);
    QTEST(get(target).status, "status");
}

void ExplorerRoutesTest::executesAndKeeps()
{
    const QuickAnswer answer =
        execute(R"({"document":"pets","operationId":"getPet","parameters":{"id":"a b/c","deep":true,"X-Trace":"t"}})");
    QCOMPARE(answer.status, 200);
    QCOMPARE(*json::member(answer.json, "status"), json::Value(200));
    QVERIFY(json::member(answer.json, "latencyMs")->is_number());
    QCOMPARE(textAt(answer.json, u"/data/name"_s), u"Rex"_s);
    QVERIFY(answer.body.contains("\"n\":1.5"));
    QVERIFY(json::member(answer.json, "headers")->is_array());
    QVERIFY(m_server->requests().first().startsWith("GET /pets/a%20b%2Fc?deep=true HTTP/1.1\r\n"));
    QuickAnswer list;
    QTRY_VERIFY((list = get("/ui/api-explorer/history?document=pets&status=2xx&q=rex"),
                 json::member(list.json, "items") && json::member(list.json, "items")->size() == 1));
    QCOMPARE(textAt(list.json, u"/items/0/origin"_s), u"control"_s);
    QCOMPARE(textAt(list.json, u"/items/0/operationId"_s), u"getPet"_s);
    const QuickAnswer one = get("/ui/api-explorer/history/" + textAt(list.json, u"/items/0/id"_s).toLatin1());
    QCOMPARE(one.status, 200);
    QCOMPARE(textAt(one.json, u"/arguments/parameters/id"_s), u"a b/c"_s);
    QVERIFY(textAt(one.json, u"/response/body"_s).contains(u"Rex"_s));
    QCOMPARE(get("/ui/api-explorer/history?status=4xx,none").json,
             json::parse(R"({"items":[],"next":null})").valueOr({}));
}

void ExplorerRoutesTest::sendsAStoredCredential()
{
    m_secrets->values.insert(u"credential/pets"_s,
                             R"({"kind":"header","header":"X-Api-Key","value":"tell-nobody","hosts":["127.0.0.1"]})");
    const QuickAnswer answer =
        execute(R"({"document":"pets","method":"post","path":"/pets","body":{"a":1},"credential":"pets"})");
    QCOMPARE(answer.status, 200);
    QCOMPARE(ScriptedServer::header(m_server->requests().first(), "X-Api-Key"), "tell-nobody");
    QCOMPARE(ScriptedServer::body(m_server->requests().first()), R"({"a":1})");
    QuickAnswer list;
    QTRY_VERIFY((list = get("/ui/api-explorer/history"), json::member(list.json, "items")->size() == 1));
    const QuickAnswer one = get("/ui/api-explorer/history/" + textAt(list.json, u"/items/0/id"_s).toLatin1());
    QVERIFY(!one.body.contains("tell-nobody"));
}

// The base URL that is set carries Clockify's key.
void ExplorerRoutesTest::callsClockify()
{
    m_secrets->values.insert(secretkeys::clockifyApiKey, "clock-key-1");
    const QuickAnswer answer =
        execute(R"({"operationId":"GET /v1/workspaces/{workspaceId}/tags","parameters":{"workspaceId":"w1"}})");
    QCOMPARE(answer.status, 200);
    QVERIFY2(m_server->requests().first().startsWith("GET /base/v1/workspaces/w1/tags HTTP/1.1"),
             m_server->requests().first().constData());
    QCOMPARE(ScriptedServer::header(m_server->requests().first(), "X-Api-Key"), "clock-key-1");
}

void ExplorerRoutesTest::refusesOrders_data()
{
    QTest::addColumn<QByteArray>("order");
    QTest::addColumn<int>("status");
    QTest::newRow("nothing") << QByteArray("{}") << 400;
    QTest::newRow("no JSON") << QByteArray("{") << 400;
    QTest::newRow("other member") << QByteArray(R"({"operationId":"getPet","x":1})") << 400;
    QTest::newRow("parameters") << QByteArray(R"({"operationId":"getPet","parameters":[]})") << 400;
    QTest::newRow("document") << QByteArray(R"({"document":"none","operationId":"getPet"})") << 404;
    QTest::newRow("operation") << QByteArray(R"({"document":"pets","operationId":"none"})") << 404;
    QTest::newRow("missing value") << QByteArray(R"({"document":"pets","operationId":"getPet"})") << 422;
    QTest::newRow("server") << QByteArray(R"({"document":"pets","operationId":"listOwners","server":"ftp://h"})")
                            << 422;
    QTest::newRow("credential name") << QByteArray(
        R"({"document":"pets","operationId":"listOwners","credential":"A B"})")
                                     << 400;
    QTest::newRow("no credential") << QByteArray(
        R"({"document":"pets","operationId":"listOwners","credential":"none"})")
                                   << 409;
    QTest::newRow("nobody there") << QByteArray(
        R"({"document":"pets","operationId":"listOwners","server":"http://127.0.0.1:1"})")
                                  << 502;
}

void ExplorerRoutesTest::refusesOrders()
{
    QFETCH(QByteArray, order);
    QFETCH(int, status);
    const QuickAnswer answer = execute(order);
    QCOMPARE(answer.status, status);
    QVERIFY(!textAt(answer.json, u"/detail"_s).isEmpty());
    if (status == 422)
        QVERIFY(json::member(answer.json, "errors")->size() == 1);
    QVERIFY(m_server->requests().isEmpty());
}

QTEST_GUILESS_MAIN(ExplorerRoutesTest)
#include "tst_explorerroutes.moc"
