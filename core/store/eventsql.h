// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/event.h"
#include "core/store/statement.h"

#include <QStringList>

#include <variant>
#include <vector>

// Pieces of SQL for the log's queries, private to core/store: fixed text and bound values,
// nothing from outside ever becomes part of a statement.
namespace uw::eventsql {

// A text with placeholders and the values for them, in order.
struct Fragment {
    QString sql;
    std::vector<std::variant<qint64, QString>> values;

    Fragment &operator+=(const Fragment &other);
    friend Fragment operator+(Fragment first, const Fragment &second) { return first += second; }
    void bindTo(Statement &statement) const;
};

// The columns of a summary, in the order that readSummary() expects.
[[nodiscard]] const QString &summaryColumns();
[[nodiscard]] EventSummary readSummary(const Statement &row);

// One list of a filter: a column of the log and the words it may hold.
struct WordList {
    QLatin1StringView column;
    QStringList words;
};

// The filter's lists that are not empty, each word once. LimitExceeded: more than 500 words in one.
Result<QList<WordList>> wordLists(const EventFilter &filter);

// "column IN (?,…)". `words` is not empty.
[[nodiscard]] Fragment anyOf(const QString &column, const QStringList &words);

// "c1 AND c2 …" for every member of the filter; "1" for an empty one.
Result<Fragment> conditions(const EventFilter &filter);

} // namespace uw::eventsql
