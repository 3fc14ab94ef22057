// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace uw {

class Forwarder;
class Router;

namespace control {

// Adds GET /ui/forwards and GET PUT DELETE /ui/forwards/{source}: the rules by which events are passed on.
// `forwarder`, which lives on another thread, outlives the server of the router.
void addForwardRoutes(Router &router, Forwarder &forwarder);

} // namespace control

} // namespace uw
