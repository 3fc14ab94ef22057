// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/event.h"
#include "core/store/statement.h"

#include <QStringList>

#include <variant>
#include <vector>

namespace uw {
class Connection;
} // namespace uw

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

// The columns of a summary, in the order that readSummary() expects, and " FROM … " for them: the tables `log`, `kind` and `mark`.
[[nodiscard]] const QString &summaryColumns();
[[nodiscard]] const QString &logWithKinds();
[[nodiscard]] EventSummary readSummary(const Statement &row);

// "c1 AND c2 …" of table `kind` for the words of a filter, and for the workspaces whose events are hidden while there are
// any; empty when every kind passes. LimitExceeded: more than 500 words in one list.
Result<Fragment> kindConditions(Connection &connection, const EventFilter &filter);
// "kind.workspace_id NOT IN (…)": not of a workspace from which the add-on was uninstalled.
[[nodiscard]] const QString &notHidden();
// "column BETWEEN ? AND ?" for the times of a filter.
[[nodiscard]] Fragment timeRange(const QString &column, const EventFilter &filter);

} // namespace uw::eventsql
