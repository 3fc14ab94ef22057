// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QObject>

#include <optional>

QT_BEGIN_NAMESPACE
class QDBusVariant;
QT_END_NAMESPACE

namespace uw::ui {

// What the desktop portal says about light and dark: GNOME and others publish it there and nowhere that
// Qt before 6.6 looks (org.freedesktop.portal.Settings, namespace org.freedesktop.appearance, key
// color-scheme). Asks without waiting; without a portal it stays silent. GUI thread, owned by the theme.
class PortalAppearance final : public QObject {
    Q_OBJECT

public:
    explicit PortalAppearance(const QDBusConnection &bus, QObject *parent = nullptr);

    // True where a session bus is running that can be asked; asking for one that is not may start one.
    [[nodiscard]] static bool isSessionBusRunning();

    // Nothing: no portal, no answer yet, or the desktop has no preference.
    [[nodiscard]] std::optional<bool> isDark() const { return m_dark; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void onSettingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void take(const QVariant &value);

    std::optional<bool> m_dark;
};

} // namespace uw::ui
