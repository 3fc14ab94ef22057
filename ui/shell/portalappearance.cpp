// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/portalappearance.h"

#include "core/base/logging.h"

#include <QDBusError>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFileInfo>

namespace uw::ui {

namespace {

const auto Service = QStringLiteral("org.freedesktop.portal.Desktop");
const auto Path = QStringLiteral("/org/freedesktop/portal/desktop");
const auto Interface = QStringLiteral("org.freedesktop.portal.Settings");
const auto Group = QStringLiteral("org.freedesktop.appearance");
const auto Key = QStringLiteral("color-scheme");

// Values of the key; 0 is "no preference".
constexpr uint PrefersDark = 1;
constexpr uint PrefersLight = 2;

} // namespace

bool PortalAppearance::isSessionBusRunning()
{
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
        || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/bus"_qs);
}

PortalAppearance::PortalAppearance(const QDBusConnection &bus, QObject *parent) : QObject(parent)
{
    QDBusConnection connection(bus);
    if (!connection.isConnected())
        return;
    // Known by name only once it was used; connect() looks the slot's types up by name.
    qRegisterMetaType<QDBusVariant>();
    const bool listening = connection.connect(Service, Path, Interface, u"SettingChanged"_qs, this,
                                              SLOT(onSettingChanged(QString, QString, QDBusVariant)));
    if (!listening)
        qCInfo(uwUi) << "A change of the desktop's appearance will not be noticed:" << connection.lastError().message();
    QDBusMessage read = QDBusMessage::createMethodCall(Service, Path, Interface, u"Read"_qs);
    read.setArguments({Group, Key});
    auto *watcher = new QDBusPendingCallWatcher(connection.asyncCall(read), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (!reply.isError())
            take(reply.value().variant());
        watcher->deleteLater();
    });
}

void PortalAppearance::onSettingChanged(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == Group && key == Key)
        take(value.variant());
}

void PortalAppearance::take(const QVariant &value)
{
    // Read() wraps the value once more than the signal does.
    const QVariant inner = value.canConvert<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
    const uint scheme = inner.toUInt();
    std::optional<bool> dark;
    if (scheme == PrefersDark)
        dark = true;
    else if (scheme == PrefersLight)
        dark = false;
    if (dark == m_dark)
        return;
    m_dark = dark;
    Q_EMIT changed();
}

} // namespace uw::ui
