// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcutsheet.h"
#include "ui/shell/startuperrorwindow.h"
#include "ui/shell/startupwaitwindow.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/keycap.h"

#include <QApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace uw::ui;

class ShellDialogsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme = std::make_unique<Theme>(*qApp); }

    void saysWhyItCannotStart()
    {
        const QString text =
            u"The store is of a newer version. Install the newest program or choose another folder."_qs;
        StartupErrorWindow window(*m_theme, text, u"schema 9, known 3"_qs, u"/no/such/folder"_qs);
        window.show();
        QSignalSpy quit(&window, &StartupErrorWindow::quitRequested);
        QCOMPARE(window.findChild<QLabel *>(u"sentence"_qs)->text(), text);
        QCOMPARE(window.findChild<QPlainTextEdit *>()->toPlainText(), u"schema 9, known 3"_qs);
        QVERIFY(window.findChild<QPushButton *>(u"openFolder"_qs));
        QTest::mouseClick(window.findChild<QPushButton *>(u"quit"_qs), Qt::LeftButton);
        QCOMPARE(quit.count(), 1);
        QVERIFY(!window.isVisible());
    }

    void saysWhyItTakesItsTime()
    {
        const QString text = u"The database is brought to this version."_qs;
        StartupWaitWindow window(*m_theme, text);
        window.show();
        QSignalSpy quit(&window, &StartupWaitWindow::quitRequested);
        QCOMPARE(window.findChild<QLabel *>(u"sentence"_qs)->text(), text);
        auto *bar = window.findChild<QProgressBar *>();
        QVERIFY(bar && bar->minimum() == bar->maximum());
        QCOMPARE(bar->accessibleDescription(), text);
        window.close();
        QCOMPARE(quit.count(), 1);
    }

    void leavesOutWhatItDoesNotHave()
    {
        StartupErrorWindow window(*m_theme, u"The profile is in use by process 4711."_qs, {}, {});
        QVERIFY(!window.findChild<QPlainTextEdit *>());
        QVERIFY(!window.findChild<QPushButton *>(u"openFolder"_qs));
    }

    void listsShortcuts()
    {
        QPointer<ShortcutSheet> sheet =
            new ShortcutSheet(*m_theme,
                              {{u"Webhooks"_qs, {{QKeySequence(Qt::Key_R), u"Replay"_qs}}},
                               {u"Nothing"_qs, {}},
                               {u"Everywhere"_qs, {{QKeySequence(Qt::CTRL | Qt::Key_K), u"Search everything"_qs}}}},
                              nullptr);
        sheet->show();
        QStringList words;
        for (const QLabel *label : sheet->findChildren<QLabel *>())
            words.append(label->text());
        QCOMPARE(words, (QStringList{u"Webhooks"_qs, u"Replay"_qs, u"Everywhere"_qs, u"Search everything"_qs}));
        const QList<KeyCap *> caps = sheet->findChildren<KeyCap *>();
        QCOMPARE(caps.size(), 2);
        QCOMPARE(caps.at(1)->parts(), (QStringList{u"Ctrl"_qs, u"K"_qs}));
        QTest::keyClick(sheet.data(), Qt::Key_F1);
        QTRY_VERIFY(sheet.isNull());
    }

    void cutsKeysApart_data()
    {
        QTest::addColumn<QKeySequence>("keys");
        QTest::addColumn<QStringList>("parts");
        QTest::newRow("one") << QKeySequence(Qt::Key_J) << QStringList{u"J"_qs};
        QTest::newRow("plus") << QKeySequence(Qt::Key_Plus) << QStringList{u"+"_qs};
        QTest::newRow("ctrl plus") << QKeySequence(Qt::CTRL | Qt::Key_Plus) << QStringList{u"Ctrl"_qs, u"+"_qs};
        QTest::newRow("three") << QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F)
                               << QStringList{u"Ctrl"_qs, u"Shift"_qs, u"F"_qs};
    }
    void cutsKeysApart()
    {
        QFETCH(QKeySequence, keys);
        QTEST(KeyCap(*m_theme, keys).parts(), "parts");
    }

    void writesSizesAndTimes()
    {
        QCOMPARE(shortSize(-1), QString());
        QCOMPARE(shortSize(0), u"0 B"_qs);
        QCOMPARE(shortSize(1023), u"1,023 B"_qs);
        QCOMPARE(shortSize(1024), u"1.0 K"_qs);
        QCOMPARE(shortSize(8602), u"8.4 K"_qs);
        QCOMPARE(shortSize(1024 * 1024 - 1), u"1.0 M"_qs);
        QCOMPARE(longSize(qint64(41) * 1024 * 1024), u"41 MB"_qs);
        QCOMPARE(longSize(std::numeric_limits<qint64>::max()), u"8,388,608 TB"_qs);
        QCOMPARE(shortDuration(184), u"184 ms"_qs);
        QCOMPARE(shortDuration(2'100), u"2.1 s"_qs);
        QCOMPARE(shortDuration(59'999), u"59.9 s"_qs);
        QCOMPARE(shortDuration(192'000), u"3 min 12 s"_qs);
        const qint64 now = 1'767'323'045'678;
        QCOMPARE(relativeTime(now + 50'000, now), u"just now"_qs);
        QCOMPARE(relativeTime(now - 42'000, now), u"42 s ago"_qs);
        QCOMPARE(relativeTime(now - 300'000, now), u"5 min ago"_qs);
        QCOMPARE(relativeTime(now - 3 * 3'600'000, now), u"3 h ago"_qs);
        QVERIFY(!relativeTime(now - 30 * 3'600'000, now).contains(u"ago"_qs));
        QCOMPARE(exactTime(now), u"2026-01-02 03:04:05.678 UTC"_qs);
    }

private:
    std::unique_ptr<Theme> m_theme;
};

QTEST_MAIN(ShellDialogsTest)
#include "tst_shelldialogs.moc"
