// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/eventrepository.h"

#include <QList>

#include <optional>
#include <vector>

namespace uw::ui {

// The sequences of rows that stand newest first.
[[nodiscard]] QList<SequenceRun> runsOf(const QList<EventSummary> &rows);
// Rows in all runs together.
[[nodiscard]] qint64 rowCountOf(const QList<SequenceRun> &runs);

// Rows on one side of the index as runs of sequences, pushed outwards: away from the middle of the log.
// Rows are counted from the middle, so that a push changes no row that was there. A plain value.
class RunStack final {
public:
    // Ascending: each push is newer than what is there; else each is older.
    enum class Direction { Ascending, Descending };

    explicit RunStack(Direction direction) : m_direction(direction) {}

    [[nodiscard]] qint64 count() const { return m_count; }
    [[nodiscard]] qsizetype runCount() const { return static_cast<qsizetype>(m_runs.size()); }
    // Joins the outermost run where it continues it. `run` lies outside everything that is there.
    void push(SequenceRun run);
    // `position` in 0 .. count() - 1.
    [[nodiscard]] qint64 sequenceAt(qint64 position) const;
    // How many of the rows lie nearer to the middle than `sequence`, and whether it is one of them.
    [[nodiscard]] qint64 positionOf(qint64 sequence, bool *contained) const;
    [[nodiscard]] QList<SequenceRun> newestFirst() const;
    // Takes the sequences of `range` out; returns how many there were.
    qint64 remove(SequenceRun range);
    void clear();

private:
    struct Entry {
        SequenceRun run;
        // Rows in the runs nearer to the middle.
        qint64 before = 0;
    };
    [[nodiscard]] bool isAscending() const { return m_direction == Direction::Ascending; }
    void recount(std::size_t from);

    Direction m_direction;
    std::vector<Entry> m_runs;
    qint64 m_count = 0;
};

// Which event stands in which row of the log, newest in row 0, without knowing the events: runs of
// consecutive sequences, searched in O(log n). Grows at the top (new events) and at the bottom (older ones,
// read piece by piece); the oldest rows may be known before those in between. A plain value, one thread.
class SequenceIndex final {
public:
    void clear();
    [[nodiscard]] qint64 count() const;
    [[nodiscard]] bool isEmpty() const { return count() == 0; }
    // Runs in memory, all together.
    [[nodiscard]] qsizetype runCount() const;

    // `row` in 0 .. count() - 1.
    [[nodiscard]] qint64 sequenceAt(qint64 row) const;
    // The row of an event, or nothing when it is not in the list.
    [[nodiscard]] std::optional<qint64> rowOf(qint64 sequence) const;
    // How many rows are newer than `sequence`: where it stands or would stand.
    [[nodiscard]] qint64 rowsAbove(qint64 sequence) const;

    // `runs` newest first, all newer than every row. Returns how many rows came to the top.
    qint64 addNewer(const QList<SequenceRun> &runs);
    // `runs` newest first, all older than the rows above the gap; what the tail holds already is left out.
    // Returns how many rows were added; they begin at tailRow() as it was before.
    qint64 addOlder(const QList<SequenceRun> &runs);
    // What addOlder() would take of `runs`.
    [[nodiscard]] QList<SequenceRun> olderPart(const QList<SequenceRun> &runs) const;
    // The oldest rows, newest first, known before those between; replaces no rows: call it once. Parts that
    // overlap with rows above are left out. Returns how many rows were added at the bottom.
    qint64 addTail(const QList<SequenceRun> &runs);
    [[nodiscard]] QList<SequenceRun> tailPart(const QList<SequenceRun> &runs) const;
    // There is nothing (more) between the rows above and the tail.
    void closeGap();

    // The row where older rows are added: the first of the tail, or count().
    [[nodiscard]] qint64 tailRow() const { return m_newer.count() + m_older.count(); }
    // The oldest sequence above the gap, from where older rows are read.
    [[nodiscard]] std::optional<qint64> oldestAboveGap() const;

    // Takes sequences out; returns how many rows went.
    qint64 remove(SequenceRun range);

private:
    // The first event shown stands in m_older; everything that arrived later in m_newer.
    RunStack m_newer{RunStack::Direction::Ascending};
    RunStack m_older{RunStack::Direction::Descending};
    RunStack m_tail{RunStack::Direction::Descending};
};

} // namespace uw::ui
