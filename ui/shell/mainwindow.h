// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/message.h"

#include <QList>
#include <QMainWindow>
#include <QSettings>

#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace uw::ui {

class BannerStrip;
class CommandPalette;
class DialogService;
class MessageLine;
class NavigationRail;
class Page;
class StatusLine;
class Theme;

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
    MainWindow(Theme &theme, DialogService &dialogs, const QString &settingsFile, QWidget *parent = nullptr);
    ~MainWindow() override;

    // Pages appear in the rail in this order.
    Page *addPage(std::unique_ptr<Page> page);
    [[nodiscard]] Page *currentPage() const;
    void showPage(const QString &id);
    // Restores geometry, the open page and each page's state. After the last addPage(), before show().
    void restore();

    void setListenerState(const ListenerState &state);
    // Events received in the last minute.
    void setRate(int perMinute);
    // Bytes on disk.
    void setStoreSize(qint64 bytes);

    void post(const Message &message);
    void raiseFault(const Fault &fault);
    void clearFault(const QString &id);

    void openPalette();
    void openShortcuts();
    void openAbout();

Q_SIGNALS:
    // A part of the status line was pressed: "listener", "rate", "store".
    void statusPartActivated(const QString &part);
    // The window was closed by the person; its state is saved.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void saveState();
    void selectPage(int index);
    void installShortcuts();

    Theme &m_theme;
    DialogService &m_dialogs;
    QSettings m_settings;
    QList<Page *> m_pages;
    QStackedWidget *m_stack = nullptr;
    NavigationRail *m_rail = nullptr;
    BannerStrip *m_banners = nullptr;
    MessageLine *m_messages = nullptr;
    StatusLine *m_status = nullptr;
};

} // namespace uw::ui
