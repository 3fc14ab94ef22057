// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/configfile.h"

#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class ConfigFileTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEverything()
    {
        const Result<ConfigFile> file = parseConfigFile("# the old file\n"
                                                        "clickup:\n"
                                                        "  api_key: \"pk_1\"\n"
                                                        "  webhook_secret: flat\n"
                                                        "webhooks:\n"
                                                        "  enabled: yes\n"
                                                        "  host: 0.0.0.0\n"
                                                        "  port: 8080\n"
                                                        "  providers:\n"
                                                        "    ClickUp: {enabled: true, webhook_secret: 'nested: #1'}\n"
                                                        "    github:\n"
                                                        "      enabled: off\n"
                                                        "      webhook_secret: \"a\\\"b\"\n"
                                                        "    gitlab: ~\n"
                                                        "    slack: {webhook_secret: null}\n"
                                                        "logging: [1, {deep: [x]}]\n");
        QVERIFY2(file, file ? "" : qPrintable(file.error().text));
        const ConfigFile wanted{.enabled = true,
                                .host = u"0.0.0.0"_s,
                                .port = 8080,
                                .providers = {{u"clickup"_s, true, "nested: #1"},
                                              {u"github"_s, false, "a\"b"},
                                              {u"gitlab"_s, {}, {}},
                                              {u"slack"_s, {}, {}}}};
        QVERIFY(*file == wanted);
    }
    void readsTheFlatForm()
    {
        const Result<ConfigFile> file = parseConfigFile("clickup:\n  webhook_secret: s\n");
        QVERIFY(file);
        QVERIFY((file->providers == QList<ConfiguredProvider>{{u"clickup"_s, {}, "s"}}));
        QVERIFY(!file->enabled && !file->host && !file->port);
    }
    void nothingIsNothing_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("comment") << "# nothing\n"_ba;
        QTest::newRow("other sections") << "a: 1\nb: [2]\n"_ba;
        QTest::newRow("empty sections") << "webhooks:\nclickup:\n"_ba;
        QTest::newRow("null") << "~\n"_ba;
        QTest::newRow("null in words") << "null\n"_ba;
        QTest::newRow("empty document") << "---\n...\n"_ba;
        QTest::newRow("nulls within") << "webhooks: {enabled: ~, host: null, port: , providers: ~}\nclickup: ~\n"_ba;
    }
    void nothingIsNothing()
    {
        QFETCH(QByteArray, text);
        const Result<ConfigFile> file = parseConfigFile(text);
        QVERIFY2(file, file ? "" : qPrintable(file.error().text));
        QVERIFY(*file == ConfigFile());
    }
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char *name, const QByteArray &text, ErrorCode code = ErrorCode::InvalidInput) {
            QTest::newRow(name) << text << code;
        };
        row("no YAML", "webhooks: {a: [\n");
        row("tab", "webhooks:\n\tport: 1\n");
        row("list", "- a\n");
        row("scalar", "hello\n");
        row("two documents", "a: 1\n---\nb: 2\n");
        row("port no number", "webhooks: {port: http}\n");
        row("port too large", "webhooks: {port: 70000}\n");
        row("port negative", "webhooks: {port: -1}\n");
        row("flag", "webhooks: {enabled: perhaps}\n");
        row("flag of a provider", "webhooks: {providers: {github: {enabled: 2}}}\n");
        row("providers as list", "webhooks: {providers: [github]}\n");
        row("provider as list", "webhooks: {providers: {github: [x]}}\n");
        // A secret one level too high or too low is not lost without a word.
        row("webhooks as text", "webhooks: xxxx\n");
        row("webhooks as list", "webhooks: [{providers: {github: {webhook_secret: xxxx}}}]\n");
        row("providers as text", "webhooks: {providers: xxxx}\n");
        row("provider as text", "webhooks: {providers: {github: xxxx}}\n");
        row("secret as list", "webhooks: {providers: {github: {webhook_secret: [xxxx, b]}}}\n");
        row("secret as names", "webhooks: {providers: {github: {webhook_secret: {a: xxxx}}}}\n");
        row("flag as secret", "webhooks: {providers: {github: {enabled: xxxx}}}\n");
        row("flag as list", "webhooks: {enabled: [true]}\n");
        row("host as list", "webhooks: {host: [a]}\n");
        row("port as list", "webhooks: {port: [1]}\n");
        row("clickup as text", "clickup: xxxx\n");
        row("clickup as list", "clickup: [xxxx]\n");
        row("flat secret as list", "clickup: {webhook_secret: [xxxx]}\n");
        row("alias", "a: &x [1]\nb: *x\n");
        row("bomb", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n");
        row("key that is no name", "? [a]\n: b\n");
        row("not UTF-8", "webhooks: {host: \"\xff\"}\n");
        row("deep", QByteArray(50, '[') + QByteArray(50, ']'), ErrorCode::LimitExceeded);
        row("many", "a: [" + QByteArray("1,").repeated(30'000) + "]", ErrorCode::LimitExceeded);
        row("large", QByteArray(2 * 1024 * 1024, '#'), ErrorCode::LimitExceeded);
        row("secret too long", "clickup: {webhook_secret: " + QByteArray(20'000, 'x') + "}\n");
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(ErrorCode, code);
        const Result<ConfigFile> file = parseConfigFile(text);
        QVERIFY(!file);
        QCOMPARE(file.error().code, code);
        QVERIFY(!file.error().text.isEmpty());
        QVERIFY(!file.error().text.contains(u"xxxx"_s));
    }
    void namesTheMember()
    {
        const Result<ConfigFile> file = parseConfigFile("webhooks: {providers: {github: {webhook_secret: [a]}}}\n");
        QVERIFY(!file);
        QVERIFY2(file.error().text.contains(u"webhooks.providers.github.webhook_secret"_s),
                 qPrintable(file.error().text));
    }
    void saysThatAFileCannotBeRead()
    {
#ifdef Q_OS_LINUX
        // It opens, and its first byte cannot be read by anybody.
        const Result<ConfigFile> file = readConfigFile(u"/proc/self/mem"_s);
        QVERIFY(!file);
        QCOMPARE(file.error().code, ErrorCode::Io);
#else
        QSKIP("There is no such file here.");
#endif
    }
    void namesTheFile()
    {
        const QTemporaryDir folder;
        const Result<ConfigFile> missing = readConfigFile(folder.filePath(u"none.yaml"_s));
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::Io);
        QVERIFY(missing.error().text.contains(u"none.yaml"_s));
        QVERIFY(!readConfigFile(folder.path()));
    }
};

QTEST_GUILESS_MAIN(ConfigFileTest)
#include "tst_configfile.moc"
