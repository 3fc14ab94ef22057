// SPDX-License-Identifier: GPL-3.0-or-later
// uwh events, tail and replay: the real program beside a real `uwh serve` on the same profile.
#include "tests/support/programrun.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/uwhprocess.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::test;
using namespace Qt::StringLiterals;

class UwhLogTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<UwhProcess> m_serve;

    void serve(const QMap<QString, QString> &variables = {})
    {
        m_serve = std::make_unique<UwhProcess>(m_folder->path());
        for (auto variable = variables.cbegin(); variable != variables.cend(); ++variable)
            m_serve->environment.insert(variable.key(), variable.value());
        QVERIFY2(m_serve->start(), qPrintable(m_serve->errors()));
    }
    // Sends a webhook; the id of its event.
    QString post(const QByteArray &path, const QByteArray &body, const HeaderList &headers = {}) const
    {
        const auto answer = plainRequest(m_serve->listenUrl() + path, "POST", headers, body);
        if (answer && answer->status == 202)
            return text(answer->json, "id");
        qWarning() << (answer ? answer->body : "no answer"_ba);
        return {};
    }
    static QString text(const json::Value &object, std::string_view name)
    {
        const json::Value *value = json::member(object, name);
        return value ? json::toQString(*value) : QString();
    }
    [[nodiscard]] ProgramRun run(QStringList arguments, const QMap<QString, QString> &variables = {}) const
    {
        arguments << u"--data-dir"_s << m_folder->path();
        return runUwh(arguments, variables);
    }
    // The event of the next line that `tail` prints.
    static QString nextId(QProcess &tail)
    {
        while (!tail.canReadLine()) {
            if (!tail.waitForReadyRead(30'000))
                return {};
        }
        return text(json::parse(tail.readLine()).valueOr({}), "id");
    }
    static QStringList idsOf(const json::Value &list)
    {
        QStringList ids;
        const json::Value *items = json::member(list, "items");
        for (std::size_t i = 0; items && i < items->size(); ++i)
            ids << text(items->at(i), "id");
        return ids;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        m_serve.reset();
        m_folder.reset();
    }

    void listsEvents()
    {
        serve();
        QStringList ids;
        for (int i = 0; i < 5; ++i)
            ids.prepend(post(i % 2 ? "/webhooks/custom/shop" : "/webhooks/custom/zapier", QByteArray::number(i)));
        QVERIFY(!ids.contains(QString()));

        const ProgramRun all = run({u"events"_s, u"--json"_s});
        QCOMPARE(all.exitCode, 0);
        const json::Value list = json::parse(all.out).valueOr({});
        QCOMPARE(idsOf(list), ids);
        QVERIFY(json::member(list, "next")->is_null());

        const ProgramRun first = run({u"events"_s, u"--json"_s, u"--limit"_s, u"2"_s});
        const json::Value page = json::parse(first.out).valueOr({});
        QCOMPARE(idsOf(page), ids.first(2));
        const ProgramRun second =
            run({u"events"_s, u"--json"_s, u"--limit"_s, u"3"_s, u"--before"_s, text(page, "next")});
        QCOMPARE(idsOf(json::parse(second.out).valueOr({})), ids.last(3));

        const ProgramRun filtered = run({u"events"_s, u"--json"_s, u"--custom-source"_s, u"shop"_s, u"--source"_s,
                                         u"custom"_s, u"--verdict"_s, u"unsigned"_s});
        QCOMPARE(idsOf(json::parse(filtered.out).valueOr({})), (QStringList{ids[1], ids[3]}));

        const ProgramRun lines = run({u"events"_s, u"--limit"_s, u"1"_s});
        QCOMPARE(lines.exitCode, 0);
        QCOMPARE(lines.out.count('\n'), 1);
        QVERIFY(lines.out.contains(ids.first().toLatin1()) && lines.out.contains("CUSTOM/zapier"));
        QVERIFY(lines.err.contains("--before"));

        const ProgramRun one = run({u"events"_s, ids.last().toUpper()});
        QCOMPARE(one.exitCode, 0);
        QCOMPARE(text(json::parse(one.out).valueOr({}), "body"), u"0"_s);
    }
    void keepsATerminalSafe()
    {
        serve();
        QVERIFY(!post("/webhooks/clockify", "{}",
                      {{"Content-Type", "application/json"}, {"clockify-webhook-event-type", "NEW\xE2\x80\xAEKSAT"}})
                     .isEmpty());
        const ProgramRun lines = run({u"events"_s});
        QCOMPARE(lines.exitCode, 0);
        QVERIFY2(lines.out.contains("NEW"), lines.out.constData());
        QVERIFY(!lines.out.contains("\xE2\x80\xAE"));
    }
    void wrongUsageIsExitTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const QString id = u"0190c5a0-7b3c-7def-8123-456789abcdef"_s;
        const QString to = u"http://127.0.0.1:1/"_s;
        QTest::newRow("option") << QStringList{u"events"_s, u"--colour"_s};
        QTest::newRow("verdict") << QStringList{u"events"_s, u"--verdict"_s, u"fine"_s};
        QTest::newRow("limit") << QStringList{u"events"_s, u"--limit"_s, u"501"_s};
        QTest::newRow("time") << QStringList{u"events"_s, u"--from"_s, u"yesterday"_s};
        QTest::newRow("id") << QStringList{u"events"_s, u"17"_s};
        QTest::newRow("two ids") << QStringList{u"events"_s, id, id};
        QTest::newRow("tail, argument") << QStringList{u"tail"_s, u"now"_s};
        QTest::newRow("tail, number") << QStringList{u"tail"_s, u"-n"_s, u"-1"_s};
        QTest::newRow("tail, too many") << QStringList{u"tail"_s, u"--last"_s, u"501"_s};
        QTest::newRow("search too long") << QStringList{u"events"_s, u"-q"_s, QString(1001, u'x')};
        QTest::newRow("tail, filter") << QStringList{u"tail"_s, u"--to"_s, u"x"_s};
        QTest::newRow("replay, no id") << QStringList{u"replay"_s, u"--to"_s, to};
        QTest::newRow("replay, no address") << QStringList{u"replay"_s, id};
        QTest::newRow("replay, bad id") << QStringList{u"replay"_s, u"17"_s, u"--to"_s, to};
        QTest::newRow("replay, bad address") << QStringList{u"replay"_s, id, u"--to"_s, u"localhost"_s};
        QTest::newRow("replay, public address") << QStringList{u"replay"_s, id, u"--to"_s, u"https://example.com"_s};
        QTest::newRow("replay, refused address")
            << QStringList{u"replay"_s, id, u"--allow-public"_s, u"--to"_s, u"http://169.254.169.254/"_s};
        QTest::newRow("replay, header") << QStringList{u"replay"_s, id, u"--to"_s, to, u"--header"_s, u"x"_s};
        QTest::newRow("replay, body") << QStringList{u"replay"_s, id, u"--to"_s, to, u"--body"_s, u"@/none/here"_s};
    }
    void wrongUsageIsExitTwo()
    {
        QFETCH(QStringList, arguments);
        serve();
        const ProgramRun result = run(arguments);
        QCOMPARE(result.exitCode, 2);
        QVERIFY(!result.err.isEmpty());
        QVERIFY(result.out.isEmpty());
    }
    void helpSaysHow_data()
    {
        QTest::addColumn<QString>("command");
        for (const QString &command : {u"events"_s, u"tail"_s, u"replay"_s})
            QTest::newRow(qPrintable(command)) << command;
    }
    void helpSaysHow()
    {
        QFETCH(QString, command);
        const ProgramRun result = runUwh({command, u"--help"_s});
        QCOMPARE(result.exitCode, 0);
        QVERIFY(result.out.startsWith(QByteArray("Usage: uwh " + command.toLatin1())));
        QVERIFY(result.out.contains("--data-dir"));
    }
    void whatIsNotThereIsExitOne()
    {
        const QString id = u"0190c5a0-7b3c-7def-8123-456789abcdef"_s;
        const QList<QStringList> commands{
            {u"events"_s}, {u"tail"_s}, {u"replay"_s, id, u"--to"_s, u"http://127.0.0.1:1/"_s}};
        for (const QStringList &arguments : commands) {
            const ProgramRun result = run(arguments);
            QCOMPARE(result.exitCode, 1);
            QVERIFY2(result.err.contains("There is no log"), result.err.constData());
        }
        serve();
        for (const QStringList &arguments : {QStringList{u"events"_s, id}, commands.last()}) {
            const ProgramRun result = run(arguments);
            QCOMPARE(result.exitCode, 1);
            QVERIFY2(result.err.contains("There is no event"), result.err.constData());
        }
    }

    void tailsWhatArrives()
    {
        serve();
        const QString before = post("/webhooks/custom/a", "0");
        const QString skipped = post("/webhooks/custom/b", "0");
        QVERIFY(!before.isEmpty() && !skipped.isEmpty());
        QProcess tail;
        tail.start(programPath(u"uwh"_s), {u"tail"_s, u"--json"_s, u"-n"_s, u"1"_s, u"--custom-source"_s, u"a"_s,
                                           u"--data-dir"_s, m_folder->path()});
        QCOMPARE(nextId(tail), before);
        for (int i = 0; i < 250; ++i) {
            const QString id = post("/webhooks/custom/a", QByteArray::number(i));
            QVERIFY(!id.isEmpty());
            if (i % 50 == 0)
                QVERIFY(!post("/webhooks/custom/b", "no").isEmpty());
            QCOMPARE(nextId(tail), id);
        }
        tail.terminate();
        QVERIFY(tail.waitForFinished(30'000));
        QCOMPARE(tail.exitStatus(), QProcess::NormalExit);
        QCOMPARE(tail.exitCode(), 0);
        QVERIFY(tail.readAllStandardError().isEmpty());
        // The service did not notice.
        QCOMPARE(m_serve->stop(), 0);
    }

    void searches()
    {
        serve();
        const QString munich = post("/webhooks/custom/a", R"({"city":"M\u00fcnchen"})");
        QVERIFY(!post("/webhooks/custom/a", R"({"city":"Berlin"})").isEmpty());
        // The index follows the log within a moment.
        QStringList found;
        const auto isFound = [&] {
            found = idsOf(json::parse(run({u"events"_s, u"--json"_s, u"-q"_s, u"münch"_s}).out).valueOr({}));
            return !found.isEmpty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isFound(), 30'000);
        QCOMPARE(found, QStringList{munich});
        const ProgramRun none = run({u"events"_s, u"--search"_s, u"hamburg"_s});
        QCOMPARE(none.exitCode, 0);
        QVERIFY(none.out.isEmpty());

        QProcess tail;
        tail.start(programPath(u"uwh"_s),
                   {u"tail"_s, u"--json"_s, u"-n"_s, u"1"_s, u"-q"_s, u"münchen"_s, u"--data-dir"_s, m_folder->path()});
        QCOMPARE(nextId(tail), munich);
        for (int i = 0; i < 20; ++i) {
            QVERIFY(!post("/webhooks/custom/a", R"({"city":"Berlin"})").isEmpty());
            const QString id = post("/webhooks/custom/a", "München " + QByteArray::number(i));
            QCOMPARE(nextId(tail), id);
        }
        tail.terminate();
        QVERIFY(tail.waitForFinished(30'000));
        QCOMPARE(tail.exitCode(), 0);
    }
    void masksPersonalData_data()
    {
        QTest::addColumn<bool>("masks");
        QTest::addColumn<bool>("shows");
        QTest::newRow("not set") << false << false;
        QTest::newRow("set") << true << false;
        QTest::newRow("set, but shown") << true << true;
    }
    void masksPersonalData()
    {
        QFETCH(bool, masks);
        QFETCH(bool, shows);
        serve();
        const QString id = post("/webhooks/custom/a?from=ann@example.com", R"({"name":"Ann","hours":3})");
        if (masks) {
            const QByteArray token = QByteArray("Bearer ") + UwhProcess::controlToken;
            const auto stored = plainRequest(m_serve->controlUrl() + "/ui/settings", "PUT", {{"Authorization", token}},
                                             R"({"redact_pii":true})");
            QVERIFY(stored && stored->status == 200);
        }
        const QStringList option = shows ? QStringList{u"--show-personal"_s} : QStringList();
        const bool isMasked = masks && !shows;
        const ProgramRun one = run(QStringList{u"events"_s, id} + option);
        QVERIFY2(one.out.contains("hours"), one.err.constData());
        QCOMPARE(one.out.contains("Ann"), !isMasked);
        QCOMPARE(one.out.contains("ann@"), !isMasked);
        const ProgramRun list = run(QStringList{u"events"_s, u"--json"_s} + option);
        QVERIFY(list.out.contains(id.toLatin1()));
        QCOMPARE(list.out.contains("ann@"), !isMasked);
        QProcess tail;
        tail.start(programPath(u"uwh"_s),
                   QStringList{u"tail"_s, u"--json"_s, u"-n"_s, u"1"_s, u"--data-dir"_s, m_folder->path()} + option);
        QTRY_VERIFY_WITH_TIMEOUT(tail.canReadLine(), 30'000);
        const QByteArray line = tail.readLine();
        QVERIFY(line.contains(id.toLatin1()));
        QCOMPARE(line.contains("ann@"), !isMasked);
        tail.terminate();
        QVERIFY(tail.waitForFinished(30'000));
    }

    void replaysAnEvent()
    {
        serve();
        const QByteArray body("\x00\xFFraw", 5);
        const QString id = post("/webhooks/custom/shop?order=17", body, {{"X-Order", "17"}});
        QVERIFY(!id.isEmpty());
        ScriptedServer target;
        target.enqueue("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nthanks"_ba);
        const QString to = QString::fromLatin1(target.url("/hook"));
        const ProgramRun plain = run({u"replay"_s, id, u"--to"_s, to});
        QVERIFY2(plain.exitCode == 0, plain.err.constData());
        QCOMPARE(plain.out, "thanks"_ba);
        QVERIFY(plain.err.startsWith("HTTP 200 OK"));
        const QByteArray sent = target.requests().first();
        QVERIFY(sent.startsWith("POST /hook HTTP/1.1\r\n"));
        QCOMPARE(ScriptedServer::body(sent), body);
        QCOMPARE(ScriptedServer::header(sent, "X-Order"), "17"_ba);

        target.enqueue("HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno"_ba);
        const ProgramRun edited = run({u"replay"_s, id, u"--to"_s, to, u"--json"_s, u"--method"_s, u"PUT"_s,
                                       u"--header"_s, u"x-order: 18"_s, u"--body"_s, u"other"_s});
        QCOMPARE(edited.exitCode, 1);
        const json::Value report = json::parse(edited.out).valueOr({});
        QVERIFY(json::equal(*json::member(report, "status"), json::Value(500)));
        QVERIFY(target.requests().last().startsWith("PUT /hook "));
        QCOMPARE(ScriptedServer::header(target.requests().last(), "X-Order"), "18"_ba);
        QCOMPARE(ScriptedServer::body(target.requests().last()), "other"_ba);

        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        const QString dead = u"http://127.0.0.1:%1/"_s.arg(holder.serverPort());
        holder.close();
        const ProgramRun failed = run({u"replay"_s, id, u"--to"_s, dead});
        QCOMPARE(failed.exitCode, 1);
        QVERIFY(!failed.err.isEmpty() && failed.out.isEmpty());
    }
    void replaysWithAFreshSignature()
    {
        serve({{u"UW_SECRET_GITHUB"_s, u"first"_s}});
        const QByteArray body = "{\"action\":\"opened\"}";
        const auto mac = [&body](const QByteArray &secret) -> QByteArray {
            return "sha256=" + QMessageAuthenticationCode::hash(body, secret, QCryptographicHash::Sha256).toHex();
        };
        const QString id = post("/webhooks/github", body,
                                {{"Content-Type", "application/json"},
                                 {"X-GitHub-Event", "issues"},
                                 {"X-Hub-Signature-256", mac("first")}});
        QVERIFY(!id.isEmpty());
        ScriptedServer target;
        target.answerBy([](const QByteArray &) { return ScriptedServer::Script(ScriptedServer::ok("ok")); });
        const QStringList arguments{u"replay"_s, id, u"--resign"_s, u"--to"_s, QString::fromLatin1(target.url())};
        const ProgramRun signedAnew = run(arguments, {{u"UW_SECRET_GITHUB"_s, u"second"_s}});
        QVERIFY2(signedAnew.exitCode == 0, signedAnew.err.constData());
        QCOMPARE(ScriptedServer::header(target.requests().first(), "X-Hub-Signature-256"), mac("second"));

        const QTemporaryDir credentials;
        QFile file(credentials.filePath(u"UW_SECRET_GITHUB"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("third\n") == 6);
        file.close();
        const ProgramRun fromFile = run(arguments, {{u"CREDENTIALS_DIRECTORY"_s, credentials.path()}});
        QVERIFY2(fromFile.exitCode == 0, fromFile.err.constData());
        QCOMPARE(ScriptedServer::header(target.requests().last(), "X-Hub-Signature-256"), mac("third"));
        for (const QByteArray &secret : {"second"_ba, "third"_ba})
            QVERIFY(!signedAnew.err.contains(secret) && !fromFile.err.contains(secret));
    }
    void hiddenHeadersStayBehind()
    {
        serve({{u"UW_SECRET_GITLAB"_s, u"plain-token"_s}});
        const QString id = post(
            "/webhooks/gitlab", "{}",
            {{"Content-Type", "application/json"}, {"X-Gitlab-Event", "Push Hook"}, {"X-Gitlab-Token", "plain-token"}});
        QVERIFY(!id.isEmpty());
        ScriptedServer target;
        target.answerBy([](const QByteArray &) { return ScriptedServer::Script(ScriptedServer::ok("ok")); });
        const QStringList arguments{u"replay"_s, id, u"--to"_s, QString::fromLatin1(target.url())};
        // The key of the digests is the service's own, so nothing tells that this is the same token.
        const ProgramRun without = run(arguments);
        QCOMPARE(without.exitCode, 0);
        QVERIFY2(without.err.contains("X-Gitlab-Token"), without.err.constData());
        QVERIFY(!target.requests().first().contains("X-Gitlab-Token"));
        const ProgramRun resigned =
            run(arguments + QStringList{u"--resign"_s}, {{u"UW_SECRET_GITLAB"_s, u"plain-token"_s}});
        QVERIFY2(resigned.exitCode == 0, resigned.err.constData());
        QCOMPARE(ScriptedServer::header(target.requests().last(), "X-Gitlab-Token"), "plain-token"_ba);
    }
};

QTEST_GUILESS_MAIN(UwhLogTest)
#include "tst_uwhlog.moc"
