// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providerregistry.h"
#include "core/store/eventstatistics.h"

namespace uw::control {

// One provider as /ui/providers shows it: state, address, counts; of secrets only how many there are.
[[nodiscard]] json::Value providerJson(const ProviderDefinition &provider, const ProviderSnapshot &snapshot,
                                       const SourceStatistics &statistics, const QString &baseUrl);
// One custom source, with the settings that were given to it.
[[nodiscard]] json::Value sourceJson(const QString &name, const ProviderSnapshot &snapshot,
                                     const SourceStatistics &statistics, const QString &baseUrl);
// {"events_processed","events_failed","success_rate","last_processed"} of /stats.
[[nodiscard]] json::Value statisticsJson(const SourceStatistics &statistics);

} // namespace uw::control
