// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"
#include "ui/widgets/messageline.h"

#include <QApplication>
#include <QCursor>
#include <QPushButton>
#include <QTest>

using namespace uw::ui;

class MessageLineTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hidesByItself()
    {
        const Theme theme(*qApp);
        MessageLine line(theme);
        // Away from the pointer, which would hold it open.
        line.move(QCursor::pos() + QPoint(200, 200));
        QVERIFY(!line.isVisible());
        line.post({.text = u"Stored"_qs, .showMs = 20});
        QVERIFY(line.isVisible());
        QCOMPARE(line.accessibleName(), u"Stored"_qs);
        QTRY_VERIFY(!line.isVisible());
        QVERIFY(!line.isShowing());
    }

    void showsOneAfterTheOther()
    {
        const Theme theme(*qApp);
        MessageLine line(theme);
        line.post({.text = u"first"_qs, .showMs = 0});
        line.post({.text = u"second"_qs, .showMs = 0});
        QCOMPARE(line.current().text, u"first"_qs);
        QCOMPARE(line.waiting(), 1);
        line.dismiss();
        QCOMPARE(line.current().text, u"second"_qs);
        QTest::keyClick(&line, Qt::Key_Escape);
        QVERIFY(!line.isShowing());
    }

    void runsTheActionOnce()
    {
        const Theme theme(*qApp);
        MessageLine line(theme);
        int undone = 0;
        line.post({.text = u"Deleted 3 events"_qs, .actionText = u"Undo"_qs, .action = [&] {
                       ++undone;
                       line.post({.text = u"Restored 3 events"_qs});
                   }});
        auto *button = line.findChild<QPushButton *>(u"messageAction"_qs);
        QVERIFY(button->isVisible());
        QCOMPARE(button->text(), u"Undo"_qs);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(undone, 1);
        QCOMPARE(line.current().text, u"Restored 3 events"_qs);
        QVERIFY(!button->isVisible());
    }

    void keepsTheQueueShort()
    {
        const Theme theme(*qApp);
        MessageLine line(theme);
        line.post({.text = u"shown"_qs, .showMs = 0});
        line.post({.text = u"keep"_qs, .actionText = u"Undo"_qs, .action = [] {}, .showMs = 0});
        for (int i = 0; i < 3 * MessageLine::MaximumWaiting; ++i)
            line.post({.text = QString::number(i), .showMs = 0});
        QCOMPARE(line.waiting(), MessageLine::MaximumWaiting);
        line.dismiss();
        QCOMPARE(line.current().text, u"keep"_qs);
    }
};

QTEST_MAIN(MessageLineTest)
#include "tst_messageline.moc"
