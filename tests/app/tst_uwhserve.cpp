// SPDX-License-Identifier: GPL-3.0-or-later
// The real `uwh serve`: ready line, routes, control API, signals, exit codes.
#include "core/base/clock.h"
#include "core/base/uuidv7.h"
#include "tests/support/uwhprocess.h"

#include <QFile>
#include <QScopeGuard>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::test;

class UwhServeTest final : public QObject {
    Q_OBJECT

    static HeaderList authorized(HeaderList more = {})
    {
        more.prepend(HeaderField{"Authorization", QByteArray("Bearer ") + UwhProcess::controlToken});
        return more;
    }
    static QString text(const json::Value &object, std::string_view name)
    {
        const json::Value *value = json::member(object, name);
        return value ? json::toQString(*value) : QString();
    }

private Q_SLOTS:
    void receivesStoresAndShows()
    {
        const QTemporaryDir dir;
        UwhProcess uwh(dir.path());
        QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
        QVERIFY2(uwh.readyLine().startsWith("{\"event\":\"ready\",\"listen\":\"http://127.0.0.1:"),
                 uwh.readyLine().constData());
        QVERIFY(uwh.readyLine().contains(QByteArray("\"pid\":" + QByteArray::number(uwh.pid()))));

        const auto accepted =
            plainRequest(uwh.listenUrl() + "/webhooks/clockify?a=%2F", "POST",
                         {{"Content-Type", "application/json"}, {"clockify-webhook-event-type", "NEW_TASK"}},
                         "{\"id\":\"1\",\"workspaceId\":\"5f11\"}");
        QVERIFY(accepted);
        QCOMPARE(accepted->status, 202);
        QCOMPARE(text(accepted->json, "status"), u"accepted"_qs);
        const QString id = text(accepted->json, "id");
        QVERIFY(isUuid(id));
        QCOMPARE(headerValue(accepted->headers, "X-Event-Id"), id.toLatin1());

        const auto custom =
            plainRequest(uwh.listenUrl() + "/webhooks/custom/zapier.v1", "POST", {}, QByteArray("\xFF\x00z", 3));
        QVERIFY(custom);
        QCOMPARE(custom->status, 202);

        const auto list = plainRequest(uwh.controlUrl() + "/ui/webhooks?limit=1", "GET", authorized());
        QVERIFY(list);
        QCOMPARE(list->status, 200);
        const json::Value *items = json::member(list->json, "items");
        QVERIFY(items && items->size() == 1);
        QCOMPARE(text(items->at(0), "id"), text(custom->json, "id"));
        QCOMPARE(text(items->at(0), "source"), u"CUSTOM"_qs);
        QCOMPARE(text(items->at(0), "customSource"), u"zapier.v1"_qs);
        QCOMPARE(text(items->at(0), "verdict"), u"unsigned"_qs);
        const QString next = text(list->json, "next");
        QVERIFY(!next.isEmpty());

        const auto second =
            plainRequest(uwh.controlUrl() + "/ui/webhooks?limit=1&before=" + next.toLatin1(), "GET", authorized());
        QVERIFY(second);
        QCOMPARE(text(json::member(second->json, "items")->at(0), "id"), id);

        const auto one = plainRequest(uwh.controlUrl() + "/ui/webhooks/" + id.toLatin1(), "GET", authorized());
        QVERIFY(one);
        QCOMPARE(one->status, 200);
        QCOMPARE(text(one->json, "eventType"), u"NEW_TASK"_qs);
        QCOMPARE(text(one->json, "verdict"), u"not_configured"_qs);
        QCOMPARE(text(one->json, "workspaceId"), u"5f11"_qs);
        QCOMPARE(text(one->json, "target"), u"/webhooks/clockify?a=%2F"_qs);
        QCOMPARE(text(one->json, "body"), u"{\"id\":\"1\",\"workspaceId\":\"5f11\"}"_qs);
        QVERIFY(fromRfc3339(text(one->json, "receivedAt")));

        QCOMPARE(uwh.stop(), 0);
    }
    void answersHealthOnBothPorts()
    {
        const QTemporaryDir dir;
        UwhProcess uwh(dir.path());
        QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
        for (const char *path : {"/health", "/healthz"}) {
            const auto health = plainRequest(uwh.listenUrl() + path);
            QVERIFY(health);
            QCOMPARE(health->status, 200);
            QCOMPARE(health->body, QByteArray("{\"status\":\"ok\",\"service\":\"universal-webhook\"}"));
        }
        const auto control = plainRequest(uwh.controlUrl() + "/health");
        QVERIFY(control);
        QCOMPARE(control->status, 200);
        QCOMPARE(text(control->json, "status"), u"ok"_qs);
        const json::Value *components = json::member(control->json, "components");
        QVERIFY(components);
        QCOMPARE(text(*components, "store"), u"ok"_qs);
        QCOMPARE(text(*components, "listener"), u"ok"_qs);
    }
    void servesTheAddon()
    {
        const QTemporaryDir dir;
        UwhProcess uwh(dir.path());
        QVERIFY2(uwh.start({u"--public-url"_qs, u"https://hooks.example/in/"_qs}), qPrintable(uwh.errors()));
        const auto manifest = plainRequest(uwh.listenUrl() + "/manifest");
        QVERIFY(manifest);
        QCOMPARE(manifest->status, 200);
        QCOMPARE(text(manifest->json, "baseUrl"), u"https://hooks.example/in"_qs);
        QCOMPARE(text(manifest->json, "schemaVersion"), u"1.6"_qs);
        const auto older = plainRequest(uwh.listenUrl() + "/manifest?version=1.3");
        QVERIFY(older);
        QCOMPARE(json::member(older->json, "webhooks")->size(), std::size_t(22));
        // Well formed, and signed by nobody whom Clockify knows.
        const QByteArray forged =
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJjbG9ja2lmeSIsInR5cGUiOiJhZGRvbiJ9."
            + QByteArray(256, 'x').toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        for (const char *path : {"installed", "uninstalled", "settings-updated", "status-changed"}) {
            const QByteArray url = uwh.listenUrl() + "/lifecycle/" + path;
            const auto refused =
                plainRequest(url, "POST", {{"X-Addon-Lifecycle-Token", forged}}, "{\"workspaceId\":\"w1\"}");
            QVERIFY(refused);
            QCOMPARE(refused->status, 401);
            const auto wrongMethod = plainRequest(url);
            QVERIFY(wrongMethod);
            QCOMPARE(wrongMethod->status, 405);
        }
        const auto webhook = plainRequest(uwh.listenUrl() + "/webhooks/clockify", "POST",
                                          {{"Content-Type", "application/json"}, {"clockify-signature", forged}}, "{}");
        QVERIFY(webhook);
        QCOMPARE(webhook->status, 401);
    }
    void refuses_data()
    {
        QTest::addColumn<bool>("control");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<HeaderList>("headers");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");

        const QByteArray bearer = QByteArray("Bearer ") + UwhProcess::controlToken;
        const auto row = [](const char *name, bool control, const QByteArray &method, const QByteArray &path,
                            const HeaderList &headers, const QByteArray &body, int status) {
            QTest::newRow(name) << control << method << path << headers << body << status;
        };
        row("unknown route", false, "POST", "/nothing", {}, "{}", 404);
        row("unknown provider", false, "POST", "/webhooks/nobody", {}, "{}", 404);
        row("control route on the public port", false, "GET", "/ui/webhooks", {{"Authorization", bearer}}, {}, 404);
        row("wrong method", false, "DELETE", "/webhooks/clockify", {}, {}, 405);
        row("clockify without JSON", false, "POST", "/webhooks/clockify", {{"clockify-webhook-event-type", "NEW_TASK"}},
            "hello", 400);
        row("bad source name", false, "POST", "/webhooks/custom/..", {}, "{}", 400);
        row("source with a blank", false, "POST", "/webhooks/custom/a%20b", {}, "{}", 400);
        row("from a web page", false, "POST", "/webhooks/custom/a", {{"Origin", "https://example.com"}}, "{}", 403);
        row("from a web page, fetch metadata", false, "POST", "/webhooks/custom/a", {{"Sec-Fetch-Site", "cross-site"}},
            "{}", 403);
        row("no token", true, "GET", "/ui/webhooks", {}, {}, 401);
        row("wrong token", true, "GET", "/ui/webhooks", {{"Authorization", "Bearer other"}}, {}, 401);
        row("token with more behind", true, "GET", "/ui/webhooks", {{"Authorization", bearer + "x"}}, {}, 401);
        row("basic", true, "GET", "/ui/webhooks", {{"Authorization", "Basic dGVzdA=="}}, {}, 401);
        row("origin, even with the token", true, "GET", "/ui/webhooks",
            {{"Authorization", bearer}, {"Origin", "http://localhost"}}, {}, 403);
        row("rebound host", true, "GET", "/ui/webhooks", {{"Host", "evil.example"}, {"Authorization", bearer}}, {},
            403);
        row("rebound host on health", true, "GET", "/health", {{"Host", "evil.example"}}, {}, 403);
        row("local host name", true, "GET", "/ui/webhooks", {{"Host", "localhost:9"}, {"Authorization", bearer}}, {},
            200);
        row("v6 host", true, "GET", "/ui/webhooks", {{"Host", "[::1]:9"}, {"Authorization", bearer}}, {}, 200);
        row("id that is none", true, "GET", "/ui/webhooks/17", {{"Authorization", bearer}}, {}, 404);
        row("id that is not there", true, "GET", "/ui/webhooks/0190c5a0-7b3c-7def-8123-456789abcdef",
            {{"Authorization", bearer}}, {}, 404);
        row("bad limit", true, "GET", "/ui/webhooks?limit=501", {{"Authorization", bearer}}, {}, 400);
        row("wrong method on control", true, "DELETE", "/ui/webhooks", {{"Authorization", bearer}}, {}, 405);
        row("unknown control route", true, "GET", "/ui/nothing", {{"Authorization", bearer}}, {}, 404);
    }
    void refuses()
    {
        QFETCH(bool, control);
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(HeaderList, headers);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        const QTemporaryDir dir;
        UwhProcess uwh(dir.path());
        QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
        const auto answer = plainRequest((control ? uwh.controlUrl() : uwh.listenUrl()) + path, method, headers, body);
        QVERIFY(answer);
        QCOMPARE(answer->status, status);
        if (status >= 400) {
            QCOMPARE(headerValue(answer->headers, "Content-Type"), QByteArray("application/problem+json"));
            QVERIFY(json::equal(*json::member(answer->json, "status"), json::Value(status)));
            QVERIFY(!text(answer->json, "detail").isEmpty());
        }
        if (status == 405)
            QVERIFY(!headerValue(answer->headers, "Allow").isEmpty());
    }
    void withoutATokenTheControlApiIsOff()
    {
        const QTemporaryDir dir;
        UwhProcess uwh(dir.path());
        uwh.environment.remove(u"UW_CONTROL_TOKEN"_qs);
        QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
        QVERIFY2(uwh.readyLine().contains("\"control\":null"), uwh.readyLine().constData());
        QCOMPARE(uwh.stop(), 0);
        QVERIFY2(uwh.errors().contains(u"UW_CONTROL_TOKEN"), qPrintable(uwh.errors()));
    }
    void whoeverRunsTheTestsIsLeftAlone()
    {
        const QTemporaryDir dir;
        const QTemporaryDir users;
        const QString database = users.filePath(u"mine.db"_qs);
        const std::pair<const char *, QString> variables[] = {{"UNIVERSAL_WEBHOOK_DB_URL", u"sqlite:///"_qs + database},
                                                              {"CREDENTIALS_DIRECTORY", users.path()},
                                                              {"LOG_LEVEL", u"nonsense"_qs},
                                                              {"CLOCKIFY_BASE_URL", u"https://example.test"_qs}};
        for (const auto &[name, value] : variables)
            qputenv(name, value.toLocal8Bit());
        const auto unset = qScopeGuard([&variables] {
            for (const auto &[name, value] : variables)
                qunsetenv(name);
        });
        UwhProcess uwh(dir.path());
        for (const auto &[name, value] : variables)
            QVERIFY2(!uwh.environment.contains(QLatin1StringView(name)), name);
        QCOMPARE(uwh.environment.value(u"XDG_RUNTIME_DIR"_qs), dir.path());
        QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
        QVERIFY(QFile::exists(dir.filePath(u"universal_webhook.db"_qs)));
        QVERIFY(!QFile::exists(database));
    }
    void aSecondProcessOnTheProfileNamesTheFirst()
    {
        const QTemporaryDir dir;
        UwhProcess first(dir.path());
        QVERIFY2(first.start(), qPrintable(first.errors()));
        UwhProcess second(dir.path());
        QVERIFY(!second.start());
        QCOMPARE(second.waitForExit(), 1);
        QVERIFY2(second.errors().contains(QString::number(first.pid())), qPrintable(second.errors()));
    }
    void whatWasAcknowledgedSurvivesAKill()
    {
        const QTemporaryDir dir;
        QStringList ids;
        {
            UwhProcess uwh(dir.path());
            QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
            for (int i = 0; i < 20; ++i) {
                const auto answer =
                    plainRequest(uwh.listenUrl() + "/webhooks/custom/load", "POST", {}, QByteArray::number(i));
                QVERIFY(answer);
                QCOMPARE(answer->status, 202);
                ids << text(answer->json, "id");
            }
            uwh.kill();
        }
        UwhProcess again(dir.path());
        QVERIFY2(again.start(), qPrintable(again.errors()));
        for (qsizetype i = 0; i < ids.size(); ++i) {
            const auto one =
                plainRequest(again.controlUrl() + "/ui/webhooks/" + ids[i].toLatin1(), "GET", authorized());
            QVERIFY(one);
            QCOMPARE(one->status, 200);
            QCOMPARE(text(one->json, "body"), QString::number(i));
        }
    }
    void aPortInUseEndsWithASentence()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        const QTemporaryDir dir;
        UwhProcess uwh(dir.path());
        QVERIFY(!uwh.start({u"--listen"_qs, u"127.0.0.1:%1"_qs.arg(holder.serverPort())}));
        QCOMPARE(uwh.waitForExit(), 1);
        QVERIFY2(uwh.errors().contains(QString::number(holder.serverPort())), qPrintable(uwh.errors()));
    }
    void wrongUsageIsExitTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        QTest::newRow("option") << QStringList{u"--colour"_qs} << QString() << QString();
        QTest::newRow("argument") << QStringList{u"now"_qs} << QString() << QString();
        QTest::newRow("address") << QStringList{u"--listen"_qs, u"8001"_qs} << QString() << QString();
        QTest::newRow("variable") << QStringList{} << u"UW_BOOTSTRAP_MAX_RPS"_qs << u"fast"_qs;
        QTest::newRow("range") << QStringList{} << u"UW_BOOTSTRAP_MAX_RPS"_qs << u"51"_qs;
        QTest::newRow("log level") << QStringList{} << u"LOG_LEVEL"_qs << u"LOUD"_qs;
    }
    void wrongUsageIsExitTwo()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, variable);
        QFETCH(QString, value);
        const QTemporaryDir dir;
        UwhProcess uwh(dir.path());
        if (!variable.isEmpty())
            uwh.environment.insert(variable, value);
        QVERIFY(!uwh.start(arguments));
        QCOMPARE(uwh.waitForExit(), 2);
        QVERIFY(!uwh.errors().isEmpty());
        if (!variable.isEmpty())
            QVERIFY2(uwh.errors().contains(variable + u"=" + value), qPrintable(uwh.errors()));
    }
    void aDamagedDatabaseIsSetAside()
    {
        const QTemporaryDir dir;
        const QByteArray damaged = "SQLite format 3" + QByteArray(1, '\0') + QByteArray(20'000, '\x5a');
        QFile file(dir.filePath(u"universal_webhook.db"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(damaged) == damaged.size());
        file.close();
        UwhProcess uwh(dir.path());
        QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
        const auto accepted = plainRequest(uwh.listenUrl() + "/webhooks/custom/a", "POST", {}, "1");
        QVERIFY(accepted);
        QCOMPARE(accepted->status, 202);
        QCOMPARE(uwh.stop(), 0);
        const QStringList aside = QDir(dir.path()).entryList({u"universal_webhook.db.corrupt-2*"_qs}, QDir::Files);
        QCOMPARE(aside.size(), 1);
        QVERIFY2(uwh.errors().contains(aside.first()), qPrintable(uwh.errors()));
        QFile kept(dir.filePath(aside.first()));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QVERIFY(kept.readAll() == damaged);
    }
    void aStoreThatCannotBeOpenedEndsWithASentence_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("a folder in its place") << u"folder"_qs;
        QTest::newRow("a file in the place of the folder") << u"file"_qs;
    }
    void aStoreThatCannotBeOpenedEndsWithASentence()
    {
        QFETCH(QString, kind);
        const QTemporaryDir dir;
        QString data = dir.filePath(u"profile"_qs);
        if (kind == u"folder") {
            QVERIFY(QDir().mkpath(data + u"/universal_webhook.db"));
        } else {
            QFile blocker(data);
            QVERIFY(blocker.open(QIODevice::WriteOnly));
        }
        UwhProcess uwh(data);
        QVERIFY(!uwh.start());
        QCOMPARE(uwh.waitForExit(), 1);
        QVERIFY2(uwh.errors().contains(u"profile"), qPrintable(uwh.errors()));
    }
};

QTEST_GUILESS_MAIN(UwhServeTest)
#include "tst_uwhserve.moc"
