// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/settingrepository.h"

#include "core/base/limits.h"
#include "core/store/connection.h"

using namespace Qt::StringLiterals;

namespace uw::settingrepository {

namespace {

constexpr qsizetype idMaximum = 200;
constexpr qsizetype valueMaximum = limits::mebibyte / qsizetype(sizeof(QChar));

Result<void> checkId(const QString &id)
{
    if (id.isEmpty() || id.size() > idMaximum)
        return Error{ErrorCode::InvalidArgument, u"The name of a setting has 1 to %1 characters."_s.arg(idMaximum)};
    return {};
}

} // namespace

Result<std::optional<QString>> get(Connection &connection, const QString &workspaceId, const QString &id)
{
    if (const Result<void> valid = checkId(id); !valid)
        return valid.error();
    Result<Statement> statement =
        connection.prepare(u"SELECT value FROM universal_webhook_setting WHERE workspace_id = ? AND id = ?"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(workspaceId).bind(id).execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    return *row ? std::optional<QString>(statement->text(0)) : std::nullopt;
}

Result<void> put(Connection &connection, const QString &workspaceId, const QString &id, const QString &value)
{
    if (const Result<void> valid = checkId(id); !valid)
        return valid;
    if (value.size() > valueMaximum)
        return Error{ErrorCode::LimitExceeded, u"The value of the setting %1 is longer than 1 MiB."_s.arg(id)};
    Result<Statement> statement =
        connection.prepare(u"INSERT INTO universal_webhook_setting (workspace_id, id, value) VALUES (?,?,?) "
                           "ON CONFLICT (workspace_id, id) DO UPDATE SET value = excluded.value"_s);
    if (!statement)
        return statement.error();
    return statement->bind(workspaceId).bind(id).bind(value).execute();
}

Result<void> remove(Connection &connection, const QString &workspaceId, const QString &id)
{
    Result<Statement> statement =
        connection.prepare(u"DELETE FROM universal_webhook_setting WHERE workspace_id = ? AND id = ?"_s);
    if (!statement)
        return statement.error();
    return statement->bind(workspaceId).bind(id).execute();
}

Result<QMap<QString, QString>> all(Connection &connection, const QString &workspaceId)
{
    Result<Statement> statement =
        connection.prepare(u"SELECT id, value FROM universal_webhook_setting WHERE workspace_id = ?"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(workspaceId).execute(); !done)
        return done.error();
    QMap<QString, QString> settings;
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            return settings;
        settings.insert(statement->text(0), statement->text(1));
    }
}

Result<QMap<QString, QMap<QString, QString>>> all(Connection &connection)
{
    Result<Statement> statement =
        connection.prepare(u"SELECT workspace_id, id, value FROM universal_webhook_setting"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    QMap<QString, QMap<QString, QString>> settings;
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            return settings;
        settings[statement->text(0)].insert(statement->text(1), statement->text(2));
    }
}

} // namespace uw::settingrepository
