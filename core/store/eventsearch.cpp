// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventsearch.h"

#include "core/store/connection.h"
#include "core/store/eventplan.h"
#include "core/store/searchpart.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace uw::eventsearch {

namespace {

struct Part {
    qint64 number = 0;
    qint64 table = 0;
};

Result<QList<Part>> partsBetween(Connection &connection, qint64 first, qint64 last, bool newestFirst)
{
    Result<Statement> statement = connection.prepare(
        newestFirst ? u"SELECT part, text_table FROM search.part WHERE part BETWEEN ? AND ? ORDER BY part DESC"_s
                    : u"SELECT part, text_table FROM search.part WHERE part BETWEEN ? AND ? ORDER BY part"_s);
    if (!statement)
        return statement.error();
    statement->bind(searchpart::partOf(first)).bind(searchpart::partOf(last));
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    QList<Part> parts;
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            return parts;
        parts.append({statement->integer(0), statement->integer(1)});
    }
}

// False when no more are wanted.
Result<bool> walkPart(Connection &connection, const eventsql::Fragment &query, const std::function<bool(qint64)> &take)
{
    Result<Statement> statement = connection.prepare(query.sql);
    if (!statement)
        return statement.error();
    query.bindTo(*statement);
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            return true;
        if (!take(statement->integer(0)))
            return false;
    }
}

} // namespace

Result<void> walk(Connection &connection, const EventPlan &plan, bool newestFirst,
                  const std::function<bool(qint64)> &take)
{
    if (plan.isEmpty())
        return {};
    const Result<QList<Part>> parts = partsBetween(connection, plan.first(), plan.last(), newestFirst);
    if (!parts)
        return parts.error();
    for (const Part &part : *parts) {
        const qint64 begin = part.number << searchpart::bits;
        const qint64 first = std::max(plan.first(), begin);
        const qint64 last = std::min(plan.last(), begin + searchpart::rows - 1);
        const Result<bool> goesOn = walkPart(connection, plan.matches(part.table, first, last, newestFirst), take);
        if (!goesOn)
            return goesOn.error();
        if (!*goesOn)
            return {};
    }
    return {};
}

Result<eventsql::Fragment> list(Connection &connection, const EventPlan &plan, bool newestFirst, qint64 limit)
{
    eventsql::Fragment found;
    const auto take = [&found, limit](qint64 sequence) {
        found += {found.sql.isEmpty() ? u"?"_s : u",?"_s, {sequence}};
        return qint64(found.values.size()) < limit;
    };
    const Result<void> walked = walk(connection, plan, newestFirst, take);
    return walked ? Result<eventsql::Fragment>(found) : walked.error();
}

Result<qint64> horizon(Connection &connection)
{
    if (!connection.hasSearchIndex()) {
        return Error{ErrorCode::Unavailable,
                     u"The search is not ready: its index is being made. Try again in a moment."_s};
    }
    return connection.integer(u"SELECT cursor FROM search.state"_s);
}

} // namespace uw::eventsearch
