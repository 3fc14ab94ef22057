// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/eventmark.h"
#include "core/store/eventrepository.h"
#include "core/store/logtime.h"
#include "core/store/rejectedlog.h"
#include "tests/core/store/logfixture.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;
using logtime::Span;

class LogTimeTest final : public test::LogFixture {
    Q_OBJECT

private:
    // Event i was received at i seconds.
    void fill(int first, int last)
    {
        QVERIFY(connection().begin());
        for (int i = first; i <= last; ++i) {
            Event event = test::sampleEvent(i);
            event.receivedAtMs = qint64(i) * 1000;
            QCOMPARE(eventrepository::insert(connection(), event).valueOr(0), i);
        }
        QVERIFY(connection().commit());
    }
    qint64 blocks() { return integer(u"SELECT count(*) FROM universal_webhook_log_time"_s); }
    QList<qint64> rows(const Span &span)
    {
        QList<qint64> found;
        const auto query = logtime::rowsOf(connection(), span);
        auto statement = query ? connection().prepare(query->sql) : Result<Statement>(query.error());
        if (!statement)
            return found;
        query->bindTo(*statement);
        const Result<void> done = statement->execute();
        while (done && statement->next().valueOr(false))
            found.append(statement->integer(0));
        return found;
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void closesBlocksWithTheirLastNumber()
    {
        fill(1, 254);
        QCOMPARE(blocks(), 0);
        fill(255, 255);
        QCOMPARE(blocks(), 1);
        fill(256, 600);
        QCOMPARE(blocks(), 2);
        QCOMPARE(integer(u"SELECT oldest_ms FROM universal_webhook_log_time WHERE block = 1"_s), 256'000);
        QCOMPARE(integer(u"SELECT newest_ms FROM universal_webhook_log_time WHERE block = 1"_s), 511'000);
    }

    void findsTheEndsOfASpan_data()
    {
        QTest::addColumn<qint64>("fromMs");
        QTest::addColumn<qint64>("toMs");
        QTest::addColumn<qint64>("oldest");
        QTest::addColumn<qint64>("newest");
        constexpr qint64 least = std::numeric_limits<qint64>::min();
        constexpr qint64 most = std::numeric_limits<qint64>::max();
        const auto row = [](const char *name, qint64 from, qint64 to, qint64 oldest, qint64 newest) {
            QTest::newRow(name) << from << to << oldest << newest;
        };
        row("all", least, most, 1, 600);
        row("one", 300'000, 300'000, 300, 300);
        row("between two", 300'001, 300'999, 0, 0);
        row("within a block", 100'500, 200'500, 101, 200);
        row("over blocks", 200'000, 520'000, 200, 520);
        row("a border of blocks", 255'000, 256'000, 255, 256);
        row("in the open block", 550'000, 560'000, 550, 560);
        row("into the open block", 500'000, most, 500, 600);
        row("up to a time", least, 511'000, 1, 511);
        row("before all", least, 999, 0, 0);
        row("after all", 600'001, most, 0, 0);
        row("the wrong way round", 200'000, 100'000, 0, 0);
    }
    void findsTheEndsOfASpan()
    {
        QFETCH(qint64, fromMs);
        QFETCH(qint64, toMs);
        QFETCH(qint64, oldest);
        QFETCH(qint64, newest);
        fill(1, 600);
        const Span span{.fromMs = fromMs, .toMs = toMs};
        QCOMPARE(logtime::oldestOf(connection(), span).valueOr(-1), oldest);
        QCOMPARE(logtime::newestOf(connection(), span).valueOr(-1), newest);
        const QList<qint64> found = rows(span);
        QCOMPARE(found.size(), newest == 0 ? 0 : newest - oldest + 1);
        QCOMPARE(found.value(0), oldest);
        if (newest == 0)
            return;
        // Within the numbers, all pass; one number more does not.
        QVERIFY(logtime::holdsAll(connection(), {oldest, newest, fromMs, toMs}).valueOr(false));
        if (oldest > 1)
            QVERIFY(!logtime::holdsAll(connection(), {oldest - 1, newest, fromMs, toMs}).valueOr(true));
        if (newest < 600)
            QVERIFY(!logtime::holdsAll(connection(), {oldest, newest + 1, fromMs, toMs}).valueOr(true));
        // Numbers bound it as well.
        QCOMPARE(logtime::newestOf(connection(), {1, newest - 1, fromMs, toMs}).valueOr(-1),
                 newest == oldest ? 0 : newest - 1);
    }

    void keepsNothingOfWhatHasGone()
    {
        fill(1, 1000);
        QCOMPARE(blocks(), 3);
        QVERIFY(eventmark::apply(connection(), 300, {.starred = true, .note = std::nullopt}).valueOr(false));
        for (qint64 removed = 400; removed == 400;)
            removed = eventrepository::removeOlderThan(connection(), 900'000, 400).valueOr(-1);
        // 300 stays, and with it its block.
        QCOMPARE(rows({}), (QList<qint64>{300} + rows({.first = 900})));
        QCOMPARE(rows({.first = 900}).size(), 101);
        QCOMPARE(blocks(), 1);
        QCOMPARE(logtime::newestOf(connection(), {.toMs = 800'000}).valueOr(-1), 300);
    }

    // The last number of a block is one that goes at once, since it is larger than all rejected events may be.
    void closesABlockWhoseLastEventGoes()
    {
        fill(1, 254);
        Event event = test::sampleEvent(255);
        event.rejected = true;
        event.body = QByteArray(rejectedlog::maximumBytes + 1, 'x');
        QCOMPARE(eventrepository::insert(connection(), event).valueOr(0), 255);
        QCOMPARE(blocks(), 1);
        QCOMPARE(integer(u"SELECT newest_ms FROM universal_webhook_log_time"_s), 254'000);
        QCOMPARE(logtime::newestOf(connection(), {}).valueOr(-1), 254);
    }

    void isUndoneWithItsTransaction()
    {
        fill(1, 200);
        QVERIFY(connection().begin());
        for (int i = 201; i <= 300; ++i)
            QVERIFY(eventrepository::insert(connection(), test::sampleEvent(i)));
        QCOMPARE(blocks(), 1);
        connection().rollback();
        QCOMPARE(blocks(), 0);
        fill(201, 300);
        QCOMPARE(integer(u"SELECT newest_ms FROM universal_webhook_log_time"_s), 255'000);
    }

    void bringsAnOlderLogIn_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("blockCount");
        QTest::newRow("none") << 0 << 0;
        QTest::newRow("few") << 254 << 0;
        QTest::newRow("a block") << 255 << 1;
        QTest::newRow("blocks") << 700 << 2;
        QTest::newRow("blocks, the last one whole") << 767 << 3;
    }
    void bringsAnOlderLogIn()
    {
        QFETCH(int, count);
        QFETCH(int, blockCount);
        beginAtVersion(6);
        insertRows(count);
        reopen();
        QCOMPARE(blocks(), blockCount);
        QCOMPARE(logtime::newestOf(connection(), {}).valueOr(-1), count);
        QCOMPARE(logtime::oldestOf(connection(), {.fromMs = 200'000}).valueOr(-1), count >= 200 ? 200 : 0);
        fill(count + 1, 800);
        QCOMPARE(blocks(), 3);
        QCOMPARE(logtime::newestOf(connection(), {.toMs = 600'500}).valueOr(-1), 600);
    }
};

QTEST_GUILESS_MAIN(LogTimeTest)
#include "tst_logtime.moc"
