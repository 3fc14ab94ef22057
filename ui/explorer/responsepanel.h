// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/explorer/callrunner.h"
#include "ui/explorer/latestjob.h"
#include "ui/log/bodyformat.h"
#include "ui/widgets/message.h"

#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QProgressBar;
class QStackedWidget;
class QTabBar;
class QToolButton;
QT_END_NAMESPACE

namespace uw::ui {

class BadgeLabel;
class CopyButton;
class DialogService;
class EmptyState;
class HeadersTable;
class JsonView;
class Theme;
class TimingView;

// What came back: status, latency and size in a line, and the body pretty or raw, the headers or the
// timing below; the tab chosen stays from call to call. Bodies are laid out on a worker thread. GUI
// thread; owned by the operation panel.
class ResponsePanel final : public QWidget {
    Q_OBJECT

public:
    enum Tab { PrettyTab, RawTab, HeadersTab, TimingTab };

    ResponsePanel(const Theme &theme, DialogService &dialogs, QWidget *parent = nullptr);

    // Shows how a call stands; the same answer again changes nothing in its tab.
    void setState(const CallState &state);
    // The name offered when the body is saved, without a suffix.
    void setFileStem(const QString &stem) { m_fileStem = stem; }

    [[nodiscard]] Tab currentTab() const;
    void setCurrentTab(Tab tab);
    void saveBody();
    void openFind();

Q_SIGNALS:
    // The person wants to see or change the key.
    void keyWanted();
    // A line for the window ("Saved …").
    void messageRequested(const uw::ui::Message &message);

private:
    QWidget *makeHead();
    void showAnswer();
    void showTab();
    void showBody(BodyForm form);
    void showProgress();
    void writeFile(const QString &path, const QByteArray &body);
    void setHint(const QString &text, bool aboutKey);
    [[nodiscard]] QString suggestedFile() const;
    [[nodiscard]] QString hint(bool *aboutKey) const;
    void toggleWrapping(bool wrap);

    const Theme &m_theme;
    DialogService &m_dialogs;
    CallState m_state;
    QString m_fileStem;
    // What the view shows now.
    std::shared_ptr<const Answer> m_shownAnswer;
    int m_shownTab = -1;
    LatestJob<BodyText> m_formatter;
    LatestJob<QString> m_writer;
    QTimer m_tick;

    QStackedWidget *m_pages = nullptr;
    EmptyState *m_empty = nullptr;
    QProgressBar *m_progress = nullptr;
    QLabel *m_progressText = nullptr;
    BadgeLabel *m_status = nullptr;
    QLabel *m_facts = nullptr;
    QWidget *m_hintLine = nullptr;
    QLabel *m_hintText = nullptr;
    QPushButton *m_hintAction = nullptr;
    QTabBar *m_tabs = nullptr;
    QToolButton *m_wrap = nullptr;
    CopyButton *m_copy = nullptr;
    QToolButton *m_save = nullptr;
    QStackedWidget *m_views = nullptr;
    JsonView *m_text = nullptr;
    QLabel *m_note = nullptr;
    HeadersTable *m_headers = nullptr;
    TimingView *m_timing = nullptr;
};

} // namespace uw::ui
