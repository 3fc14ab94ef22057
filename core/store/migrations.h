// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/storepreparing.h"

#include <QStringList>

#include <span>

namespace uw {

class Connection;

// One step of the database's layout. Its version is its place in the list, from 1.
struct Migration {
    // What it brings, for the log.
    QLatin1StringView name;
    // Run in order, in one transaction with the new version number.
    QStringList statements;
};

// All steps of this program, oldest first. A landed step never changes; a new one is appended.
[[nodiscard]] std::span<const Migration> migrations();

// Marks a file as ours in its header ("UWhk", PRAGMA application_id).
inline constexpr qint64 applicationId = 0x5557'686b;

struct DatabaseVersion {
    qint64 version = 0;
    // Nothing was ever made in it.
    bool empty = true;
};

// Whose database this is and which version, without writing. `newest`: the version this program knows.
// Errors: StoreTooNew (naming both versions), StoreUnavailable (a file of another program or of an unfinished version).
Result<DatabaseVersion> inspect(Connection &connection, qint64 newest);

// Brings the database to the newest version. An older one is first copied to
// "<file>.v<old version>-<UTC time>.bak" beside it; the copy's path is added to `notices`.
// Errors: those of inspect(), StoreFull (no room for the copy), and what the statements report.
// `preparing` hears, on this thread, what will take its time.
Result<void> migrate(Connection &connection, std::span<const Migration> steps, QStringList &notices,
                     const StorePreparing &preparing = {});

} // namespace uw
