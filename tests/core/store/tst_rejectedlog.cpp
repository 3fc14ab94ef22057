// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/eventmark.h"
#include "core/store/eventrepository.h"
#include "core/store/headercodec.h"
#include "core/store/migrations.h"
#include "core/store/rejectedlog.h"
#include "tests/core/store/logfixture.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

// Before the bounds were there.
constexpr std::size_t unboundedVersion = 4;

Event rejectedEvent(int number, qsizetype weight = 0)
{
    Event event = test::sampleEvent(number);
    event.rejected = true;
    event.verdict = Verdict::Invalid;
    const qsizetype rest = event.target.size() + encodeHeaders(event.headers).size();
    if (weight > 0)
        event.body = QByteArray(weight - rest, 'x');
    return event;
}

} // namespace

class RejectedLogTest final : public test::LogFixture {
    Q_OBJECT

private:
    qint64 insert(const Event &event)
    {
        const Result<qint64> sequence = eventrepository::insert(*m_connection, event);
        return sequence ? *sequence : -1;
    }
    qint64 rejected()
    {
        return integer(u"SELECT count(*) FROM universal_webhook_log JOIN universal_webhook_log_kind AS kind "
                       "ON kind.id = kind_id WHERE rejected <> 0"_s);
    }
    bool holds(qint64 sequence)
    {
        const auto found = eventrepository::find(*m_connection, sequence);
        return found && found->has_value();
    }
    // What is counted is what there is.
    void checkSum()
    {
        QCOMPARE(integer(u"SELECT events FROM universal_webhook_log_rejected_sum"_s),
                 integer(u"SELECT count(*) FROM universal_webhook_log_rejected"_s));
        QCOMPARE(integer(u"SELECT bytes FROM universal_webhook_log_rejected_sum"_s),
                 integer(u"SELECT coalesce(sum(bytes), 0) FROM universal_webhook_log_rejected"_s));
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void keepsTheNewestThousand()
    {
        QVERIFY(m_connection->begin());
        const qint64 accepted = insert(test::sampleEvent(1));
        for (int i = 2; i <= 1'001; ++i)
            QCOMPARE(insert(rejectedEvent(i)), i);
        QCOMPARE(rejected(), 1'000);
        QVERIFY(holds(2));
        QCOMPARE(insert(rejectedEvent(1'002)), 1'002);
        QCOMPARE(rejected(), 1'000);
        QVERIFY(!holds(2));
        QVERIFY(holds(3));
        QVERIFY(holds(1'002));
        QVERIFY(holds(accepted));
        // What is accepted is not counted.
        for (int i = 1'003; i <= 1'010; ++i)
            QCOMPARE(insert(test::sampleEvent(i)), i);
        QVERIFY(holds(3));
        checkSum();
    }

    void keepsFiftyMebibytes()
    {
        QVERIFY(m_connection->begin());
        constexpr qint64 part = rejectedlog::maximumBytes / 5;
        for (int i = 1; i <= 5; ++i)
            QCOMPARE(insert(rejectedEvent(i, part)), i);
        QCOMPARE(rejected(), 5);
        QCOMPARE(insert(rejectedEvent(6)), 6);
        QCOMPARE(rejected(), 5);
        QVERIFY(!holds(1));
        // Room for a large one takes as many as it needs.
        QCOMPARE(insert(rejectedEvent(7, part * 2)), 7);
        QVERIFY(!holds(2) && !holds(3));
        QVERIFY(holds(4) && holds(5) && holds(6) && holds(7));
        checkSum();
        QCOMPARE(insert(rejectedEvent(8, rejectedlog::maximumBytes)), 8);
        QCOMPARE(rejected(), 1);
        QVERIFY(holds(8));
        // Larger than all together may be: it goes as well, and its number is not given again.
        QCOMPARE(insert(rejectedEvent(9, rejectedlog::maximumBytes + 1)), 9);
        QCOMPARE(rejected(), 0);
        m_connection->forget();
        QCOMPARE(insert(test::sampleEvent(10)), 10);
        checkSum();
    }

    void findsItsKindsAgain()
    {
        QVERIFY(m_connection->begin());
        Event rare = rejectedEvent(1);
        rare.eventType = u"RARE"_s;
        QCOMPARE(insert(rare), 1);
        for (int i = 2; i <= 1'001; ++i)
            QCOMPARE(insert(rejectedEvent(i)), i);
        QVERIFY(!holds(1));
        rare.id = rejectedEvent(1'002).id;
        QCOMPARE(insert(rare), 1'002);
        const auto found = eventrepository::find(*m_connection, 1'002);
        QVERIFY(found && *found);
        QCOMPARE((*found)->eventType, u"RARE"_s);
        QVERIFY((*found)->rejected);
    }

    void sparesWhatHasAStar()
    {
        QVERIFY(m_connection->begin());
        QCOMPARE(insert(rejectedEvent(1)), 1);
        QCOMPARE(insert(rejectedEvent(2)), 2);
        QVERIFY(eventmark::apply(*m_connection, 1, {.starred = true, .note = std::nullopt}));
        checkSum();
        for (int i = 3; i <= 1'001; ++i)
            QCOMPARE(insert(rejectedEvent(i)), i);
        QVERIFY(holds(1) && holds(2));
        QCOMPARE(insert(rejectedEvent(1'002)), 1'002);
        QVERIFY(holds(1) && !holds(2));
        checkSum();
    }

    void countsAgainWhatLosesItsStar()
    {
        const auto star = [this](qint64 sequence, std::optional<bool> starred, std::optional<QString> note = {}) {
            return eventmark::apply(*m_connection, sequence, {.starred = starred, .note = std::move(note)})
                .valueOr(false);
        };
        const auto counted = [this] { return integer(u"SELECT events FROM universal_webhook_log_rejected_sum"_s); };
        QVERIFY(m_connection->begin());
        QCOMPARE(insert(rejectedEvent(1)), 1);
        QCOMPARE(insert(test::sampleEvent(2)), 2);
        const qint64 bytes = integer(u"SELECT bytes FROM universal_webhook_log_rejected_sum"_s);
        // A note alone spares nothing, and a star on an event with a note does.
        QVERIFY(star(1, std::nullopt, u"look"_s));
        QCOMPARE(counted(), 1);
        QVERIFY(star(1, true));
        QCOMPARE(counted(), 0);
        QVERIFY(star(1, true));
        QVERIFY(star(1, false));
        QCOMPARE(counted(), 1);
        QCOMPARE(integer(u"SELECT bytes FROM universal_webhook_log_rejected_sum"_s), bytes);
        // What was accepted never counts.
        QVERIFY(star(2, true) && star(2, false));
        QCOMPARE(counted(), 1);
        // The bounds are full when the star goes: the event stays until the next one comes.
        QVERIFY(star(1, true));
        for (int i = 3; i <= 1'002; ++i)
            QCOMPARE(insert(rejectedEvent(i)), i);
        QVERIFY(star(1, false));
        QVERIFY(holds(1) && holds(3));
        QCOMPARE(insert(rejectedEvent(1'003)), 1'003);
        QVERIFY(!holds(1) && !holds(3) && holds(4));
        QCOMPARE(rejected(), 1'000);
        checkSum();
    }

    void countsWhatIsDeletedOtherwise()
    {
        QVERIFY(m_connection->begin());
        for (int i = 1; i <= 10; ++i)
            QCOMPARE(insert(rejectedEvent(i)), i);
        QVERIFY(eventrepository::remove(*m_connection, {1, 2, 3}));
        checkSum();
        QVERIFY(eventrepository::removeOlderThan(*m_connection, std::numeric_limits<qint64>::max(), 100));
        checkSum();
        QCOMPARE(integer(u"SELECT events FROM universal_webhook_log_rejected_sum"_s), 0);
    }

    void isUndoneWithItsTransaction()
    {
        QVERIFY(m_connection->begin());
        for (int i = 1; i <= 1'001; ++i)
            QCOMPARE(insert(rejectedEvent(i)), i);
        m_connection->rollback();
        QCOMPARE(rejected(), 0);
        checkSum();
        QCOMPARE(insert(rejectedEvent(1)), 1);
        checkSum();
    }

    void bringsAnOlderLogIn()
    {
        beginAtVersion(unboundedVersion);
        QVERIFY(m_connection->begin());
        QVERIFY(m_connection->execute(
            u"INSERT INTO universal_webhook_log_kind VALUES (1, '', 'A', '', 'X', 'x', 'invalid', "
            "1, '', '', 'POST', 'HTTP/1.1'), (2, '', 'A', '', 'X', 'x', 'valid', 0, '', '', "
            "'POST', 'HTTP/1.1')"_s));
        // Every other one is rejected; the first of them has a star.
        QVERIFY(m_connection->execute(
            u"WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 2100) INSERT INTO "
            "universal_webhook_log (seq, id, received_at, kind_id, target, entity_id, verdict_reason, cause, "
            "public_url, "
            "peer, headers, body) SELECT n, 'id-' || n, n, 1 + n % 2, x'2f', '', '', x'', '', '', x'', x'7b7d' "
            "FROM number"_s));
        QVERIFY(m_connection->execute(u"INSERT INTO universal_webhook_log_mark VALUES (2, 1, '')"_s));
        QVERIFY(m_connection->commit());
        reopen();
        QCOMPARE(integer(u"SELECT count(*) FROM universal_webhook_log WHERE kind_id = 2"_s), 1'050);
        QCOMPARE(integer(u"SELECT count(*) FROM universal_webhook_log WHERE kind_id = 1"_s), 1'001);
        QCOMPARE(integer(u"SELECT min(seq) FROM universal_webhook_log WHERE kind_id = 1"_s), 2);
        QCOMPARE(integer(u"SELECT min(seq) FROM universal_webhook_log_rejected"_s), 102);
        checkSum();
        QCOMPARE(integer(u"SELECT bytes FROM universal_webhook_log_rejected_sum"_s), 3'000);
    }
};

QTEST_GUILESS_MAIN(RejectedLogTest)
#include "tst_rejectedlog.moc"
