// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"
#include "core/store/eventrepository.h"
#include "core/store/store.h"
#include "tests/support/sampleevent.h"
#include "ui/log/eventlogfeed.h"
#include "ui/log/storelogreader.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::ui;

// The model over a real store: a file, its writer thread and its readers.
class StoreLogReaderTest final : public QObject {
    Q_OBJECT

    struct Log {
        explicit Log(Store &opened) : store(opened), reader(opened.readers()), model(reader, clock), feed(reader, model)
        {
            connect(&store, &Store::eventsStored, &feed, &EventLogFeed::eventsStored, Qt::QueuedConnection);
        }
        [[nodiscard]] QString types() const
        {
            QStringList types;
            for (int row = 0; row < model.rowCount(); ++row)
                types << model.index(row, EventLogModel::TypeColumn).data().toString();
            return types.join(u' ');
        }

        Store &store;
        SystemClock clock;
        StoreLogReader reader;
        EventLogModel model;
        QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
        EventLogFeed feed;
    };

    // Stores events of types first .. last and waits until they are durable.
    void store(int first, int last)
    {
        int stored = 0;
        for (int number = first; number <= last; ++number) {
            Event event = test::sampleEvent(number);
            event.source = number % 2 == 0 ? u"CLOCKIFY"_qs : u"CUSTOM"_qs;
            event.customSource = number % 2 == 0 ? QString() : u"shop"_qs;
            event.eventType = QString::number(number);
            m_store->submitEvent(event, this, [&stored](const Result<qint64> &sequence) {
                QVERIFY(sequence);
                ++stored;
            });
        }
        QTRY_COMPARE(stored, last - first + 1);
    }
    void remove(const QList<qint64> &sequences)
    {
        bool done = false;
        m_store->submit([sequences](Connection &connection) { return eventrepository::remove(connection, sequences); },
                        this, [&done](const Result<void> &result) { done = result.hasValue(); });
        QTRY_VERIFY(done);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        Result<std::unique_ptr<Store>> opened = Store::open({.databasePath = m_folder->filePath(u"log.db"_qs)});
        QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().text));
        m_store = std::move(*opened);
    }
    void cleanup()
    {
        m_store->close();
        m_store.reset();
        m_folder.reset();
    }

    void showsWhatIsThereAndWhatComes()
    {
        store(1, 3);
        Log log(*m_store);
        log.feed.setFilter({});
        QTRY_COMPARE(log.types(), u"3 2 1"_qs);
        store(4, 6);
        QTRY_COMPARE(log.types(), u"6 5 4 3 2 1"_qs);
        QVERIFY(!log.feed.isLogEmpty());
    }

    void fillsAnEmptyLog()
    {
        Log log(*m_store);
        const QSignalSpy shown(&log.feed, &EventLogFeed::firstPageShown);
        log.feed.setFilter({});
        QTRY_COMPARE(shown.count(), 1);
        QVERIFY(log.feed.isLogEmpty());
        store(1, 1);
        QTRY_COMPARE(log.types(), u"1"_qs);
    }

    void filters()
    {
        store(1, 6);
        Log log(*m_store);
        log.feed.setFilter({.sources = {u"CLOCKIFY"_qs}});
        QTRY_COMPARE(log.types(), u"6 4 2"_qs);
        store(7, 9);
        QTRY_COMPARE(log.types(), u"8 6 4 2"_qs);
        log.feed.setFilter({.eventTypes = {u"3"_qs, u"8"_qs}});
        QTRY_COMPARE(log.types(), u"8 3"_qs);
        log.feed.setFilter({});
        QTRY_COMPARE(log.types(), u"9 8 7 6 5 4 3 2 1"_qs);
    }

    void countsWhilePaused()
    {
        store(1, 4);
        Log log(*m_store);
        log.feed.setFilter({.sources = {u"CLOCKIFY"_qs}});
        QTRY_COMPARE(log.types(), u"4 2"_qs);
        log.feed.setPaused(true);
        store(5, 9);
        // Only what passes the filter is counted.
        QTRY_COMPARE(log.feed.heldBack(), 2);
        QCOMPARE(log.types(), u"4 2"_qs);
        log.feed.setPaused(false);
        QTRY_COMPARE(log.types(), u"8 6 4 2"_qs);
    }

    void readsFarPagesAndNoticesDeletion()
    {
        store(1, 900);
        Log log(*m_store);
        log.feed.setFilter({});
        QTRY_VERIFY(log.feed.isComplete());
        QCOMPARE(log.model.rowCount(), 900);
        remove({450, 451, 452});
        QTRY_COMPARE(log.model.index(448, EventLogModel::TypeColumn).data().toString(), u"449"_qs);
        QCOMPARE(log.model.rowCount(), 897);
    }

    void readsAWholeEvent()
    {
        store(1, 1);
        StoreLogReader reader(m_store->readers());
        std::optional<Event> found;
        reader.event(this, 1, [&found](const Result<std::optional<Event>> &event) { found = event.valueOr({}); });
        QTRY_VERIFY(found);
        QCOMPARE(found->body, test::sampleEvent(1).body);
        bool answered = false;
        reader.event(this, 99, [&](const Result<std::optional<Event>> &event) { answered = event && !*event; });
        QTRY_VERIFY(answered);
        found.reset();
        answered = false;
        reader.eventById(this, u"no such id"_qs,
                         [&](const Result<std::optional<Event>> &event) { answered = event && !*event; });
        QTRY_VERIFY(answered);
    }

    void offersFilterValues()
    {
        store(1, 3);
        StoreLogReader reader(m_store->readers());
        std::optional<FilterValues> values;
        reader.filterValues(this, [&values](const Result<FilterValues> &result) { values = result.valueOr({}); });
        QTRY_VERIFY(values);
        QCOMPARE(values->sources, (QStringList{u"CUSTOM"_qs, u"CLOCKIFY"_qs}));
        QCOMPARE(values->customSources, QStringList{u"shop"_qs});
        QCOMPARE(values->eventTypes, (QStringList{u"1"_qs, u"2"_qs, u"3"_qs}));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
};

QTEST_MAIN(StoreLogReaderTest)
#include "tst_storelogreader.moc"
