// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/sequenceindex.h"

#include <algorithm>
#include <numeric>

namespace uw::ui {

QList<SequenceRun> runsOf(const QList<EventSummary> &rows)
{
    QList<SequenceRun> runs;
    for (const EventSummary &row : rows) {
        if (!runs.isEmpty() && runs.constLast().first == row.sequence + 1)
            runs.last().first = row.sequence;
        else
            runs.append({row.sequence, row.sequence});
    }
    return runs;
}

qint64 rowCountOf(const QList<SequenceRun> &runs)
{
    return std::accumulate(runs.begin(), runs.end(), qint64(0),
                           [](qint64 sum, const SequenceRun &run) { return sum + run.count(); });
}

void RunStack::push(SequenceRun run)
{
    Q_ASSERT(run.count() > 0);
    if (!m_runs.empty()) {
        SequenceRun &outer = m_runs.back().run;
        Q_ASSERT(isAscending() ? run.first > outer.last : run.last < outer.first);
        if (isAscending() ? run.first == outer.last + 1 : run.last == outer.first - 1) {
            (isAscending() ? outer.last : outer.first) = isAscending() ? run.last : run.first;
            m_count += run.count();
            return;
        }
    }
    m_runs.push_back({run, m_count});
    m_count += run.count();
}

qint64 RunStack::sequenceAt(qint64 position) const
{
    Q_ASSERT(position >= 0 && position < m_count);
    const auto after = std::upper_bound(m_runs.begin(), m_runs.end(), position,
                                        [](qint64 wanted, const Entry &entry) { return wanted < entry.before; });
    const Entry &entry = *std::prev(after);
    const qint64 inside = position - entry.before;
    return isAscending() ? entry.run.first + inside : entry.run.last - inside;
}

qint64 RunStack::positionOf(qint64 sequence, bool *contained) const
{
    // The first run that does not end before the sequence, seen from the middle.
    const auto entry = std::partition_point(m_runs.begin(), m_runs.end(), [&](const Entry &candidate) {
        return isAscending() ? candidate.run.last < sequence : candidate.run.first > sequence;
    });
    *contained = false;
    if (entry == m_runs.end())
        return m_count;
    const qint64 inside = isAscending() ? sequence - entry->run.first : entry->run.last - sequence;
    *contained = inside >= 0;
    return entry->before + std::max<qint64>(inside, 0);
}

QList<SequenceRun> RunStack::newestFirst() const
{
    QList<SequenceRun> runs;
    runs.reserve(runCount());
    for (const Entry &entry : m_runs)
        runs.append(entry.run);
    if (isAscending())
        std::reverse(runs.begin(), runs.end());
    return runs;
}

qint64 RunStack::remove(SequenceRun range)
{
    const auto begin = std::partition_point(m_runs.begin(), m_runs.end(), [&](const Entry &candidate) {
        return isAscending() ? candidate.run.last < range.first : candidate.run.first > range.last;
    });
    const auto end = std::partition_point(begin, m_runs.end(), [&](const Entry &candidate) {
        return isAscending() ? candidate.run.first <= range.last : candidate.run.last >= range.first;
    });
    if (begin == end)
        return 0;

    std::vector<Entry> kept;
    for (auto entry = begin; entry != end; ++entry) {
        const SequenceRun below{entry->run.first, std::min(entry->run.last, range.first - 1)};
        const SequenceRun above{std::max(entry->run.first, range.last + 1), entry->run.last};
        const SequenceRun &nearer = isAscending() ? below : above;
        const SequenceRun &farther = isAscending() ? above : below;
        if (nearer.count() > 0)
            kept.push_back({nearer, 0});
        if (farther.count() > 0)
            kept.push_back({farther, 0});
    }
    const qint64 before = m_count;
    const auto at = m_runs.erase(begin, end);
    const auto from = static_cast<std::size_t>(at - m_runs.begin());
    m_runs.insert(at, kept.begin(), kept.end());
    recount(from);
    return before - m_count;
}

void RunStack::clear()
{
    m_runs.clear();
    m_runs.shrink_to_fit();
    m_count = 0;
}

void RunStack::recount(std::size_t from)
{
    m_count = from == 0 ? 0 : m_runs[from - 1].before + m_runs[from - 1].run.count();
    for (std::size_t i = from; i < m_runs.size(); ++i) {
        m_runs[i].before = m_count;
        m_count += m_runs[i].run.count();
    }
}

void SequenceIndex::clear()
{
    m_newer.clear();
    m_older.clear();
    m_tail.clear();
}

qint64 SequenceIndex::count() const
{
    return m_newer.count() + m_older.count() + m_tail.count();
}

qsizetype SequenceIndex::runCount() const
{
    return m_newer.runCount() + m_older.runCount() + m_tail.runCount();
}

qint64 SequenceIndex::sequenceAt(qint64 row) const
{
    if (row < m_newer.count())
        return m_newer.sequenceAt(m_newer.count() - 1 - row);
    row -= m_newer.count();
    if (row < m_older.count())
        return m_older.sequenceAt(row);
    return m_tail.sequenceAt(row - m_older.count());
}

std::optional<qint64> SequenceIndex::rowOf(qint64 sequence) const
{
    bool contained = false;
    qint64 position = m_newer.positionOf(sequence, &contained);
    if (contained)
        return m_newer.count() - 1 - position;
    position = m_older.positionOf(sequence, &contained);
    if (contained)
        return m_newer.count() + position;
    position = m_tail.positionOf(sequence, &contained);
    if (contained)
        return tailRow() + position;
    return std::nullopt;
}

qint64 SequenceIndex::rowsAbove(qint64 sequence) const
{
    bool contained = false;
    const qint64 notNewer = m_newer.positionOf(sequence, &contained) + (contained ? 1 : 0);
    return m_newer.count() - notNewer + m_older.positionOf(sequence, &contained)
         + m_tail.positionOf(sequence, &contained);
}

qint64 SequenceIndex::addNewer(const QList<SequenceRun> &runs)
{
    const qint64 before = m_newer.count();
    for (auto run = runs.crbegin(); run != runs.crend(); ++run)
        m_newer.push(*run);
    return m_newer.count() - before;
}

qint64 SequenceIndex::addOlder(const QList<SequenceRun> &runs)
{
    const qint64 before = m_older.count();
    for (const SequenceRun &run : olderPart(runs))
        m_older.push(run);
    return m_older.count() - before;
}

QList<SequenceRun> SequenceIndex::olderPart(const QList<SequenceRun> &runs) const
{
    if (m_tail.count() == 0)
        return runs;
    const qint64 floor = m_tail.sequenceAt(0);
    QList<SequenceRun> part;
    for (SequenceRun run : runs) {
        run.first = std::max(run.first, floor + 1);
        if (run.count() <= 0)
            break;
        part.append(run);
    }
    return part;
}

qint64 SequenceIndex::addTail(const QList<SequenceRun> &runs)
{
    Q_ASSERT(m_tail.count() == 0);
    for (const SequenceRun &run : tailPart(runs))
        m_tail.push(run);
    return m_tail.count();
}

QList<SequenceRun> SequenceIndex::tailPart(const QList<SequenceRun> &runs) const
{
    const std::optional<qint64> ceiling = oldestAboveGap();
    QList<SequenceRun> part;
    for (SequenceRun run : runs) {
        if (ceiling)
            run.last = std::min(run.last, *ceiling - 1);
        if (run.count() > 0)
            part.append(run);
    }
    return part;
}

void SequenceIndex::closeGap()
{
    for (qint64 position = 0; position < m_tail.count();) {
        // The tail is a page or two: taking it over row by row costs less than a second way to read runs.
        const qint64 sequence = m_tail.sequenceAt(position++);
        m_older.push({sequence, sequence});
    }
    m_tail.clear();
}

std::optional<qint64> SequenceIndex::oldestAboveGap() const
{
    if (m_older.count() > 0)
        return m_older.sequenceAt(m_older.count() - 1);
    if (m_newer.count() > 0)
        return m_newer.sequenceAt(0);
    return std::nullopt;
}

qint64 SequenceIndex::remove(SequenceRun range)
{
    return m_newer.remove(range) + m_older.remove(range) + m_tail.remove(range);
}

} // namespace uw::ui
