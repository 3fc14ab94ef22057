// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/savedrequest.h"

namespace uw {

class Connection;

// The tables universal_webhook_saved_request and _saved_folder, the only code that knows their columns. Stateless; on
// the thread that owns the connection, writes inside its transaction.
namespace savedrequestrepository {

inline constexpr qsizetype nameCharacters = 200;
inline constexpr qsizetype folderDepth = 16;
inline constexpr qsizetype argumentBytes = 4 * 1024 * 1024;
inline constexpr qint64 maximumRequests = 10'000;
inline constexpr qint64 maximumFolders = 1'000;

// InvalidInput says what is wrong with a folder's path (parts of 1 to 200 characters with "/" between, at most 16) or
// a request's name.
Result<void> checkFolder(const QString &path);
Result<void> checkName(const QString &name);

Result<SavedRequests> all(Connection &connection);

// Stores a request or replaces the one of its id; its folder is made when it is missing. A position below 0: at the
// end of its folder. LimitExceeded: too many, or too large.
Result<void> put(Connection &connection, const SavedRequest &request);
// Puts a request that is there into a folder, in front of the one at `position` (-1: at the end).
Result<void> move(Connection &connection, const QString &id, const QString &folder, qint64 position);
Result<void> remove(Connection &connection, const QString &id);

// Harmless when it is there.
Result<void> addFolder(Connection &connection, const QString &path);
// Gives a folder another path, with all that is in it. Conflict: there is one of that path, or it would lie in itself.
Result<void> moveFolder(Connection &connection, const QString &from, const QString &to);
// With all that is in it.
Result<void> removeFolder(Connection &connection, const QString &path);

} // namespace savedrequestrepository

} // namespace uw
