// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/traycompanion.h"

#include "core/runtime/runtime.h"
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "ui/shell/mainwindow.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>

namespace uw {

namespace {

// Enough for a tooltip, and a bound for the reading at the start.
constexpr qint64 countedMaximum = 1'000'000;

} // namespace

TrayCompanion::TrayCompanion(Runtime &runtime, ui::MainWindow &window, const ui::Theme &theme)
    : m_runtime(runtime)
    , m_window(window)
    , m_icon(theme)
{
    m_icon.show();
    window.setTray([this] { return m_icon.isThere(); });
    m_icon.setAddress(runtime.addresses().listen);
    connect(&runtime, &Runtime::listening, &m_icon, &ui::TrayIcon::setAddress);
    connect(&runtime, &Runtime::listenerFailed, &m_icon, [this] { m_icon.setAddress({}); });
    connect(&m_icon, &ui::TrayIcon::openRequested, this, &TrayCompanion::openWindow);
    connect(&m_icon, &ui::TrayIcon::copyAddressRequested, this,
            [this] { QGuiApplication::clipboard()->setText(m_runtime.baseUrl()); });
    connect(&m_icon, &ui::TrayIcon::quitRequested, &window, &ui::MainWindow::quit);
    connect(&window, &ui::MainWindow::hiddenToTray, this, &TrayCompanion::hidden);
    connect(
        runtime.store(), &Store::eventsStored, this, [this](qint64, qint64 count) { addEvents(count); },
        Qt::QueuedConnection);
    if (ui::TrayIcon::isAvailable())
        countToday();
}

void TrayCompanion::openWindow()
{
    m_window.show();
    m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
    m_window.raise();
    m_window.activateWindow();
}

void TrayCompanion::hidden()
{
    // The tray came after the program.
    if (!m_day.isValid())
        countToday();
    if (m_window.isFirstTimeInTray())
        m_icon.say(
            tr("The window is closed and webhooks are still received. Quit from this icon's menu, or with Ctrl+Q "
               "in the window."));
}

void TrayCompanion::countToday()
{
    m_day = QDate::currentDate();
    m_eventsToday = 0;
    const EventFilter filter{.fromMs = m_day.startOfDay().toMSecsSinceEpoch()};
    m_runtime.store()->readers().run<QList<SequenceRun>>(
        this,
        [filter](Connection &connection) {
            return eventrepository::runs(connection, filter, std::nullopt, countedMaximum);
        },
        [this](const Result<QList<SequenceRun>> &runs) {
            qint64 count = 0;
            for (const SequenceRun &run : runs.valueOr({}))
                count += run.count();
            // What was stored while it was read may be in both; the larger one is nearer.
            m_eventsToday = qMax(m_eventsToday, count);
            m_icon.setEventsToday(m_eventsToday);
        });
}

void TrayCompanion::addEvents(qint64 count)
{
    if (!m_day.isValid())
        return;
    if (m_day != QDate::currentDate()) {
        m_day = QDate::currentDate();
        m_eventsToday = 0;
    }
    m_eventsToday += count;
    m_icon.setEventsToday(m_eventsToday);
}

} // namespace uw
