// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace uw {

class Router;
class Store;

namespace control {

class ExplorerService;

// Adds GET /ui/api-explorer/endpoints, POST /ui/api-explorer/execute, GET /ui/api-explorer/history and
// GET /ui/api-explorer/history/{id}. `service`, which lives on another thread, and `store` outlive the server of the
// router.
void addExplorerRoutes(Router &router, Store &store, ExplorerService &service);

} // namespace control

} // namespace uw
