// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/trayicon.h"

#include <QDate>

#include <functional>

namespace uw {

class Runtime;

namespace ui {
class MainWindow;
} // namespace ui

// Keeps the program reachable while its window is closed: the tray's icon, what it says, and what it does. Where the
// desktop has no tray it does nothing, and closing the window quits. GUI thread; owned by DesktopApplication, ends before
// window and runtime.
class TrayCompanion final : public QObject {
    Q_OBJECT

public:
    // The store of `runtime` is open.
    TrayCompanion(Runtime &runtime, ui::MainWindow &window, const ui::Theme &theme);

private:
    void openWindow();
    void hidden();
    void countToday();
    void addEvents(qint64 count);

    Runtime &m_runtime;
    ui::MainWindow &m_window;
    ui::TrayIcon m_icon;
    // The day that is counted, and its events so far; invalid: nobody has seen the icon yet.
    QDate m_day;
    qint64 m_eventsToday = 0;
};

} // namespace uw
