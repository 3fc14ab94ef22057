// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providerregistry.h"

#include <functional>

namespace uw {

class ProviderService;
class Router;
class SampleSender;
class Store;

namespace control {

// What the routes about providers work with; everything outlives the server.
struct ProviderParts {
    const ProviderRegistry *registry = nullptr;
    // Live on another thread; null: nothing can be changed, nothing sent.
    ProviderService *service = nullptr;
    SampleSender *samples = nullptr;
    // The base of the addresses that senders use: the public URL, else the listener's. Called on the server's thread.
    std::function<QString()> baseUrl;
};

// GET /providers, GET /stats, GET /ui/providers, GET PUT DELETE /ui/providers/{name}, POST /ui/providers/{name}/sample,
// and the same under /ui/sources for custom sources. Secrets are written, never read back.
void addProviderRoutes(Router &router, Store &store, const ProviderParts &parts);

} // namespace control

} // namespace uw
