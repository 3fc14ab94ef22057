// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/pagingrunner.h"
#include "tests/support/scriptedserver.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::openapi;
using uw::test::ScriptedServer;
using State = PagingProgress::State;

// Whole runs against a real socket.
class tst_PagingRunner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void joinsAllPages();
    void triesAgain();
    void ends_data();
    void ends();
    void cancelKeepsWhatCame();

private:
    void start(const PagingLimits &bounds = {.requestsPerSecond = 1000, .retry = {.baseDelayMs = 1}});
    [[nodiscard]] QByteArray joined() const { return m_runner->joined()->read(0, m_runner->joined()->size()); }

    SystemClock m_clock;
    SystemTimerSource m_timers;
    QTemporaryDir m_folder;
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<PagingRunner> m_runner;
};

void tst_PagingRunner::init()
{
    m_server = std::make_unique<ScriptedServer>();
    m_http = std::make_unique<HttpClient>();
    m_runner = std::make_unique<PagingRunner>(PagingRunner::Parts{
        .http = m_http.get(), .clock = &m_clock, .timers = &m_timers, .random = [] { return 0.5; }});
}

void tst_PagingRunner::cleanup()
{
    m_runner.reset();
    m_http.reset();
    m_server.reset();
}

void tst_PagingRunner::start(const PagingLimits &bounds)
{
    m_runner->start({.url = m_server->url("/list?page=1&page-size=2"), .headers = {{"X-Api-Key", "k"}}},
                    {u"page"_qs, u"page-size"_qs}, m_folder.path(), bounds);
}

void tst_PagingRunner::joinsAllPages()
{
    m_server->answerBy([](const QByteArray &request) {
        if (request.startsWith("GET /list?page=1&"))
            return ScriptedServer::ok("[{\"id\":1.0},{\"id\":2}]", "Last-Page: false\r\nX-Total-Pages: 3\r\n");
        if (request.startsWith("GET /list?page=2&"))
            return ScriptedServer::ok("[{\"id\":3},{\"id\":4}]", "Last-Page: false\r\nX-Total-Pages: 3\r\n");
        return ScriptedServer::ok("[{\"id\":5}]", "Last-Page: true\r\n");
    });
    QSignalSpy finished(m_runner.get(), &PagingRunner::finished);
    QSignalSpy progressed(m_runner.get(), &PagingRunner::progressed);
    start();
    QVERIFY(!m_runner->progress().isOver());
    QTRY_COMPARE(finished.size(), 1);
    const PagingProgress progress = m_runner->progress();
    QCOMPARE(progress.state, State::Done);
    QCOMPARE(progress.pages, 3);
    QCOMPARE(progress.items, 5);
    QCOMPARE(progress.kind, PagingKind::PageNumber);
    QCOMPARE(progress.note, QString());
    QVERIFY(progressed.size() >= 3);
    QCOMPARE(joined().replace('\n', ""), QByteArray("[{\"id\":1.0},{\"id\":2},{\"id\":3},{\"id\":4},{\"id\":5}]"));
    for (const QByteArray &request : m_server->requests())
        QCOMPARE(ScriptedServer::header(request, "X-Api-Key"), QByteArray("k"));
}

void tst_PagingRunner::triesAgain()
{
    m_server->enqueue(QByteArray("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
    m_server->enqueue(QByteArray("HTTP/1.1 429 Slow\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"));
    m_server->enqueue(ScriptedServer::ok("[1]"));
    QSignalSpy finished(m_runner.get(), &PagingRunner::finished);
    start();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(m_runner->progress().state, State::Done);
    QCOMPARE(m_server->requests().size(), 3);
    QCOMPARE(joined(), QByteArray("[1]"));
}

void tst_PagingRunner::ends_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("note");
    QTest::addColumn<int>("pages");
    const auto ok = [](const char *body, const char *header = "") { return ScriptedServer::ok(body, header); };
    QTest::newRow("refused") << QByteArray("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n") << int(State::Failed)
                             << u"status 403"_qs << 0;
    QTest::newRow("no JSON") << ok("<html>") << int(State::Failed) << u"no JSON"_qs << 0;
    QTest::newRow("no list") << ok("{\"a\":1}") << int(State::Failed) << u"no list"_qs << 0;
    QTest::newRow("empty") << ok("[]") << int(State::Done) << QString() << 1;
    QTest::newRow("always the same page")
        << ok("[1,2]", "Last-Page: false\r\n") << int(State::Stopped) << u"the same as the one before"_qs << 1;
    QTest::newRow("in a circle") << ok("[1]", "Link: </list?page=1&page-size=2>; rel=next\r\n") << int(State::Stopped)
                                 << u"circle"_qs << 1;
    QTest::newRow("another host") << ok("[1]", "Link: <http://elsewhere.example/>; rel=next\r\n") << int(State::Stopped)
                                  << u"elsewhere.example"_qs << 1;
    QTest::newRow("too large") << ok(QByteArray('[' + QByteArray(300, '1') + ']').constData(), "Last-Page: false\r\n")
                               << int(State::Failed) << u"larger"_qs << 0;
}

void tst_PagingRunner::ends()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, note);
    m_server->answerBy([answer](const QByteArray &) { return answer; });
    QSignalSpy finished(m_runner.get(), &PagingRunner::finished);
    start({.maximumBytes = 200, .requestsPerSecond = 1000, .retry = {.maximumAttempts = 1}});
    QTRY_COMPARE(finished.size(), 1);
    const PagingProgress progress = m_runner->progress();
    QTEST(int(progress.state), "state");
    QTEST(progress.pages, "pages");
    QVERIFY2(note.isEmpty() ? progress.note.isEmpty() : progress.note.contains(note), qPrintable(progress.note));
    // Whatever ended it, what there is is an array.
    QVERIFY2(json::parse(joined()), joined().constData());
}

void tst_PagingRunner::cancelKeepsWhatCame()
{
    m_server->enqueue(ScriptedServer::ok("[1]", "Last-Page: false\r\n"));
    m_server->enqueue(ScriptedServer::Script().stall());
    QSignalSpy arrived(m_server.get(), &ScriptedServer::requestArrived);
    QSignalSpy finished(m_runner.get(), &PagingRunner::finished);
    start();
    QTRY_COMPARE(arrived.size(), 2);
    m_runner->cancel();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(m_runner->progress().state, State::Stopped);
    QCOMPARE(joined(), QByteArray("[1]"));
    // And the next run begins anew.
    m_server->answerBy([](const QByteArray &) { return ScriptedServer::ok("[7]"); });
    start();
    QTRY_COMPARE(finished.size(), 2);
    QCOMPARE(joined(), QByteArray("[7]"));
}

QTEST_GUILESS_MAIN(tst_PagingRunner)
#include "tst_pagingrunner.moc"
