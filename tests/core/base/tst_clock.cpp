// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"
#include "core/base/result.h"

#include <QTest>

using namespace uw;

class ClockTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsRfc3339_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<qint64>("ms");

        QTest::newRow("epoch") << u"1970-01-01T00:00:00Z"_qs << true << qint64(0);
        QTest::newRow("milliseconds") << u"2026-01-02T03:04:05.678Z"_qs << true << qint64(1767323045678);
        QTest::newRow("microseconds are cut") << u"2026-01-02T03:04:05.678912Z"_qs << true << qint64(1767323045678);
        QTest::newRow("offset") << u"2026-01-02T04:04:05.678+01:00"_qs << true << qint64(1767323045678);
        QTest::newRow("negative offset") << u"2026-01-01T22:34:05.678-04:30"_qs << true << qint64(1767323045678);
        QTest::newRow("lower case") << u"1970-01-01t00:00:01z"_qs << true << qint64(1000);
        QTest::newRow("leap second") << u"1990-12-31T23:59:60Z"_qs << true << qint64(662687999000);
        QTest::newRow("no zone") << u"2026-01-02T03:04:05"_qs << false << qint64(0);
        QTest::newRow("bare point") << u"2026-01-02T03:04:05.Z"_qs << false << qint64(0);
        QTest::newRow("no such day") << u"2026-02-30T03:04:05Z"_qs << false << qint64(0);
        QTest::newRow("trailing text") << u"2026-01-02T03:04:05Z "_qs << false << qint64(0);
        QTest::newRow("empty") << QString() << false << qint64(0);
        QTest::newRow("other digits") << u"２026-01-02T03:04:05Z"_qs << false << qint64(0);
    }
    void readsRfc3339()
    {
        QFETCH(QString, text);
        QFETCH(bool, valid);
        QFETCH(qint64, ms);
        const std::optional<qint64> read = fromRfc3339(text);
        QCOMPARE(read.has_value(), valid);
        if (valid)
            QCOMPARE(*read, ms);
    }
    void writesWhatItReads()
    {
        QCOMPARE(toRfc3339(1767323045678), u"2026-01-02T03:04:05.678Z"_qs);
        QCOMPARE(fromRfc3339(toRfc3339(-1)).value(), qint64(-1));
    }
    void resultHoldsValueOrError()
    {
        const Result<int> good = 3;
        QVERIFY(good);
        QCOMPARE(*good, 3);
        const Result<int> bad = Error{ErrorCode::Timeout, u"late"_qs};
        QVERIFY(!bad);
        QCOMPARE(errorWord(bad.error().code), QLatin1StringView("timeout"));
        QCOMPARE(bad.valueOr(7), 7);
        QVERIFY(Result<void>());
    }
};

QTEST_GUILESS_MAIN(ClockTest)
#include "tst_clock.moc"
