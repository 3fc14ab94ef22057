// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/eventtext.h"

#include <QDateTime>
#include <QLocale>
#include <QTest>

using namespace uw::ui;

class EventTextTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void saysTheTime()
    {
        const QDateTime noon(QDate(2026, 1, 2), QTime(12, 3, 11, 482));
        const qint64 ms = noon.toMSecsSinceEpoch();
        QCOMPARE(clockText(ms, ms + 1000), u"12:03:11.482"_qs);
        QCOMPARE(clockText(ms, noon.addDays(1).toMSecsSinceEpoch()), u"2026-01-02 12:03:11.482"_qs);
        QVERIFY(timeToolTip(ms).endsWith(u'\n' + noon.toUTC().toString(u"yyyy-MM-dd'T'HH:mm:ss.zzz'Z'")));
    }

    void saysTheTimeInARow_data()
    {
        QTest::addColumn<QDateTime>("now");
        QTest::addColumn<QString>("text");
        const QDateTime time(QDate(2026, 2, 5), QTime(12, 3, 11, 482));
        QTest::newRow("the same day") << time.addSecs(60) << u"12:03:11.482"_qs;
        QTest::newRow("the day after") << time.addDays(1) << u"05 Feb 12:03:11"_qs;
        QTest::newRow("the clock was set back") << time.addDays(-1) << u"05 Feb 12:03:11"_qs;
        QTest::newRow("the year after") << time.addYears(1) << u"2026-02-05 12:03"_qs;
    }
    void saysTheTimeInARow()
    {
        QFETCH(QDateTime, now);
        const qint64 ms = QDateTime(QDate(2026, 2, 5), QTime(12, 3, 11, 482)).toMSecsSinceEpoch();
        QTEST(rowTimeText(ms, now.toMSecsSinceEpoch()), "text");
    }

    void saysTheAge_data()
    {
        QTest::addColumn<qint64>("age");
        QTest::addColumn<QString>("text");
        const qint64 minute = 60'000;
        QTest::newRow("now") << qint64(0) << u"now"_qs;
        QTest::newRow("a second") << qint64(1999) << u"1 s ago"_qs;
        QTest::newRow("below a minute") << minute - 1 << u"59 s ago"_qs;
        QTest::newRow("a minute") << minute << u"1 min ago"_qs;
        QTest::newRow("below an hour") << 60 * minute - 1 << u"59 min ago"_qs;
        QTest::newRow("an hour") << 60 * minute << u"1 h ago"_qs;
        QTest::newRow("below a day") << 24 * 60 * minute - 1 << u"23 h ago"_qs;
        QTest::newRow("a day") << 24 * 60 * minute << u"2 Jan 2026"_qs;
        QTest::newRow("the future") << -minute << u"2 Jan 2026"_qs;
    }
    void saysTheAge()
    {
        QFETCH(qint64, age);
        const qint64 ms = QDateTime(QDate(2026, 1, 2), QTime(12, 0)).toMSecsSinceEpoch();
        QTEST(ageText(ms, ms + age), "text");
    }

    void saysTheSize_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << qint64(0) << u"0 B"_qs;
        QTest::newRow("bytes") << qint64(999) << u"999 B"_qs;
        QTest::newRow("nearly a K") << qint64(1000) << u"1.0 K"_qs;
        QTest::newRow("K") << qint64(1229) << u"1.2 K"_qs;
        QTest::newRow("ten K") << qint64(10'240) << u"10 K"_qs;
        QTest::newRow("nearly a M") << qint64(1'023'000) << u"999 K"_qs;
        QTest::newRow("M") << qint64(1'048'576) << u"1.0 M"_qs;
        QTest::newRow("limit") << qint64(104'857'600) << u"100 M"_qs;
        QTest::newRow("G") << qint64(5) * 1024 * 1024 * 1024 << u"5.0 G"_qs;
    }
    void saysTheSize()
    {
        QFETCH(qint64, bytes);
        QTEST(sizeText(bytes), "text");
    }

    void namesTheSource_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("custom");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << u"CLOCKIFY"_qs << QString() << u"Clockify"_qs;
        QTest::newRow("own spelling") << u"GITHUB"_qs << QString() << u"GitHub"_qs;
        QTest::newRow("custom") << u"CUSTOM"_qs << u"zapier"_qs << u"zapier"_qs;
        QTest::newRow("custom without name") << u"CUSTOM"_qs << QString() << u"Custom"_qs;
    }
    void namesTheSource()
    {
        QFETCH(QString, source);
        QFETCH(QString, custom);
        QTEST(sourceText(source, custom), "text");
    }

    void readsWireBytes()
    {
        QCOMPARE(uw::wireText("caf\xC3\xA9"), u"café"_qs);
        QCOMPARE(uw::wireText("caf\xE9"), u"café"_qs);
    }

    void shortens()
    {
        QCOMPARE(shortened(u"abcdefghij"_qs, 10), u"abcdefghij"_qs);
        QCOMPARE(shortened(u"abcdefghij"_qs, 6), u"abc…ij"_qs);
    }
};

QTEST_MAIN(EventTextTest)
#include "tst_eventtext.moc"
