// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QString>

#include <optional>

namespace uw {

class Connection;

// The table universal_webhook_setting: texts by workspace and name, the only code that knows its
// columns. Stateless; called on the thread that owns the connection. Never holds a secret.
namespace settingrepository {

// `workspaceId` empty: a setting of the whole process. `id`: 1-200 characters (InvalidArgument else).
Result<std::optional<QString>> get(Connection &connection, const QString &workspaceId, const QString &id);
// Stores or replaces; `value` at most 1 MiB of UTF-16 (LimitExceeded else).
Result<void> put(Connection &connection, const QString &workspaceId, const QString &id, const QString &value);
// Removing what is not there is no error.
Result<void> remove(Connection &connection, const QString &workspaceId, const QString &id);
// Every setting by workspace and id.
Result<QMap<QString, QMap<QString, QString>>> all(Connection &connection);
// Every setting of that workspace, by id.
Result<QMap<QString, QString>> all(Connection &connection, const QString &workspaceId);

} // namespace settingrepository

} // namespace uw
