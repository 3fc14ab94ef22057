// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clockify/addontoken.h"
#include "core/clockify/manifest.h"

#include <functional>

namespace uw {
class Router;
} // namespace uw

namespace uw::clockify {

class Addon;

struct AddonRouteParts {
    // Outlives the server of the router; called on its own thread.
    Addon &addon;
    AddonTokenVerifier tokens;
    Manifest manifest;
    // Where the world reaches the public port, without a slash at its end. Called on the server's thread.
    std::function<QString()> baseUrl;
};

// A lifecycle call holds a handful of ids and tokens; more than this, in bytes, is none.
inline constexpr qint64 lifecycleBodyBytes = 256 * 1024;

// Adds to the public port, before it starts:
//   GET  /manifest?version=1.3|1.6&events=A,B   (version 1.6 and all its events unless told otherwise)
//   POST /lifecycle/installed, /uninstalled, /settings-updated, /status-changed
// A lifecycle call is answered 200 after its change is committed; 401 without a good token in
// X-Addon-Lifecycle-Token, 400 for a body that is wrong, 403 when it concerns no installation that is there, 413 for a
// body over the limit, 503 with Retry-After when nothing can be stored.
void addAddonRoutes(Router &router, AddonRouteParts parts);

} // namespace uw::clockify
