// SPDX-License-Identifier: GPL-3.0-or-later
// Pages, runs and rows of random filters on a random log (with gaps and a clock that jumps), each held
// against the same answer worked out in memory.
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/eventmark.h"
#include "core/store/eventplan.h"
#include "core/store/eventrepository.h"
#include "tests/support/sampleevent.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

constexpr int eventCount = 3000;
const QStringList sources{u"CLOCKIFY"_s, u"CUSTOM"_s, u"GITHUB"_s};
const QStringList customs{QString(), u"shop"_s, u"desk"_s};
const QStringList types{u"NEW_TIME_ENTRY"_s, u"TIMER_STOPPED"_s, u"push"_s, u"rare"_s};
const QStringList workspaces{u"w1"_s, u"w2"_s, QString()};

bool passes(const Event &event, const EventFilter &filter)
{
    return (filter.sources.isEmpty() || filter.sources.contains(event.source))
        && (filter.customSources.isEmpty() || filter.customSources.contains(event.customSource))
        && (filter.providers.isEmpty() || filter.providers.contains(event.provider))
        && (!filter.starredOnly || event.starred)
        && (filter.eventTypes.isEmpty() || filter.eventTypes.contains(event.eventType))
        && (filter.verdicts.isEmpty() || filter.verdicts.contains(event.verdict))
        && (!filter.workspaceId || *filter.workspaceId == event.workspaceId)
        && (!filter.fromMs || event.receivedAtMs >= *filter.fromMs)
        && (!filter.toMs || event.receivedAtMs <= *filter.toMs);
}

QList<SequenceRun> runsOf(const QList<qint64> &newestFirst)
{
    QList<SequenceRun> runs;
    for (const qint64 sequence : newestFirst) {
        if (!runs.isEmpty() && runs.constLast().first == sequence + 1)
            runs.last().first = sequence;
        else
            runs.append({sequence, sequence});
    }
    return runs;
}

QList<qint64> sequencesOf(const QList<EventSummary> &rows)
{
    QList<qint64> sequences;
    for (const EventSummary &row : rows)
        sequences.append(row.sequence);
    return sequences;
}

} // namespace

class EventFilterTest final : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Connection> m_connection;
    // By ascending sequence.
    QList<Event> m_events;
    QRandomGenerator m_random{20260102};

    template<typename T>
    T any(const QList<T> &list)
    {
        return list[m_random.bounded(list.size())];
    }
    bool chance(int percent) { return m_random.bounded(100) < percent; }

    EventFilter randomFilter()
    {
        EventFilter filter;
        const auto some = [this](const QStringList &words) {
            QStringList chosen;
            for (int i = m_random.bounded(1, 4); i > 0; --i)
                chosen << any(words);
            return chosen;
        };
        if (chance(40))
            filter.sources = some(sources);
        if (chance(25))
            filter.customSources = some(customs);
        if (chance(15))
            filter.providers = some({u"clockify"_s, u"github"_s});
        filter.starredOnly = chance(15);
        if (chance(40))
            filter.eventTypes = some(types);
        if (chance(30))
            filter.verdicts = {any(QList<Verdict>{Verdict::Valid, Verdict::Invalid}), Verdict::Stale};
        if (chance(30))
            filter.workspaceId = any(workspaces);
        const qint64 start = m_events.constFirst().receivedAtMs;
        if (chance(30))
            filter.fromMs = start + m_random.bounded(eventCount * 12) - 1000;
        if (chance(30))
            filter.toMs = start + m_random.bounded(eventCount * 12) - 1000;
        return filter;
    }

    // Newest first, between the bounds (exclusive).
    [[nodiscard]] QList<qint64> expected(const EventFilter &filter, qint64 after, qint64 before) const
    {
        QList<qint64> sequences;
        for (auto event = m_events.crbegin(); event != m_events.crend(); ++event) {
            if (event->sequence > after && event->sequence < before && passes(*event, filter))
                sequences.append(event->sequence);
        }
        return sequences;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStringList notices;
        auto opened = databasefile::openForWriting(m_folder.filePath(u"log.db"_s), notices);
        QVERIFY(opened);
        m_connection = std::move(*opened);
        QVERIFY(m_connection->begin());
        QList<qint64> removed;
        for (int i = 1; i <= eventCount; ++i) {
            Event event = test::sampleEvent(i);
            // The clock goes on by ten, is set back twice and runs ahead once.
            event.receivedAtMs = 1'767'323'045'000 + i * 10 + (i / 1000 == 1 ? -4'000 : 0) + (i % 701 == 0 ? 9'000 : 0);
            event.source = any(sources);
            event.provider = event.source.toLower();
            event.customSource = event.source == u"CUSTOM"_s ? any(customs) : QString();
            event.eventType = chance(1) ? types.constLast() : types[m_random.bounded(3)];
            event.workspaceId = any(workspaces);
            event.verdict = chance(3) ? Verdict::Invalid : Verdict::Valid;
            const Result<qint64> sequence = eventrepository::insert(*m_connection, event);
            QVERIFY(sequence);
            event.sequence = *sequence;
            event.starred = chance(10);
            // Whoever has a star only, a note only, or lost a star.
            const EventMarkChange mark{.starred = event.starred,
                                       .note = chance(5) ? std::optional(u"note"_s) : std::nullopt};
            QVERIFY(eventmark::apply(*m_connection, event.sequence, mark).valueOr(false));
            // Holes here and there, and a long one.
            if (chance(2) || (i > 1500 && i < 1600))
                removed.append(event.sequence);
            else
                m_events.append(event);
        }
        QVERIFY(eventrepository::remove(*m_connection, removed));
        QVERIFY(m_connection->commit());
    }

    void pagesEqualThoseWorkedOut()
    {
        for (int round = 0; round < 400; ++round) {
            const EventFilter filter = randomFilter();
            EventPageRequest request{.limit = m_random.bounded(1, 60), .fromOldest = chance(30)};
            if (chance(50))
                request.before = m_random.bounded(eventCount + 10);
            if (chance(30))
                request.after = m_random.bounded(eventCount + 10);
            QList<qint64> wanted = expected(filter, request.after.value_or(0),
                                            request.before.value_or(std::numeric_limits<qint64>::max()));
            wanted = request.fromOldest ? wanted.last(std::min<qsizetype>(request.limit, wanted.size()))
                                        : wanted.first(std::min<qsizetype>(request.limit, wanted.size()));
            const auto page = eventrepository::page(*m_connection, filter, request);
            QVERIFY2(page, page ? "" : qPrintable(page.error().text));
            QCOMPARE(sequencesOf(*page), wanted);
        }
    }

    void runsEqualThoseWorkedOut()
    {
        for (int round = 0; round < 400; ++round) {
            const EventFilter filter = chance(10) ? EventFilter() : randomFilter();
            const qint64 maximum = chance(20) ? 1'000'000 : m_random.bounded(1, eventCount);
            const qint64 bound = m_random.bounded(eventCount + 10);
            QList<qint64> below = expected(filter, 0, bound);
            below.resize(std::min<qsizetype>(below.size(), maximum));
            const auto runs = eventrepository::runs(*m_connection, filter, bound, maximum);
            QVERIFY2(runs, runs ? "" : qPrintable(runs.error().text));
            QCOMPARE(*runs, runsOf(below));

            QList<qint64> above = expected(filter, bound, std::numeric_limits<qint64>::max());
            above.resize(std::min<qsizetype>(above.size(), maximum));
            const auto newer = eventrepository::runsAfter(*m_connection, filter, bound, maximum);
            QVERIFY(newer);
            QCOMPARE(*newer, runsOf(above));

            QList<qint64> all = expected(filter, 0, std::numeric_limits<qint64>::max());
            all.resize(std::min<qsizetype>(all.size(), maximum));
            const auto whole = eventrepository::runs(*m_connection, filter, std::nullopt, maximum);
            QVERIFY(whole);
            QCOMPARE(*whole, runsOf(all));
        }
    }

    void bordersOfTheNumbers()
    {
        constexpr qint64 most = std::numeric_limits<qint64>::max();
        constexpr qint64 least = std::numeric_limits<qint64>::min();
        for (const qint64 bound : {least, qint64(-1), qint64(0), qint64(1), most}) {
            QVERIFY(eventrepository::runs(*m_connection, {}, bound, most));
            QVERIFY(eventrepository::runsAfter(*m_connection, {}, bound, most));
            QVERIFY(eventrepository::page(*m_connection, {}, {.before = bound}));
            QVERIFY(eventrepository::page(*m_connection, {}, {.after = bound}));
            QVERIFY(eventrepository::page(*m_connection, {.starredOnly = true}, {.before = bound}));
        }
        QCOMPARE(eventrepository::runs(*m_connection, {}, std::nullopt, 0)->size(), 0);
        QCOMPARE(eventrepository::runs(*m_connection, {}, std::nullopt, -5)->size(), 0);
        QCOMPARE(eventrepository::page(*m_connection, {}, {.limit = 100'000})->size(), 500);
        QCOMPARE(eventrepository::page(*m_connection, {}, {.limit = -1})->size(), 1);
    }

    void refusesListsThatAreTooLong()
    {
        EventFilter filter;
        for (int i = 0; i < 501; ++i)
            filter.eventTypes << QString::number(i);
        const auto page = eventrepository::page(*m_connection, filter, {});
        QVERIFY(!page);
        QCOMPARE(page.error().code, ErrorCode::LimitExceeded);
        filter.eventTypes.removeLast();
        filter.eventTypes << filter.eventTypes;
        filter.eventTypes << types;
        filter.eventTypes = filter.eventTypes.mid(10);
        const auto allowed = eventrepository::page(*m_connection, filter, {.limit = 500});
        QVERIFY(!allowed);
        filter.eventTypes.removeDuplicates();
        filter.eventTypes = filter.eventTypes.last(500);
        const auto many = eventrepository::page(*m_connection, filter, {.limit = 500});
        QVERIFY(many);
        QCOMPARE(sequencesOf(*many), expected(filter, 0, eventCount + 1).first(500));
    }

    // What the speed at a million rows rests on: no plan reads the whole log, and only what is rare is sorted.
    void plansNeitherScanNorSort()
    {
        for (int round = 0; round < 200; ++round) {
            const EventFilter filter = randomFilter();
            const auto plan = EventPlan::make(*m_connection, filter, 1, eventCount);
            QVERIFY(plan);
            if (plan->isEmpty())
                continue;
            EventFilter words = filter;
            words.fromMs.reset();
            words.toMs.reset();
            const bool isRare = expected(words, plan->first() - 1, plan->last() + 1).size() < 1024;
            const eventsql::Fragment query = plan->sequences(1, eventCount, true, 50);
            Result<Statement> explained = m_connection->prepare(u"EXPLAIN QUERY PLAN "_s + query.sql);
            QVERIFY(explained);
            query.bindTo(*explained);
            QVERIFY(explained->execute());
            for (Result<bool> row = explained->next(); row && *row; row = explained->next()) {
                const QString step = explained->text(3);
                if (step.startsWith(u"SCAN kind"))
                    continue;
                QVERIFY2(!step.contains(u"SCAN"), qPrintable(step + u'\n' + query.sql));
                QVERIFY2(isRare || !step.contains(u"TEMP B-TREE"), qPrintable(step + u'\n' + query.sql));
                QVERIFY2(!step.startsWith(u"SEARCH") || step.startsWith(u"SEARCH mark USING INTEGER PRIMARY KEY")
                             || step.contains(u"COVERING INDEX"),
                         qPrintable(step));
            }
        }
    }

    void namesKnownWordsByFrequency()
    {
        QCOMPARE(eventrepository::knownEventTypes(*m_connection)->last(), u"rare"_s);
        QCOMPARE(eventrepository::knownEventTypes(*m_connection)->size(), 4);
        QCOMPARE(eventrepository::knownSources(*m_connection)->size(), 3);
        QStringList known = *eventrepository::knownCustomSources(*m_connection);
        known.sort();
        QCOMPARE(known, (QStringList{u"desk"_s, u"shop"_s}));
    }
};

QTEST_GUILESS_MAIN(EventFilterTest)
#include "tst_eventfilter.moc"
