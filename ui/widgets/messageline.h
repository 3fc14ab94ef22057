// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/message.h"

#include <QList>
#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QToolButton;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// The strip above the status line that shows one message at a time and hides by itself. Messages
// queue up; one waits no longer than the one before it is shown. Held open while the pointer is over
// it or the keyboard is in it.
class MessageLine final : public QWidget {
    Q_OBJECT

public:
    // At most this many wait; beyond it the oldest that has no action goes.
    static constexpr int MaximumWaiting = 8;

    explicit MessageLine(const Theme &theme, QWidget *parent = nullptr);

    void post(const Message &message);
    // Hides the present message and shows the next.
    void dismiss();
    [[nodiscard]] bool isShowing() const { return m_showing; }
    [[nodiscard]] const Message &current() const { return m_current; }
    [[nodiscard]] int waiting() const { return int(m_queue.size()); }

protected:
    bool event(QEvent *event) override;

private:
    void showNext();
    void restartTimer();
    void runAction();

    const Theme &m_theme;
    QList<Message> m_queue;
    Message m_current;
    bool m_showing = false;
    QTimer m_timer;
    QLabel *m_icon = nullptr;
    QLabel *m_text = nullptr;
    QPushButton *m_action = nullptr;
    QToolButton *m_close = nullptr;
};

} // namespace uw::ui
