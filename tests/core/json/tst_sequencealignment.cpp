// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/sequencealignment.h"

#include <QRandomGenerator>
#include <QTest>

#include <numeric>

using namespace uw::json;

namespace {

using Keys = std::vector<quint64>;

constexpr qint64 plenty = 1'000'000'000;

Keys keysOf(const QByteArray &letters)
{
    return Keys(letters.begin(), letters.end());
}

// The letters of `before` that are matched, after a check that the runs are what they promise.
QByteArray common(const QByteArray &before, const QByteArray &after)
{
    qint64 budget = plenty;
    const std::optional<std::vector<MatchedRun>> runs = alignSequences(keysOf(before), keysOf(after), budget);
    if (!runs)
        return "no result";
    QByteArray letters;
    std::size_t nextBefore = 0;
    std::size_t nextAfter = 0;
    for (const MatchedRun &run : *runs) {
        if (run.length == 0 || run.before < nextBefore || run.after < nextAfter)
            return "runs out of order";
        const QByteArray piece = before.mid(qsizetype(run.before), qsizetype(run.length));
        if (piece != after.mid(qsizetype(run.after), qsizetype(run.length)))
            return "no match";
        letters += piece;
        nextBefore = run.before + run.length;
        nextAfter = run.after + run.length;
    }
    return letters;
}

// The textbook table.
qsizetype longestCommonLength(const QByteArray &before, const QByteArray &after)
{
    std::vector<std::vector<qsizetype>> table(std::size_t(before.size() + 1),
                                              std::vector<qsizetype>(std::size_t(after.size() + 1)));
    for (std::size_t i = 1; i < table.size(); ++i) {
        for (std::size_t j = 1; j < table[i].size(); ++j) {
            table[i][j] = before[qsizetype(i) - 1] == after[qsizetype(j) - 1]
                            ? table[i - 1][j - 1] + 1
                            : std::max(table[i - 1][j], table[i][j - 1]);
        }
    }
    return table.back().back();
}

} // namespace

class TestSequenceAlignment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aligns_data();
    void aligns();
    void isLongest_data();
    void isLongest();
    void costsLittleForFewDifferences();
    void stopsWithTheBudget();
};

void TestSequenceAlignment::aligns_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QByteArray>("matched");
    const auto row = [](const char *before, const char *after, const char *matched) {
        QTest::addRow("'%s' and '%s'", before, after) << QByteArray(before) << QByteArray(after) << QByteArray(matched);
    };
    row("", "", "");
    row("abc", "", "");
    row("", "abc", "");
    row("abc", "abc", "abc");
    row("abc", "xyz", "");
    row("abc", "abxc", "abc");
    row("abxc", "abc", "abc");
    row("axc", "ayc", "ac");
    row("a", "aaaa", "a");
    row("abcdef", "defabc", "abc");
    row("xabcy", "zabcw", "abc");
}

void TestSequenceAlignment::aligns()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QByteArray, matched);
    const QByteArray found = common(before, after);
    QCOMPARE(found.size(), matched.size());
    if (before != "abcdef") // there are two of that length
        QCOMPARE(found, matched);
}

void TestSequenceAlignment::isLongest_data()
{
    QTest::addColumn<int>("letters");
    QTest::addColumn<int>("length");
    QTest::newRow("two letters") << 2 << 12;
    QTest::newRow("three letters") << 3 << 30;
    QTest::newRow("many letters") << 20 << 60;
    QTest::newRow("all different") << 200 << 40;
}

void TestSequenceAlignment::isLongest()
{
    QFETCH(int, letters);
    QFETCH(int, length);
    QRandomGenerator random(7);
    const auto word = [&] {
        QByteArray text;
        for (int i = random.bounded(length + 1); i > 0; --i)
            text += char(random.bounded(letters));
        return text;
    };
    for (int round = 0; round < 1500; ++round) {
        const QByteArray before = word();
        const QByteArray after = word();
        QCOMPARE(common(before, after).size(), longestCommonLength(before, after));
    }
}

void TestSequenceAlignment::costsLittleForFewDifferences()
{
    Keys before(200'000);
    std::iota(before.begin(), before.end(), quint64(1));
    Keys after = before;
    for (int i = 0; i < 20; ++i)
        after.erase(after.begin() + i * 9'000);
    qint64 budget = plenty;
    const std::optional<std::vector<MatchedRun>> runs = alignSequences(before, after, budget);
    QVERIFY(runs);
    QCOMPARE(runs->size(), 20U);
    QVERIFY2(plenty - budget < 20 * 200'000, qPrintable(QString::number(plenty - budget)));
}

void TestSequenceAlignment::stopsWithTheBudget()
{
    Keys before(5'000);
    std::iota(before.begin(), before.end(), quint64(1));
    Keys after(5'000);
    std::iota(after.begin(), after.end(), quint64(10'000));
    qint64 budget = 100'000;
    QVERIFY(!alignSequences(before, after, budget));
    QVERIFY(budget <= 0);
    QVERIFY2(budget > -50'000, qPrintable(QString::number(budget)));
}

QTEST_GUILESS_MAIN(TestSequenceAlignment)
#include "tst_sequencealignment.moc"
