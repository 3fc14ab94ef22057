// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/callrunner.h"

#include "core/http/httpclient.h"
#include "core/text/bodyfile.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedserver.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::ui;
using uw::test::MemorySecretStore;
using uw::test::ScriptedServer;
using Phase = CallState::Phase;

// Calls over a real socket: bytes, key, cancel, errors, and what is kept.
class tst_CallRunner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void sendsWithTheKey();
    void sendsWithoutAKey();
    void aHeaderByHandWins();
    void plainHttpCarriesNoKey();
    void unavailableKeychainSendsNothing();
    void cancels_data();
    void cancels();
    void cancelledBeforeTheKeyIsThere();
    void failsWithASentence();
    void aNewCallReplacesTheFormer();
    void keepsTheLatestAnswers();
    void clearForgets();
    void largeBodiesGoToDisk();
    void aStreamOfEvents_data();
    void aStreamOfEvents();

private:
    [[nodiscard]] PreparedCall call(const QByteArray &method = "GET", const QByteArray &target = "/") const;
    [[nodiscard]] KeyPlace key() const;

    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<MemorySecretStore> m_secrets;
    std::unique_ptr<CallRunner> m_runner;
};

void tst_CallRunner::init()
{
    m_server = std::make_unique<ScriptedServer>();
    m_http = std::make_unique<HttpClient>();
    m_secrets = std::make_unique<MemorySecretStore>();
    m_runner = std::make_unique<CallRunner>(*m_http, *m_secrets);
}

void tst_CallRunner::cleanup()
{
    m_runner.reset();
    m_secrets.reset();
    m_http.reset();
    m_server.reset();
}

PreparedCall tst_CallRunner::call(const QByteArray &method, const QByteArray &target) const
{
    return {.request = {.method = method, .url = m_server->url(target)}, .key = std::nullopt};
}

KeyPlace tst_CallRunner::key() const
{
    return {.header = u"X-Api-Key"_qs,
            .origin = QString::fromLatin1(m_server->url({})),
            .secretKey = secretkeys::clockifyApiKey,
            .isPrivate = true};
}

void tst_CallRunner::sendsWithTheKey()
{
    m_secrets->values.insert(secretkeys::clockifyApiKey, "k-123");
    m_server->enqueue(ScriptedServer::ok("{\"a\":1}", "X-Extra: 7\r\n"));
    QSignalSpy changed(m_runner.get(), &CallRunner::changed);
    PreparedCall withKey = call("GET", "/v1/user?a=%2F");
    withKey.key = key();
    m_runner->start(u"op"_qs, withKey);
    QVERIFY(m_runner->isRunning(u"op"_qs));
    QCOMPARE(m_runner->state(u"op"_qs).host, u"127.0.0.1"_qs);
    QTRY_VERIFY(!m_runner->isRunning(u"op"_qs));
    const CallState state = m_runner->state(u"op"_qs);
    QCOMPARE(state.phase, Phase::Done);
    QCOMPARE(state.answer->response.status, 200);
    QCOMPARE(state.answer->response.body, QByteArray("{\"a\":1}"));
    QVERIFY(state.answer->keySent);
    // What is kept for showing does not hold the key.
    QVERIFY(!findHeader(state.answer->request.headers, "X-Api-Key"));
    QCOMPARE(m_server->requests().size(), 1);
    QVERIFY(m_server->requests().first().startsWith("GET /v1/user?a=%2F HTTP/1.1\r\n"));
    QCOMPARE(ScriptedServer::header(m_server->requests().first(), "X-Api-Key"), QByteArray("k-123"));
    QCOMPARE(changed.size(), 2);
}

void tst_CallRunner::sendsWithoutAKey()
{
    m_server->enqueue(ScriptedServer::ok("[]"));
    PreparedCall withKey = call();
    withKey.key = key();
    m_runner->start(u"op"_qs, withKey);
    QTRY_COMPARE(m_runner->state(u"op"_qs).phase, Phase::Done);
    QVERIFY(!m_runner->state(u"op"_qs).answer->keySent);
    QVERIFY(ScriptedServer::header(m_server->requests().first(), "X-Api-Key").isNull());
}

void tst_CallRunner::aHeaderByHandWins()
{
    m_secrets->values.insert(secretkeys::clockifyApiKey, "stored");
    m_server->enqueue(ScriptedServer::ok("[]"));
    PreparedCall withKey = call();
    withKey.key = key();
    withKey.request.headers << HeaderField{"x-api-key", "typed"};
    m_runner->start(u"op"_qs, withKey);
    QTRY_COMPARE(m_runner->state(u"op"_qs).phase, Phase::Done);
    QCOMPARE(ScriptedServer::header(m_server->requests().first(), "X-Api-Key"), QByteArray("typed"));
    QVERIFY(!m_server->requests().first().contains("stored"));
}

void tst_CallRunner::plainHttpCarriesNoKey()
{
    m_secrets->values.insert(secretkeys::clockifyApiKey, "k-123");
    m_server->enqueue(ScriptedServer::ok("[]"));
    PreparedCall withKey = call();
    withKey.key = key();
    withKey.key->isPrivate = false;
    m_runner->start(u"op"_qs, withKey);
    QTRY_COMPARE(m_runner->state(u"op"_qs).phase, Phase::Done);
    QVERIFY(!m_server->requests().first().contains("k-123"));
}

void tst_CallRunner::unavailableKeychainSendsNothing()
{
    m_secrets->failure = Error{ErrorCode::Unavailable, u"No keychain runs. Start gnome-keyring."_qs};
    PreparedCall withKey = call();
    withKey.key = key();
    m_runner->start(u"op"_qs, withKey);
    QTRY_COMPARE(m_runner->state(u"op"_qs).phase, Phase::Failed);
    const QString problem = m_runner->state(u"op"_qs).problem;
    QVERIFY2(problem.startsWith(u"No keychain runs. Start gnome-keyring. Nothing was sent."_qs), qPrintable(problem));
    QVERIFY(problem.contains(u"X-Api-Key"_qs));
    QCOMPARE(m_server->connections(), 0);
}

void tst_CallRunner::cancels_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("warns");
    QTest::newRow("reading") << QByteArray("GET") << false;
    QTest::newRow("writing") << QByteArray("DELETE") << true;
}

void tst_CallRunner::cancels()
{
    QFETCH(QByteArray, method);
    QFETCH(bool, warns);
    m_server->enqueue(ScriptedServer::Script().stall());
    QSignalSpy arrived(m_server.get(), &ScriptedServer::requestArrived);
    m_runner->start(u"op"_qs, call(method));
    QTRY_COMPARE(arrived.size(), 1);
    QSignalSpy closed(m_server.get(), &ScriptedServer::disconnected);
    m_runner->cancel(u"op"_qs);
    const CallState state = m_runner->state(u"op"_qs);
    QCOMPARE(state.phase, Phase::Cancelled);
    QVERIFY(state.problem.startsWith(u"Cancelled after "_qs));
    QCOMPARE(state.problem.contains(u"may have done"_qs), warns);
    QTRY_COMPARE(closed.size(), 1);
    // A late end of the call changes nothing any more.
    QCOMPARE(m_runner->state(u"op"_qs).phase, Phase::Cancelled);
    m_runner->cancel(u"op"_qs);
    m_runner->cancel(u"unknown"_qs);
}

void tst_CallRunner::cancelledBeforeTheKeyIsThere()
{
    m_secrets->values.insert(secretkeys::clockifyApiKey, "k-123");
    PreparedCall withKey = call();
    withKey.key = key();
    m_runner->start(u"op"_qs, withKey);
    m_runner->cancel(u"op"_qs);
    // The key arrives after another call has gone round, and leads to nothing.
    m_server->enqueue(ScriptedServer::ok("[]"));
    m_runner->start(u"other"_qs, call("GET", "/other"));
    QTRY_COMPARE(m_runner->state(u"other"_qs).phase, Phase::Done);
    QCOMPARE(m_server->requests().size(), 1);
    QVERIFY(m_server->requests().first().startsWith("GET /other "));
    QCOMPARE(m_runner->state(u"op"_qs).phase, Phase::Cancelled);
}

void tst_CallRunner::failsWithASentence()
{
    m_server->enqueue(ScriptedServer::Script("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf").close());
    m_runner->start(u"op"_qs, call());
    QTRY_COMPARE(m_runner->state(u"op"_qs).phase, Phase::Failed);
    const CallState state = m_runner->state(u"op"_qs);
    QVERIFY(!state.answer);
    QVERIFY2(state.problem.endsWith(u'.'), qPrintable(state.problem));
}

void tst_CallRunner::aNewCallReplacesTheFormer()
{
    m_server->answerBy([](const QByteArray &request) {
        return request.startsWith("GET /slow") ? ScriptedServer::Script().stall()
                                               : ScriptedServer::Script(ScriptedServer::ok("fast"));
    });
    QSignalSpy arrived(m_server.get(), &ScriptedServer::requestArrived);
    m_runner->start(u"op"_qs, call("GET", "/slow"));
    QTRY_COMPARE(arrived.size(), 1);
    m_runner->start(u"op"_qs, call("GET", "/fast"));
    QTRY_COMPARE(m_runner->state(u"op"_qs).phase, Phase::Done);
    QCOMPARE(m_runner->state(u"op"_qs).answer->response.body, QByteArray("fast"));
}

void tst_CallRunner::keepsTheLatestAnswers()
{
    m_server->answerBy([](const QByteArray &) { return ScriptedServer::Script(ScriptedServer::ok("x")); });
    for (int i = 0; i <= CallRunner::KeptAnswers; ++i) {
        const QString name = QString::number(i);
        m_runner->start(name, call());
        QTRY_COMPARE(m_runner->state(name).phase, Phase::Done);
    }
    QCOMPARE(m_runner->state(u"0"_qs).phase, Phase::Idle);
    QVERIFY(!m_runner->state(u"0"_qs).answer);
    QVERIFY(m_runner->state(u"1"_qs).answer);
    QVERIFY(m_runner->state(QString::number(CallRunner::KeptAnswers)).answer);
}

void tst_CallRunner::clearForgets()
{
    m_server->enqueue(ScriptedServer::Script().stall());
    QSignalSpy arrived(m_server.get(), &ScriptedServer::requestArrived);
    m_runner->start(u"op"_qs, call());
    QTRY_COMPARE(arrived.size(), 1);
    m_runner->clear();
    QCOMPARE(m_runner->state(u"op"_qs).phase, Phase::Idle);
    QTRY_COMPARE(m_server->bytesUnsent(), 0);
}

void tst_CallRunner::largeBodiesGoToDisk()
{
    QTemporaryDir folder;
    m_runner->setSpool(folder.path(), 3 * limits::mebibyte);
    m_server->enqueue(ScriptedServer::ok(QByteArray(2 * limits::mebibyte, 'x')));
    m_runner->start(u"op"_qs, call());
    QTRY_COMPARE(m_runner->state(u"op"_qs).phase, Phase::Done);
    const std::shared_ptr<const BodyFile> file = m_runner->state(u"op"_qs).answer->response.file;
    QVERIFY(file && file->isOnDisk());
    QCOMPARE(file->size(), 2 * limits::mebibyte);
    m_server->enqueue(ScriptedServer::ok(QByteArray(4 * limits::mebibyte, 'x')));
    m_runner->start(u"op"_qs, call());
    QTRY_COMPARE(m_runner->state(u"op"_qs).phase, Phase::Failed);
    QVERIFY(m_runner->state(u"op"_qs).problem.contains(u"is larger than"_qs));
}

void tst_CallRunner::aStreamOfEvents_data()
{
    QTest::addColumn<bool>("cancelled");
    QTest::addColumn<bool>("ended");
    QTest::newRow("stopped") << true << false;
    QTest::newRow("ended by the server") << false << true;
    QTest::newRow("broken off") << false << false;
}

void tst_CallRunner::aStreamOfEvents()
{
    QFETCH(bool, cancelled);
    QFETCH(bool, ended);
    const QByteArray stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                              "9\r\ndata: 1\n\n\r\n";
    ScriptedServer::Script script(stream);
    if (cancelled)
        script.stall();
    else if (ended)
        script.drip("9\r\ndata: 2\n\n\r\n0\r\n\r\n", 100, 10);
    else
        script.drip("9\r\nda", 100, 10).close();
    m_server->enqueue(script);
    m_runner->start(u"op"_qs, call());
    QTRY_VERIFY(m_runner->state(u"op"_qs).answer);
    const std::shared_ptr<EventStreamModel> events = m_runner->state(u"op"_qs).answer->events;
    QVERIFY(events);
    QTRY_VERIFY(events->rowCount() >= 1);
    if (cancelled) {
        QVERIFY(m_runner->state(u"op"_qs).isStreaming);
        m_runner->cancel(u"op"_qs);
    }
    QTRY_COMPARE(m_runner->state(u"op"_qs).phase, Phase::Done);
    const CallState state = m_runner->state(u"op"_qs);
    QVERIFY(!state.isStreaming);
    QCOMPARE(state.answer->events, events);
    QCOMPARE(state.answer->response.status, 200);
    QCOMPARE(events->rowCount(), ended ? 2 : 1);
    QCOMPARE(state.problem.isEmpty(), cancelled || ended);
}

QTEST_GUILESS_MAIN(tst_CallRunner)
#include "tst_callrunner.moc"
