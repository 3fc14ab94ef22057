// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/storepreparing.h"

#include <QByteArray>
#include <QStringList>

#include <memory>
#include <optional>

namespace uw {

class Connection;

// The database as a file of the profile's folder: made, looked at, set aside.
namespace databasefile {

// Makes the folder (readable by this user only) when it is missing. Errors: InvalidArgument (not an
// absolute path), Io (a file stands in the way, the folder cannot be made).
Result<void> prepareFolder(const QString &databasePath);

// Opens it for writing on this thread, makes it when it is missing, brings it to the newest
// version. A damaged file is renamed to "<file>.corrupt-<UTC time>" with its -wal and -shm, and a new one is
// made. What a person should know of it is added to `notices`, and `preparing` hears, on this thread, of what takes its
// time. The profile's lock is held by the caller.
Result<std::unique_ptr<Connection>> openForWriting(const QString &databasePath, QStringList &notices,
                                                   const StorePreparing &preparing = {});

// Has the next openForWriting() read every page, because a statement met a damaged one.
void suspect(const QString &databasePath);

// Which file a path names just now, so that one that was moved or deleted under an open connection is
// noticed: SQLite would go on writing to a file that nobody can find again. Empty where there is none, or
// where the system keeps open files in place by itself.
[[nodiscard]] QByteArray identity(const QString &path);

// Bytes of the disk that a user may still fill; nothing when the system does not say.
[[nodiscard]] std::optional<qint64> freeDiskBytes(const QString &databasePath);

} // namespace databasefile

} // namespace uw
