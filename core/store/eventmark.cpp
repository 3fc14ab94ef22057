// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventmark.h"

#include "core/store/connection.h"
#include "core/store/rejectedlog.h"
#include "core/store/searchpart.h"

using namespace Qt::StringLiterals;

namespace uw::eventmark {

namespace {

struct Mark {
    bool starred = false;
    QString note;
};

// Nothing when there is no such event.
Result<std::optional<Mark>> read(Connection &connection, qint64 sequence)
{
    Result<Statement> statement = connection.prepare(
        u"SELECT coalesce(mark.starred, 0), coalesce(mark.note, '') FROM universal_webhook_log AS log "
        "LEFT JOIN universal_webhook_log_mark AS mark ON mark.seq = log.seq WHERE log.seq = ?"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(sequence).execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<Mark>();
    return std::optional(Mark{statement->integer(0) != 0, statement->text(1)});
}

Result<void> write(Connection &connection, qint64 sequence, const Mark &mark)
{
    const bool isEmpty = !mark.starred && mark.note.isEmpty();
    Result<Statement> statement = connection.prepare(
        isEmpty ? u"DELETE FROM universal_webhook_log_mark WHERE seq = ?"_s
                : u"INSERT OR REPLACE INTO universal_webhook_log_mark (seq, starred, note) VALUES (?,?,?)"_s);
    if (!statement)
        return statement.error();
    statement->bind(sequence);
    if (!isEmpty)
        statement->bind(qint64(mark.starred ? 1 : 0)).bind(mark.note);
    return statement->execute();
}

} // namespace

Result<void> check(const EventMarkChange &change)
{
    if (change.note && change.note->size() > noteCharacters) {
        return Error{ErrorCode::LimitExceeded,
                     u"A note has at most %1 characters; this one has %2. Shorten it."_s.arg(noteCharacters)
                         .arg(change.note->size())};
    }
    return {};
}

Result<bool> apply(Connection &connection, qint64 sequence, const EventMarkChange &change)
{
    if (const Result<void> valid = check(change); !valid)
        return valid.error();
    const Result<std::optional<Mark>> before = read(connection, sequence);
    if (!before)
        return before.error();
    if (!*before)
        return false;
    const Mark now{change.starred.value_or((*before)->starred), change.note.value_or((*before)->note)};
    if (const Result<void> written = write(connection, sequence, now); !written)
        return written.error();
    if ((*before)->starred && !now.starred) {
        if (const Result<void> counted = rejectedlog::addAgain(connection, sequence); !counted)
            return counted.error();
    }
    if (now.note == (*before)->note)
        return true;
    const Result<void> noted = searchpart::noteChange(connection, sequence, !(*before)->note.isEmpty());
    return noted ? Result<bool>(true) : noted.error();
}

} // namespace uw::eventmark
