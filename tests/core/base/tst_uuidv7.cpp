// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/uuidv7.h"
#include "tests/support/manualclock.h"

#include <QSet>
#include <QTest>

#include <thread>
#include <vector>

using namespace uw;

class UuidV7Test final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void carriesTheTimeAndTheVersion()
    {
        const test::ManualClock clock(0x0123456789AB);
        UuidV7Generator generator(clock);
        const QString id = generator.next();
        QVERIFY(isUuid(id));
        QVERIFY2(id.startsWith(u"01234567-89ab-7"), qPrintable(id));
        QVERIFY2(QStringView(u"89ab").contains(id.at(19)), qPrintable(id));
    }
    void growsWithinOneMillisecondAndOverAClockThatGoesBack()
    {
        test::ManualClock clock;
        UuidV7Generator generator(clock);
        QString last = generator.next();
        for (int i = 0; i < 10'000; ++i) {
            if (i == 5'000)
                clock.setNow(clock.nowMs() - 3'600'000);
            const QString id = generator.next();
            QVERIFY2(id > last, qPrintable(id + u" after " + last));
            last = id;
        }
    }
    void isUniqueOverThreads()
    {
        const SystemClock clock;
        UuidV7Generator generator(clock);
        QList<QStringList> made(4);
        std::vector<std::thread> threads;
        for (QStringList &list : made) {
            threads.emplace_back([&list, &generator] {
                for (int i = 0; i < 5'000; ++i)
                    list << generator.next();
            });
        }
        QSet<QString> all;
        for (std::thread &thread : threads)
            thread.join();
        for (const QStringList &list : made)
            all.unite(QSet<QString>(list.begin(), list.end()));
        QCOMPARE(all.size(), 20'000);
    }
    void tellsAUuidFromOtherText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        QTest::newRow("lower") << u"0190c5a0-7b3c-7def-8123-456789abcdef"_qs << true;
        QTest::newRow("upper") << u"0190C5A0-7B3C-7DEF-8123-456789ABCDEF"_qs << true;
        QTest::newRow("short") << u"0190c5a0-7b3c-7def-8123-456789abcde"_qs << false;
        QTest::newRow("braces") << u"{190c5a0-7b3c-7def-8123-456789abcde}"_qs << false;
        QTest::newRow("letter g") << u"0190c5a0-7b3c-7def-8123-456789abcdeg"_qs << false;
        QTest::newRow("no dash") << u"0190c5a007b3c-7def-8123-456789abcdef"_qs << false;
        QTest::newRow("empty") << QString() << false;
    }
    void tellsAUuidFromOtherText()
    {
        QFETCH(QString, text);
        QFETCH(bool, valid);
        QCOMPARE(isUuid(text), valid);
    }
};

QTEST_GUILESS_MAIN(UuidV7Test)
#include "tst_uuidv7.moc"
