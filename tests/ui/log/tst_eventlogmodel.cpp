// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/manualclock.h"
#include "tests/ui/log/fakelog.h"
#include "ui/log/eventlogfeed.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace uw;
using namespace uw::ui;

namespace {

// A log, its model and the feed between them.
struct Setup {
    explicit Setup(qint64 newest)
    {
        log.newest = newest;
        // It looks at every cell after every change.
        if (newest <= 1000)
            tester = std::make_unique<QAbstractItemModelTester>(&model,
                                                                QAbstractItemModelTester::FailureReportingMode::QtTest);
        feed.setFilter({});
    }

    void store(qint64 count)
    {
        log.newest += count;
        feed.eventsStored(log.newest, count);
    }
    // As many rows as a view shows.
    void look(int firstRow, int rows = 40)
    {
        for (int row = firstRow; row < std::min(firstRow + rows, model.rowCount()); ++row) {
            for (int column = 0; column < EventLogModel::ColumnCount; ++column)
                model.index(row, column).data();
        }
    }
    [[nodiscard]] bool isLoaded(int row) const { return model.index(row, 0).data(EventLogModel::LoadedRole).toBool(); }
    // The first rows' sequences.
    [[nodiscard]] QList<qint64> top(int rows) const
    {
        QList<qint64> sequences;
        for (int row = 0; row < std::min(rows, model.rowCount()); ++row)
            sequences << model.sequenceAt(row);
        return sequences;
    }

    FakeLog log;
    test::ManualClock clock;
    EventLogModel model{log, clock};
    EventLogFeed feed{log, model};
    std::unique_ptr<QAbstractItemModelTester> tester;
};

EventFilter onlySource(const QString &source)
{
    return {.sources = {source}};
}

} // namespace

class EventLogModelTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startsEmpty()
    {
        Setup s(0);
        QVERIFY(s.feed.isLoading());
        s.log.answerAll();
        QVERIFY(!s.feed.isLoading());
        QVERIFY(s.feed.isComplete());
        QVERIFY(s.feed.isLogEmpty());
        QCOMPARE(s.model.rowCount(), 0);
        QCOMPARE(s.log.questions, QStringList{u"firstPage"_qs});
    }

    void showsAShortLogWithOneQuestion()
    {
        Setup s(3);
        s.log.answerAll();
        s.look(0);
        QCOMPARE(s.top(9), (QList<qint64>{3, 2, 1}));
        QCOMPARE(s.log.questions, QStringList{u"firstPage"_qs});
        QCOMPARE(s.model.index(0, EventLogModel::SourceColumn).data().toString(), u"Odd"_qs);
        QCOMPARE(s.model.index(1, EventLogModel::TypeColumn).data().toString(), u"t2"_qs);
        QCOMPARE(s.model.index(2, EventLogModel::SizeColumn).data().toString(), u"1 B"_qs);
        QCOMPARE(s.model.index(0, EventLogModel::RequestColumn).data().toString(), u"POST /webhooks/3"_qs);
        QVERIFY(s.model.index(0, EventLogModel::TimeColumn)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .endsWith(u"\n2026-01-02T03:04:05.003Z"));
    }

    // The newest and the oldest page are there before anyone knows how many rows lie between.
    void showsBothEndsBeforeItCounts()
    {
        Setup s(1'000'000);
        s.log.answer();
        QCOMPARE(s.model.rowCount(), SummaryCache::PageRows);
        QVERIFY(s.isLoaded(0));
        s.log.answer();
        QCOMPARE(s.model.rowCount(), 2 * SummaryCache::PageRows);
        QCOMPARE(s.model.sequenceAt(s.model.rowCount() - 1), 1);
        QVERIFY(s.isLoaded(s.model.rowCount() - 1));
        QVERIFY(!s.feed.isComplete());
        const QSignalSpy completed(&s.feed, &EventLogFeed::completed);
        s.log.answerAll();
        QCOMPARE(completed.count(), 1);
        QCOMPARE(s.model.rowCount(), 1'000'000);
        QCOMPARE(s.model.sequenceAt(999'999), 1);
        QCOMPARE(s.model.sequenceAt(500'000), 500'000);
    }

    // What a million rows cost is counted in questions to the store, not in time.
    void costsAScreenful()
    {
        Setup s(1'000'000);
        s.log.answerAll();
        // The two ends and the count.
        QCOMPARE(s.log.questions, (QStringList{u"firstPage"_qs, u"page oldest"_qs, u"runs <999801"_qs}));
        QCOMPARE(s.model.sequences().runCount(), 1);
        s.log.questions.clear();

        s.look(0);
        s.look(s.model.rowCount() - 40);
        QCoreApplication::sendPostedEvents();
        QVERIFY(s.log.questions.isEmpty());

        s.look(500'000);
        QTRY_COMPARE(s.log.questions.size(), 1);
        s.log.answerAll();
        for (int row = 500'000; row < 500'040; ++row)
            QVERIFY(s.isLoaded(row));
        s.look(500'000);
        QCOMPARE(s.log.questions.size(), 1);
        QCOMPARE(s.model.pagesRead(), 1);
    }

    void countsAFilteredLogInSteps()
    {
        Setup s(1'000'000);
        s.feed.setFilter(onlySource(u"EVEN"_qs));
        s.log.answerAll();
        QCOMPARE(s.model.rowCount(), 500'000);
        QCOMPARE(s.model.sequenceAt(499'999), 2);
        QCOMPARE(s.log.asked(u"runs"_qs), 2);
    }

    void readsOnlyWhereTheViewStopped()
    {
        Setup s(100'000);
        s.log.answerAll();
        s.log.questions.clear();
        // A thumb that is dragged over the whole log, and no time to answer.
        for (int row = 1000; row < 90'000; row += 1000) {
            s.look(row);
            QCoreApplication::processEvents();
        }
        QVERIFY2(s.log.questions.size() <= 4, qPrintable(s.log.questions.join(u", ")));
        s.log.answerAll();
        s.look(89'000);
        QTRY_VERIFY(s.log.waiting() > 0 || s.isLoaded(89'000));
        s.log.answerAll();
        QVERIFY(s.isLoaded(89'000));
        QVERIFY2(s.log.questions.size() <= 12, qPrintable(s.log.questions.join(u", ")));
    }

    void tellsViewsWhatHasCome()
    {
        Setup s(1000);
        s.log.answerAll();
        QSignalSpy changed(&s.model, &EventLogModel::dataChanged);
        s.look(450, 10);
        QTRY_COMPARE(s.log.waiting(), 1);
        QCOMPARE(s.model.index(450, 0).data(), QVariant());
        QCOMPARE(s.model.index(450, 0).data(Qt::AccessibleTextRole).toString(), u"Loading"_qs);
        s.log.answerAll();
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 400);
        QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 599);
        QCOMPARE(s.model.index(450, EventLogModel::SizeColumn).data().toString(), u"550 B"_qs);
    }

    void keepsFewPages()
    {
        Setup s(100'000);
        s.log.answerAll();
        for (int page = 0; page < 60; ++page) {
            s.look(2000 + page * SummaryCache::PageRows, 1);
            QTRY_COMPARE(s.log.waiting(), 1);
            s.log.answerAll();
        }
        QCOMPARE(s.model.pagesRead(), 60);
        QVERIFY(s.isLoaded(2000 + 59 * SummaryCache::PageRows));
        QVERIFY(!s.isLoaded(2000));
    }

    void bringsNewEventsInBatches()
    {
        Setup s(500);
        s.log.answerAll();
        s.log.questions.clear();
        QSignalSpy inserted(&s.model, &EventLogModel::rowsInserted);
        for (int i = 0; i < 30; ++i)
            s.store(1);
        QTRY_COMPARE(s.log.waiting(), 1);
        QCOMPARE(s.log.questions, QStringList{u"arrivals >500"_qs});
        // More come while that is read: they make the next batch.
        s.store(5);
        s.log.answerAll();
        QCOMPARE(inserted.count(), 1);
        QTRY_COMPARE(s.log.waiting(), 1);
        s.log.answerAll();
        QCOMPARE(s.model.rowCount(), 535);
        QCOMPARE(s.top(2), (QList<qint64>{535, 534}));
        s.look(0);
        QCoreApplication::processEvents();
        QCOMPARE(s.log.waiting(), 0);
    }

    void holdsBackWhilePaused()
    {
        Setup s(10);
        s.log.answerAll();
        QSignalSpy held(&s.feed, &EventLogFeed::heldBackChanged);
        s.feed.setPaused(true);
        s.store(3);
        QTRY_COMPARE(s.log.waiting(), 1);
        s.log.answerAll();
        s.store(4);
        QTRY_COMPARE(s.log.waiting(), 1);
        s.log.answerAll();
        QCOMPARE(s.model.rowCount(), 10);
        QCOMPARE(s.feed.heldBack(), 7);
        QCOMPARE(held.count(), 2);
        QSignalSpy inserted(&s.model, &EventLogModel::rowsInserted);
        s.feed.setPaused(false);
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(s.model.rowCount(), 17);
        QCOMPARE(s.feed.heldBack(), 0);
        QCOMPARE(s.top(3), (QList<qint64>{17, 16, 15}));
    }

    void filters()
    {
        Setup s(1000);
        s.log.answerAll();
        s.feed.setFilter(onlySource(u"EVEN"_qs));
        // The old list stays until the new one is here.
        QCOMPARE(s.model.rowCount(), 1000);
        s.log.answerAll();
        QCOMPARE(s.model.rowCount(), 500);
        QCOMPARE(s.top(3), (QList<qint64>{1000, 998, 996}));
        s.store(4);
        QTRY_COMPARE(s.log.waiting(), 1);
        s.log.answerAll();
        QCOMPARE(s.top(3), (QList<qint64>{1004, 1002, 1000}));
        s.look(300);
        QTRY_COMPARE(s.log.waiting(), 1);
        s.log.answerAll();
        QCOMPARE(s.model.index(300, EventLogModel::SourceColumn).data().toString(), u"Even"_qs);
    }

    void looksOnlyOnceForWhatDoesNotMatch()
    {
        Setup s(1000);
        s.log.answerAll();
        s.feed.setFilter(onlySource(u"NOBODY"_qs));
        s.log.answerAll();
        QCOMPARE(s.model.rowCount(), 0);
        QVERIFY(!s.feed.isLogEmpty());
        s.log.questions.clear();
        for (int i = 0; i < 3; ++i) {
            s.store(1);
            QTRY_COMPARE(s.log.waiting(), 1);
            s.log.answerAll();
        }
        // Each question begins where the one before ended, not at the start of the log.
        QCOMPARE(s.log.questions, (QStringList{u"arrivals >1000"_qs, u"arrivals >1001"_qs, u"arrivals >1002"_qs}));
    }

    void dropsAnswersToAnOldFilter()
    {
        Setup s(100'000);
        s.log.answer();
        s.look(100);
        s.feed.setFilter(onlySource(u"ODD"_qs));
        s.feed.setFilter(onlySource(u"EVEN"_qs));
        s.log.answerAll();
        QCOMPARE(s.model.filter(), onlySource(u"EVEN"_qs));
        QCOMPARE(s.model.rowCount(), 50'000);
        QCOMPARE(s.top(2), (QList<qint64>{100'000, 99'998}));
        QCOMPARE(s.model.sequenceAt(49'999), 2);
    }

    void forgetsWhatWasDeleted_data()
    {
        QTest::addColumn<QList<qint64>>("deleted");
        const auto range = [](qint64 first, qint64 last) {
            QList<qint64> sequences;
            for (qint64 one = first; one <= last; ++one)
                sequences << one;
            return sequences;
        };
        QTest::newRow("one") << QList<qint64>{550};
        QTest::newRow("a block") << range(540, 560);
        QTest::newRow("here and there") << QList<qint64>{401, 420, 421, 599, 600};
        QTest::newRow("the whole page") << range(401, 600);
        QTest::newRow("the oldest") << range(1, 600);
    }
    void forgetsWhatWasDeleted()
    {
        QFETCH(QList<qint64>, deleted);
        Setup s(1000);
        s.log.answerAll();
        s.log.deleted = QSet<qint64>(deleted.begin(), deleted.end());
        s.look(400);
        QTRY_VERIFY(s.log.waiting() > 0);
        s.log.answerAll();
        QCOMPARE(s.model.rowCount(), 1000 - deleted.size());
        for (const qint64 one : deleted)
            QCOMPARE(s.model.rowOf(one), -1);
    }

    void survivesDeletionOfEverythingWhileItReads()
    {
        Setup s(1'000'000);
        s.log.answer(2);
        QVERIFY(!s.feed.isComplete());
        s.log.newest = 0;
        s.log.answerAll();
        s.look(500);
        QTRY_VERIFY(s.log.waiting() > 0);
        s.log.answerAll();
        s.feed.refresh();
        s.log.answerAll();
        QCOMPARE(s.model.rowCount(), 0);
        QVERIFY(s.feed.isLogEmpty());
    }

    void stopsAtAFailure()
    {
        Setup s(1000);
        s.log.answerAll();
        QSignalSpy failed(&s.feed, &EventLogFeed::failed);
        const Error error{ErrorCode::StoreUnavailable, u"The disk is gone."_qs};
        s.look(500);
        s.log.failure = error;
        QTRY_COMPARE(s.log.waiting(), 1);
        s.log.answerAll();
        QCOMPARE(failed.count(), 1);
        QCOMPARE(failed.at(0).at(0).value<Error>(), error);
        s.log.questions.clear();
        s.store(1);
        s.look(500);
        QCoreApplication::processEvents();
        QVERIFY(s.log.questions.isEmpty());

        s.feed.refresh();
        s.log.answerAll();
        QCOMPARE(s.model.rowCount(), 1001);
        s.look(500);
        QTRY_COMPARE(s.log.waiting(), 1);
    }

    void readsARangeThatSpansTheGap()
    {
        Setup s(10'000);
        s.log.answer(2);
        QCOMPARE(s.model.rowCount(), 400);
        // Rows on both sides of what is not counted yet.
        s.look(150, 100);
        s.log.answerAll();
        QCOMPARE(s.model.rowCount(), 10'000);
        QVERIFY(s.isLoaded(150));
        QVERIFY(s.isLoaded(9'850));
    }
};

QTEST_MAIN(EventLogModelTest)
#include "tst_eventlogmodel.moc"
