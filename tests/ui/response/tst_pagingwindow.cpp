// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakedialogs.h"
#include "tests/support/scriptedserver.h"
#include "ui/response/bodytable.h"
#include "ui/response/pagingwindow.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::ui;
using uw::test::ScriptedServer;
using State = openapi::PagingProgress::State;

// Fetching all pages as a person sees it.
class tst_PagingWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsAllPagesAsOneTable();
    void cancelShowsWhatCame();

private:
    [[nodiscard]] std::unique_ptr<PagingWindow> start()
    {
        auto window = std::make_unique<PagingWindow>(
            m_theme, m_dialogs,
            openapi::PagingRunner::Parts{
                .http = &m_http, .clock = &m_clock, .timers = &m_timers, .random = [] { return 0.0; }});
        window->setAttribute(Qt::WA_DeleteOnClose, false);
        window->show();
        window->start(u"users"_qs, {.url = m_server.url("/users?page=1")}, {u"page"_qs}, m_folder.path(),
                      {.requestsPerSecond = 1000});
        return window;
    }
    [[nodiscard]] static QString text(const PagingWindow &window, const QString &name)
    {
        return window.findChild<QLabel *>(name)->text();
    }

    Theme m_theme{*qApp};
    test::FakeDialogs m_dialogs;
    SystemClock m_clock;
    SystemTimerSource m_timers;
    QTemporaryDir m_folder;
    ScriptedServer m_server;
    HttpClient m_http;
};

void tst_PagingWindow::showsAllPagesAsOneTable()
{
    m_server.answerBy([](const QByteArray &request) {
        return request.startsWith("GET /users?page=1 ")
                 ? ScriptedServer::ok("[{\"id\":1},{\"id\":2}]", "Last-Page: false\r\n")
                 : ScriptedServer::ok("[{\"id\":3,\"name\":\"x\"}]", "Last-Page: true\r\n");
    });
    const std::unique_ptr<PagingWindow> window = start();
    QTRY_COMPARE(window->runner().progress().state, State::Done);
    QTRY_COMPARE(window->table()->tableModel()->rowCount(), 3);
    QCOMPARE(window->table()->tableModel()->columnCount(), 2);
    QCOMPARE(text(*window, u"pagingState"_qs), u"All pages are here"_qs);
    QVERIFY(!window->findChild<QPushButton *>()->isVisible());
}

void tst_PagingWindow::cancelShowsWhatCame()
{
    m_server.answerBy([](const QByteArray &request) {
        return request.startsWith("GET /users?page=1 ")
                 ? ScriptedServer::Script(ScriptedServer::ok("[{\"id\":1}]", "Last-Page: false\r\n"))
                 : ScriptedServer::Script().stall();
    });
    const std::unique_ptr<PagingWindow> window = start();
    QTRY_COMPARE(window->runner().progress().pages, 1);
    QVERIFY(window->findChild<QPushButton *>()->isVisible());
    window->findChild<QPushButton *>()->click();
    QCOMPARE(window->runner().progress().state, State::Stopped);
    QTRY_COMPARE(window->table()->tableModel()->rowCount(), 1);
    QVERIFY(text(*window, u"pagingNote"_qs).startsWith(u"Cancelled"_qs));
    // Closing one that runs ends it, too.
    const std::unique_ptr<PagingWindow> other = start();
    QTRY_COMPARE(other->runner().progress().pages, 1);
    other->close();
    QCOMPARE(other->runner().progress().state, State::Stopped);
}

QTEST_MAIN(tst_PagingWindow)
#include "tst_pagingwindow.moc"
