// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forward/forwarder.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace uw::ui {

class BadgeLabel;
class DialogService;
class Theme;

// Where the events of one source are passed on to: the address, how it fares, what is held and why; pause, a try at once,
// and end. Asks the forwarder itself and shows what it answers. GUI thread; owned by the provider's panel.
class ForwardPanel final : public QWidget {
    Q_OBJECT

public:
    // Everything outlives the panel.
    ForwardPanel(const Theme &theme, const Clock &clock, DialogService &dialogs, Forwarder &forwarder,
                 QWidget *parent = nullptr);

    // As forwardSourceOf() names it. Another source forgets what was typed.
    void setSource(const QString &source, const QString &title);
    // Events may have come that are held: reads how the rule fares, while somebody sees it.
    void refresh();

Q_SIGNALS:
    // State and buttons show what the forwarder says now.
    void refreshed();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void build();
    void read();
    void save();
    void put(const ForwardChange &change);
    void askToAllow(const QByteArray &url);
    void togglePause();
    void askToRemove();
    void remove();
    void showRule();
    void showError(const QString &text);
    void showState();
    [[nodiscard]] QString stateText() const;
    [[nodiscard]] QString countsText() const;

    const Theme &m_theme;
    const Clock &m_clock;
    DialogService &m_dialogs;
    Forwarder &m_forwarder;
    QString m_source;
    QString m_title;
    std::optional<ForwardStatus> m_status;
    bool m_isTyping = false;
    QLineEdit *m_url = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_tryNow = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_remove = nullptr;
    BadgeLabel *m_badge = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_error = nullptr;
};

} // namespace uw::ui
