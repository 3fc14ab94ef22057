// SPDX-License-Identifier: GPL-3.0-or-later
// Callbacks on their way to other threads, and readers that bring them.
#include "core/base/delivery.h"
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/readerpool.h"

#include <QEventLoop>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

using namespace uw;
using namespace Qt::StringLiterals;

class DeliveryTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheOrderOverSeveralEvents()
    {
        DeliveryHub hub;
        QList<int> seen;
        std::vector<DeliveryHub::Letter> letters;
        for (int i = 0; i < 5000; ++i)
            letters.push_back({hub.recipient(this), [&seen, i] { seen.append(i); }});
        DeliveryHub::deliver(std::move(letters));
        DeliveryHub::deliver(hub.recipient(this), [&seen] { seen.append(5000); });
        QVERIFY(seen.isEmpty());
        QTRY_COMPARE(seen.size(), 5001);
        for (int i = 0; i <= 5000; ++i)
            QCOMPARE(seen[i], i);
    }

    void arrivesAfterTheHubIsGone()
    {
        int seen = 0;
        {
            DeliveryHub hub;
            for (int i = 0; i < 3000; ++i)
                DeliveryHub::deliver(hub.recipient(this), [&seen] { ++seen; });
        }
        QTRY_COMPARE(seen, 3000);
    }

    void dropsWhatNobodyWants()
    {
        DeliveryHub hub;
        int seen = 0;
        auto context = std::make_unique<QObject>();
        DeliveryHub::deliver(hub.recipient(context.get()), [&seen] { ++seen; });
        DeliveryHub::deliver(hub.recipient(nullptr), [&seen] { ++seen; });
        DeliveryHub::deliver(hub.recipient(this), {});
        context.reset();
        bool last = false;
        DeliveryHub::deliver(hub.recipient(this), [&last] { last = true; });
        QTRY_VERIFY(last);
        QCOMPARE(seen, 0);
    }

    // Contexts come and go on threads that come and go while letters are under way.
    void survivesThreadsThatEnd()
    {
        DeliveryHub hub;
        std::atomic<int> seen{0};
        for (int round = 0; round < 30; ++round) {
            std::promise<DeliveryHub::Recipient> promise;
            std::future<DeliveryHub::Recipient> future = promise.get_future();
            const std::unique_ptr<QThread> thread(QThread::create([&hub, &promise] {
                QEventLoop context;
                promise.set_value(hub.recipient(&context));
                context.exec();
            }));
            thread->start();
            const DeliveryHub::Recipient recipient = future.get();
            std::thread sender([&recipient, &seen] {
                for (int i = 0; i < 300; ++i)
                    DeliveryHub::deliver(recipient, [&seen] { ++seen; });
            });
            DeliveryHub::deliver(recipient, [thread = thread.get()] { thread->quit(); });
            QVERIFY(thread->wait(30'000));
            sender.join();
            // Later letters for it fall away.
            DeliveryHub::deliver(recipient, [] { QFAIL("delivered to a context that is gone"); });
        }
        QVERIFY(seen.load() <= 30 * 300);
    }

    void readsInTheOrderOfTheCallsAndGivesErrorsOn()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"log.db"_s);
        ReaderPool pool(path, 1);
        // There is no database yet: each job hears of it, and the next one tries again.
        std::optional<Result<qint64>> missing;
        const auto job = [](Connection &connection) { return connection.integer(u"SELECT 41 + 1"_s); };
        pool.run<qint64>(this, job, [&missing](const Result<qint64> &result) { missing = result; });
        QTRY_VERIFY(missing);
        QCOMPARE(missing->error().code, ErrorCode::StoreUnavailable);

        QStringList notices;
        const auto writer = databasefile::openForWriting(path, notices);
        QVERIFY(writer);
        QList<int> order;
        for (int i = 0; i < 200; ++i) {
            pool.run<qint64>(this, job, [&order, i](const Result<qint64> &result) {
                QCOMPARE(result.valueOr(0), 42);
                order.append(i);
            });
        }
        QTRY_COMPARE(order.size(), 200);
        QVERIFY(std::is_sorted(order.cbegin(), order.cend()));
    }

    void dropsWhatWaitsAtItsEnd()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"log.db"_s);
        QStringList notices;
        const auto writer = databasefile::openForWriting(path, notices);
        QVERIFY(writer);
        std::atomic<int> ran{0};
        std::atomic<bool> started{false};
        std::atomic<bool> go{false};
        int answers = 0;
        {
            ReaderPool pool(path, 1);
            for (int i = 0; i < 50; ++i) {
                pool.run<qint64>(
                    this,
                    [&](Connection &) -> Result<qint64> {
                        started = true;
                        while (!go)
                            std::this_thread::yield();
                        ++ran;
                        return qint64(1);
                    },
                    [&answers](const Result<qint64> &) { ++answers; });
            }
            while (!started)
                std::this_thread::yield();
            std::thread release([&go] { go = true; });
            pool.shutdown();
            release.join();
            pool.run<qint64>(
                this, [](Connection &) -> Result<qint64> { return qint64(0); },
                [](const Result<qint64> &) { QFAIL("ran after the end"); });
        }
        const int finished = ran.load();
        QVERIFY(finished >= 1);
        QTRY_COMPARE(answers, finished);
    }
};

QTEST_GUILESS_MAIN(DeliveryTest)
#include "tst_delivery.moc"
