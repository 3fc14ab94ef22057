// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/sequenceindex.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace uw;
using namespace uw::ui;

namespace {

// "9-7 4" newest first.
QList<SequenceRun> runsFrom(const QString &text)
{
    QList<SequenceRun> runs;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        const qint64 last = word.section(u'-', 0, 0).toLongLong();
        runs << SequenceRun{word.section(u'-', -1).toLongLong(), last};
    }
    return runs;
}

QString rowsOf(const SequenceIndex &index)
{
    QStringList rows;
    for (qint64 row = 0; row < index.count(); ++row)
        rows << QString::number(index.sequenceAt(row));
    return rows.join(u' ');
}

// The same runs from a plain list of sequences, newest first.
QList<SequenceRun> asRuns(const QList<qint64> &sequences)
{
    QList<SequenceRun> runs;
    for (const qint64 sequence : sequences) {
        if (!runs.isEmpty() && runs.last().first == sequence + 1)
            runs.last().first = sequence;
        else
            runs << SequenceRun{sequence, sequence};
    }
    return runs;
}

void compareWithPlain(const SequenceIndex &index, const QList<qint64> &plain)
{
    QCOMPARE(index.count(), plain.size());
    for (qint64 row = 0; row < plain.size(); ++row) {
        QCOMPARE(index.sequenceAt(row), plain.at(row));
        QCOMPARE(index.rowOf(plain.at(row)), std::optional(row));
    }
    const qint64 highest = plain.isEmpty() ? 10 : plain.first() + 2;
    for (qint64 sequence = 0; sequence <= highest; ++sequence) {
        const auto above = std::count_if(plain.begin(), plain.end(), [&](qint64 one) { return one > sequence; });
        QCOMPARE(index.rowsAbove(sequence), qint64(above));
        if (!plain.contains(sequence))
            QVERIFY(!index.rowOf(sequence));
    }
}

} // namespace

class SequenceIndexTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void grows_data()
    {
        QTest::addColumn<QString>("older");
        QTest::addColumn<QString>("newer");
        QTest::addColumn<QString>("rows");
        QTest::addColumn<int>("runs");
        QTest::newRow("empty") << QString() << QString() << QString() << 0;
        QTest::newRow("one") << u"1"_qs << QString() << u"1"_qs << 1;
        QTest::newRow("older") << u"9-7 4 2-1"_qs << QString() << u"9 8 7 4 2 1"_qs << 3;
        QTest::newRow("newer") << QString() << u"9-7 4"_qs << u"9 8 7 4"_qs << 2;
        QTest::newRow("both") << u"3-1"_qs << u"9 6-5"_qs << u"9 6 5 3 2 1"_qs << 3;
        QTest::newRow("runs join") << u"5-4 3-1"_qs << u"8 7-6"_qs << u"8 7 6 5 4 3 2 1"_qs << 2;
    }
    void grows()
    {
        QFETCH(QString, older);
        QFETCH(QString, newer);
        SequenceIndex index;
        const qint64 bottom = index.addOlder(runsFrom(older));
        const qint64 top = index.addNewer(runsFrom(newer));
        QTEST(rowsOf(index), "rows");
        QCOMPARE(index.count(), bottom + top);
        QTEST(int(index.runCount()), "runs");
    }

    void knowsTheOldestFirst_data()
    {
        QTest::addColumn<QString>("head");
        QTest::addColumn<QString>("tail");
        QTest::addColumn<QString>("between");
        QTest::addColumn<QString>("rows");
        QTest::newRow("gap is filled") << u"20-18"_qs << u"3-1"_qs << u"17-10 8-1"_qs
                                       << u"20 19 18 17 16 15 14 13 12 11 10 8 7 6 5 4 3 2 1"_qs;
        QTest::newRow("nothing between") << u"6-4"_qs << u"3-1"_qs << QString() << u"6 5 4 3 2 1"_qs;
        QTest::newRow("head and tail overlap") << u"6-3"_qs << u"4-1"_qs << u"2-1"_qs << u"6 5 4 3 2 1"_qs;
        QTest::newRow("head is all") << u"6-1"_qs << u"6-1"_qs << QString() << u"6 5 4 3 2 1"_qs;
        QTest::newRow("the tail lost a row since") << u"6"_qs << u"3-1"_qs << u"5 2-1"_qs << u"6 5 3 2 1"_qs;
    }
    void knowsTheOldestFirst()
    {
        QFETCH(QString, head);
        QFETCH(QString, tail);
        QFETCH(QString, between);
        SequenceIndex index;
        index.addOlder(runsFrom(head));
        const qint64 where = index.tailRow();
        const qint64 atBottom = index.addTail(runsFrom(tail));
        QCOMPARE(index.count(), where + atBottom);
        QCOMPARE(index.tailRow(), where);
        const qint64 inMiddle = index.addOlder(runsFrom(between));
        QCOMPARE(index.tailRow(), where + inMiddle);
        QTEST(rowsOf(index), "rows");
        index.closeGap();
        QTEST(rowsOf(index), "rows");
        QCOMPARE(index.tailRow(), index.count());
    }

    void removes_data()
    {
        QTest::addColumn<QString>("range");
        QTest::addColumn<QString>("rows");
        QTest::newRow("nothing there") << u"13"_qs << u"20 19 18 12 11 10 5 4"_qs;
        QTest::newRow("newest") << u"30-20"_qs << u"19 18 12 11 10 5 4"_qs;
        QTest::newRow("oldest") << u"4-0"_qs << u"20 19 18 12 11 10 5"_qs;
        QTest::newRow("inside a run") << u"11"_qs << u"20 19 18 12 10 5 4"_qs;
        QTest::newRow("inside a newer run") << u"19"_qs << u"20 18 12 11 10 5 4"_qs;
        QTest::newRow("over several") << u"18-5"_qs << u"20 19 4"_qs;
        QTest::newRow("all") << u"99-0"_qs << QString();
    }
    void removes()
    {
        QFETCH(QString, range);
        SequenceIndex index;
        index.addOlder(runsFrom(u"12-10 5-4"_qs));
        index.addNewer(runsFrom(u"20-18"_qs));
        const qint64 before = index.count();
        const qint64 gone = index.remove(runsFrom(range).constFirst());
        QCOMPARE(index.count(), before - gone);
        QTEST(rowsOf(index), "rows");
    }

    // Whatever is done, the index says the same as a plain list.
    void behavesAsAPlainList_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 30; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void behavesAsAPlainList()
    {
        QFETCH(int, seed);
        QRandomGenerator random(static_cast<quint32>(seed));
        const int density = random.bounded(1, 100);
        QList<qint64> all;
        for (qint64 sequence = 300; sequence > 0; --sequence) {
            if (random.bounded(100) < density)
                all << sequence;
        }
        // The list is read from the middle of the log: head, tail, the rest in pieces, while new events arrive.
        qsizetype top = random.bounded(all.size() + 1);
        qsizetype bottom = top;
        QList<qint64> tail = all.sliced(std::max(bottom, all.size() - random.bounded(1, 20)));
        bool gapOpen = true;

        SequenceIndex index;
        index.addTail(asRuns(tail));
        QList<qint64> removed;
        const auto plain = [&] {
            QList<qint64> rows = all.sliced(top, bottom - top);
            if (gapOpen) {
                for (const qint64 one : tail) {
                    if (rows.isEmpty() || one < rows.constLast())
                        rows << one;
                }
            }
            rows.removeIf([&](qint64 one) { return removed.contains(one); });
            return rows;
        };
        for (int step = 0; step < 60; ++step) {
            const int choice = random.bounded(10);
            if (choice < 4) {
                const qsizetype count = random.bounded(top + 1);
                index.addNewer(asRuns(all.sliced(top - count, count)));
                top -= count;
            } else if (choice < 8) {
                const qsizetype count = random.bounded(all.size() - bottom + 1);
                // The store does not name what it has deleted.
                QList<qint64> piece = all.sliced(bottom, count);
                piece.removeIf([&](qint64 one) { return removed.contains(one); });
                index.addOlder(asRuns(piece));
                bottom += count;
                if (bottom == all.size()) {
                    index.closeGap();
                    gapOpen = false;
                }
            } else {
                const qint64 first = random.bounded(300);
                const SequenceRun range{first, first + random.bounded(8)};
                for (const qint64 one : plain()) {
                    if (one >= range.first && one <= range.last)
                        removed << one;
                }
                index.remove(range);
            }
            compareWithPlain(index, plain());
            if (QTest::currentTestFailed())
                return;
        }
    }

    // Memory and search depend on the runs, not on the rows.
    void holdsAMillionRowsInOneRun()
    {
        SequenceIndex index;
        index.addOlder({{1, 1'000'000}});
        for (qint64 sequence = 1'000'001; sequence <= 1'000'100; ++sequence)
            index.addNewer({{sequence, sequence}});
        QCOMPARE(index.count(), 1'000'100);
        QCOMPARE(index.runCount(), 2);
        QCOMPARE(index.sequenceAt(1'000'099), 1);
        QCOMPARE(index.rowOf(1'000'100), std::optional<qint64>(0));
    }
};

QTEST_GUILESS_MAIN(SequenceIndexTest)
#include "tst_sequenceindex.moc"
