// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/message.h"

#include <QFrame>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// A strip at the top of the page that says what went wrong, with one action, until it is closed.
// GUI thread; owned by the page.
class NoticeBar final : public QFrame {
    Q_OBJECT

public:
    explicit NoticeBar(const Theme &theme, QWidget *parent = nullptr);

    // Replaces what is shown. `actionText` empty: no button.
    void show(Severity severity, const QString &text, const QString &actionText = {});
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void actionPressed();

private:
    void refresh();

    const Theme &m_theme;
    Severity m_severity = Severity::Info;
    QLabel *m_icon = nullptr;
    QLabel *m_text = nullptr;
    QPushButton *m_action = nullptr;
};

} // namespace uw::ui
