// SPDX-License-Identifier: GPL-3.0-or-later
// The add-on in the whole runtime, as `uwh serve` runs it, with a key of the test's own in Clockify's place.
#include "core/clockify/addon.h"
#include "core/http/httpclient.h"
#include "core/runtime/runtime.h"
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "tests/core/clockify/addonkey.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/uwhprocess.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::test;

class RuntimeAddonTest final : public QObject {
    Q_OBJECT

    const AddonKey m_key;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MemorySecretStore> m_secrets;
    std::unique_ptr<Runtime> m_runtime;
    // The base URL of a server that stands for Clockify's; empty: the usual one.
    QString m_clockify;

    void start(const QString &publicUrl = {})
    {
        m_runtime.reset();
        ProcessOptions options;
        options.dataDirectory = m_folder->path();
        options.databasePath = m_folder->filePath(u"uw.db"_s);
        options.listen.port = 0;
        options.control = ListenAddress();
        options.publicUrl = publicUrl;
        if (!m_clockify.isEmpty())
            options.clockifyBaseUrl = m_clockify;
        m_runtime = std::make_unique<Runtime>(
            options, nullptr, RuntimeReplacements{.secrets = m_secrets.get(), .addonPublicKey = m_key.publicPem()});
        QSignalSpy ready(m_runtime.get(), &Runtime::ready);
        m_runtime->start();
        QVERIFY(ready.wait(20'000));
    }
    PlainAnswer ask(const QByteArray &method, const QByteArray &target, const HeaderList &headers = {},
                    const QByteArray &body = {})
    {
        return askAt(m_runtime->addresses().listen.toLatin1() + target, method, headers, body);
    }
    // The status of a question to the control API.
    int askControl(const QByteArray &target)
    {
        const QByteArray token = m_secrets->values.value(secretkeys::controlToken);
        return askAt(m_runtime->addresses().control.toLatin1() + target, "GET", {{"Authorization", "Bearer " + token}})
            .status;
    }
    static PlainAnswer askAt(const QByteArray &url, const QByteArray &method, const HeaderList &headers,
                             const QByteArray &body = {})
    {
        std::optional<PlainAnswer> answer;
        std::atomic<bool> finished = false;
        std::thread client([&] {
            answer = plainRequest(url, method, headers, body);
            finished = true;
        });
        [[maybe_unused]] const bool inTime = QTest::qWaitFor([&finished] { return finished.load(); }, 20'000);
        client.join();
        return answer.value_or(PlainAnswer());
    }
    int call(const QByteArray &path, const json::Value &body, const QString &workspaceId = u"w1"_s,
             const QString &addonId = u"a1"_s)
    {
        return ask("POST", "/lifecycle/" + path,
                   {{"Content-Type", "application/json"},
                    {"X-Addon-Lifecycle-Token", m_key.token(workspaceId, addonId)}},
                   json::serialize(body))
            .status;
    }
    int install(const QString &workspaceId, const QString &addonId)
    {
        json::Value webhook = json::Value::object();
        webhook["path"] = "https://hooks.example//webhooks/clockify";
        webhook["authToken"] = webhookToken(workspaceId, addonId).toStdString();
        json::Value body = json::Value::object();
        body["authToken"] = "installation-secret";
        body["webhooks"] = json::Value::array({webhook});
        return call("installed", body, workspaceId, addonId);
    }
    QByteArray webhookToken(const QString &workspaceId, const QString &addonId, const char *mark = "first") const
    {
        json::Value claims = AddonKey::claims(workspaceId, addonId);
        claims["mark"] = mark;
        return m_key.token(claims);
    }
    PlainAnswer send(const QByteArray &signature, const QByteArray &body = "{\"id\":\"task-1\"}")
    {
        HeaderList headers{{"Content-Type", "application/json"}, {"clockify-webhook-event-type", "NEW_TASK"}};
        if (!signature.isEmpty())
            headers.append({"clockify-signature", signature});
        return ask("POST", "/webhooks/clockify", headers, body);
    }
    json::Value settings(const json::Value &value, const char *id) const
    {
        json::Value setting = json::Value::object();
        setting["id"] = id;
        setting["name"] = std::string(2'000, 'n');
        setting["value"] = value;
        json::Value body = json::Value::object();
        body["settings"] = json::Value::array({setting});
        return body;
    }
    QList<EventSummary> events()
    {
        std::optional<Result<QList<EventSummary>>> found;
        m_runtime->store()->readers().run<QList<EventSummary>>(
            this, [](Connection &connection) { return eventrepository::page(connection, {}, {}); },
            [&found](const Result<QList<EventSummary>> &result) { found = result; });
        [[maybe_unused]] const bool inTime = QTest::qWaitFor([&found] { return found.has_value(); });
        return found ? found->valueOr({}) : QList<EventSummary>();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_secrets = std::make_unique<MemorySecretStore>();
    }
    void cleanup()
    {
        m_runtime.reset();
        m_secrets.reset();
        m_folder.reset();
        m_clockify.clear();
    }

    void servesTheManifestWithItsAddress()
    {
        start();
        PlainAnswer manifest = ask("GET", "/manifest");
        QCOMPARE(manifest.status, 200);
        QCOMPARE(json::toQString(*json::member(manifest.json, "baseUrl")), m_runtime->addresses().listen);
        QCOMPARE(json::member(manifest.json, "webhooks")->size(), std::size_t(51));
        manifest = ask("GET", "/manifest?version=1.3");
        QCOMPARE(json::member(manifest.json, "webhooks")->size(), std::size_t(22));
        start(u"https://tunnel.example/in"_s);
        manifest = ask("GET", "/manifest");
        QCOMPARE(json::toQString(*json::member(manifest.json, "baseUrl")), u"https://tunnel.example/in"_s);
    }

    void livesThroughAnInstallation()
    {
        start();
        const QByteArray token = webhookToken(u"w1"_s, u"a1"_s);
        // Before anything is installed, a token is judged by Clockify's key alone.
        QCOMPARE(send({}).status, 202);
        QCOMPARE(send(token).status, 202);
        QCOMPARE(send(AddonKey().token(u"w1"_s, u"a1"_s)).status, 401);

        QCOMPARE(install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(send(token).status, 202);
        const EventSummary event = events().value(0);
        QCOMPARE(event.workspaceId, u"w1"_s);
        QCOMPARE(event.verdict, Verdict::Valid);
        QCOMPARE(event.eventType, u"NEW_TASK"_s);
        QCOMPARE(send({}).status, 401);
        QCOMPARE(send(webhookToken(u"w1"_s, u"a1"_s, "second")).status, 401);
        QCOMPARE(send(token, "{\"workspaceId\":\"w2\"}").status, 401);
        QCOMPARE(send(webhookToken(u"w2"_s, u"a2"_s)).status, 403);
        // Other sources may not speak for a workspace that is not installed either.
        QCOMPARE(ask("POST", "/webhooks/custom/x", {{"X-Workspace-Id", "w2"}}, "x").status, 403);
        QCOMPARE(ask("POST", "/webhooks/custom/x", {}, "x").status, 202);

        json::Value status = json::Value::object();
        status["status"] = "INACTIVE";
        QCOMPARE(call("status-changed", status), 200);
        QCOMPARE(send(token).status, 403);
        status["status"] = "ACTIVE";
        QCOMPARE(call("status-changed", status), 200);
        QCOMPARE(send(token).status, 202);

        // After a new start all is as it was.
        start();
        QCOMPARE(send(token).status, 202);
        QCOMPARE(send({}).status, 401);
        QCOMPARE(m_runtime->addon()->installations().size(), 1);

        QCOMPARE(call("uninstalled", json::Value::object()), 200);
        QCOMPARE(send(token).status, 403);
        QTRY_VERIFY(!m_secrets->values.contains(clockify::installationTokenKey(u"w1"_s, u"a1"_s)));

        // No token ever touched the disk.
        m_runtime.reset();
        const QDir folder(m_folder->path());
        const QStringList files = folder.entryList(QDir::Files);
        QVERIFY(!files.isEmpty());
        for (const QString &name : files) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QVERIFY(!bytes.contains(token));
            QVERIFY(!bytes.contains(token.sliced(token.lastIndexOf('.'))));
            QVERIFY(!bytes.contains("installation-secret"));
        }
    }

    void followsTheSettingsOfItsOnlyWorkspace()
    {
        start();
        QCOMPARE(install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(call("settings-updated", settings(false, "enable_custom")), 200);
        QTRY_COMPARE(ask("POST", "/webhooks/custom/x", {}, "x").status, 404);
        QCOMPARE(call("settings-updated", settings(true, "enable_custom")), 200);
        QTRY_COMPARE(ask("POST", "/webhooks/custom/x", {}, "x").status, 202);
        // A limit below the size of Clockify's own calls does not lock Clockify out.
        QCOMPARE(call("settings-updated", settings(1024, "max_body_bytes")), 200);
        QTRY_COMPARE(ask("POST", "/webhooks/custom/x", {}, QByteArray(1'025, 'x')).status, 413);
        QCOMPARE(call("settings-updated", settings(2048, "max_body_bytes")), 200);
        QTRY_COMPARE(ask("POST", "/webhooks/custom/x", {}, QByteArray(1'025, 'x')).status, 202);
        QCOMPARE(call("settings-updated", settings(1, "max_body_bytes")), 400);
        // They are in force again after a start.
        start();
        QCOMPARE(ask("POST", "/webhooks/custom/x", {}, QByteArray(2'049, 'x')).status, 413);
        QCOMPARE(install(u"w2"_s, u"a2"_s), 200);
        QTRY_COMPARE(ask("POST", "/webhooks/custom/x", {}, QByteArray(2'049, 'x')).status, 202);
    }

    void asksWhichWorkspaceIsMeant()
    {
        start();
        QCOMPARE(askControl("/ui/webhooks"), 200);
        QCOMPARE(install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(askControl("/ui/webhooks"), 200);
        QCOMPARE(install(u"w2"_s, u"a2"_s), 200);
        QCOMPARE(askControl("/ui/webhooks"), 400);
        QCOMPARE(askControl("/ui/webhooks?workspaceId="), 400);
        QCOMPARE(askControl("/ui/webhooks?workspaceId=w1"), 200);
        QCOMPARE(askControl("/health"), 200);
        QCOMPARE(call("uninstalled", json::Value::object(), u"w2"_s, u"a2"_s), 200);
        QCOMPARE(askControl("/ui/webhooks"), 200);
    }

    // Whoever registers a webhook through this program need not copy its token.
    void learnsTheTokensOfWebhooksThatItRegisters()
    {
        ScriptedServer clockify;
        m_clockify = QString::fromLatin1(clockify.url("/api"));
        start();
        const auto call = [this, &clockify](const QByteArray &method, const QByteArray &path,
                                            const QByteArray &answer) {
            clockify.enqueue(ScriptedServer::ok(answer));
            bool isAnswered = false;
            m_runtime->http().send(
                {.method = method, .url = clockify.url("/api/v1/workspaces/w7/webhooks" + path)}, this,
                [&isAnswered](const Result<HttpResponse> &result) { isAnswered = result.hasValue(); });
            QVERIFY(QTest::qWaitFor([&isAnswered] { return isAnswered; }));
        };
        QCOMPARE(send("token-of-h1").status, 202);
        QCOMPARE(events().value(0).verdict, Verdict::NotConfigured);
        call("POST", {},
             "{\"id\":\"h1\",\"workspaceId\":\"w7\",\"webhookEvent\":\"NEW_TASK\",\"authToken\":\"token-of-h1\","
             "\"url\":\"https://hooks.example/webhooks/clockify\"}");
        QTRY_COMPARE(send("another").status, 401);
        QCOMPARE(send("token-of-h1").status, 202);
        QCOMPARE(events().value(0).verdict, Verdict::Valid);
        QCOMPARE(events().value(0).workspaceId, u"w7"_s);
        call("DELETE", "/h1", {});
        QTRY_COMPARE(send("another").status, 202);
    }

    void refusesLifecycleCallsOfWebPagesAndStrangers()
    {
        start();
        QCOMPARE(ask("POST", "/lifecycle/installed", {}, "{}").status, 401);
        QCOMPARE(ask("POST", "/lifecycle/installed",
                     {{"Origin", "https://evil.example"}, {"X-Addon-Lifecycle-Token", m_key.token(u"w1"_s, u"a1"_s)}},
                     "{\"authToken\":\"x\"}")
                     .status,
                 403);
        QCOMPARE(m_runtime->addon()->installations().size(), 0);
    }
};

QTEST_GUILESS_MAIN(RuntimeAddonTest)
#include "tst_runtimeaddon.moc"
