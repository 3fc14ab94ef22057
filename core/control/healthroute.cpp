// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/healthroute.h"

#include "core/json/value.h"
#include "core/listener/router.h"

namespace uw::control {

void addHealthRoute(Router &router, std::function<ComponentHealth()> source)
{
    router.add("GET", "/health", [source = std::move(source)](const ServerRequest &, const ResponseChannel &channel) {
        const ComponentHealth health = source();
        const bool well = health.storeWritable && health.listening;
        json::Value components = json::Value::object();
        components["store"] = health.storeWritable ? "ok" : "failed";
        components["listener"] = health.listening ? "ok" : "failed";
        components["flows"] = "off";
        components["deliveries"] = "off";
        components["tunnel"] = "off";
        json::Value answer = json::Value::object();
        answer["status"] = well ? "ok" : "failed";
        answer["components"] = std::move(components);
        channel.send(jsonResponse(well ? 200 : 503, json::serialize(answer)));
    });
}

} // namespace uw::control
