// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "tests/support/sampleevent.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class StoreTest final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] StoreOptions options() const { return {.databasePath = m_folder->filePath(u"profile/log.db"_s)}; }
    [[nodiscard]] std::unique_ptr<Store> open() const
    {
        auto store = Store::open(options());
        if (!store)
            qWarning("%s", qPrintable(store.error().text));
        return store ? std::move(*store) : nullptr;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void storesEventsInTheOrderOfTheirCalls()
    {
        const std::unique_ptr<Store> store = open();
        QVERIFY(store);
        QSignalSpy stored(store.get(), &Store::eventsStored);
        QList<qint64> sequences;
        for (int i = 1; i <= 5000; ++i) {
            store->submitEvent(test::sampleEvent(i), this, [&sequences](Result<qint64> sequence) {
                QVERIFY(sequence);
                sequences.append(*sequence);
            });
        }
        QVERIFY(sequences.isEmpty());
        QTRY_COMPARE(sequences.size(), 5000);
        for (int i = 0; i < 5000; ++i)
            QCOMPARE(sequences[i], i + 1);
        QTRY_COMPARE(stored.constLast().constFirst().toLongLong(), 5000);
    }

    void readsOnOtherThreads()
    {
        const std::unique_ptr<Store> store = open();
        QVERIFY(store);
        std::optional<Event> found;
        store->submitEvent(test::sampleEvent(1), this, [&](Result<qint64> sequence) {
            QVERIFY(sequence);
            store->readers().run<std::optional<Event>>(
                this, [](Connection &connection) { return eventrepository::find(connection, 1); },
                [&found](Result<std::optional<Event>> event) {
                    QVERIFY(event);
                    found = *event;
                });
        });
        QTRY_VERIFY(found);
        QCOMPARE(found->body, test::sampleEvent(1).body);
    }

    void deliversEverythingSubmittedBeforeItClosed()
    {
        int done = 0;
        {
            const std::unique_ptr<Store> store = open();
            QVERIFY(store);
            for (int i = 1; i <= 20'000; ++i)
                store->submitEvent(test::sampleEvent(i), this,
                                   [&done](Result<qint64> sequence) { done += sequence ? 1 : 0; });
            store->close();
        }
        QTRY_COMPARE(done, 20'000);
        const std::unique_ptr<Store> again = open();
        QVERIFY(again);
        std::optional<StoreCounts> counts;
        again->readers().run<StoreCounts>(this, &eventrepository::counts,
                                          [&counts](Result<StoreCounts> result) { counts = *result; });
        QTRY_VERIFY(counts);
        QCOMPARE(counts->events, 20'000);
    }

    void undoesAFailedJobAlone()
    {
        const std::unique_ptr<Store> store = open();
        QVERIFY(store);
        QList<bool> outcomes;
        for (int i = 1; i <= 3; ++i) {
            store->submit(
                [i](Connection &connection) -> Result<void> {
                    if (const auto stored = eventrepository::insert(connection, test::sampleEvent(i)); !stored)
                        return stored.error();
                    return i == 2 ? Result<void>(Error{ErrorCode::Conflict, u"no"_s}) : Result<void>();
                },
                this, [&outcomes](Result<void> result) { outcomes.append(bool(result)); });
        }
        QTRY_COMPARE(outcomes, (QList<bool>{true, false, true}));
        std::optional<StoreCounts> counts;
        store->readers().run<StoreCounts>(this, &eventrepository::counts,
                                          [&counts](Result<StoreCounts> result) { counts = *result; });
        QTRY_VERIFY(counts);
        QCOMPARE(counts->events, 2);
    }

    void locksTheProfile()
    {
        const std::unique_ptr<Store> store = open();
        QVERIFY(store);
        const auto second = Store::open(options());
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::ProfileLocked);
        QVERIFY2(second.error().text.contains(QString::number(QCoreApplication::applicationPid())),
                 qPrintable(second.error().text));
        store->close();
        QVERIFY(Store::open(options()));
    }
};

QTEST_GUILESS_MAIN(StoreTest)
#include "tst_store.moc"
