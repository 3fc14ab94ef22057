// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/event.h"

#include <functional>

namespace uw {

// Whether personal data of that workspace's events is masked (the setting redact_pii). Any thread; empty: never.
using PersonalDataRule = std::function<bool(const QString &workspaceId)>;

// A copy in which "••••" stands for e-mail addresses wherever they are (header, query, body), and for names and amounts:
// values of header fields, query parameters, form fields and members of a JSON body that are named so. A body without any
// keeps its bytes; one that is masked is written anew. What is stored stays as received.
[[nodiscard]] Event withoutPersonalData(const Event &event);
[[nodiscard]] EventSummary withoutPersonalData(const EventSummary &summary);

// As the rule wants it for the event's workspace.
template<typename T>
[[nodiscard]] T asShown(const T &event, const PersonalDataRule &rule)
{
    return rule && rule(event.workspaceId) ? withoutPersonalData(event) : event;
}

} // namespace uw
