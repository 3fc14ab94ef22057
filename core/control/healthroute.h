// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace uw {
class Router;
}

namespace uw::control {

// How each part of the program is, as /health of the control API shows it.
struct ComponentHealth {
    bool storeWritable = false;
    bool listening = false;
};

// Adds GET /health: 200, or 503 when a part that has to work does not. `source` is called on the server's thread.
void addHealthRoute(Router &router, std::function<ComponentHealth()> source);

} // namespace uw::control
