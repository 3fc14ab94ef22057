// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/store/event.h"
#include "ui/log/bodyformat.h"

#include <QTimer>
#include <QWidget>

#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QLabel;
class QMenu;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class QToolButton;
QT_END_NAMESPACE

namespace uw::ui {

class BadgeLabel;
class BodyPane;
class ElidedLabel;
class HeadersTable;
class TextLabel;
class Theme;
class Worker;

// One event, whole: what it is, its body, headers and request. GUI thread.
class EventDetail final : public QWidget {
    Q_OBJECT

public:
    // Everything outlives the widget.
    EventDetail(const Theme &theme, const Clock &clock, Worker &worker, QWidget *parent = nullptr);

    // Null: none.
    [[nodiscard]] std::shared_ptr<const Event> event() const { return m_event; }
    void setEvent(const std::shared_ptr<const Event> &event);
    // Star and note of the event that is shown are others now; the rest stays as it is shown.
    void setMark(bool starred, const QString &note);
    // Shows a sentence instead of an event.
    void setNotice(const QString &text);
    // Into the tab that is open.
    void focusContent();
    void setCurrentTab(int tab);
    [[nodiscard]] int currentTab() const;
    [[nodiscard]] BodyPane *bodyPane() const { return m_body; }
    // Marks what a search found in body, headers and request of this event and of those that follow.
    void setSearch(const QString &text);
    // Shows the button that sends the event again.
    void offerReplay();

Q_SIGNALS:
    void replayRequested();
    void copyCurlRequested();
    void copyIdRequested();
    void saveBodyRequested();
    void deleteRequested();
    void starToggled();
    void noteRequested();
    // Escape.
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHeader();
    QList<QWidget *> makeButtons(QWidget *header);
    QToolButton *makeMore(QWidget *header);
    void addMarks(QMenu &menu);
    void refreshHeader();
    void refreshMarks();
    void refreshOrigin();
    void refreshRequest();
    [[nodiscard]] QString causeText() const;

    const Theme &m_theme;
    const Clock &m_clock;
    std::shared_ptr<const Event> m_event;
    QStackedWidget *m_stack = nullptr;
    TextLabel *m_notice = nullptr;
    ElidedLabel *m_name = nullptr;
    BadgeLabel *m_verdict = nullptr;
    ElidedLabel *m_origin = nullptr;
    TextLabel *m_reason = nullptr;
    TextLabel *m_note = nullptr;
    QToolButton *m_star = nullptr;
    QPushButton *m_replay = nullptr;
    QPushButton *m_curl = nullptr;
    QTabWidget *m_tabs = nullptr;
    BodyPane *m_body = nullptr;
    QTimer m_ageTimer;
    HeadersTable *m_headers = nullptr;
    HeadersTable *m_request = nullptr;
};

} // namespace uw::ui
