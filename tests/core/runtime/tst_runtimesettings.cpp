// SPDX-License-Identifier: GPL-3.0-or-later
// GET and PUT /ui/settings in the whole runtime, what the settings of workspaces do there, and what becomes of the events
// of a workspace that is uninstalled.
#include "core/clockify/addon.h"
#include "core/runtime/settingsinforce.h"
#include "core/store/eventrepository.h"
#include "core/store/eventstatistics.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "tests/core/runtime/runtimefixture.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::test;

class RuntimeSettingsTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<RuntimeFixture> m_fixture;

    // The value of a setting in an answer, as JSON text.
    static QByteArray valueOf(const PlainAnswer &answer, const char *id)
    {
        const json::Value *values = json::member(answer.json, "values");
        const json::Value *value = values ? json::member(*values, id) : nullptr;
        return value ? json::serialize(*value) : QByteArray();
    }
    static QByteArray sourceOf(const PlainAnswer &answer, const char *id)
    {
        const json::Value *items = json::member(answer.json, "items");
        for (const json::Value &item : items ? *items : json::Value::array()) {
            if (json::toQString(item["id"]) == QLatin1StringView(id))
                return json::toQString(item["source"]).toLatin1();
        }
        return {};
    }
    static QStringList faultyFields(const PlainAnswer &answer)
    {
        const json::Value *errors = json::member(answer.json, "errors");
        QStringList fields;
        for (const json::Value &error : errors ? *errors : json::Value::array())
            fields << json::toQString(error["field"]);
        return fields;
    }
    PlainAnswer get(const QByteArray &query = {}) const { return m_fixture->control("GET", "/ui/settings" + query); }
    PlainAnswer put(const QByteArray &body, const QByteArray &query = {}) const
    {
        return m_fixture->control("PUT", "/ui/settings" + query, body);
    }
    int custom(const QByteArray &body) const { return m_fixture->ask("POST", "/webhooks/custom/x", {}, body).status; }
    template<typename T>
    T read(std::function<Result<T>(Connection &)> job)
    {
        std::optional<Result<T>> found;
        m_fixture->runtime->store()->readers().run<T>(this, std::move(job),
                                                      [&found](const Result<T> &result) { found = result; });
        [[maybe_unused]] const bool inTime = QTest::qWaitFor([&found] { return found.has_value(); });
        return found ? found->valueOr(T()) : T();
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<RuntimeFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void showsEverySetting()
    {
        QProcessEnvironment environment;
        environment.insert(u"UW_CACHE_TTL_DAYS"_s, u"9"_s);
        environment.insert(u"UW_BOOTSTRAP_MAX_RPS"_s, u"30"_s);
        const Result<ProcessOptions> options =
            ProcessOptions::read(environment, {.settings = {u"max_rps=40"_s, u"time_entry_days_back=3"_s}});
        QVERIFY(options);
        m_fixture->options = *options;
        QVERIFY(m_fixture->start());
        const PlainAnswer answer = get();
        QCOMPARE(answer.status, 200);
        QVERIFY(json::member(answer.json, "workspaceId")->is_null());
        const json::Value *items = json::member(answer.json, "items");
        QVERIFY(items);
        QCOMPARE(items->size(), std::size_t(settingCount));
        QCOMPARE(json::serialize((*items)[2]),
                 R"({"id":"max_rps","group":"bootstrap","type":"integer","value":40,"default":25,)"
                 R"("source":"command line","minimum":1,"maximum":50,"environment":"UW_BOOTSTRAP_MAX_RPS"})"_ba);
        QCOMPARE(json::serialize((*items)[13]),
                 R"({"id":"redact_pii","group":"data","type":"boolean","value":false,"default":false,)"
                 R"("source":"default","environment":"UW_REDACT_PII"})"_ba);
        QCOMPARE(sourceOf(answer, "cache_ttl_days"), "environment"_ba);

        // What is stored is weaker than the command line and stronger than the environment.
        const PlainAnswer changed = put(R"({"max_rps":10,"cache_ttl_days":11,"time_entry_days_back":null})");
        QCOMPARE(changed.status, 200);
        QCOMPARE(valueOf(changed, "max_rps"), "40"_ba);
        QCOMPARE(sourceOf(changed, "max_rps"), "command line"_ba);
        QCOMPARE(valueOf(changed, "cache_ttl_days"), "11"_ba);
        QCOMPARE(sourceOf(changed, "cache_ttl_days"), "workspace"_ba);
        m_fixture->options.settings = SettingValues();
        QVERIFY(m_fixture->start());
        QCOMPARE(valueOf(get(), "max_rps"), "10"_ba);
        // What GET answers may be sent back; null lets what stands beneath shine through.
        QCOMPARE(put(json::serialize(get().json)).status, 200);
        QCOMPARE(valueOf(put(R"({"values":{"max_rps":null}})"), "max_rps"), "25"_ba);
        QCOMPARE(sourceOf(get(), "max_rps"), "default"_ba);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QStringList>("fields");
        const auto row = [](const char *name, const QByteArray &body, int status, const QStringList &fields = {}) {
            QTest::newRow(name) << body << status << fields;
        };
        row("over the range", R"({"max_rps":51})", 422, {u"max_rps"_s});
        row("under the range", R"({"max_body_bytes":1023})", 422, {u"max_body_bytes"_s});
        row("a fraction", R"({"cache_ttl_days":1.5})", 422, {u"cache_ttl_days"_s});
        row("a text", R"({"cache_ttl_days":"7"})", 422, {u"cache_ttl_days"_s});
        row("beyond 64 bits", R"({"max_rps":18446744073709551615})", 422, {u"max_rps"_s});
        row("a number for yes", R"({"redact_pii":1})", 422, {u"redact_pii"_s});
        row("unknown", R"({"listen":"0.0.0.0:80"})", 422, {u"listen"_s});
        row("a good one beside two bad ones", R"({"time_entry_days_back":5,"max_rps":0,"x":1})", 422,
            {u"max_rps"_s, u"x"_s});
        row("no JSON", "max_rps=5", 400);
        row("a list", "[]", 400);
        row("deep", QByteArray(200, '[') + QByteArray(200, ']'), 400);
        row("values that are none", R"({"values":7})", 400);
    }
    void refuses()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QVERIFY(m_fixture->start());
        const PlainAnswer answer = put(body);
        QVERIFY2(answer.status == status, answer.body.constData());
        QTEST(faultyFields(answer), "fields");
        // All or nothing.
        QCOMPARE(sourceOf(get(), "time_entry_days_back"), "default"_ba);
    }

    void keepsWorkspacesApart()
    {
        QVERIFY(m_fixture->start());
        QCOMPARE(put(R"({"max_rps":3})").status, 200);
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        // The only installed workspace need not be named; what belongs to none is not its business.
        QCOMPARE(json::toQString(*json::member(get().json, "workspaceId")), u"w1"_s);
        QCOMPARE(valueOf(get(), "max_rps"), "25"_ba);
        QCOMPARE(put(R"({"max_rps":7})").status, 200);
        QCOMPARE(m_fixture->install(u"w2"_s, u"a2"_s), 200);
        QCOMPARE(get().status, 400);
        QCOMPARE(put(R"({"max_rps":8})").status, 400);
        QCOMPARE(valueOf(get("?workspaceId=w1"), "max_rps"), "7"_ba);
        QCOMPARE(valueOf(get("?workspaceId=w2"), "max_rps"), "25"_ba);
        QCOMPARE(get("?workspaceId=w3").status, 404);
        QCOMPARE(put(R"({"max_rps":8})", "?workspaceId=w3").status, 404);
        QCOMPARE(m_fixture->uninstall(u"w2"_s, u"a2"_s), 200);
        QCOMPARE(get("?workspaceId=w2").status, 404);

        // Clockify and this route write the same rows, but for the one thing that Clockify may only forbid.
        QCOMPARE(m_fixture->push("max_rps", 9), 200);
        QCOMPARE(valueOf(get(), "max_rps"), "9"_ba);
        QCOMPARE(put(R"({"enable_generic_http_actions":true})").status, 200);
        QCOMPARE(m_fixture->push("enable_generic_http_actions", false), 200);
        QCOMPARE(valueOf(get(), "enable_generic_http_actions"), "false"_ba);
        QVERIFY(get().body.contains("forbiddenByAddon"));
    }

    void holdsEachEventToItsWorkspace()
    {
        QVERIFY(m_fixture->start());
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(m_fixture->install(u"w2"_s, u"a2"_s), 200);
        QCOMPARE(put(R"({"max_body_bytes":2048,"max_rps_per_source":1})", "?workspaceId=w1").status, 200);
        QCOMPARE(put(R"({"enable_custom":false})", "?workspaceId=w2").status, 200);
        const auto body = [](const char *workspace, int size) -> QByteArray {
            return "{\"workspaceId\":\"" + QByteArray(workspace) + "\",\"x\":\"" + QByteArray(size, 'x') + "\"}";
        };
        // The gate lets through what the most generous workspace takes; then the event's own one is asked.
        QTRY_COMPARE(custom(body("w1", 2'048)), 413);
        QCOMPARE(custom(body("w1", 100)), 202);
        QCOMPARE(custom(body("w1", 100)), 429);
        QCOMPARE(m_fixture->send(m_fixture->webhookToken(u"w1"_s, u"a1"_s)).status, 202);
        QCOMPARE(custom(body("w2", 100)), 404);
        QCOMPARE(m_fixture->send(m_fixture->webhookToken(u"w2"_s, u"a2"_s)).status, 202);
        QCOMPARE(custom(body("other", 4'096)), 202);
        QCOMPARE(custom("{}"), 202);
    }

    void masksPersonalDataOfItsWorkspace()
    {
        QVERIFY(m_fixture->start());
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(put("{\"redact_pii\":true}").status, 200);
        const auto shown = [this](const QByteArray &workspace) -> QByteArray {
            const PlainAnswer sent = m_fixture->ask("POST", "/webhooks/custom/x?from=" + workspace + "@example.com", {},
                                                    "{\"workspaceId\":\"" + workspace + "\",\"name\":\"Ann\"}");
            const QByteArray id = headerValue(sent.headers, "X-Event-Id");
            return m_fixture->control("GET", "/ui/webhooks/" + id).body
                 + m_fixture->control("GET", "/ui/webhooks").body;
        };
        const QByteArray masked = shown("w1");
        QVERIFY2(!masked.contains("Ann") && !masked.contains("w1@"), masked.constData());
        const QByteArray plain = shown("other");
        QVERIFY2(plain.contains("Ann") && plain.contains("other@"), plain.constData());
        QCOMPARE(put("{\"redact_pii\":false}").status, 200);
        QVERIFY(shown("w1").contains("Ann"));
    }

    void masksUntilTheSettingsAreKnown()
    {
        bool wasMasked = false;
        bool isKnown = false;
        // Before the store was read, whoever shows events has to hide what may have to be hidden.
        m_fixture->beforeStart = [&](Runtime &runtime) {
            connect(&runtime, &Runtime::storeOpened, this,
                    [&wasMasked, &runtime] { wasMasked = runtime.masksPersonalData({}); });
            connect(&runtime, &Runtime::settingsKnown, this, [&isKnown, &runtime] {
                isKnown = true;
                QVERIFY(!runtime.masksPersonalData({}));
            });
        };
        QVERIFY(m_fixture->start());
        QVERIFY(wasMasked);
        QTRY_VERIFY(isKnown);
        QVERIFY(!m_fixture->runtime->masksPersonalData({}));
    }

    void keepsEventsAsLongAsTheirWorkspaceWants()
    {
        QVERIFY(m_fixture->start());
        const auto rules = [this] {
            QStringList texts;
            const QList<Retention::Rule> all =
                retentionRules(*m_fixture->runtime->settings(), m_fixture->runtime->addon());
            for (const Retention::Rule &rule : all)
                texts << u"%1 %2 %3"_s.arg(rule.days).arg(rule.of.isAllOthers ? u"all but"_s : u"only"_s,
                                                          rule.of.workspaces.join(u','));
            return texts;
        };
        QCOMPARE(rules(), (QStringList{u"90 all but "_s}));
        QCOMPARE(put(R"({"log_retention_days":10})").status, 200);
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(m_fixture->install(u"w2"_s, u"a2"_s), 200);
        QCOMPARE(m_fixture->install(u"w3"_s, u"a3"_s), 200);
        QCOMPARE(put(R"({"log_retention_days":5})", "?workspaceId=w1").status, 200);
        QCOMPARE(put(R"({"log_retention_days":10})", "?workspaceId=w3").status, 200);
        QCOMPARE(m_fixture->uninstall(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(rules(), (QStringList{u"10 all but w2,w1"_s, u"5 only w1"_s, u"90 only w2"_s}));
    }

    void hidesTheEventsOfWhatIsUninstalled()
    {
        QVERIFY(m_fixture->start());
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(custom(R"({"workspaceId":"other"})"), 202);
        const PlainAnswer sent = m_fixture->send(m_fixture->webhookToken(u"w1"_s, u"a1"_s));
        QCOMPARE(sent.status, 202);
        const QByteArray id = headerValue(sent.headers, "X-Event-Id");
        QCOMPARE(m_fixture->events().size(), 2);
        QCOMPARE(m_fixture->control("GET", "/ui/webhooks/" + id).status, 200);

        const auto seen = [this, id] {
            const auto total = read<StoreCounts>(&eventrepository::counts);
            const auto known =
                read<QStringList>([](Connection &used) { return eventrepository::knownEventTypes(used); });
            const auto counted = read<LogStatistics>(&eventrepository::statistics);
            return u"%1 in the log, %2 alone, %3 counted, %4, %5 of Clockify"_s.arg(m_fixture->events().size())
                .arg(m_fixture->control("GET", "/ui/webhooks/" + id).status)
                .arg(total.events)
                .arg(known.join(u','))
                .arg(counted.bySource.value(u"CLOCKIFY"_s).events);
        };
        QCOMPARE(seen(), u"2 in the log, 200 alone, 2 counted, NEW_TASK, 1 of Clockify"_s);
        QCOMPARE(m_fixture->uninstall(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(seen(), u"1 in the log, 404 alone, 1 counted, , 0 of Clockify"_s);
        QCOMPARE(m_fixture->control("GET", "/ui/webhooks?workspaceId=w1").json["items"].size(), std::size_t(0));
        QCOMPARE(m_fixture->install(u"w1"_s, u"a9"_s), 200);
        QCOMPARE(seen(), u"2 in the log, 200 alone, 2 counted, NEW_TASK, 1 of Clockify"_s);
    }
};

QTEST_GUILESS_MAIN(RuntimeSettingsTest)
#include "tst_runtimesettings.moc"
