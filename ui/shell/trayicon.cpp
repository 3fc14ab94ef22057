// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/trayicon.h"

#include "ui/shell/theme.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace uw::ui {

TrayIcon::TrayIcon(const Theme &theme, QObject *parent)
    : QObject(parent)
    , m_icon(QIcon(u":/icons/universal-webhook.svg"_s))
    , m_menu(std::make_unique<QMenu>())
{
    QAction *open = m_menu->addAction(theme.icon(u"webhooks"), tr("Open Universal Webhook"));
    open->setObjectName(u"trayOpen"_s);
    m_menu->setDefaultAction(open);
    m_copy = m_menu->addAction(theme.icon(u"copy"), tr("Copy webhook address"));
    m_copy->setObjectName(u"trayCopy"_s);
    m_menu->addSeparator();
    QAction *quit = m_menu->addAction(theme.icon(u"power"), tr("Quit"));
    quit->setObjectName(u"trayQuit"_s);
    m_icon.setContextMenu(m_menu.get());
    connect(open, &QAction::triggered, this, &TrayIcon::openRequested);
    connect(m_copy, &QAction::triggered, this, &TrayIcon::copyAddressRequested);
    connect(quit, &QAction::triggered, this, &TrayIcon::quitRequested);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        // The other ways of pressing it open the menu.
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT openRequested();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &TrayIcon::openRequested);
    refresh();
}

TrayIcon::~TrayIcon() = default;

bool TrayIcon::isAvailable()
{
    return QSystemTrayIcon::isSystemTrayAvailable();
}

void TrayIcon::show()
{
    m_icon.show();
}

bool TrayIcon::isThere()
{
    if (!isAvailable())
        return false;
    // A tray that came after the program is told again that there is an icon.
    if (!m_icon.isVisible())
        m_icon.show();
    return m_icon.isVisible();
}

void TrayIcon::setAddress(const QString &address)
{
    m_address = address;
    refresh();
}

void TrayIcon::setEventsToday(qint64 count)
{
    m_eventsToday = count;
    refresh();
}

void TrayIcon::say(const QString &text)
{
    m_icon.showMessage(tr("Universal Webhook"), text, QSystemTrayIcon::Information);
}

void TrayIcon::refresh()
{
    constexpr qint64 most = 1'000'000'000;
    const QString state = m_address.isEmpty() ? tr("Not listening") : tr("Listening on %1").arg(m_address);
    const int count = int(qMin(m_eventsToday, most));
    const QString events = count == 1 ? tr("1 event today") : tr("%Ln events today", nullptr, count);
    m_icon.setToolTip(tr("Universal Webhook") + u'\n' + state + u'\n' + events);
    m_copy->setEnabled(!m_address.isEmpty());
}

} // namespace uw::ui
