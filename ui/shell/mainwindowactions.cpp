// SPDX-License-Identifier: GPL-3.0-or-later
// The part of MainWindow that offers things to do: actions, menu, commands of the search.
#include "ui/shell/commandmatch.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/page.h"
#include "ui/shell/theme.h"

#include <QActionGroup>
#include <QMenu>

namespace uw::ui {

namespace {

// Property of an action: the command of the search wants the name, not the picture.
constexpr auto IconName = "uwIconName";

struct Look {
    QString id;
    ThemeMode mode;
};

QList<Look> looks()
{
    return {{u"system"_qs, ThemeMode::System}, {u"light"_qs, ThemeMode::Light}, {u"dark"_qs, ThemeMode::Dark}};
}

} // namespace

QAction *MainWindow::addAction(const QString &text, const QString &iconName, const QKeySequence &keys,
                               const std::function<void()> &run)
{
    auto *action = new QAction(m_theme.icon(iconName), text, this);
    action->setProperty(IconName, iconName);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, run);
    // Known to the window, so that its key works while the menu is closed.
    QMainWindow::addAction(action);
    m_actions.append(action);
    return action;
}

void MainWindow::buildActions()
{
    addAction(tr("Search everything"), u"search"_qs, QKeySequence(Qt::CTRL | Qt::Key_K), [this] { openPalette(); });
    addAction(tr("Keyboard shortcuts"), u"keyboard"_qs, QKeySequence(Qt::Key_F1), [this] { openShortcuts(); });

    m_looks = new QActionGroup(this);
    const QStringList names{tr("Appearance of the system"), tr("Light appearance"), tr("Dark appearance")};
    const QStringList icons{u"system"_qs, u"sun"_qs, u"moon"_qs};
    for (qsizetype i = 0; i < looks().size(); ++i) {
        QAction *action = addAction(names.at(i), icons.at(i), {}, [] {});
        action->setCheckable(true);
        action->setChecked(i == 0);
        action->setData(looks().at(i).id);
        m_looks->addAction(action);
    }
    connect(m_looks, &QActionGroup::triggered, this, &MainWindow::chooseTheme);

    m_stayInTray = addAction(tr("Closing the window keeps receiving"), u"webhooks"_qs, {}, [] {});
    m_stayInTray->setToolTip(tr("The program stays in the tray until it is quit."));
    m_stayInTray->setCheckable(true);
    m_stayInTray->setChecked(true);
    m_stayInTray->setVisible(false);
    addAction(tr("About Universal Webhook"), u"info"_qs, {}, [this] { openAbout(); });
    QAction *quit = addAction(tr("Quit"), u"power"_qs, QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { this->quit(); });
    quit->setMenuRole(QAction::QuitRole);
}

void MainWindow::buildMenu()
{
    m_menu = new QMenu(this);
    // A tray may come and go while the program runs.
    connect(m_menu, &QMenu::aboutToShow, this, [this] { m_stayInTray->setVisible(m_hasTray && m_hasTray()); });
    bool inLooks = false;
    for (QAction *action : std::as_const(m_actions)) {
        const bool look = m_looks->actions().contains(action);
        if (look != inLooks)
            m_menu->addSeparator();
        inLooks = look;
        if (action->menuRole() == QAction::QuitRole)
            m_menu->addSeparator();
        m_menu->addAction(action);
    }
}

void MainWindow::chooseTheme(QAction *action)
{
    for (const Look &look : looks()) {
        if (look.id == action->data().toString())
            m_theme.setMode(look.mode);
    }
}

void MainWindow::setLook(ThemeMode mode)
{
    for (const Look &look : looks()) {
        for (QAction *action : m_looks->actions()) {
            if (look.mode == mode && action->data().toString() == look.id)
                action->trigger();
        }
    }
}

QList<Command> MainWindow::allCommands()
{
    QList<Command> commands;
    for (int i = 0; i < int(m_pages.size()); ++i) {
        const Page *page = m_pages.at(i);
        const QKeySequence keys = i < 9 ? QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + i)) : QKeySequence();
        commands.append({.id = u"page."_qs % page->id(),
                         .title = tr("Go to %1").arg(page->title()),
                         .shortcutText = keys.toString(QKeySequence::NativeText),
                         .iconName = page->iconName(),
                         .run = [this, i] { selectPage(i); }});
    }
    for (int i = 0; i < int(m_pages.size()); ++i) {
        // Those of the page in front come first.
        const Page *page = m_pages.at((m_current + i) % int(m_pages.size()));
        commands += page->commands();
    }
    for (QAction *action : m_actions) {
        if (action->shortcut() == QKeySequence(Qt::CTRL | Qt::Key_K) || !action->isVisible())
            continue;
        commands.append({.id = u"window."_qs % action->text(),
                         .title = action->text(),
                         .shortcutText = action->shortcut().toString(QKeySequence::NativeText),
                         .iconName = action->property(IconName).toString(),
                         .run = [action] { action->trigger(); }});
    }
    return commands;
}

QList<Command> MainWindow::findInPages(const QString &text, int limit) const
{
    QList<Command> found;
    for (int i = 0; i < int(m_pages.size()) && found.size() < limit; ++i)
        found += m_pages.at((m_current + i) % int(m_pages.size()))->find(text, limit - int(found.size()));
    return found;
}

QList<ShortcutInfo> MainWindow::globalShortcuts() const
{
    QList<ShortcutInfo> shortcuts;
    for (const QAction *action : m_actions) {
        if (!action->shortcut().isEmpty())
            shortcuts.append({action->shortcut(), action->text()});
    }
    for (int i = 0; i < int(m_pages.size()) && i < 9; ++i)
        shortcuts.append({QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + i)), tr("Go to %1").arg(m_pages.at(i)->title())});
    return shortcuts;
}

} // namespace uw::ui
