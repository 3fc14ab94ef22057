// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/eventrepository.h"

#include <QList>

#include <utility>

namespace uw::control {

// What GET /ui/webhooks asks for.
struct EventQuery {
    EventFilter filter;
    EventPageRequest page;
};

// Reads the decoded pairs of a query: source, customSource, provider, eventType, verdict (each may repeat or hold a comma
// list), starred (true), q (words, at most 1,000 characters), workspaceId, from, to (RFC 3339, or milliseconds since the epoch; both inclusive), limit (1-500),
// before (a cursor of an earlier answer). InvalidInput names the parameter; parameters of other names are left alone.
[[nodiscard]] Result<EventQuery> parseEventQuery(const QList<std::pair<QString, QString>> &items);

// The cursor that continues after `sequence`, and back.
[[nodiscard]] QString cursorOf(qint64 sequence);

} // namespace uw::control
