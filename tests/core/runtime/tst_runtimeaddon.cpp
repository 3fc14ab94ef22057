// SPDX-License-Identifier: GPL-3.0-or-later
// The add-on in the whole runtime, as `uwh serve` runs it, with a key of the test's own in Clockify's place.
#include "core/clockify/addon.h"
#include "core/http/httpclient.h"
#include "tests/core/runtime/runtimefixture.h"
#include "tests/support/scriptedserver.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::test;

class RuntimeAddonTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<RuntimeFixture> m_fixture;

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<RuntimeFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void servesTheManifestWithItsAddress()
    {
        QVERIFY(m_fixture->start());
        PlainAnswer manifest = m_fixture->ask("GET", "/manifest");
        QCOMPARE(manifest.status, 200);
        QCOMPARE(json::toQString(*json::member(manifest.json, "baseUrl")), m_fixture->runtime->addresses().listen);
        QCOMPARE(json::member(manifest.json, "webhooks")->size(), std::size_t(51));
        manifest = m_fixture->ask("GET", "/manifest?version=1.3");
        QCOMPARE(json::member(manifest.json, "webhooks")->size(), std::size_t(22));
        m_fixture->options.publicUrl = u"https://tunnel.example/in"_s;
        QVERIFY(m_fixture->start());
        manifest = m_fixture->ask("GET", "/manifest");
        QCOMPARE(json::toQString(*json::member(manifest.json, "baseUrl")), u"https://tunnel.example/in"_s);
    }

    void livesThroughAnInstallation()
    {
        QVERIFY(m_fixture->start());
        const QByteArray token = m_fixture->webhookToken(u"w1"_s, u"a1"_s);
        // Before anything is installed, a token is judged by Clockify's key alone.
        QCOMPARE(m_fixture->send({}).status, 202);
        QCOMPARE(m_fixture->send(token).status, 202);
        QCOMPARE(m_fixture->send(AddonKey().token(u"w1"_s, u"a1"_s)).status, 401);

        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(m_fixture->send(token).status, 202);
        const EventSummary event = m_fixture->events().value(0);
        QCOMPARE(event.workspaceId, u"w1"_s);
        QCOMPARE(event.verdict, Verdict::Valid);
        QCOMPARE(event.eventType, u"NEW_TASK"_s);
        QCOMPARE(m_fixture->send({}).status, 401);
        QCOMPARE(m_fixture->send(m_fixture->webhookToken(u"w1"_s, u"a1"_s, "second")).status, 401);
        QCOMPARE(m_fixture->send(token, "{\"workspaceId\":\"w2\"}").status, 401);
        QCOMPARE(m_fixture->send(m_fixture->webhookToken(u"w2"_s, u"a2"_s)).status, 403);
        // To another system "w2" may be the name of something else: it is no workspace that was uninstalled.
        QCOMPARE(m_fixture->ask("POST", "/webhooks/custom/x", {{"X-Workspace-Id", "w2"}}, "x").status, 202);
        QCOMPARE(m_fixture->ask("POST", "/webhooks/custom/x", {{"X-Workspace-Id", "w1"}}, "x").status, 202);
        QCOMPARE(m_fixture->ask("POST", "/webhooks/custom/x", {}, "x").status, 202);

        json::Value status = json::Value::object();
        status["status"] = "INACTIVE";
        QCOMPARE(m_fixture->call("status-changed", status), 200);
        QCOMPARE(m_fixture->send(token).status, 403);
        QCOMPARE(m_fixture->ask("POST", "/webhooks/custom/x", {}, "{\"workspaceId\":\"w1\"}").status, 403);
        status["status"] = "ACTIVE";
        QCOMPARE(m_fixture->call("status-changed", status), 200);
        QCOMPARE(m_fixture->send(token).status, 202);

        // After a new start all is as it was.
        QVERIFY(m_fixture->start());
        QCOMPARE(m_fixture->send(token).status, 202);
        QCOMPARE(m_fixture->send({}).status, 401);
        QCOMPARE(m_fixture->runtime->addon()->installations().size(), 1);

        QCOMPARE(m_fixture->call("uninstalled", json::Value::object()), 200);
        QCOMPARE(m_fixture->send(token).status, 403);
        // No sender speaks for a workspace that is known to be uninstalled.
        QCOMPARE(m_fixture->ask("POST", "/webhooks/custom/x", {{"X-Workspace-Id", "w1"}}, "x").status, 403);
        QTRY_VERIFY(!m_fixture->secrets.values.contains(clockify::installationTokenKey(u"w1"_s, u"a1"_s)));

        // No token ever touched the disk.
        m_fixture->stop();
        const QDir folder(m_fixture->folder.path());
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
        QVERIFY(m_fixture->start());
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(m_fixture->push("enable_custom", false), 200);
        QTRY_COMPARE(m_fixture->ask("POST", "/webhooks/custom/x", {}, "x").status, 404);
        QCOMPARE(m_fixture->push("enable_custom", true), 200);
        QTRY_COMPARE(m_fixture->ask("POST", "/webhooks/custom/x", {}, "x").status, 202);
        // A limit below the size of Clockify's own calls does not lock Clockify out.
        QCOMPARE(m_fixture->push("max_body_bytes", 1024), 200);
        QTRY_COMPARE(m_fixture->ask("POST", "/webhooks/custom/x", {}, QByteArray(1'025, 'x')).status, 413);
        QCOMPARE(m_fixture->push("max_body_bytes", 2048), 200);
        QTRY_COMPARE(m_fixture->ask("POST", "/webhooks/custom/x", {}, QByteArray(1'025, 'x')).status, 202);
        QCOMPARE(m_fixture->push("max_body_bytes", 1), 400);
        // They are in force again after a start.
        QVERIFY(m_fixture->start());
        QCOMPARE(m_fixture->ask("POST", "/webhooks/custom/x", {}, QByteArray(2'049, 'x')).status, 413);
        QCOMPARE(m_fixture->install(u"w2"_s, u"a2"_s), 200);
        QTRY_COMPARE(m_fixture->ask("POST", "/webhooks/custom/x", {}, QByteArray(2'049, 'x')).status, 202);
    }

    void asksWhichWorkspaceIsMeant()
    {
        QVERIFY(m_fixture->start());
        QCOMPARE(m_fixture->control("GET", "/ui/webhooks").status, 200);
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(m_fixture->control("GET", "/ui/webhooks").status, 200);
        QCOMPARE(m_fixture->install(u"w2"_s, u"a2"_s), 200);
        QCOMPARE(m_fixture->control("GET", "/ui/webhooks").status, 400);
        QCOMPARE(m_fixture->control("GET", "/ui/webhooks?workspaceId=").status, 400);
        QCOMPARE(m_fixture->control("GET", "/ui/webhooks?workspaceId=w1").status, 200);
        QCOMPARE(m_fixture->control("GET", "/health").status, 200);
        QCOMPARE(m_fixture->uninstall(u"w2"_s, u"a2"_s), 200);
        QCOMPARE(m_fixture->control("GET", "/ui/webhooks").status, 200);
    }

    // Whoever registers a webhook through this program need not copy its token.
    void learnsTheTokensOfWebhooksThatItRegisters()
    {
        ScriptedServer clockify;
        m_fixture->options.clockifyBaseUrl = QString::fromLatin1(clockify.url("/api"));
        QVERIFY(m_fixture->start());
        const auto call = [this, &clockify](const QByteArray &method, const QByteArray &path,
                                            const QByteArray &answer) {
            clockify.enqueue(ScriptedServer::ok(answer));
            bool isAnswered = false;
            m_fixture->runtime->http().send(
                {.method = method, .url = clockify.url("/api/v1/workspaces/w7/webhooks" + path)}, this,
                [&isAnswered](const Result<HttpResponse> &result) { isAnswered = result.hasValue(); });
            QVERIFY(QTest::qWaitFor([&isAnswered] { return isAnswered; }));
        };
        QCOMPARE(m_fixture->send("token-of-h1").status, 202);
        QCOMPARE(m_fixture->events().value(0).verdict, Verdict::NotConfigured);
        call("POST", {},
             "{\"id\":\"h1\",\"workspaceId\":\"w7\",\"webhookEvent\":\"NEW_TASK\",\"authToken\":\"token-of-h1\","
             "\"url\":\"https://hooks.example/webhooks/clockify\"}");
        QTRY_COMPARE(m_fixture->send("another").status, 401);
        QCOMPARE(m_fixture->send("token-of-h1").status, 202);
        QCOMPARE(m_fixture->events().value(0).verdict, Verdict::Valid);
        QCOMPARE(m_fixture->events().value(0).workspaceId, u"w7"_s);
        call("DELETE", "/h1", {});
        QTRY_COMPARE(m_fixture->send("another").status, 202);
    }

    void refusesLifecycleCallsOfWebPagesAndStrangers()
    {
        QVERIFY(m_fixture->start());
        QCOMPARE(m_fixture->ask("POST", "/lifecycle/installed", {}, "{}").status, 401);
        QCOMPARE(m_fixture
                     ->ask("POST", "/lifecycle/installed",
                           {{"Origin", "https://evil.example"},
                            {"X-Addon-Lifecycle-Token", m_fixture->key.token(u"w1"_s, u"a1"_s)}},
                           "{\"authToken\":\"x\"}")
                     .status,
                 403);
        QCOMPARE(m_fixture->runtime->addon()->installations().size(), 0);
    }
};

QTEST_GUILESS_MAIN(RuntimeAddonTest)
#include "tst_runtimeaddon.moc"
