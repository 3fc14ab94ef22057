// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/eventsql.h"

namespace uw {

class Connection;

// How the rows that pass a filter are found: which index is walked in the order of the log, and
// what is asked of the others. SQLite's own choice rests on guesses that a log with one common
// value breaks (seconds instead of milliseconds at a million rows), so each plan names its index, and all
// but its rare checks are answered from indexes alone. A plain value, valid for one state of the database.
class EventPlan final {
public:
    // For the rows first..last, both inclusive. Costs a few milliseconds at a million rows when
    // the filter has a time or more than one list. Errors: LimitExceeded (a list of too many words), the store's own.
    static Result<EventPlan> make(Connection &connection, const EventFilter &filter, qint64 first, qint64 last);

    // Nothing passes.
    [[nodiscard]] bool isEmpty() const { return m_last < m_first; }
    // The bounds, narrowed to where the filter's time can be met.
    [[nodiscard]] qint64 first() const { return m_first; }
    [[nodiscard]] qint64 last() const { return m_last; }
    // True when one index alone answers: then counting rows is much cheaper than listing them.
    [[nodiscard]] bool isCountable() const { return m_countable; }

    // SELECT of the column seq within first..last, in order, at most `limit` rows.
    [[nodiscard]] eventsql::Fragment sequences(qint64 first, qint64 last, bool newestFirst, qint64 limit) const;

private:
    Result<void> narrowToTime(Connection &connection, const EventFilter &filter);
    void checkTime(const EventFilter &filter);
    Result<void> chooseList(Connection &connection, QList<eventsql::WordList> lists);
    void walk(QList<eventsql::WordList> lists, qsizetype chosen);
    [[nodiscard]] eventsql::Fragment stream(qint64 first, qint64 last, const QStringList &words) const;

    qint64 m_first = 0;
    qint64 m_last = -1;
    // The list whose index is walked; empty: the order of the log itself.
    QLatin1StringView m_column;
    QStringList m_words;
    // " AND …" for what else a row must meet.
    eventsql::Fragment m_checks;
    bool m_timeIsImplied = false;
    bool m_countable = true;
};

} // namespace uw
