// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventkind.h"

#include "core/store/connection.h"
#include "core/store/event.h"

#include <QVarLengthArray>

using namespace Qt::StringLiterals;

namespace uw::eventkind {

namespace {

// No word of a kind comes near this; a longer one would stand in the row, in its index and in the writer's memory.
constexpr qsizetype longestWord = 1024;

bool isTooLong(const Event &event)
{
    for (const QString *text : {&event.customSource, &event.eventType, &event.workspaceId, &event.source,
                                &event.provider, &event.normalizedType, &event.entityType}) {
        if (text->size() > longestWord)
            return true;
    }
    return event.method.size() > longestWord || event.httpVersion.size() > longestWord;
}

void appendTo(QVarLengthArray<char, 512> &key, const void *bytes, qsizetype size)
{
    key.append(reinterpret_cast<const char *>(&size), qsizetype(sizeof size));
    key.append(static_cast<const char *>(bytes), size);
}

Statement &bindKind(Statement &statement, const Event &event)
{
    return statement.bind(event.customSource)
        .bind(event.eventType)
        .bind(event.workspaceId)
        .bind(event.source)
        .bind(event.provider)
        .bind(QString(verdictWord(event.verdict)))
        .bind(qint64(event.rejected ? 1 : 0))
        .bind(event.normalizedType)
        .bind(event.entityType)
        .bind(event.method)
        .bind(event.httpVersion);
}

Result<std::optional<qint64>> find(Connection &connection, const Event &event)
{
    Result<Statement> statement = connection.prepare(
        u"SELECT id FROM universal_webhook_log_kind WHERE custom_source = ? AND event_type = ? AND workspace_id = ? "
        "AND source = ? AND provider = ? AND verdict = ? AND rejected = ? AND normalized_type = ? "
        "AND entity_type = ? AND method = ? AND http_version = ?"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = bindKind(*statement, event).execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    return *row ? std::optional(statement->integer(0)) : std::nullopt;
}

Result<qint64> insert(Connection &connection, const Event &event)
{
    Result<Statement> statement = connection.prepare(
        u"INSERT INTO universal_webhook_log_kind (custom_source, event_type, workspace_id, source, provider, verdict, "
        "rejected, normalized_type, entity_type, method, http_version) VALUES (?,?,?,?,?,?,?,?,?,?,?)"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = bindKind(*statement, event).execute(); !done)
        return done.error();
    return statement->lastInsertId();
}

} // namespace

QByteArray keyOf(const Event &event)
{
    QVarLengthArray<char, 512> key;
    for (const QString *text : {&event.customSource, &event.eventType, &event.workspaceId, &event.source,
                                &event.provider, &event.normalizedType, &event.entityType})
        appendTo(key, text->constData(), text->size() * qsizetype(sizeof(char16_t)));
    for (const QByteArray *bytes : {&event.method, &event.httpVersion})
        appendTo(key, bytes->constData(), bytes->size());
    key.append(char(event.verdict));
    key.append(char(event.rejected));
    return {key.constData(), key.size()};
}

Result<qint64> ensure(Connection &connection, const Event &event, const QByteArray &key)
{
    // The kinds of rejected events are not remembered: anybody could make them up, and they go whenever room is made.
    if (const std::optional<qint64> known = event.rejected ? std::nullopt : connection.remembered(key))
        return *known;
    if (isTooLong(event)) {
        return Error{
            ErrorCode::InvalidInput,
            u"The event was not stored: its type, workspace or sender is a word of more than %1 characters."_s.arg(
                longestWord)};
    }
    const Result<std::optional<qint64>> found = find(connection, event);
    if (!found)
        return found.error();
    const Result<qint64> number = *found ? Result<qint64>(**found) : insert(connection, event);
    if (number && !event.rejected)
        connection.remember(key, *number);
    return number;
}

} // namespace uw::eventkind
