// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/mainwindow.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QToolButton;
QT_END_NAMESPACE

namespace uw::ui {

class CopyButton;
class Theme;

// The foot of the window: what the listener does and where, events per minute, size of the store. Each
// part is a button. GUI thread, owned by the main window.
class StatusLine final : public QWidget {
    Q_OBJECT

public:
    explicit StatusLine(const Theme &theme, QWidget *parent = nullptr);

    void setListenerState(const ListenerState &state);
    // Below 0: not known, not shown.
    void setRate(int perMinute);
    void setStoreSize(qint64 bytes);

Q_SIGNALS:
    // "listener", "rate", "store".
    void partActivated(const QString &part);
    void addressCopied(const QString &address);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QToolButton *addPart(const QString &name, const QString &toolTip);

    const Theme &m_theme;
    QToolButton *m_listener = nullptr;
    CopyButton *m_copy = nullptr;
    QToolButton *m_rate = nullptr;
    QToolButton *m_store = nullptr;
};

} // namespace uw::ui
