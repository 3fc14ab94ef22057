// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/settingrepository.h"
#include "core/store/store.h"
#include "tests/core/store/storefixture.h"
#include "tests/support/sampleevent.h"

#include <QEventLoop>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>
#include <limits>
#include <thread>

using namespace uw;
using namespace Qt::StringLiterals;

class StoreTest final : public test::StoreFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void storesEventsInTheOrderOfTheirCalls()
    {
        open(options());
        qint64 newest = 0;
        qint64 announced = 0;
        connect(
            m_store.get(), &Store::eventsStored, this,
            [&](qint64 newestSequence, qint64 count) {
                QVERIFY(newestSequence > newest);
                newest = newestSequence;
                announced += count;
            },
            Qt::QueuedConnection);
        QList<qint64> sequences;
        for (int i = 1; i <= 5000; ++i) {
            m_store->submitEvent(test::sampleEvent(i), this, [&sequences](const Result<qint64> &sequence) {
                QVERIFY(sequence);
                sequences.append(*sequence);
            });
        }
        QVERIFY(sequences.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(sequences.size(), 5000, 30'000);
        for (int i = 0; i < 5000; ++i)
            QCOMPARE(sequences[i], i + 1);
        QTRY_COMPARE(newest, 5000);
        QCOMPARE(announced, 5000);
    }

    void announcesEventsThatAJobStored()
    {
        open(options());
        qint64 newest = 0;
        connect(
            m_store.get(), &Store::eventsStored, this, [&newest](qint64 sequence) { newest = sequence; },
            Qt::QueuedConnection);
        QVERIFY(runJob([](Connection &connection) -> Result<void> {
            for (int i = 1; i <= 3; ++i) {
                if (const auto stored = eventrepository::insert(connection, test::sampleEvent(i)); !stored)
                    return stored.error();
            }
            return {};
        }));
        QTRY_COMPARE(newest, 3);
    }

    void servesManyThreadsAtOnce()
    {
        open(options());
        constexpr int threads = 4;
        constexpr int each = 500;
        std::atomic<int> done{0};
        std::atomic<int> wrongThread{0};
        std::vector<std::unique_ptr<QThread>> workers;
        for (int t = 0; t < threads; ++t) {
            workers.emplace_back(QThread::create([&, t] {
                QObject context;
                QEventLoop loop;
                int mine = 0;
                for (int i = 1; i <= each; ++i) {
                    m_store->submitEvent(test::sampleEvent(t * each + i), &context,
                                         [&](const Result<qint64> &sequence) {
                                             done += sequence ? 1 : 0;
                                             wrongThread += QThread::currentThread() == context.thread() ? 0 : 1;
                                             if (++mine == each)
                                                 loop.quit();
                                         });
                }
                loop.exec();
            }));
            workers.back()->start();
        }
        for (const auto &worker : workers)
            QVERIFY(worker->wait(60'000));
        QCOMPARE(done.load(), threads * each);
        QCOMPARE(wrongThread.load(), 0);
        QCOMPARE(countEvents(), threads * each);
    }

    void dropsTheAnswersOfContextsThatAreGone()
    {
        open(options());
        int answers = 0;
        auto first = std::make_unique<QObject>();
        auto second = std::make_unique<QObject>();
        m_store->submitEvent(test::sampleEvent(1), first.get(), [&](const Result<qint64> &) { ++answers; });
        m_store->submitEvent(test::sampleEvent(2), this, [&](const Result<qint64> &) { second.reset(); });
        m_store->submitEvent(test::sampleEvent(3), second.get(), [&](const Result<qint64> &) { ++answers; });
        m_store->submitEvent(test::sampleEvent(4), nullptr, [&](const Result<qint64> &) { ++answers; });
        m_store->submitEvent(test::sampleEvent(5), this, {});
        m_store->submit([](Connection &) { return Result<void>(); }, this, {});
        first.reset();
        QVERIFY(storeOne(6));
        QCOMPARE(answers, 0);
        QVERIFY(!second);
        QCOMPARE(countEvents(), 6);
    }

    void mayBeDestroyedByACallback()
    {
        open(options());
        int answers = 0;
        for (int i = 1; i <= 3000; ++i) {
            m_store->submitEvent(test::sampleEvent(i), this, [&](const Result<qint64> &sequence) {
                QVERIFY(sequence);
                if (++answers == 5)
                    m_store.reset();
            });
        }
        QTRY_COMPARE(answers, 3000);
        QVERIFY(!m_store);
    }

    void deliversEverythingSubmittedBeforeItClosed()
    {
        open(options());
        int done = 0;
        for (int i = 1; i <= 20'000; ++i)
            m_store->submitEvent(test::sampleEvent(i), this,
                                 [&done](const Result<qint64> &sequence) { done += sequence ? 1 : 0; });
        m_store.reset();
        QCOMPARE(done, 0);
        QTRY_COMPARE(done, 20'000);
        open(options());
        QCOMPARE(countEvents(), 20'000);
    }

    void refusesWhatComesAfterClose()
    {
        open(options());
        m_store->close();
        m_store->close();
        const Result<qint64> late = storeOne(1);
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::StoreUnavailable);
        QCOMPARE(runJob([](Connection &) { return Result<void>(); }).error().code, ErrorCode::StoreUnavailable);
    }

    void undoesAFailedJobAlone()
    {
        open(options());
        QList<bool> outcomes;
        for (int i = 1; i <= 3; ++i) {
            m_store->submit(
                [i](Connection &connection) -> Result<void> {
                    if (const auto stored = eventrepository::insert(connection, test::sampleEvent(i)); !stored)
                        return stored.error();
                    return i == 2 ? Result<void>(Error{ErrorCode::Conflict, u"no"_s}) : Result<void>();
                },
                this, [&outcomes](const Result<void> &result) { outcomes.append(bool(result)); });
        }
        // A second event of the same id fails by itself as well.
        std::optional<Result<qint64>> again;
        m_store->submitEvent(test::sampleEvent(1), this, [&again](const Result<qint64> &result) { again = result; });
        QTRY_COMPARE(outcomes, (QList<bool>{true, false, true}));
        QTRY_VERIFY(again);
        QCOMPARE(again->error().code, ErrorCode::Conflict);
        QCOMPARE(countEvents(), 2);
        QVERIFY(m_store->isWritable());
    }

    void locksTheProfile()
    {
        open(options());
        const auto second = Store::open(options());
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::ProfileLocked);
        QVERIFY2(second.error().text.contains(QString::number(QCoreApplication::applicationPid())),
                 qPrintable(second.error().text));
        m_store->close();
        QVERIFY(Store::open(options()));
    }

    // SQLite's own limit stands for a full disk.
    void failsAndRecoversWhenTheDiskIsFull()
    {
        open(options());
        QVERIFY(storeOne(1));
        QVERIFY(runJob([](Connection &connection) {
            const Result<qint64> limit = connection.integer(u"PRAGMA max_page_count=60"_s);
            return limit ? Result<void>() : Result<void>(limit.error());
        }));
        const Result<qint64> full = storeOne(2, 1'000'000);
        QVERIFY(!full);
        QCOMPARE(full.error().code, ErrorCode::StoreFull);
        QVERIFY2(full.error().text.contains(u"full"), qPrintable(full.error().text));
        // The probe, a small write, finds that all is well again.
        QTRY_COMPARE(m_changes.size(), 2);
        QCOMPARE(m_changes[0].first, false);
        QCOMPARE(m_changes[0].second, full.error().text);
        QCOMPARE(m_changes[1].first, true);
        QVERIFY(m_store->isWritable());
        QVERIFY(m_store->unwritableReason().isEmpty());
        QVERIFY(storeOne(3));
        QCOMPARE(countEvents(), 2);
    }

    void failsTheWholeCommitWithOneThatFillsTheDisk()
    {
        open(options());
        QVERIFY(runJob([](Connection &connection) {
            const Result<qint64> limit = connection.integer(u"PRAGMA max_page_count=60"_s);
            return limit ? Result<void>() : Result<void>(limit.error());
        }));
        // Held back until all three are queued, so that they share one transaction.
        std::atomic<bool> begun{false};
        std::atomic<bool> queued{false};
        m_store->submit(
            [&begun, &queued](Connection &) {
                begun = true;
                while (!queued)
                    std::this_thread::yield();
                return Result<void>();
            },
            this, {});
        while (!begun)
            std::this_thread::yield();
        QList<bool> outcomes;
        for (int i = 1; i <= 3; ++i) {
            Event event = test::sampleEvent(i);
            if (i == 2)
                event.body = QByteArray(1'000'000, 'x');
            m_store->submitEvent(event, this,
                                 [&outcomes](const Result<qint64> &result) { outcomes.append(bool(result)); });
        }
        queued = true;
        QTRY_COMPARE(outcomes.size(), 3);
        QCOMPARE(outcomes, (QList<bool>{false, false, false}));
        QCOMPARE(countEvents(), 0);
        QVERIFY(storeOne(1));
    }

    void refusesEventsButNotJobsBeyondItsLargestSize()
    {
        StoreOptions limited = options();
        limited.maximumBytes = 1024 * 1024;
        open(limited);
        int stored = 0;
        Result<qint64> last(0);
        while (stored < 100 && (last = storeOne(stored + 1, 50'000)))
            ++stored;
        QVERIFY(!last);
        QCOMPARE(last.error().code, ErrorCode::StoreFull);
        QVERIFY2(last.error().text.contains(u"UW_STORE_MAX_BYTES"), qPrintable(last.error().text));
        QVERIFY2(stored > 15 && stored < 30, QByteArray::number(stored).constData());
        QVERIFY(!m_store->isWritable());
        QVERIFY(!m_store->unwritableReason().isEmpty());
        QTRY_COMPARE(m_changes.size(), 1);

        QVERIFY(runJob([](Connection &connection) { return eventrepository::remove(connection, {1, 2, 3, 4, 5}); }));
        QTRY_COMPARE(m_changes.size(), 2);
        QVERIFY(m_changes.constLast().first);
        QVERIFY(storeOne(1000));
    }

    void countsTheSearchIndexTowardsItsLargestSize()
    {
        StoreOptions limited = options();
        limited.maximumBytes = 1024 * 1024;
        open(limited);
        QVERIFY(storeOne(1));
        QFile index(limited.databasePath + u".search"_s);
        QVERIFY(index.open(QIODevice::WriteOnly) && index.resize(limited.maximumBytes));
        // Looked at after some bytes or half a second.
        Result<qint64> last(0);
        for (int i = 2; i < 8 && last; ++i)
            last = storeOne(i, 50'000);
        QVERIFY(!last);
        QCOMPARE(last.error().code, ErrorCode::StoreFull);
        QVERIFY(index.resize(0));
        QTRY_VERIFY(m_store->isWritable());
        QVERIFY(storeOne(100));
    }

    void refusesEventsWhenTooLittleOfTheDiskIsFree()
    {
        StoreOptions limited = options();
        limited.diskReserveBytes = std::numeric_limits<qint64>::max();
        open(limited);
        QVERIFY(!m_store->isWritable());
        QCOMPARE(storeOne(1).error().code, ErrorCode::StoreFull);
        limited.diskReserveBytes = 1;
        open(limited);
        QVERIFY(m_store->isWritable());
        QVERIFY(storeOne(1));
    }

    void waitsForALockAndSaysWhoHasIt()
    {
        open(options());
        QVERIFY(storeOne(1));
        auto other = Connection::open(options().databasePath, Connection::Mode::ReadWrite);
        QVERIFY(other);
        QVERIFY((*other)->begin());
        const Result<qint64> refused = storeOne(2);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::StoreUnavailable);
        QVERIFY2(refused.error().text.contains(u"locked by another program"), qPrintable(refused.error().text));
        QVERIFY(!m_store->isWritable());
        (*other)->rollback();
        QTRY_VERIFY_WITH_TIMEOUT(m_store->isWritable(), 20'000);
        QVERIFY(storeOne(3));
        QTRY_COMPARE(m_changes.size(), 2);
    }

    void refusesMoreThanMayWait_data()
    {
        QTest::addColumn<qint64>("count");
        QTest::addColumn<qint64>("bytes");
        QTest::newRow("count") << qint64(10) << qint64(1'000'000'000);
        QTest::newRow("bytes") << qint64(1'000'000) << qint64(30'000);
    }
    void refusesMoreThanMayWait()
    {
        QFETCH(qint64, count);
        QFETCH(qint64, bytes);
        StoreOptions limited = options();
        limited.maximumWaiting = count;
        limited.maximumWaitingBytes = bytes;
        open(limited);
        std::atomic<bool> go{false};
        m_store->submit(
            [&go](Connection &) {
                while (!go)
                    std::this_thread::yield();
                return Result<void>();
            },
            this, {});
        int stored = 0;
        int refused = 0;
        for (int i = 1; i <= 100; ++i) {
            m_store->submitEvent(test::sampleEvent(i), this, [&](const Result<qint64> &result) {
                stored += result ? 1 : 0;
                refused += !result && result.error().code == ErrorCode::StoreUnavailable ? 1 : 0;
            });
        }
        go = true;
        QTRY_COMPARE(stored + refused, 100);
        QVERIFY2(stored >= 5 && stored <= 30, QByteArray::number(stored).constData());
        // One that is larger than the bound is taken when nothing else waits.
        QVERIFY(storeOne(1000, 1'000'000));
    }

    void noticesThatItsFileWasMoved()
    {
        open(options());
        QVERIFY(storeOne(1));
        const QString path = options().databasePath;
        QVERIFY(QFile::rename(path, path + u".away"_s));
        const Result<qint64> lost = storeOne(2);
#ifdef Q_OS_UNIX
        QVERIFY(!lost);
        QCOMPARE(lost.error().code, ErrorCode::StoreUnavailable);
        QVERIFY2(lost.error().text.contains(u"was moved"), qPrintable(lost.error().text));
        QVERIFY(QFile::rename(path + u".away"_s, path));
        QTRY_VERIFY(m_store->isWritable());
        QVERIFY(storeOne(2));
        QCOMPARE(countEvents(), 2);
#endif
    }

    void keepsSettings()
    {
        open(options());
        QVERIFY(runJob([](Connection &connection) -> Result<void> {
            for (const auto &[workspace, id, value] : {std::tuple{QString(), u"a"_s, u"1"_s},
                                                       {u"w"_s, u"a"_s, u"2"_s},
                                                       {QString(), u"a"_s, u"3"_s},
                                                       {u"w"_s, u"b"_s, QString()},
                                                       {u"w"_s, u"gone"_s, u"x"_s}}) {
                if (const Result<void> put = settingrepository::put(connection, workspace, id, value); !put)
                    return put;
            }
            return settingrepository::remove(connection, u"w"_s, u"gone"_s);
        }));
        QMap<QString, QString> all;
        std::optional<QString> one;
        bool answered = false;
        m_store->readers().run<QMap<QString, QString>>(
            this,
            [&one](Connection &connection) {
                one = *settingrepository::get(connection, {}, u"a"_s);
                return settingrepository::all(connection, u"w"_s);
            },
            [&](const Result<QMap<QString, QString>> &result) {
                all = *result;
                answered = true;
            });
        QTRY_VERIFY(answered);
        QCOMPARE(one, u"3"_s);
        QCOMPARE(all, (QMap<QString, QString>{{u"a"_s, u"2"_s}, {u"b"_s, u""_s}}));
        const auto put = [this](const QString &id, const QString &value) {
            return runJob(
                [id, value](Connection &connection) { return settingrepository::put(connection, {}, id, value); });
        };
        QCOMPARE(put(QString(), u"x"_s).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(put(QString(201, u'x'), u"x"_s).error().code, ErrorCode::InvalidArgument);
        QVERIFY(put(QString(200, u'x'), QString(524'288, u'x')));
        QCOMPARE(put(u"x"_s, QString(524'289, u'x')).error().code, ErrorCode::LimitExceeded);
    }
};

QTEST_GUILESS_MAIN(StoreTest)
#include "tst_store.moc"
