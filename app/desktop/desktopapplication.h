// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/runtime/clockifybaseurl.h"
#include "core/runtime/runtime.h"

#include <QObject>

#include <memory>

namespace uw::ui {
class DialogService;
class LogPage;
class MainWindow;
class StartupErrorWindow;
class StartupWaitWindow;
class Theme;
} // namespace uw::ui

namespace uw {

class TrayCompanion;

// The desktop program put together: runtime, window and pages, and the few wires between them.
// Lives on the GUI thread; owned by main() or by a whole-program test.
class DesktopApplication final : public QObject {
    Q_OBJECT

public:
    // `theme` and `dialogs` outlive this object.
    DesktopApplication(const ProcessOptions &options, ui::Theme &theme, ui::DialogService &dialogs,
                       const RuntimeReplacements &replacements = {});
    ~DesktopApplication() override;

    // Opens the store and the ports; the window, or a window with the reason, appears.
    void start();
    // Something a person should read once the window is there.
    void tell(const QString &sentence);
    // Saves the window, stops the runtime, then finished().
    void stop();

    [[nodiscard]] Runtime &runtime() { return m_runtime; }
    // Null before the store is open.
    [[nodiscard]] ui::MainWindow *window() const { return m_window.get(); }

Q_SIGNALS:
    void windowShown();
    void finished(int exitCode);

private:
    void connectRuntime();
    void showWindow();
    void addPages();
    void dropTray();
    void addProvidersPage(ui::LogPage &log);
    void addSettingsPage();
    void showStartupWait(const QString &sentence);
    void showStartupError(const Error &error);
    void showListenerProblem(const Error &error);
    void showStoreState(bool writable, const QString &reason);
    void showTooLargeBodies();
    void refreshStoreSize();

    ui::Theme &m_theme;
    ui::DialogService &m_dialogs;
    SystemClock m_clock;
    Runtime m_runtime;
    // Once the store is open; goes before it is closed.
    std::unique_ptr<ClockifyBaseUrl> m_baseUrl;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<TrayCompanion> m_tray;
    std::unique_ptr<ui::StartupWaitWindow> m_startupWait;
    std::unique_ptr<ui::StartupErrorWindow> m_startupError;
    // What was said before there was a window to say it in.
    QStringList m_pendingNotices;
    // Requests with too large a body: how many there were, and of how many a person has heard enough.
    int m_tooLargeBodies = 0;
    int m_dismissedBodies = 0;
    bool m_tellsOfBodies = false;
    bool m_stopped = false;
    int m_exitCode = 0;
};

} // namespace uw
