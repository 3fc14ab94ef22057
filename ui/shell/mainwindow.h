// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/message.h"

#include <QList>
#include <QMainWindow>
#include <QSettings>

#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QActionGroup;
class QMenu;
class QStackedWidget;
QT_END_NAMESPACE

namespace uw::ui {

class BannerStrip;
class CommandPalette;
class MessageLine;
class NavigationRail;
class Page;
class StatusLine;
class Theme;
enum class ThemeMode;
struct Command;
struct ShortcutInfo;

// What the listener is doing, as the status line says it.
struct ListenerState {
    enum class State { Starting, Listening, Failed, Stopped };
    State state = State::Starting;
    // "http://127.0.0.1:8001"; may be empty while not listening.
    QString address;
    // Why it failed, one sentence.
    QString problem;

    bool operator==(const ListenerState &) const = default;
};

// Something lasting that a person has to know about: a strip at the top until it is gone.
struct Fault {
    // Stable word; a fault with the same id replaces the former.
    QString id;
    Severity severity = Severity::Error;
    QString text;
    // Longer technical text shown on demand; may be empty.
    QString details = {};
    QString actionText = {};
    std::function<void()> action = {};
};

// The window: rail, pages, faults, messages, status line. Composed in app; gets its data as values.
// Reads and writes `settingsFile` (INI). GUI thread.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    // `settingsFile`: absolute path inside the data directory; made when it does not exist.
    explicit MainWindow(Theme &theme, const QString &settingsFile, QWidget *parent = nullptr);
    ~MainWindow() override;

    // Pages appear in the rail in this order.
    Page *addPage(std::unique_ptr<Page> page);
    [[nodiscard]] Page *currentPage() const;
    void showPage(const QString &id);
    // Restores looks, geometry, the open page and each page's state. After the last addPage(), before show().
    void restore();
    // Writes what restore() reads. Done on closing and when the application quits.
    void saveState();

    // As its menu does: looks change at once and are remembered.
    void setLook(ThemeMode mode);

    // Failed with a problem also raises the fault "listener", unless there is one already; listening clears it.
    void setListenerState(const ListenerState &state);
    // Events received in the last minute.
    void setRate(int perMinute);
    // Bytes on disk.
    void setStoreSize(qint64 bytes);

    void post(const Message &message);
    void raiseFault(const Fault &fault);
    void clearFault(const QString &id);

    // `isAvailable`: whether the desktop has a tray just now. With one, and unless the person chose otherwise, closing
    // the window hides it and the program goes on.
    void setTray(std::function<bool()> isAvailable);
    // True once in the life of a profile: the person has not been told yet.
    [[nodiscard]] bool isFirstTimeInTray();
    // Ends the program, whether or not there is a tray.
    void quit();

    void openPalette();
    void openShortcuts();
    void openAbout();

Q_SIGNALS:
    // A part of the status line was pressed: "listener", "rate", "store". The app decides what to show.
    void statusPartActivated(const QString &part);
    // The program is to end; the window's state is saved.
    void closed();
    // The window was closed and can be opened again from the tray.
    void hiddenToTray();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void buildActions();
    void buildMenu();
    QAction *addAction(const QString &text, const QString &iconName, const QKeySequence &keys,
                       const std::function<void()> &run);
    void selectPage(int index);
    void focusPage(Page *page);
    void chooseTheme(QAction *action);
    [[nodiscard]] bool staysInTray() const;
    [[nodiscard]] QList<Command> allCommands();
    [[nodiscard]] QList<Command> findInPages(const QString &text, int limit) const;
    [[nodiscard]] QList<ShortcutInfo> globalShortcuts() const;

    Theme &m_theme;
    QSettings m_settings;
    QList<Page *> m_pages;
    int m_current = -1;
    // Everything that the window itself offers, in the order of its menu.
    QList<QAction *> m_actions;
    QActionGroup *m_looks = nullptr;
    QAction *m_stayInTray = nullptr;
    std::function<bool()> m_hasTray;
    QMenu *m_menu = nullptr;
    QStackedWidget *m_stack = nullptr;
    NavigationRail *m_rail = nullptr;
    BannerStrip *m_banners = nullptr;
    MessageLine *m_messages = nullptr;
    StatusLine *m_status = nullptr;
    CommandPalette *m_palette = nullptr;
};

} // namespace uw::ui
