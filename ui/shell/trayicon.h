// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSystemTrayIcon>

#include <memory>

QT_BEGIN_NAMESPACE
class QAction;
class QMenu;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// The icon by which the program is reached while its window is closed: what it does, open, copy the address, quit. Shows
// values and says what was asked for. GUI thread; owned by the composition.
class TrayIcon final : public QObject {
    Q_OBJECT

public:
    explicit TrayIcon(const Theme &theme, QObject *parent = nullptr);
    ~TrayIcon() override;

    // Whether this desktop shows such icons just now.
    [[nodiscard]] static bool isAvailable();

    void show();
    // Whether this icon can be seen, so that a window may hide behind it. One whose tray came late is shown now.
    [[nodiscard]] bool isThere();
    // "http://127.0.0.1:8001"; empty while nothing listens.
    void setAddress(const QString &address);
    void setEventsToday(qint64 count);
    // A sentence that the desktop shows for a while.
    void say(const QString &text);

    [[nodiscard]] QString toolTip() const { return m_icon.toolTip(); }
    [[nodiscard]] QMenu *menu() const { return m_menu.get(); }

Q_SIGNALS:
    void openRequested();
    void copyAddressRequested();
    void quitRequested();

private:
    void refresh();

    QSystemTrayIcon m_icon;
    std::unique_ptr<QMenu> m_menu;
    QAction *m_copy = nullptr;
    QString m_address;
    qint64 m_eventsToday = 0;
};

} // namespace uw::ui
