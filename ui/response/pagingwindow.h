// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/pagingrunner.h"
#include "ui/response/valuemenu.h"

#include <QDialog>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QLabel;
class QProgressBar;
class QPushButton;
QT_END_NAMESPACE

namespace uw::ui {

class BodyTable;
class DialogService;
class Theme;

// Fetches all pages of a list, shows how far it is, and what came as one table. Beside the main window, which goes on;
// closing it cancels. GUI thread.
class PagingWindow final : public QDialog {
    Q_OBJECT

public:
    PagingWindow(const Theme &theme, DialogService &dialogs, const openapi::PagingRunner::Parts &parts,
                 QWidget *parent = nullptr);

    // `name`: what is fetched, for the title and for files.
    void start(const QString &name, const HttpRequest &first, const QStringList &queryParameters, const QString &folder,
               const openapi::PagingLimits &bounds = {});
    [[nodiscard]] const openapi::PagingRunner &runner() const { return m_runner; }
    [[nodiscard]] BodyTable *table() const { return m_table; }

Q_SIGNALS:
    void valueChosen(const uw::ui::PickedValue &picked);
    void messageRequested(const uw::ui::Message &message);

protected:
    void done(int result) override;

private:
    void showProgress();
    void showPages();

    openapi::PagingRunner m_runner;
    QTimer m_tick;
    QLabel *m_state = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_note = nullptr;
    QProgressBar *m_bar = nullptr;
    QPushButton *m_cancel = nullptr;
    BodyTable *m_table = nullptr;
};

// "Pages 1, 2, … by “page”": how an API hands out its list, for people.
[[nodiscard]] QString pagingText(const openapi::PagingProgress &progress);

} // namespace uw::ui
