// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"
#include "core/listener/serverresponse.h"

#include <QString>

namespace uw {

// An application/problem+json answer (RFC 9457) with type "about:blank", the status' own title and
// `detail`, a sentence for a person. `extra` adds members of the problem, such as "errors" or "id".
[[nodiscard]] ServerResponse problem(int status, const QString &detail, const json::Object &extra = {});

// The same with a Retry-After of that many seconds, for 429 and 503.
[[nodiscard]] ServerResponse problemWithRetry(int status, const QString &detail, int retryAfterSeconds = 5);

// 405 with the methods that the route does offer, as they stand in Allow.
[[nodiscard]] ServerResponse methodNotAllowed(const QByteArray &allow);

// A fault of ours: writes `reason` to the log under a fresh id and answers 500 with that id alone,
// because reasons may name files or queries that are nobody's business outside.
[[nodiscard]] ServerResponse internalProblem(const QString &reason);

} // namespace uw
