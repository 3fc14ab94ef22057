// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/personaldata.h"

namespace uw {
class Router;
class Store;
} // namespace uw

namespace uw::control {

// Adds GET /ui/webhooks and GET and PATCH /ui/webhooks/{id}: the log, read through the store's reader threads, and
// stars and notes.
// `store` has to outlive the server of the router; `masks` is asked on the reader threads.
void addWebhookRoutes(Router &router, Store &store, const PersonalDataRule &masks = {});

} // namespace uw::control
