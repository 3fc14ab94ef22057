// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/pushedsettings.h"
#include "core/settings/workspacesettings.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::clockify;

namespace {

json::Value parsed(const QByteArray &text)
{
    const Result<json::Value> value = json::parse(text);
    return value ? *value : json::Value();
}

} // namespace

class PushedSettingsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEverySetting()
    {
        json::Value list = json::Value::array();
        QMap<QString, qint64> wanted;
        for (const SettingDefinition &definition : settingDefinitions()) {
            json::Value setting = json::Value::object();
            setting["id"] = definition.name.data();
            setting["name"] = "A name";
            if (definition.type == SettingType::Boolean)
                setting["value"] = definition.maximum == 1;
            else
                setting["value"] = std::int64_t(definition.maximum);
            wanted.insert(definition.name, definition.maximum);
            list.push_back(std::move(setting));
        }
        const Result<PushedSettings> pushed = readPushedSettings(list);
        QVERIFY2(pushed, pushed ? "" : qPrintable(pushed.error().text));
        QCOMPARE(pushed->values, wanted);
        QVERIFY(pushed->unknown.isEmpty());
    }

    void readsOne_data()
    {
        QTest::addColumn<QByteArray>("setting");
        QTest::addColumn<QString>("id");
        QTest::addColumn<qint64>("value");
        QTest::newRow("on") << R"({"id":"run_on_install","value":true})"_ba << u"run_on_install"_s << qint64(1);
        QTest::newRow("off") << R"({"id":"redact_pii","name":"x","value":false})"_ba << u"redact_pii"_s << qint64(0);
        QTest::newRow("least") << R"({"id":"max_rps","value":1})"_ba << u"max_rps"_s << qint64(1);
        QTest::newRow("most") << R"({"id":"max_rps","value":50})"_ba << u"max_rps"_s << qint64(50);
        QTest::newRow("as a double") << R"({"id":"max_rps","value":25.0})"_ba << u"max_rps"_s << qint64(25);
        QTest::newRow("none") << R"({"id":"max_rps_per_source","value":0})"_ba << u"max_rps_per_source"_s << qint64(0);
    }
    void readsOne()
    {
        QFETCH(QByteArray, setting);
        QFETCH(QString, id);
        QFETCH(qint64, value);
        const Result<PushedSettings> pushed = readPushedSettings(parsed('[' + setting + ']'));
        QVERIFY2(pushed, pushed ? "" : qPrintable(pushed.error().text));
        QCOMPARE(pushed->values, (QMap<QString, qint64>{{id, value}}));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<QString>("named");
        const auto row = [](const char *name, const QByteArray &list, const QString &named) {
            QTest::newRow(name) << list << named;
        };
        row("no list", R"({"max_rps":5})", u"list"_s);
        row("no object", R"([5])", u"object"_s);
        row("no id", R"([{"value":5}])", u"id"_s);
        row("an id that is a number", R"([{"id":5,"value":5}])", u"id"_s);
        row("no value", R"([{"id":"max_rps"}])", u"value"_s);
        row("null", R"([{"id":"max_rps","value":null}])", u"max_rps"_s);
        row("too small", R"([{"id":"max_rps","value":0}])", u"max_rps"_s);
        row("too large", R"([{"id":"max_rps","value":51}])", u"1 to 50"_s);
        row("negative", R"([{"id":"max_rps_per_source","value":-1}])", u"max_rps_per_source"_s);
        row("beyond 64 bits", R"([{"id":"max_rps","value":18446744073709551615}])", u"max_rps"_s);
        row("beyond all", R"([{"id":"max_rps","value":1e300}])", u"max_rps"_s);
        row("a part", R"([{"id":"max_rps","value":2.5}])", u"max_rps"_s);
        row("text", R"([{"id":"max_rps","value":"25"}])", u"max_rps"_s);
        row("a list as value", R"([{"id":"max_rps","value":[25]}])", u"max_rps"_s);
        row("a number for yes", R"([{"id":"enable_flows","value":1}])", u"yes or no"_s);
        row("text for yes", R"([{"id":"enable_flows","value":"true"}])", u"enable_flows"_s);
        row("yes for a number", R"([{"id":"cache_ttl_days","value":true}])", u"cache_ttl_days"_s);
        row("twice", R"([{"id":"max_rps","value":5},{"id":"max_rps","value":6}])", u"twice"_s);
        row("one of two", R"([{"id":"max_rps","value":5},{"id":"cache_ttl_days","value":99}])", u"cache_ttl_days"_s);
    }
    void refuses()
    {
        QFETCH(QByteArray, list);
        QFETCH(QString, named);
        const Result<PushedSettings> pushed = readPushedSettings(parsed(list));
        QVERIFY(!pushed);
        QCOMPARE(pushed.error().code, ErrorCode::InvalidInput);
        QVERIFY2(pushed.error().text.contains(named), qPrintable(pushed.error().text));
    }
    void refusesFloods()
    {
        json::Value list = json::Value::array();
        for (int i = 0; i < 201; ++i)
            list.push_back(parsed(R"({"id":"other","value":1})"));
        const Result<PushedSettings> pushed = readPushedSettings(list);
        QVERIFY(!pushed);
        QCOMPARE(pushed.error().code, ErrorCode::LimitExceeded);
    }

    void leavesOutWhatItDoesNotKnow()
    {
        const Result<PushedSettings> pushed = readPushedSettings(
            parsed(R"([{"id":"UW_LISTEN","value":"0.0.0.0:1"},{"id":"listen","value":1},{"id":"max_rps","value":9}])"));
        QVERIFY(pushed);
        QCOMPARE(pushed->values, (QMap<QString, qint64>{{u"max_rps"_s, 9}}));
        QCOMPARE(pushed->unknown, (QStringList{u"UW_LISTEN"_s, u"listen"_s}));
    }
    void readsThePublishedSample()
    {
        QFile file(QStringLiteral(UW_SOURCE_DIR "/../shared/clockify/lifecycle/SETTINGS_UPDATED.json"));
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("../shared/clockify/lifecycle is not here");
        const json::Value body = parsed(file.readAll());
        const json::Value *settings = json::member(body, "settings");
        QVERIFY(settings);
        const Result<PushedSettings> pushed = readPushedSettings(*settings);
        QVERIFY(pushed);
        QVERIFY(pushed->values.isEmpty());
        QCOMPARE(pushed->unknown.size(), 6);
    }

    void storedRowsStandOverTheEnvironment()
    {
        const SettingValues base = SettingValues().withStored({{u"max_rps"_s, 10}}).valueOr({});
        QStringList unreadable;
        const SettingValues values = workspaceSettings(
            base, {{u"max_rps"_s, u"20"_s}, {u"cache_ttl_days"_s, u"99"_s}, {u"other"_s, u"1"_s}}, &unreadable);
        QCOMPARE(values.integer(SettingId::MaxRps), 20);
        QCOMPARE(values.integer(SettingId::CacheTtlDays), 7);
        QCOMPARE(unreadable, QStringList{u"cache_ttl_days"_s});
        QCOMPARE(workspaceSettings(base, {}).integer(SettingId::MaxRps), 10);
    }
    void theAddonForbidsHttpActionsButNeverAllowsThem_data()
    {
        QTest::addColumn<bool>("inEnvironment");
        QTest::addColumn<QString>("ownRow");
        QTest::addColumn<QString>("addonRow");
        QTest::addColumn<bool>("isOn");
        QTest::newRow("nothing says yes") << false << QString() << QString() << false;
        QTest::newRow("the add-on alone says yes") << false << QString() << u"1"_s << false;
        QTest::newRow("environment") << true << QString() << QString() << true;
        QTest::newRow("environment, add-on forbids") << true << QString() << u"0"_s << false;
        QTest::newRow("Settings page") << false << u"1"_s << QString() << true;
        QTest::newRow("Settings page, add-on forbids") << false << u"1"_s << u"0"_s << false;
        QTest::newRow("Settings page forbids, add-on says yes") << true << u"0"_s << u"1"_s << false;
        QTest::newRow("a row that nobody wrote") << true << u"1"_s << u"maybe"_s << false;
    }
    void theAddonForbidsHttpActionsButNeverAllowsThem()
    {
        QFETCH(bool, inEnvironment);
        QFETCH(QString, ownRow);
        QFETCH(QString, addonRow);
        QFETCH(bool, isOn);
        const SettingValues base =
            SettingValues().withStored({{u"enable_generic_http_actions"_s, inEnvironment ? 1 : 0}}).valueOr({});
        QMap<QString, QString> rows;
        if (!ownRow.isNull())
            rows.insert(u"enable_generic_http_actions"_s, ownRow);
        if (!addonRow.isNull())
            rows.insert(addonHttpActionsRow, addonRow);
        QCOMPARE(workspaceSettings(base, rows).isOn(SettingId::EnableGenericHttpActions), isOn);
    }
};

QTEST_GUILESS_MAIN(PushedSettingsTest)
#include "tst_pushedsettings.moc"
