// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingvalues.h"

#include <QProcessEnvironment>
#include <QSet>
#include <QTest>

using namespace uw;

class SettingValuesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAreUnique()
    {
        QSet<QString> names;
        QSet<QString> variables;
        for (const SettingDefinition &definition : settingDefinitions()) {
            names << definition.name;
            variables << definition.environment;
            QVERIFY(definition.minimum <= definition.defaultValue && definition.defaultValue <= definition.maximum);
            QCOMPARE(findSetting(QString(definition.name)), &definition);
        }
        QCOMPARE(names.size(), settingCount);
        QCOMPARE(variables.size(), settingCount);
        QVERIFY(!findSetting(u"no_such_setting"));
    }
    void readsTheEnvironment_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("text");
        QTest::addColumn<SettingId>("id");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<qint64>("value");

        const auto row = [](const char *name, const QString &variable, const QString &text, SettingId id, bool valid,
                            qint64 value) { QTest::newRow(name) << variable << text << id << valid << value; };
        row("number", u"UW_BOOTSTRAP_MAX_RPS"_qs, u"50"_qs, SettingId::MaxRps, true, 50);
        row("spaces", u"UW_BOOTSTRAP_MAX_RPS"_qs, u" 7 "_qs, SettingId::MaxRps, true, 7);
        row("over the range", u"UW_BOOTSTRAP_MAX_RPS"_qs, u"51"_qs, SettingId::MaxRps, false, 0);
        row("under the range", u"UW_BOOTSTRAP_MAX_RPS"_qs, u"0"_qs, SettingId::MaxRps, false, 0);
        row("a word", u"UW_BOOTSTRAP_MAX_RPS"_qs, u"fast"_qs, SettingId::MaxRps, false, 0);
        row("fraction", u"UW_CACHE_TTL_DAYS"_qs, u"1.5"_qs, SettingId::CacheTtlDays, false, 0);
        row("smallest body", u"UW_WEBHOOK_MAX_BODY_BYTES"_qs, u"1024"_qs, SettingId::MaxBodyBytes, true, 1024);
        row("body too small", u"UW_WEBHOOK_MAX_BODY_BYTES"_qs, u"1023"_qs, SettingId::MaxBodyBytes, false, 0);
        row("largest body", u"UW_WEBHOOK_MAX_BODY_BYTES"_qs, u"104857600"_qs, SettingId::MaxBodyBytes, true, 104857600);
        row("beyond 64 bits", u"UW_WEBHOOK_MAX_BODY_BYTES"_qs, u"99999999999999999999"_qs, SettingId::MaxBodyBytes,
            false, 0);
        row("no", u"UW_ENABLE_FLOWS"_qs, u"No"_qs, SettingId::EnableFlows, true, 0);
        row("off", u"UW_ENABLE_FLOWS"_qs, u"off"_qs, SettingId::EnableFlows, true, 0);
        row("true", u"UW_REDACT_PII"_qs, u"TRUE"_qs, SettingId::RedactPii, true, 1);
        row("maybe", u"UW_REDACT_PII"_qs, u"maybe"_qs, SettingId::RedactPii, false, 0);
    }
    void readsTheEnvironment()
    {
        QFETCH(QString, variable);
        QFETCH(QString, text);
        QFETCH(SettingId, id);
        QFETCH(bool, valid);
        QFETCH(qint64, value);
        QProcessEnvironment environment;
        environment.insert(variable, text);
        const Result<SettingValues> values = SettingValues::fromEnvironment(environment);
        QCOMPARE(values.hasValue(), valid);
        if (valid) {
            QCOMPARE(values->integer(id), value);
            QCOMPARE(values->source(id), SettingSource::Environment);
        } else {
            QVERIFY2(values.error().text.contains(variable + u"=" + text), qPrintable(values.error().text));
            QVERIFY2(values.error().text.contains(allowedValues(settingDefinition(id))),
                     qPrintable(values.error().text));
        }
    }
    void theCommandLineIsStrongest()
    {
        QProcessEnvironment environment;
        environment.insert(u"UW_BOOTSTRAP_MAX_RPS"_qs, u"30"_qs);
        const Result<SettingValues> read = SettingValues::fromEnvironment(environment);
        QVERIFY(read);
        const Result<SettingValues> values = read->withCommandLine({u"max_rps=40"_qs, u"redact_pii=yes"_qs});
        QVERIFY(values);
        QCOMPARE(values->source(SettingId::MaxRps), SettingSource::CommandLine);
        const Result<SettingValues> stored =
            values->withStored({{u"max_rps"_qs, 10}, {u"redact_pii"_qs, 0}, {u"cache_ttl_days"_qs, 3}});
        QVERIFY(stored);
        QCOMPARE(stored->integer(SettingId::MaxRps), 40);
        QVERIFY(stored->isOn(SettingId::RedactPii));
        QCOMPARE(stored->integer(SettingId::CacheTtlDays), 3);
        QVERIFY(!values->withStored({{u"max_rps"_qs, 51}}));
    }
    void refusesOnTheCommandLine_data()
    {
        QTest::addColumn<QStringList>("assignments");
        QTest::addColumn<QString>("part");
        QTest::newRow("out of range") << QStringList{u"max_rps=51"_qs} << u"--set max_rps=51"_qs;
        QTest::newRow("a word") << QStringList{u"max_rps=fast"_qs} << u"a whole number from 1 to 50"_qs;
        QTest::newRow("nothing") << QStringList{u"max_rps"_qs} << u"--set max_rps="_qs;
        QTest::newRow("unknown") << QStringList{u"listen=1"_qs} << u"no setting named listen"_qs;
        QTest::newRow("twice") << QStringList{u"max_rps=1"_qs, u"max_rps=2"_qs} << u"twice"_qs;
    }
    void refusesOnTheCommandLine()
    {
        QFETCH(QStringList, assignments);
        QFETCH(QString, part);
        const Result<SettingValues> values = SettingValues().withCommandLine(assignments);
        QVERIFY(!values);
        QCOMPARE(values.error().code, ErrorCode::InvalidInput);
        QVERIFY2(values.error().text.contains(part), qPrintable(values.error().text));
    }
    void anEmptyVariableIsNotSet()
    {
        QProcessEnvironment environment;
        environment.insert(u"UW_BOOTSTRAP_MAX_RPS"_qs, QString());
        const Result<SettingValues> values = SettingValues::fromEnvironment(environment);
        QVERIFY(values);
        QCOMPARE(values->integer(SettingId::MaxRps), 25);
        QCOMPARE(values->source(SettingId::MaxRps), SettingSource::Default);
    }
    void storedValuesAreStronger()
    {
        QProcessEnvironment environment;
        environment.insert(u"UW_BOOTSTRAP_MAX_RPS"_qs, u"10"_qs);
        const Result<SettingValues> base = SettingValues::fromEnvironment(environment);
        QVERIFY(base);
        const Result<SettingValues> values = base->withStored({{u"max_rps"_qs, 20}, {u"redact_pii"_qs, 1}});
        QVERIFY(values);
        QCOMPARE(values->integer(SettingId::MaxRps), 20);
        QCOMPARE(values->source(SettingId::MaxRps), SettingSource::Workspace);
        QVERIFY(values->isOn(SettingId::RedactPii));
        QCOMPARE(values->source(SettingId::CacheTtlDays), SettingSource::Default);
        QVERIFY(!base->withStored({{u"max_rps"_qs, 51}}));
        QVERIFY(!base->withStored({{u"listen"_qs, 1}}));
    }
};

QTEST_GUILESS_MAIN(SettingValuesTest)
#include "tst_settingvalues.moc"
