// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"
#include "core/base/isoduration.h"

#include <QTest>

using namespace uw;

class TestIsoDuration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void adds_data();
    void adds();
};

void TestIsoDuration::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("months");
    QTest::addColumn<qint64>("milliseconds");
    QTest::newRow("minutes") << u"PT10M"_qs << qint64(0) << qint64(600'000);
    QTest::newRow("all") << u"P1Y2M3W4DT5H6M7.5S"_qs << qint64(14)
                         << qint64(((3 * 7 + 4) * 24 + 5) * 3'600'000LL + 6 * 60'000 + 7'500);
    QTest::newRow("month and minute") << u"P1MT1M"_qs << qint64(1) << qint64(60'000);
    QTest::newRow("negative") << u"-P1D"_qs << qint64(0) << qint64(-86'400'000);
    QTest::newRow("plus") << u"+PT1S"_qs << qint64(0) << qint64(1000);
    QTest::newRow("zero") << u"PT0S"_qs << qint64(0) << qint64(0);
    QTest::newRow("fraction of an hour") << u"PT0.5H"_qs << qint64(0) << qint64(1'800'000);
    QTest::newRow("comma") << u"PT1,25S"_qs << qint64(0) << qint64(1250);
    QTest::newRow("cut") << u"PT0.0019S"_qs << qint64(0) << qint64(1);
    QTest::newRow("weeks") << u"P2W"_qs << qint64(0) << qint64(14 * 86'400'000LL);
    QTest::newRow("many seconds") << u"PT36000S"_qs << qint64(0) << qint64(36'000'000);
}

void TestIsoDuration::reads()
{
    QFETCH(QString, text);
    QFETCH(qint64, months);
    QFETCH(qint64, milliseconds);
    const std::optional<IsoDuration> duration = IsoDuration::read(text);
    QVERIFY(duration);
    QCOMPARE(duration->months, months);
    QCOMPARE(duration->milliseconds, milliseconds);
}

void TestIsoDuration::refuses_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"",
                             "P",
                             "PT",
                             "-P",
                             "1D",
                             "P1",
                             "PT1",
                             "P1H",
                             "PT1D",
                             "P1DT",
                             "P1D1D",
                             "PT1S1M",
                             "P1M1Y",
                             "pt1s",
                             "P-1D",
                             "PT.5S",
                             "PT1.S",
                             "PT1.5H1M",
                             "P0.5M",
                             "P0.5Y",
                             " PT1S",
                             "PT1S ",
                             "PTT1S",
                             "P1DT1HT1M",
                             "P99999Y",
                             "PT99999999999999999999S",
                             "P999999999D",
                             "P1X",
                             "1 day"})
        QTest::addRow("“%s”", text) << QString::fromUtf8(text);
}

void TestIsoDuration::refuses()
{
    QFETCH(QString, text);
    QVERIFY(!IsoDuration::read(text));
}

void TestIsoDuration::adds_data()
{
    QTest::addColumn<QString>("start");
    QTest::addColumn<QString>("duration");
    QTest::addColumn<QString>("end"); // empty when it lies outside
    const auto row = [](const char *start, const char *duration, const char *end) {
        QTest::addRow("%s %s", start, duration)
            << QString::fromLatin1(start) << QString::fromLatin1(duration) << QString::fromLatin1(end);
    };
    row("2026-01-31T10:00:00.000Z", "P1M", "2026-02-28T10:00:00.000Z");
    row("2024-01-31T10:00:00.000Z", "P1M", "2024-02-29T10:00:00.000Z");
    row("2024-02-29T10:00:00.000Z", "P1Y", "2025-02-28T10:00:00.000Z");
    row("2026-03-31T10:00:00.000Z", "-P1M", "2026-02-28T10:00:00.000Z");
    row("2026-12-31T23:59:59.999Z", "PT0.001S", "2027-01-01T00:00:00.000Z");
    row("1970-01-01T00:00:00.000Z", "-PT1S", "1969-12-31T23:59:59.000Z");
    row("9999-12-31T00:00:00.000Z", "P1D", "");
    row("2026-01-01T00:00:00.000Z", "-P3000Y", "");
}

void TestIsoDuration::adds()
{
    QFETCH(QString, start);
    QFETCH(QString, duration);
    QFETCH(QString, end);
    const std::optional<qint64> later = IsoDuration::read(duration)->after(*fromRfc3339(start));
    QCOMPARE(later.has_value(), !end.isEmpty());
    if (later)
        QCOMPARE(toRfc3339(*later), end);
}

QTEST_GUILESS_MAIN(TestIsoDuration)
#include "tst_isoduration.moc"
