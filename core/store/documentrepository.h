// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/limits.h"
#include "core/base/result.h"
#include "core/store/documentrecord.h"

#include <QList>

#include <optional>

namespace uw {

class Connection;

// The tables universal_webhook_document and universal_webhook_document_file: the only code that knows their columns.
// Stateless; called on the thread that owns the connection (the writer's for changes, a reader's else).
namespace documentrepository {

inline constexpr int maximumDocuments = 100;
// Of all descriptions and their files together.
inline constexpr qint64 maximumBytes = 512 * limits::mebibyte;

// Every description, the one that was opened last first.
Result<QList<DocumentRecord>> all(Connection &connection);
// By origin, or by name; nothing when it is not known.
Result<std::optional<DocumentRecord>> find(Connection &connection, const QString &originOrName);
// What was kept of it. NotFound when there is no such row.
Result<DocumentBytes> bytes(Connection &connection, qint64 id);
// Stores or replaces the row of that origin with its bytes, and answers it as it is then: with its id, and with a name
// that no other has ("pets", "pets-2"). Options and permissions of a row that was there stay.
// LimitExceeded: one too many, or too large together; nothing changes.
Result<DocumentRecord> put(Connection &connection, const DocumentRecord &record, const DocumentBytes &bytes);
// Notes that it was opened. Harmless when it is not known.
Result<void> touch(Connection &connection, const QString &origin, qint64 openedAtMs);
// Stores the person's choices of a row: permissions and options (at most 64 KiB of JSON, else LimitExceeded).
Result<void> choose(Connection &connection, const DocumentRecord &record);
// Removing what is not there is no error.
Result<void> remove(Connection &connection, const QString &origin);

} // namespace documentrepository

} // namespace uw
