// SPDX-License-Identifier: GPL-3.0-or-later
// The write-ahead log of a store whose readers do not let it start over.
#include "tests/core/store/storefixture.h"

#include <QFileInfo>

#include <atomic>
#include <thread>

using namespace uw;
using namespace Qt::StringLiterals;

class StoreLogTest final : public test::StoreFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    // A reader that stays keeps the log from starting over; the outcome must not wait for either.
    void answersBeforeTheLogStartsOver()
    {
        StoreOptions patient = options();
        patient.logMaximumBytes = 1024 * 1024;
        patient.logWaitMs = 600'000;
        open(patient);
        QVERIFY(storeOne(1));
        std::atomic<bool> reading{false};
        std::atomic<bool> release{false};
        std::thread reader([&] {
            const auto connection = Connection::open(patient.databasePath, Connection::Mode::ReadOnly);
            if (!connection)
                return;
            const ReadTransaction transaction(**connection);
            reading = eventrepository::lastSequence(**connection).valueOr(0) > 0;
            while (!release)
                std::this_thread::yield();
        });
        QTRY_VERIFY_WITH_TIMEOUT(reading, 30'000);
        // Far beyond the bound: with this outcome the writer begins to wait for the reader, ten minutes long.
        const Result<qint64> stored = storeOne(2, 2 * 1024 * 1024);
        const bool isGrown = QFileInfo(patient.databasePath + u"-wal"_s).size() > patient.logMaximumBytes;
        bool wasAnswered = false;
        m_store->submitEvent(test::sampleEvent(3), this,
                             [&wasAnswered](const Result<qint64> &) { wasAnswered = true; });
        release = true;
        reader.join();
        QVERIFY(stored);
        QVERIFY(isGrown);
        QTRY_VERIFY_WITH_TIMEOUT(wasAnswered, 30'000);
    }

    void waitsForReadersAsLongAsItIsTold()
    {
        open(options());
        QVERIFY(storeOne(1));
        const auto writer = Connection::open(options().databasePath, Connection::Mode::ReadWrite);
        const auto reader = Connection::open(options().databasePath, Connection::Mode::ReadOnly);
        QVERIFY(writer && reader);
        {
            const ReadTransaction transaction(**reader);
            QCOMPARE(eventrepository::lastSequence(**reader).valueOr(0), 1);
            QVERIFY(storeOne(2));
            QCOMPARE((*writer)->restartLog(1).valueOr(true), false);
            // The usual patience is back: another writer's lock is waited for.
            QCOMPARE((*writer)->integer(u"PRAGMA busy_timeout"_s).valueOr(0), 5000);
        }
        QCOMPARE((*writer)->restartLog(30'000).valueOr(false), true);
    }
};

QTEST_GUILESS_MAIN(StoreLogTest)
#include "tst_storelog.moc"
