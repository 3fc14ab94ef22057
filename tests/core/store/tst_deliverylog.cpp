// SPDX-License-Identifier: GPL-3.0-or-later
// Which event is the first of its delivery, held against the same answer worked out in memory: while keys are on their
// way from memory to the table, after undone transactions, deleted events and new starts.
#include "core/store/deliverylog.h"
#include "core/store/recentdeliveries.h"
#include "tests/core/store/logfixture.h"

#include <QRandomGenerator>
#include <QTest>

#include <map>

using namespace uw;
using namespace Qt::StringLiterals;

class DeliveryLogTest final : public test::LogFixture {
    Q_OBJECT

private:
    // By number: what its delivery is, and its id.
    std::map<qint64, std::pair<int, QString>> m_stored;
    int m_number = 0;

    [[nodiscard]] QString firstOf(int delivery) const
    {
        for (const auto &[sequence, stored] : m_stored) {
            if (stored.first == delivery)
                return stored.second;
        }
        return {};
    }
    // Stores one and checks what it names as the first.
    void store(int delivery)
    {
        Event event = test::sampleEvent(++m_number);
        event.deliveryId = QString::number(delivery);
        const QString wanted = firstOf(delivery);
        const Result<qint64> sequence = eventrepository::insert(connection(), event);
        QVERIFY2(sequence, sequence ? "" : qPrintable(sequence.error().text));
        const auto found = eventrepository::find(connection(), *sequence);
        QVERIFY(found && found->has_value());
        QCOMPARE((*found)->duplicateOf, wanted);
        m_stored[*sequence] = {delivery, event.id};
    }
    qint64 inTable() { return integer(u"SELECT count(*) FROM universal_webhook_log_delivery"_s); }

private Q_SLOTS:
    void init()
    {
        begin();
        m_stored.clear();
        m_number = 0;
    }
    void cleanup() { end(); }

    void namesTheFirstWhateverHappens()
    {
        QRandomGenerator random(20260103);
        for (int round = 0; round < 120; ++round) {
            connection().recentDeliveries().setMaximum(150);
            const auto before = m_stored;
            QVERIFY(connection().begin());
            for (int i = random.bounded(1, 80); i > 0; --i)
                store(random.bounded(600));
            if (random.bounded(4) == 0) {
                // Of those that were there before as well.
                for (int i = 0; i < 20; ++i) {
                    auto victim = m_stored.begin();
                    std::advance(victim, random.bounded(int(m_stored.size())));
                    QVERIFY(eventrepository::remove(connection(), {victim->first}));
                    m_stored.erase(victim);
                    if (m_stored.empty())
                        break;
                }
            }
            if (random.bounded(15) == 0) {
                connection().rollback();
                m_stored = before;
            } else {
                QVERIFY(connection().commit());
            }
            if (random.bounded(15) == 0)
                reopen();
        }
        QVERIFY(inTable() > 300);
        QVERIFY(integer(u"SELECT seq FROM universal_webhook_log_delivery_end"_s) > 300);
        QVERIFY(inTable() < qint64(m_stored.size()));
        for (int delivery = 0; delivery < 600; ++delivery)
            store(delivery);
    }

    void undoesASavepointAlone()
    {
        QVERIFY(connection().begin());
        store(1);
        QVERIFY(connection().savepoint());
        store(2);
        m_stored.erase(std::prev(m_stored.end()));
        QVERIFY(connection().rollbackToSavepoint());
        store(1);
        store(2);
        QVERIFY(connection().commit());
    }

    // Keys go to the table a few at a time, and all of them come there.
    void writesWhatIsNoLongerNew()
    {
        connection().recentDeliveries().setMaximum(1'000);
        QVERIFY(connection().begin());
        for (int i = 1; i <= 999; ++i)
            store(i);
        QCOMPARE(inTable(), 0);
        for (int i = 1'000; i <= 1'100; ++i)
            store(i);
        QVERIFY(inTable() > 0);
        QVERIFY(inTable() < 400);
        QCOMPARE(integer(u"SELECT seq FROM universal_webhook_log_delivery_end"_s), 0);
        for (int i = 1'101; i <= 1'700; ++i)
            store(i);
        QCOMPARE(inTable(), 1'000);
        QCOMPARE(integer(u"SELECT seq FROM universal_webhook_log_delivery_end"_s), 1'000);
        QVERIFY(connection().commit());
        reopen();
        store(1);
        store(1'000);
        store(1'001);
        store(1'700);
    }

    void looksForOlderOnesByIndex()
    {
        auto plan = connection().prepare(u"EXPLAIN QUERY PLAN "_s + deliverylog::firstOlder());
        QVERIFY(plan);
        const qint64 key = 1;
        QVERIFY(plan->bind(u":wanted_key"_s, key).execute());
        int steps = 0;
        while (plan->next().valueOr(false)) {
            ++steps;
            QVERIFY2(plan->text(3).startsWith(u"SEARCH"), qPrintable(plan->text(3)));
        }
        QCOMPARE(steps, 2);
    }

    void bringsAnOlderLogIn()
    {
        beginAtVersion(6);
        insertRows(100);
        reopen();
        // Event 1 has no key.
        QCOMPARE(inTable(), 99);
        QCOMPARE(integer(u"SELECT seq FROM universal_webhook_log_delivery_end"_s), 100);
        auto first = connection().prepare(deliverylog::firstOlder());
        QVERIFY(first);
        const qint64 key = 7;
        QVERIFY(first->bind(u":wanted_key"_s, key).execute());
        QVERIFY(first->next().valueOr(false));
        QCOMPARE(first->text(0), u"id-14"_s);
    }
};

QTEST_GUILESS_MAIN(DeliveryLogTest)
#include "tst_deliverylog.moc"
