// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/installation.h"

#include <QList>

#include <optional>

namespace uw {

class Connection;

// The tables universal_webhook_installation and universal_webhook_registered_webhook: the only code that knows their
// columns. Stateless; called on the thread that owns the connection (the writer's for changes, a reader's else).
namespace installationrepository {

// Every installation, those uninstalled included, by workspace.
Result<QList<Installation>> all(Connection &connection);
// Nothing for a workspace that never was installed.
Result<std::optional<Installation>> find(Connection &connection, const QString &workspaceId);
// Stores it in place of what the workspace had before. InvalidArgument without workspace or add-on id.
Result<void> put(Connection &connection, const Installation &installation);
// Nothing changes, and it is no error, when there is no such installation or it is uninstalled.
Result<void> setStatus(Connection &connection, const QString &workspaceId, Installation::Status status, qint64 nowMs);
// Marks the workspace as uninstalled at `nowMs` and forgets the add-on's webhooks, whose tokens are dead. Harmless when
// it is already.
Result<void> markUninstalled(Connection &connection, const QString &workspaceId, qint64 nowMs);

// Every registered webhook, by workspace.
Result<QList<RegisteredWebhook>> webhooks(Connection &connection);
// The add-on's webhooks of that workspace, in place of those it had. Each has to have a digest of 32 bytes.
Result<void> replaceAddonWebhooks(Connection &connection, const QString &workspaceId,
                                  const QList<RegisteredWebhook> &webhooks);
// A workspace's own webhook, in place of what is stored for its id: a new token makes the old one worthless.
Result<void> putWorkspaceWebhook(Connection &connection, const RegisteredWebhook &webhook);
// Removing what is not there is no error.
Result<void> removeWorkspaceWebhook(Connection &connection, const QString &workspaceId, const QString &webhookId);

} // namespace installationrepository

} // namespace uw
