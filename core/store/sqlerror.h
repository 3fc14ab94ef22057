// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

class QSqlError;

namespace uw {

// Turns what SQLite said about the file `path` into an Error: a code for programs and a
// sentence with the cause and the next step. Bound values never appear in it.
[[nodiscard]] Error sqlError(const QSqlError &error, const QString &path);

// True for failures that end the whole transaction or make every later statement fail as
// well; false for those that concern one statement (a constraint, a value that is too big).
[[nodiscard]] bool endsTransaction(const Error &error);

} // namespace uw
