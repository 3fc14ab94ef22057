// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace uw::ui {

class Theme;

// Shown instead of the main window when the program cannot start (store cannot be opened, profile in
// use): a sentence, details to copy, and the two things that can be done. GUI thread, owned by main.
class StartupErrorWindow final : public QWidget {
    Q_OBJECT

public:
    // `text`: what happened, why, what to do. `dataFolder`: opened by the button; empty: no button.
    StartupErrorWindow(const Theme &theme, const QString &text, const QString &details, const QString &dataFolder,
                       QWidget *parent = nullptr);

Q_SIGNALS:
    // The person pressed "Quit" or closed the window.
    void quitRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
};

} // namespace uw::ui
