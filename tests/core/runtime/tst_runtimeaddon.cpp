// SPDX-License-Identifier: GPL-3.0-or-later
// The add-on in the whole runtime, as `uwh serve` runs it, with a key of the test's own in Clockify's place.
#include "core/clockify/addon.h"
#include "core/http/httpclient.h"
#include "core/store/connection.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "tests/core/runtime/runtimefixture.h"
#include "tests/support/sampleevent.h"
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

    void rename(const QString &from, const QString &to)
    {
        std::optional<Result<void>> outcome;
        m_fixture->runtime->store()->submit(
            [from, to](Connection &connection) {
                return connection.execute(u"ALTER TABLE %1 RENAME TO %2"_s.arg(from, to));
            },
            this, [&outcome](const Result<void> &result) { outcome = result; });
        QVERIFY(QTest::qWaitFor([&outcome] { return outcome.has_value(); }));
        QVERIFY2(*outcome, *outcome ? "" : qPrintable(outcome->error().text));
    }
    void addEvent(int number, qint64 ageDays)
    {
        Event event = sampleEvent(number);
        event.workspaceId = u"w1"_s;
        event.receivedAtMs = QDateTime::currentMSecsSinceEpoch() - ageDays * 86'400'000;
        bool stored = false;
        m_fixture->runtime->store()->submitEvent(event, this,
                                                 [&stored](const Result<qint64> &result) { stored = bool(result); });
        QVERIFY(QTest::qWaitFor([&stored] { return stored; }));
    }
    // How many events there are, asked without anything that a test may have put aside.
    qint64 logged()
    {
        std::optional<qint64> count;
        m_fixture->runtime->store()->readers().run<qint64>(
            this,
            [](Connection &connection) { return connection.integer(u"SELECT count(*) FROM universal_webhook_log"_s); },
            [&count](const Result<qint64> &result) { count = result.valueOr(-1); });
        return QTest::qWaitFor([&count] { return count.has_value(); }) ? *count : -1;
    }
    bool hasEvent(int number)
    {
        const QList<EventSummary> all = m_fixture->events();
        return std::any_of(all.begin(), all.end(),
                           [number](const EventSummary &event) { return event.id == sampleEvent(number).id; });
    }

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

    // As long as nobody knows who is installed, and how long events are to be kept, nothing is let in and nothing removed.
    void waitsForWhatCannotBeRead_data()
    {
        QTest::addColumn<QString>("table");
        QTest::newRow("installations") << u"universal_webhook_installation"_s;
        QTest::newRow("settings") << u"universal_webhook_setting"_s;
    }
    void waitsForWhatCannotBeRead()
    {
        QFETCH(QString, table);
        QVERIFY(m_fixture->start());
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(m_fixture->push("log_retention_days", 365), 200);
        const QByteArray token = m_fixture->webhookToken(u"w1"_s, u"a1"_s);
        // A round of removals goes by what it knew when it began, so this one begins with the workspace's own time.
        QVERIFY(m_fixture->start());
        addEvent(1, 300);
        rename(table, u"aside"_s);
        QVERIFY(m_fixture->start());
        addEvent(2, 400);
        QCOMPARE(m_fixture->send(token).status, 503);
        if (table.endsWith(u"installation"_s)) {
            QCOMPARE(m_fixture->send({}).status, 503);
            QCOMPARE(m_fixture->ask("POST", "/webhooks/custom/x", {{"X-Workspace-Id", "w1"}}, "x").status, 503);
            QCOMPARE(m_fixture->ask("POST", "/webhooks/custom/x", {}, "x").status, 202);
            QCOMPARE(m_fixture->uninstall(u"w1"_s, u"a1"_s), 503);
        }
        QCOMPARE(logged(), table.endsWith(u"installation"_s) ? 3 : 2);

        rename(u"aside"_s, table);
        QTRY_COMPARE(m_fixture->send(token).status, 202);
        QCOMPARE(m_fixture->send({}).status, 401);
        QTRY_VERIFY(!hasEvent(2));
        QVERIFY(hasEvent(1));
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

        // Only the address that is in force just now is Clockify's.
        QString base = u"https://another.example/api"_s;
        m_fixture->runtime->setClockifyBaseUrl([&base] { return base; });
        const QByteArray created = "{\"id\":\"h2\",\"workspaceId\":\"w7\",\"webhookEvent\":\"NEW_TASK\","
                                   "\"authToken\":\"token-of-h2\","
                                   "\"url\":\"https://hooks.example/webhooks/clockify\"}";
        call("POST", {}, created);
        QCOMPARE(m_fixture->send("another").status, 202);
        base = m_fixture->options.clockifyBaseUrl;
        call("POST", {}, created);
        QTRY_COMPARE(m_fixture->send("another").status, 401);
        QCOMPARE(m_fixture->send("token-of-h2").status, 202);
        m_fixture->runtime->setClockifyBaseUrl({});
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
