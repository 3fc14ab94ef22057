// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/eventrepository.h"
#include "tests/core/store/logfixture.h"

#include <QFileInfo>
#include <QTest>
#include <functional>

#include <limits>

using namespace uw;
using namespace Qt::StringLiterals;

class EventRepositoryTest final : public test::LogFixture {
    Q_OBJECT

private:
    void fill(int count)
    {
        QVERIFY(m_connection->begin());
        for (int i = 1; i <= count; ++i) {
            Event event = test::sampleEvent(i);
            if (i % 3 == 0)
                event.eventType = u"TIMER_STOPPED"_s;
            if (i % 5 == 0) {
                event.source = u"CUSTOM"_s;
                event.customSource = u"shop"_s;
                event.verdict = Verdict::Unsigned;
                event.workspaceId.clear();
            }
            const Result<qint64> sequence = eventrepository::insert(*m_connection, event);
            QVERIFY(sequence);
            QCOMPARE(*sequence, i);
        }
        QVERIFY(m_connection->commit());
    }

    [[nodiscard]] qint64 kinds() const
    {
        return m_connection->integer(u"SELECT count(*) FROM universal_webhook_log_kind"_s).valueOr(-1);
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void saysHowLargeTheDatabaseIs()
    {
        const Result<qint64> before = eventrepository::databaseBytes(*m_connection);
        QVERIFY(before);
        QVERIFY(*before > 0);
        fill(200);
        const Result<qint64> after = eventrepository::databaseBytes(*m_connection);
        QVERIFY(after);
        QVERIFY(*after > *before);
        const Result<StoreCounts> counts = eventrepository::counts(*m_connection);
        QVERIFY(counts);
        QCOMPARE(counts->databaseBytes, *after);
        QCOMPARE(counts->events, 200);
        QVERIFY(m_connection->execute(u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
        QCOMPARE(QFileInfo(m_folder->filePath(u"log.db"_s)).size(), *after);
        QFile index(m_folder->filePath(u"log.db.search"_s));
        QVERIFY(index.open(QIODevice::WriteOnly) && index.resize(12'345));
        QCOMPARE(eventrepository::databaseBytes(*m_connection).valueOr(0), *after + 12'345);
    }

    void keepsEveryByte_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("headerValue");
        QTest::addColumn<QString>("text");
        QByteArray all;
        for (int i = 0; i < 256; ++i)
            all.append(char(i));
        QTest::newRow("empty") << QByteArray() << QByteArray() << QString();
        QTest::newRow("plain") << "{}"_ba
                               << "x"_ba << u"plain"_s;
        QTest::newRow("every byte") << all << all << u"\u00fc \U0001F600"_s;
        QTest::newRow("NUL within") << "a\0b"_ba
                                    << "c\0d"_ba << u"e\0f"_s;
        QTest::newRow("quotes") << "'; DROP TABLE x; --"_ba
                                << "\"';"_ba << u"'; DROP TABLE x; --"_s;
        QTest::newRow("not UTF-8") << "\xff\xfe\xc0\x80"_ba
                                   << "\xff"_ba << u"\ufffd"_s;
        QTest::newRow("over a page") << QByteArray(300'000, 'x') << QByteArray(20'000, 'y') << QString(1'024, u'z');
    }
    void keepsEveryByte()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, headerValue);
        QFETCH(QString, text);
        Event event = test::sampleEvent(1);
        event.body = body;
        event.headers = {{"A", headerValue}, {"a", ""}, {"A", headerValue}, {"", "x"}};
        event.eventType = text;
        event.target = headerValue;
        event.cause = body;
        const Result<qint64> sequence = eventrepository::insert(*m_connection, event);
        QVERIFY(sequence);
        event.sequence = *sequence;

        const auto byId = eventrepository::find(*m_connection, event.id);
        QVERIFY(byId && byId->has_value());
        QVERIFY(**byId == event);
        const auto bySequence = eventrepository::find(*m_connection, *sequence);
        QVERIFY(bySequence && bySequence->has_value());
        QVERIFY(**bySequence == event);
        const auto page = eventrepository::page(*m_connection, {}, {});
        QVERIFY(page);
        QCOMPARE(page->size(), 1);
        QCOMPARE(page->first().bodySize, body.size());
        QCOMPARE(page->first().eventType, text);
    }

    void refusesLongWordsOfAKind_data()
    {
        QTest::addColumn<std::function<void(Event &, qsizetype)>>("change");
        const auto row = [](const char *name, std::function<void(Event &, qsizetype)> change) {
            QTest::newRow(name) << std::move(change);
        };
        row("workspace", [](Event &event, qsizetype size) { event.workspaceId = QString(size, u'x'); });
        row("type", [](Event &event, qsizetype size) { event.eventType = QString(size, u'x'); });
        row("normalised type", [](Event &event, qsizetype size) { event.normalizedType = QString(size, u'x'); });
        row("entity type", [](Event &event, qsizetype size) { event.entityType = QString(size, u'x'); });
        row("custom source", [](Event &event, qsizetype size) { event.customSource = QString(size, u'x'); });
        row("method", [](Event &event, qsizetype size) { event.method = QByteArray(size, 'x'); });
    }
    void refusesLongWordsOfAKind()
    {
        using Change = std::function<void(Event &, qsizetype)>;
        QFETCH(Change, change);
        Event event = test::sampleEvent(1);
        change(event, 1'025);
        const Result<qint64> refused = eventrepository::insert(*m_connection, event);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
        QCOMPARE(kinds(), 0);
        change(event, 1'024);
        QVERIFY(eventrepository::insert(*m_connection, event));
        QCOMPARE(kinds(), 1);
    }

    void remembersFewBytes()
    {
        constexpr int size = 256 * 1024;
        const auto key = [](int i) { return QByteArray(size, char('a' + i)); };
        for (int i = 0; i < 20; ++i)
            m_connection->remember(key(i), i);
        int known = 0;
        for (int i = 0; i < 20; ++i)
            known += m_connection->remembered(key(i)) ? 1 : 0;
        QVERIFY(known >= 1);
        QVERIFY(known * size <= 4 * 1024 * 1024);
        QCOMPARE(m_connection->remembered(key(19)), std::optional<qint64>(19));
        // The same key again weighs nothing more.
        m_connection->forget();
        for (int i = 0; i < 40; ++i)
            m_connection->remember(key(i % 10), i);
        QCOMPARE(m_connection->remembered(key(0)), std::optional<qint64>(30));
    }

    void namesTheFirstDelivery_data()
    {
        QTest::addColumn<std::function<void(Event &)>>("change");
        QTest::addColumn<bool>("isDuplicate");
        const auto row = [](const char *name, std::function<void(Event &)> change, bool isDuplicate) {
            QTest::newRow(name) << std::move(change) << isDuplicate;
        };
        row(
            "the same", [](Event &) {}, true);
        row(
            "another body", [](Event &event) { event.body = "{}"; }, true);
        row(
            "another type", [](Event &event) { event.eventType = u"x"_s; }, true);
        row(
            "another delivery", [](Event &event) { event.deliveryId = u"other"_s; }, false);
        row(
            "no delivery id", [](Event &event) { event.deliveryId.clear(); }, false);
        row(
            "another provider", [](Event &event) { event.provider = u"gitea"_s; }, false);
        row(
            "another source", [](Event &event) { event.customSource = u"shop"_s; }, false);
        row(
            "another workspace", [](Event &event) { event.workspaceId = u"w"_s; }, false);
        row(
            "another verdict", [](Event &event) { event.verdict = Verdict::NotConfigured; }, false);
        row(
            "rejected", [](Event &event) { event.rejected = true; }, false);
    }
    // Of two deliveries, the second says which was the first; a third does not name the second.
    void namesTheFirstDelivery()
    {
        QFETCH(std::function<void(Event &)>, change);
        QFETCH(bool, isDuplicate);
        Event first = test::sampleEvent(1);
        first.deliveryId = u"delivery-1"_s;
        first.maskedHeaders = "[]";
        QVERIFY(eventrepository::insert(*m_connection, first));
        for (int number = 2; number <= 3; ++number) {
            Event event = test::sampleEvent(number);
            event.deliveryId = first.deliveryId;
            change(event);
            event.id = test::sampleEvent(number).id;
            const Result<qint64> sequence = eventrepository::insert(*m_connection, event);
            QVERIFY(sequence);
            const auto found = eventrepository::find(*m_connection, *sequence);
            QVERIFY(found && found->has_value());
            QCOMPARE((*found)->deliveryId, event.deliveryId);
            if (isDuplicate)
                QCOMPARE((*found)->duplicateOf, first.id);
            else if (number == 2)
                QCOMPARE((*found)->duplicateOf, QString());
        }
        const auto kept = eventrepository::find(*m_connection, first.id);
        QVERIFY(kept && kept->has_value());
        QCOMPARE((*kept)->duplicateOf, QString());
        QCOMPARE((*kept)->maskedHeaders, first.maskedHeaders);
    }
    void rejectedEventsAreNobodysFirst()
    {
        Event event = test::sampleEvent(1);
        event.deliveryId = u"delivery-1"_s;
        event.rejected = true;
        QVERIFY(eventrepository::insert(*m_connection, event));
        event.id = test::sampleEvent(2).id;
        event.rejected = false;
        const Result<qint64> sequence = eventrepository::insert(*m_connection, event);
        QVERIFY(sequence);
        QCOMPARE((*eventrepository::find(*m_connection, *sequence))->duplicateOf, QString());
    }
    void findsNothingWhereNothingIs()
    {
        const auto byId = eventrepository::find(*m_connection, u"01900000-0000-7000-8000-000000000000"_s);
        QVERIFY(byId && !byId->has_value());
        const auto bySequence = eventrepository::find(*m_connection, 7);
        QVERIFY(bySequence && !bySequence->has_value());
    }

    void refusesASecondEventOfTheSameId()
    {
        QVERIFY(eventrepository::insert(*m_connection, test::sampleEvent(1)));
        const Result<qint64> again = eventrepository::insert(*m_connection, test::sampleEvent(1));
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Conflict);
    }

    void storesWhatManyEventsShareOnce()
    {
        fill(30);
        QCOMPARE(kinds(), 4);
        QVERIFY(eventrepository::remove(*m_connection, {15, 30}));
        QCOMPARE(kinds(), 3); // no other event was both
        QVERIFY(eventrepository::removeOlderThan(*m_connection, std::numeric_limits<qint64>::max(), 100));
        QCOMPARE(kinds(), 0);
        QVERIFY(eventrepository::knownSources(*m_connection)->isEmpty());
        QVERIFY(eventrepository::customSourceNames(*m_connection, 10)->isEmpty());
        // What was remembered of the kinds is gone with them.
        Event event = test::sampleEvent(31);
        const Result<qint64> sequence = eventrepository::insert(*m_connection, event);
        QVERIFY(sequence);
        event.sequence = *sequence;
        QVERIFY(**eventrepository::find(*m_connection, *sequence) == event);
    }

    void givesNoNumberTwice()
    {
        fill(10);
        QVERIFY(eventrepository::remove(*m_connection, {9, 10, 3}));
        QCOMPARE(*eventrepository::lastSequence(*m_connection), 10);
        QCOMPARE(*eventrepository::insert(*m_connection, test::sampleEvent(11)), 11);
        QVERIFY(eventrepository::removeOlderThan(*m_connection, std::numeric_limits<qint64>::max(), 100));
        const QString path = m_connection->path();
        m_connection.reset();
        QStringList notices;
        auto opened = databasefile::openForWriting(path, notices);
        QVERIFY(opened);
        m_connection = std::move(*opened);
        QCOMPARE(*eventrepository::lastSequence(*m_connection), 11);
        QVERIFY(m_connection->begin());
        QCOMPARE(*eventrepository::insert(*m_connection, test::sampleEvent(12)), 12);
        m_connection->rollback();
        QCOMPARE(*eventrepository::insert(*m_connection, test::sampleEvent(13)), 12); // that one was never there
    }

    void remembersNoKindOfAnUndoneTransaction_data()
    {
        QTest::addColumn<bool>("savepoint");
        QTest::newRow("transaction") << false;
        QTest::newRow("savepoint") << true;
    }
    void remembersNoKindOfAnUndoneTransaction()
    {
        QFETCH(bool, savepoint);
        Event event = test::sampleEvent(1);
        QVERIFY(m_connection->begin());
        QVERIFY(!savepoint || m_connection->savepoint());
        QVERIFY(eventrepository::insert(*m_connection, event));
        if (savepoint)
            QVERIFY(m_connection->rollbackToSavepoint());
        else
            m_connection->rollback();
        QCOMPARE(kinds(), 0);
        const Result<qint64> sequence = eventrepository::insert(*m_connection, event);
        QVERIFY(sequence);
        event.sequence = *sequence;
        QVERIFY(**eventrepository::find(*m_connection, event.id) == event);
    }

    void pagesByKeyFromBothEnds()
    {
        fill(100);
        const auto newest = eventrepository::page(*m_connection, {}, {.limit = 10});
        QVERIFY(newest);
        QCOMPARE(newest->size(), 10);
        QCOMPARE(newest->first().sequence, 100);
        QCOMPARE(newest->last().sequence, 91);
        const auto next = eventrepository::page(*m_connection, {}, {.before = 91, .limit = 10});
        QVERIFY(next);
        QCOMPARE(next->first().sequence, 90);
        const auto oldest = eventrepository::page(*m_connection, {}, {.limit = 10, .fromOldest = true});
        QVERIFY(oldest);
        QCOMPARE(oldest->first().sequence, 10);
        QCOMPARE(oldest->last().sequence, 1);
        const auto newer = eventrepository::page(*m_connection, {}, {.after = 95});
        QVERIFY(newer);
        QCOMPARE(newer->size(), 5);
        const auto between = eventrepository::page(*m_connection, {}, {.before = 50, .after = 40, .fromOldest = true});
        QVERIFY(between);
        QCOMPARE(between->size(), 9);
        QCOMPARE(between->first().sequence, 49);
    }
};

QTEST_GUILESS_MAIN(EventRepositoryTest)
#include "tst_eventrepository.moc"
