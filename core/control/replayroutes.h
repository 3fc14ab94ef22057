// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

namespace uw {

class Replayer;
class Router;
class Store;
struct ReplayOutcome;

namespace control {

// Adds POST /ui/webhooks/{id}/replay: sends a stored event to an address and tells what came back. `store` and
// `replayer`, which lives on another thread, outlive the server of the router.
void addReplayRoutes(Router &router, Store &store, Replayer &replayer);

// {"status","reason","latencyMs","timing","headers","data","dataEncoding","truncated","withheld"}: the answer to a
// replay, and the headers that stayed behind.
[[nodiscard]] json::Value replayReport(const ReplayOutcome &outcome);

} // namespace control

} // namespace uw
