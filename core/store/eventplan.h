// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/eventsql.h"

namespace uw {

class Connection;

// How the rows that pass a filter are found. The words of a filter choose kinds (see migrations); their rows are read
// through the index of kinds, or, when they make up much of the log, in the order of the log. SQLite's own choice
// rests on guesses that a log with one common value breaks (seconds instead of milliseconds at a million rows), so each
// plan names its index, and all are answered from indexes alone. A plain value, valid for one state of the database.
class EventPlan final {
public:
    // For the rows first..last, both inclusive. Errors: LimitExceeded (a list of too many words), the store's own.
    static Result<EventPlan> make(Connection &connection, const EventFilter &filter, qint64 first, qint64 last);

    // Nothing passes.
    [[nodiscard]] bool isEmpty() const { return m_last < m_first; }
    // The bounds, narrowed to the log and to where the filter's time can be met.
    [[nodiscard]] qint64 first() const { return m_first; }
    [[nodiscard]] qint64 last() const { return m_last; }
    // True when one walk of one index answers: then counting rows is much cheaper than listing them.
    [[nodiscard]] bool isCountable() const;

    // The filter has a text: rows are found in the search index, part by part (see eventsearch), and not by what follows.
    [[nodiscard]] bool isSearch() const { return m_isSearch; }
    // SELECT of the column seq for what the table `text_<table>` of the index holds within first..last, in order.
    [[nodiscard]] eventsql::Fragment matches(qint64 table, qint64 first, qint64 last, bool newestFirst) const;

    // SELECT of the column seq within first..last, in order, at most `limit` rows.
    [[nodiscard]] eventsql::Fragment sequences(qint64 first, qint64 last, bool newestFirst, qint64 limit) const;
    // The same in parts without a bound, each newest first, for a caller that merges them: at many rows much faster.
    [[nodiscard]] std::vector<eventsql::Fragment> streams(qint64 first, qint64 last) const;

private:
    Result<void> narrowToLog(Connection &connection);
    Result<void> prepareSearch(Connection &connection, const QString &text);
    Result<void> chooseKinds(Connection &connection, const eventsql::Fragment &conditions);
    Result<void> narrowToTime(Connection &connection, const EventFilter &filter);
    Result<bool> hasFewer(Connection &connection, qint64 limit) const;
    void setEmpty() { m_last = m_first - 1; }
    [[nodiscard]] eventsql::Fragment entryConditions() const;
    [[nodiscard]] eventsql::Fragment logWalk(qint64 first, qint64 last) const;
    [[nodiscard]] eventsql::Fragment kindWalk(qint64 first, qint64 last, const eventsql::Fragment &kinds) const;
    [[nodiscard]] eventsql::Fragment starWalk(qint64 first, qint64 last) const;
    [[nodiscard]] std::vector<eventsql::Fragment> walks(qint64 first, qint64 last) const;

    qint64 m_first = 0;
    qint64 m_last = -1;
    // The kinds that pass, unless every kind does: their numbers (some of them, when they are many), and what stands
    // in "IN (…)" for them.
    bool m_choosesKinds = false;
    QList<qint64> m_kinds;
    eventsql::Fragment m_kindQuery;
    // They are many, and so are their rows: the log is walked.
    bool m_isCommon = false;
    bool m_starredOnly = false;
    bool m_isSearch = false;
    // The query of FTS5.
    QString m_expression;
    // What the time of a row must meet; empty when all between the bounds do.
    std::optional<EventFilter> m_time;
};

} // namespace uw
