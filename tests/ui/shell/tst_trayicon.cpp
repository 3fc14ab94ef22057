// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"
#include "ui/shell/trayicon.h"

#include <QAction>
#include <QApplication>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace uw::ui;
using namespace Qt::StringLiterals;

// What the icon says and offers. Whether a desktop shows it is not for a test without one.
class TrayIconTest final : public QObject {
    Q_OBJECT

    static QAction *action(const TrayIcon &icon, const QString &name)
    {
        return icon.menu()->findChild<QAction *>(name);
    }

private Q_SLOTS:
    void saysWhatIsSo()
    {
        const Theme theme(*qApp);
        TrayIcon icon(theme);
        QVERIFY(icon.toolTip().contains(u"Not listening"_s));
        QVERIFY(!action(icon, u"trayCopy"_s)->isEnabled());
        icon.setAddress(u"http://127.0.0.1:8001"_s);
        icon.setEventsToday(1);
        QVERIFY(icon.toolTip().contains(u"Listening on http://127.0.0.1:8001"_s));
        QVERIFY(icon.toolTip().contains(u"1 event today"_s));
        QVERIFY(action(icon, u"trayCopy"_s)->isEnabled());
        icon.setEventsToday(12'000);
        QVERIFY2(icon.toolTip().contains(u"000 events today"_s), qPrintable(icon.toolTip()));
        icon.setAddress({});
        QVERIFY(!action(icon, u"trayCopy"_s)->isEnabled());
    }

    void offersWhatCanBeDone()
    {
        const Theme theme(*qApp);
        TrayIcon icon(theme);
        icon.setAddress(u"http://127.0.0.1:8001"_s);
        QSignalSpy opened(&icon, &TrayIcon::openRequested);
        QSignalSpy copied(&icon, &TrayIcon::copyAddressRequested);
        QSignalSpy quit(&icon, &TrayIcon::quitRequested);
        action(icon, u"trayOpen"_s)->trigger();
        action(icon, u"trayCopy"_s)->trigger();
        action(icon, u"trayQuit"_s)->trigger();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(copied.size(), 1);
        QCOMPARE(quit.size(), 1);
        QCOMPARE(icon.menu()->defaultAction(), action(icon, u"trayOpen"_s));
    }

    void isNotThereWithoutATray()
    {
        if (TrayIcon::isAvailable())
            QSKIP("This desktop has a tray.");
        const Theme theme(*qApp);
        TrayIcon icon(theme);
        QVERIFY(!icon.isThere());
        icon.show();
        // It waits for a tray, and a window must not hide behind it meanwhile.
        QVERIFY(!icon.isThere());
    }
};

QTEST_MAIN(TrayIconTest)
#include "tst_trayicon.moc"
