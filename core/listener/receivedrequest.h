// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/serverrequest.h"

#include <QString>

namespace uw {

// What the listener hands to whoever knows the providers: the request as received and the route it came
// by. A plain value, shared without copies of the bytes.
struct ReceivedRequest {
    // The route's name: "clockify", "custom" or a provider's.
    QString route;
    // The {source} of /webhooks/custom/{source}, checked; else empty.
    QString customSource;
    // The public address under which the request was meant to arrive, with its target; empty when none is known.
    QString publicUrl;
    ServerRequest request;
};

} // namespace uw
