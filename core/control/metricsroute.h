// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>

namespace uw {

class EventCounters;
class Router;
class Store;
struct ServerCounters;

namespace control {

// Where the numbers come from; the counters outlive the server, and without them there is no such route.
struct MetricsParts {
    std::shared_ptr<ServerCounters> listener;
    std::shared_ptr<ServerCounters> control;
    const EventCounters *events = nullptr;
};

// Adds GET /metrics: Prometheus' text format (prometheus.io/docs/instrumenting/exposition_formats). No name in it comes from
// a request but those of the first custom sources; no secret, no path, no address.
void addMetricsRoute(Router &router, Store &store, const MetricsParts &parts);

} // namespace control

} // namespace uw
