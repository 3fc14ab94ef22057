// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace uw::ui {

class Theme;

// Shown before the main window while the store takes its time to open: a sentence that says why, and that something goes
// on. How long is not known. GUI thread, owned by the application.
class StartupWaitWindow final : public QWidget {
    Q_OBJECT

public:
    StartupWaitWindow(const Theme &theme, const QString &text, QWidget *parent = nullptr);

Q_SIGNALS:
    // The person closed it and does not want to wait.
    void quitRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
};

} // namespace uw::ui
