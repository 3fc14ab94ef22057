// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/eventlogfeed.h"

#include <algorithm>

namespace uw::ui {

template<typename T>
EventLogReader::Done<T> EventLogFeed::answer(void (EventLogFeed::*slot)(const T &))
{
    return [this, slot, generation = m_generation](const Result<T> &result) {
        if (generation != m_generation)
            return;
        if (result)
            (this->*slot)(*result);
        else
            fail(result.error());
    };
}

EventLogFeed::EventLogFeed(EventLogReader &reader, EventLogModel &model, QObject *parent)
    : QObject(parent)
    , m_reader(reader)
    , m_model(model)
{
    m_batchTimer.setSingleShot(true);
    connect(&m_batchTimer, &QTimer::timeout, this, &EventLogFeed::readArrivals);
    connect(&m_model, &EventLogModel::failed, this, &EventLogFeed::fail);
}

void EventLogFeed::setFilter(const EventFilter &filter)
{
    m_filter = filter;
    start();
}

void EventLogFeed::refresh()
{
    start();
}

void EventLogFeed::start()
{
    ++m_generation;
    m_complete = false;
    m_failed = false;
    m_readingArrivals = false;
    m_batchTimer.stop();
    m_reader.firstPage(this, m_filter, SummaryCache::PageRows, answer(&EventLogFeed::firstPageArrived));
    if (!m_loading) {
        m_loading = true;
        Q_EMIT loadingChanged(true);
    }
}

void EventLogFeed::firstPageArrived(const FirstPage &page)
{
    m_seen = page.rows.isEmpty() ? page.newestSequence : std::max(page.newestSequence, page.rows.constFirst().sequence);
    newest() = std::max(newest(), m_seen);
    // An index that holds nothing yet says nothing of the log.
    m_logEmpty = m_seen == 0 && m_filter.text.isEmpty();
    if (m_held.count() > 0) {
        // They are part of the new list.
        m_held.clear();
        Q_EMIT heldBackChanged(0);
    }
    m_model.reset(m_filter, page.rows);
    m_loading = false;
    const bool whole = page.rows.size() < SummaryCache::PageRows;
    if (!whole) {
        readTail();
        readRuns();
    }
    Q_EMIT loadingChanged(false);
    Q_EMIT firstPageShown();
    if (whole)
        complete();
    scheduleArrivals();
}

void EventLogFeed::readTail()
{
    const EventPageRequest request{.limit = SummaryCache::PageRows, .fromOldest = true};
    m_reader.page(this, m_filter, request, answer(&EventLogFeed::tailArrived));
}

void EventLogFeed::tailArrived(const QList<EventSummary> &rows)
{
    if (!m_complete)
        m_model.addTail(rows);
}

void EventLogFeed::readRuns()
{
    const std::optional<qint64> before = m_model.sequences().oldestAboveGap();
    if (!before) {
        // Everything that was read so far has been deleted since.
        start();
        return;
    }
    m_reader.runs(this, m_filter, *before, runRows(), answer(&EventLogFeed::runsArrived));
}

void EventLogFeed::runsArrived(const QList<SequenceRun> &runs)
{
    m_model.addOlder(runs);
    if (rowCountOf(runs) < runRows())
        complete();
    else
        readRuns();
}

void EventLogFeed::complete()
{
    m_model.closeGap();
    m_complete = true;
    Q_EMIT completed();
}

void EventLogFeed::setPaused(bool paused)
{
    if (paused == m_paused)
        return;
    m_paused = paused;
    Q_EMIT pausedChanged(paused);
    if (paused || m_held.count() == 0)
        return;
    const QList<SequenceRun> runs = m_held.newestFirst();
    const qint64 count = m_held.count();
    m_held.clear();
    m_model.addNewer(runs, {});
    Q_EMIT heldBackChanged(0);
    Q_EMIT arrived(count);
}

void EventLogFeed::eventsStored(qint64 newestSequence, qint64 count)
{
    m_logEmpty = m_logEmpty && count == 0;
    m_newest = std::max(m_newest, newestSequence);
    scheduleArrivals();
}

void EventLogFeed::eventsIndexed(qint64 newestSequence)
{
    m_newestIndexed = std::max(m_newestIndexed, newestSequence);
    if (!m_filter.text.isEmpty())
        scheduleArrivals();
}

qint64 EventLogFeed::runRows() const
{
    if (!m_filter.text.isEmpty())
        return SearchedRows;
    return m_filter.isEmpty() ? AllRows : FilteredRows;
}

void EventLogFeed::scheduleArrivals()
{
    if (m_loading || m_failed || m_readingArrivals || newest() <= m_seen || m_batchTimer.isActive())
        return;
    // The first event after a pause is shown at once, a stream of them in batches.
    const qint64 passed = m_sinceBatch.isValid() ? m_sinceBatch.elapsed() : BatchMs;
    m_batchTimer.start(static_cast<int>(std::clamp<qint64>(BatchMs - passed, 0, BatchMs)));
}

void EventLogFeed::readArrivals()
{
    m_sinceBatch.start();
    m_readingArrivals = true;
    m_readingUpTo = newest();
    m_reader.arrivals(this, m_filter, m_seen, m_paused ? 0 : SummaryCache::PageRows,
                      answer(&EventLogFeed::arrivalsRead));
}

void EventLogFeed::arrivalsRead(const Arrivals &arrivals)
{
    m_readingArrivals = false;
    m_seen = std::max(m_seen, m_readingUpTo);
    if (!arrivals.runs.isEmpty())
        m_seen = std::max(m_seen, arrivals.runs.constFirst().last);
    const qint64 count = rowCountOf(arrivals.runs);
    if (count > 0 && m_paused) {
        for (auto run = arrivals.runs.crbegin(); run != arrivals.runs.crend(); ++run)
            m_held.push(*run);
        Q_EMIT heldBackChanged(m_held.count());
    } else if (count > 0) {
        m_model.addNewer(arrivals.runs, arrivals.rows);
        Q_EMIT arrived(count);
    }
    scheduleArrivals();
}

void EventLogFeed::fail(const Error &error)
{
    // Answers that are still on their way belong to a list that cannot be completed.
    ++m_generation;
    m_failed = true;
    m_readingArrivals = false;
    m_batchTimer.stop();
    if (m_loading) {
        m_loading = false;
        Q_EMIT loadingChanged(false);
    }
    Q_EMIT failed(error);
}

} // namespace uw::ui
