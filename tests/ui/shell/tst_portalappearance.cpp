// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/portalappearance.h"

#include <QDBusAbstractAdaptor>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace uw::ui;

// A desktop portal that knows one setting.
class FakePortal final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint scheme = 0;

public Q_SLOTS:
    QDBusVariant Read(const QString &group, const QString &key)
    {
        asked.append(group + u'/' + key);
        return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme)));
    }

public:
    QStringList asked;
};

class PortalAppearanceTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString daemon = QStandardPaths::findExecutable(u"dbus-daemon"_qs);
        if (daemon.isEmpty())
            QSKIP("dbus-daemon is not installed");
        m_daemon.start(daemon, {u"--session"_qs, u"--nofork"_qs, u"--print-address"_qs});
        QVERIFY(m_daemon.waitForStarted());
        QVERIFY(m_daemon.waitForReadyRead());
        m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
    }
    void cleanupTestCase()
    {
        QDBusConnection::disconnectFromBus(u"portal"_qs);
        QDBusConnection::disconnectFromBus(u"program"_qs);
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    void staysSilentWithoutAPortal()
    {
        PortalAppearance appearance(QDBusConnection::connectToBus(m_address, u"program"_qs));
        QSignalSpy changed(&appearance, &PortalAppearance::changed);
        QVERIFY(!appearance.isDark().has_value());
        PortalAppearance unconnected(QDBusConnection(u"no such connection"_qs));
        QVERIFY(!unconnected.isDark().has_value());
        QCOMPARE(changed.count(), 0);
    }

    void followsThePortal()
    {
        FakePortal portal;
        portal.scheme = 1;
        QDBusConnection bus = QDBusConnection::connectToBus(m_address, u"portal"_qs);
        QVERIFY(bus.registerObject(u"/org/freedesktop/portal/desktop"_qs, &portal, QDBusConnection::ExportAllSlots));
        QVERIFY(bus.registerService(u"org.freedesktop.portal.Desktop"_qs));

        PortalAppearance appearance(QDBusConnection::connectToBus(m_address, u"program"_qs));
        QSignalSpy changed(&appearance, &PortalAppearance::changed);
        QTRY_COMPARE(appearance.isDark(), std::optional<bool>(true));
        QCOMPARE(portal.asked, QStringList{u"org.freedesktop.appearance/color-scheme"_qs});

        tell(bus, u"org.freedesktop.appearance"_qs, u"accent-color"_qs, 2);
        tell(bus, u"org.freedesktop.appearance"_qs, u"color-scheme"_qs, 2);
        QTRY_COMPARE(appearance.isDark(), std::optional<bool>(false));
        tell(bus, u"org.freedesktop.appearance"_qs, u"color-scheme"_qs, 0);
        QTRY_COMPARE(appearance.isDark(), std::optional<bool>());
        QCOMPARE(changed.count(), 3);
    }

private:
    static void tell(QDBusConnection &bus, const QString &group, const QString &key, uint value)
    {
        QDBusMessage signal = QDBusMessage::createSignal(u"/org/freedesktop/portal/desktop"_qs,
                                                         u"org.freedesktop.portal.Settings"_qs, u"SettingChanged"_qs);
        signal.setArguments({group, key, QVariant::fromValue(QDBusVariant(value))});
        QVERIFY(bus.send(signal));
    }

    QProcess m_daemon;
    QString m_address;
};

QTEST_GUILESS_MAIN(PortalAppearanceTest)
#include "tst_portalappearance.moc"
