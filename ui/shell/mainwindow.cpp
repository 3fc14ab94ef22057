// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "core/base/logging.h"
#include "ui/shell/aboutdialog.h"
#include "ui/shell/bannerstrip.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/navigationrail.h"
#include "ui/shell/page.h"
#include "ui/shell/shortcutsheet.h"
#include "ui/shell/statusline.h"
#include "ui/shell/theme.h"
#include "ui/widgets/messageline.h"

#include <QActionGroup>
#include <QApplication>
#include <QBoxLayout>
#include <QCloseEvent>
#include <QFileInfo>
#include <QScreen>
#include <QStackedWidget>

namespace uw::ui {

namespace {

constexpr QSize MinimumSize(960, 600);
constexpr QSize PreferredSize(1280, 800);
constexpr int MaximumNumberedPages = 9;

QString groupOf(const Page *page)
{
    return u"page-"_qs % page->id();
}

} // namespace

MainWindow::MainWindow(Theme &theme, const QString &settingsFile, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_settings(settingsFile, QSettings::IniFormat)
{
    setObjectName(u"mainWindow"_qs);
    setWindowTitle(tr("Universal Webhook"));
    setWindowIcon(QIcon(u":/icons/universal-webhook.svg"_qs));
    setMinimumSize(MinimumSize);
    buildActions();
    buildMenu();

    auto *centre = new QWidget(this);
    m_rail = new NavigationRail(theme, m_menu, centre);
    m_banners = new BannerStrip(theme, centre);
    m_stack = new QStackedWidget(centre);
    m_messages = new MessageLine(theme, centre);
    m_status = new StatusLine(theme, centre);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_banners);
    right->addWidget(m_stack, 1);
    right->addWidget(m_messages);
    auto *upper = new QHBoxLayout;
    upper->setSpacing(0);
    upper->addWidget(m_rail);
    upper->addLayout(right, 1);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(upper, 1);
    column->addWidget(m_status);
    setCentralWidget(centre);
    m_palette = new CommandPalette(
        theme, [this] { return allCommands(); },
        [this](const QString &text, int limit) { return findInPages(text, limit); }, centre);

    connect(m_rail, &NavigationRail::placeActivated, this, &MainWindow::selectPage);
    connect(m_status, &StatusLine::partActivated, this, &MainWindow::statusPartActivated);
    // The desktop may end the session, or a signal the program, without closing the window.
    connect(qApp, &QCoreApplication::aboutToQuit, this, &MainWindow::saveState);
}

MainWindow::~MainWindow() = default;

Page *MainWindow::addPage(std::unique_ptr<Page> page)
{
    Page *added = page.release();
    const int index = int(m_pages.size());
    QKeySequence keys;
    if (index < MaximumNumberedPages)
        keys = QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + index));
    m_stack->addWidget(added);
    m_pages.append(added);
    m_rail->addPlace(added->iconName(), added->title(), keys.toString(QKeySequence::NativeText));
    auto *go = new QAction(added->title(), this);
    go->setShortcut(keys);
    QMainWindow::addAction(go);
    connect(go, &QAction::triggered, this, [this, index] { selectPage(index); });

    connect(added, &Page::messageRequested, this, &MainWindow::post);
    connect(added, &Page::showRequested, this, [this, index] { selectPage(index); });
    connect(added, &Page::newsChanged, this, [this, added, index](bool news) {
        if (news && added == currentPage())
            added->setNews(false);
        else
            m_rail->setNews(index, news);
    });
    m_rail->setNews(index, added->hasNews());
    if (index == 0)
        selectPage(0);
    return added;
}

Page *MainWindow::currentPage() const
{
    return m_pages.value(m_current);
}

void MainWindow::showPage(const QString &id)
{
    for (int i = 0; i < int(m_pages.size()); ++i) {
        if (m_pages.at(i)->id() == id)
            selectPage(i);
    }
}

void MainWindow::selectPage(int index)
{
    Page *page = m_pages.at(index);
    m_rail->setCurrent(index);
    page->setNews(false);
    if (index == m_current)
        return;
    m_current = index;
    m_stack->setCurrentWidget(page);
    focusPage(page);
    page->activated();
}

// The keyboard goes where it was last in that page, unless it walks along the rail.
void MainWindow::focusPage(Page *page)
{
    const QWidget *now = QApplication::focusWidget();
    if (now && m_rail->isAncestorOf(now))
        return;
    if (QWidget *last = page->focusWidget())
        last->setFocus(Qt::OtherFocusReason);
    else
        page->setFocus(Qt::OtherFocusReason);
}

void MainWindow::restore()
{
    const QString look = m_settings.value(u"window/theme"_qs).toString();
    for (QAction *action : m_looks->actions()) {
        if (action->data().toString() == look)
            action->trigger();
    }
    m_stayInTray->setChecked(m_settings.value(u"window/stayInTray"_qs, true).toBool());
    if (!restoreGeometry(m_settings.value(u"window/geometry"_qs).toByteArray())) {
        const QSize room = screen()->availableSize() * 0.9;
        resize(PreferredSize.boundedTo(room).expandedTo(MinimumSize));
    }
    for (Page *page : std::as_const(m_pages)) {
        m_settings.beginGroup(groupOf(page));
        page->restoreState(m_settings);
        m_settings.endGroup();
    }
    showPage(m_settings.value(u"window/page"_qs).toString());
}

void MainWindow::saveState()
{
    m_settings.setValue(u"window/geometry"_qs, saveGeometry());
    m_settings.setValue(u"window/stayInTray"_qs, m_stayInTray->isChecked());
    if (const QAction *look = m_looks->checkedAction())
        m_settings.setValue(u"window/theme"_qs, look->data());
    if (const Page *page = currentPage())
        m_settings.setValue(u"window/page"_qs, page->id());
    for (const Page *page : std::as_const(m_pages)) {
        m_settings.beginGroup(groupOf(page));
        page->saveState(m_settings);
        m_settings.endGroup();
    }
    m_settings.sync();
    if (m_settings.status() != QSettings::NoError)
        qCWarning(uwUi) << "The window's state could not be written to" << m_settings.fileName();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveState();
    event->accept();
    if (staysInTray())
        Q_EMIT hiddenToTray();
    else
        Q_EMIT closed();
}

void MainWindow::setTray(std::function<bool()> isAvailable)
{
    m_hasTray = std::move(isAvailable);
    m_stayInTray->setVisible(m_hasTray && m_hasTray());
}

// A desktop that ends its session closes windows, and then nothing is to stay.
bool MainWindow::staysInTray() const
{
    return m_hasTray && m_hasTray() && m_stayInTray->isChecked() && !qApp->isSavingSession();
}

bool MainWindow::isFirstTimeInTray()
{
    const QString key = u"window/traySaid"_qs;
    const bool isFirst = !m_settings.value(key).toBool();
    m_settings.setValue(key, true);
    return isFirst;
}

void MainWindow::quit()
{
    saveState();
    Q_EMIT closed();
}

void MainWindow::setListenerState(const ListenerState &state)
{
    m_status->setListenerState(state);
    const QString id = u"listener"_qs;
    if (state.state == ListenerState::State::Failed) {
        if (!state.problem.isEmpty() && !m_banners->ids().contains(id))
            raiseFault({.id = id, .severity = Severity::Error, .text = state.problem});
    } else {
        clearFault(id);
    }
}

void MainWindow::setRate(int perMinute)
{
    m_status->setRate(perMinute);
}

void MainWindow::setStoreSize(qint64 bytes)
{
    m_status->setStoreSize(bytes);
}

void MainWindow::post(const Message &message)
{
    m_messages->post(message);
}

void MainWindow::raiseFault(const Fault &fault)
{
    m_banners->raise(fault);
}

void MainWindow::clearFault(const QString &id)
{
    m_banners->clear(id);
}

void MainWindow::openPalette()
{
    m_palette->open();
}

void MainWindow::openAbout()
{
    auto *about = new AboutDialog(m_theme, QFileInfo(m_settings.fileName()).absolutePath(), this);
    about->open();
}

void MainWindow::openShortcuts()
{
    QList<ShortcutSheet::Group> groups;
    if (const Page *page = currentPage())
        groups.append({page->title(), page->shortcuts()});
    groups.append({tr("Everywhere"), globalShortcuts()});
    auto *sheet = new ShortcutSheet(m_theme, groups, this);
    sheet->show();
}

} // namespace uw::ui
