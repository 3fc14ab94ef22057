// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/installationrepository.h"

#include "core/store/connection.h"

using namespace Qt::StringLiterals;

namespace uw::installationrepository {

namespace {

constexpr qsizetype digestBytes = 32;

// The words of the status column.
constexpr QLatin1StringView activeWord{"ACTIVE"};
constexpr QLatin1StringView inactiveWord{"INACTIVE"};
// The words of the origin column.
constexpr QLatin1StringView addonWord{"ADDON"};
constexpr QLatin1StringView workspaceWord{"WORKSPACE"};

QString wordOf(Installation::Status status)
{
    return status == Installation::Status::Active ? activeWord : inactiveWord;
}

QString wordOf(RegisteredWebhook::Origin origin)
{
    return origin == RegisteredWebhook::Origin::Addon ? addonWord : workspaceWord;
}

const QString &selectInstallations()
{
    static const QString sql =
        u"SELECT workspace_id, addon_id, status, installed_at, updated_at, deleted_at, api_url, installed_by, "
        "addon_user_id FROM universal_webhook_installation"_s;
    return sql;
}

Installation readInstallation(const Statement &row)
{
    return {.workspaceId = row.text(0),
            .addonId = row.text(1),
            .status = row.text(2) == activeWord ? Installation::Status::Active : Installation::Status::Inactive,
            .installedAtMs = row.integer(3),
            .updatedAtMs = row.integer(4),
            .deletedAtMs = row.integer(5),
            .apiUrl = row.text(6),
            .installedBy = row.text(7),
            .addonUserId = row.text(8)};
}

// Runs a statement whose values are bound and reads each of its rows.
template<typename T>
Result<QList<T>> readAll(Statement &statement, T (*read)(const Statement &))
{
    if (const Result<void> done = statement.execute(); !done)
        return done.error();
    QList<T> rows;
    for (;;) {
        const Result<bool> row = statement.next();
        if (!row)
            return row.error();
        if (!*row)
            return rows;
        rows.append(read(statement));
    }
}

Result<void> checkWebhook(const RegisteredWebhook &webhook)
{
    if (webhook.workspaceId.isEmpty() || webhook.tokenDigest.size() != digestBytes)
        return Error{ErrorCode::InvalidArgument,
                     u"A registered webhook has a workspace and a digest of %1 bytes."_s.arg(digestBytes)};
    return {};
}

Result<void> insertWebhook(Connection &connection, const RegisteredWebhook &webhook)
{
    if (const Result<void> valid = checkWebhook(webhook); !valid)
        return valid;
    Result<Statement> statement =
        connection.prepare(u"INSERT INTO universal_webhook_registered_webhook "
                           "(workspace_id, origin, webhook_id, path, event_type, token_digest) VALUES (?,?,?,?,?,?) "
                           "ON CONFLICT (workspace_id, origin, webhook_id, path, token_digest) "
                           "DO UPDATE SET event_type = excluded.event_type"_s);
    if (!statement)
        return statement.error();
    return statement->bind(webhook.workspaceId)
        .bind(wordOf(webhook.origin))
        .bind(webhook.webhookId)
        .bind(webhook.path)
        .bind(webhook.eventType)
        .bind(webhook.tokenDigest)
        .execute();
}

Result<void> removeAddonWebhooks(Connection &connection, const QString &workspaceId)
{
    Result<Statement> statement =
        connection.prepare(u"DELETE FROM universal_webhook_registered_webhook WHERE workspace_id = ? AND origin = ?"_s);
    if (!statement)
        return statement.error();
    return statement->bind(workspaceId).bind(wordOf(RegisteredWebhook::Origin::Addon)).execute();
}

} // namespace

Result<QList<Installation>> all(Connection &connection)
{
    Result<Statement> statement = connection.prepare(selectInstallations() + u" ORDER BY workspace_id"_s);
    if (!statement)
        return statement.error();
    return readAll<Installation>(*statement, readInstallation);
}

Result<std::optional<Installation>> find(Connection &connection, const QString &workspaceId)
{
    Result<Statement> statement = connection.prepare(selectInstallations() + u" WHERE workspace_id = ?"_s);
    if (!statement)
        return statement.error();
    statement->bind(workspaceId);
    const Result<QList<Installation>> rows = readAll<Installation>(*statement, readInstallation);
    if (!rows)
        return rows.error();
    return rows->isEmpty() ? std::nullopt : std::optional<Installation>(rows->first());
}

Result<void> put(Connection &connection, const Installation &installation)
{
    if (installation.workspaceId.isEmpty() || installation.addonId.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"An installation has a workspace and an add-on id."_s};
    Result<Statement> statement = connection.prepare(
        u"INSERT INTO universal_webhook_installation (workspace_id, addon_id, status, installed_at, updated_at, "
        "deleted_at, api_url, installed_by, addon_user_id) VALUES (?,?,?,?,?,?,?,?,?) "
        "ON CONFLICT (workspace_id) DO UPDATE SET addon_id = excluded.addon_id, status = excluded.status, "
        "installed_at = excluded.installed_at, updated_at = excluded.updated_at, deleted_at = excluded.deleted_at, "
        "api_url = excluded.api_url, installed_by = excluded.installed_by, addon_user_id = excluded.addon_user_id"_s);
    if (!statement)
        return statement.error();
    return statement->bind(installation.workspaceId)
        .bind(installation.addonId)
        .bind(wordOf(installation.status))
        .bind(installation.installedAtMs)
        .bind(installation.updatedAtMs)
        .bind(installation.deletedAtMs)
        .bind(installation.apiUrl)
        .bind(installation.installedBy)
        .bind(installation.addonUserId)
        .execute();
}

Result<void> setStatus(Connection &connection, const QString &workspaceId, Installation::Status status, qint64 nowMs)
{
    Result<Statement> statement = connection.prepare(u"UPDATE universal_webhook_installation SET status = ?, "
                                                     "updated_at = ? WHERE workspace_id = ? AND deleted_at = 0"_s);
    if (!statement)
        return statement.error();
    return statement->bind(wordOf(status)).bind(nowMs).bind(workspaceId).execute();
}

Result<void> markUninstalled(Connection &connection, const QString &workspaceId, qint64 nowMs)
{
    Result<Statement> statement = connection.prepare(u"UPDATE universal_webhook_installation SET deleted_at = ?, "
                                                     "updated_at = ? WHERE workspace_id = ? AND deleted_at = 0"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(nowMs).bind(nowMs).bind(workspaceId).execute(); !done)
        return done;
    return removeAddonWebhooks(connection, workspaceId);
}

Result<QList<RegisteredWebhook>> webhooks(Connection &connection)
{
    Result<Statement> statement = connection.prepare(
        u"SELECT workspace_id, origin, webhook_id, path, event_type, token_digest "
        "FROM universal_webhook_registered_webhook ORDER BY workspace_id, origin, webhook_id, path"_s);
    if (!statement)
        return statement.error();
    const auto read = [](const Statement &row) {
        return RegisteredWebhook{.workspaceId = row.text(0),
                                 .origin = row.text(1) == addonWord ? RegisteredWebhook::Origin::Addon
                                                                    : RegisteredWebhook::Origin::Workspace,
                                 .webhookId = row.text(2),
                                 .path = row.text(3),
                                 .eventType = row.text(4),
                                 .tokenDigest = row.blob(5)};
    };
    return readAll<RegisteredWebhook>(*statement, read);
}

Result<void> replaceAddonWebhooks(Connection &connection, const QString &workspaceId,
                                  const QList<RegisteredWebhook> &webhooks)
{
    // All are looked at before one of the old ones goes.
    for (const RegisteredWebhook &webhook : webhooks) {
        if (webhook.workspaceId != workspaceId || webhook.origin != RegisteredWebhook::Origin::Addon)
            return Error{ErrorCode::InvalidArgument, u"A webhook of another workspace or origin."_s};
        if (const Result<void> valid = checkWebhook(webhook); !valid)
            return valid;
    }
    if (const Result<void> removed = removeAddonWebhooks(connection, workspaceId); !removed)
        return removed;
    for (const RegisteredWebhook &webhook : webhooks) {
        if (const Result<void> done = insertWebhook(connection, webhook); !done)
            return done;
    }
    return {};
}

Result<void> putWorkspaceWebhook(Connection &connection, const RegisteredWebhook &webhook)
{
    if (webhook.webhookId.isEmpty() || webhook.origin != RegisteredWebhook::Origin::Workspace)
        return Error{ErrorCode::InvalidArgument, u"A workspace's own webhook has an id."_s};
    if (const Result<void> valid = checkWebhook(webhook); !valid)
        return valid;
    if (const Result<void> removed = removeWorkspaceWebhook(connection, webhook.workspaceId, webhook.webhookId);
        !removed)
        return removed;
    return insertWebhook(connection, webhook);
}

Result<void> removeWorkspaceWebhook(Connection &connection, const QString &workspaceId, const QString &webhookId)
{
    Result<Statement> statement = connection.prepare(u"DELETE FROM universal_webhook_registered_webhook "
                                                     "WHERE workspace_id = ? AND origin = ? AND webhook_id = ?"_s);
    if (!statement)
        return statement.error();
    return statement->bind(workspaceId).bind(wordOf(RegisteredWebhook::Origin::Workspace)).bind(webhookId).execute();
}

} // namespace uw::installationrepository
