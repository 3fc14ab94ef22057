// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"

namespace uw {

// What stands in the store about one provider or custom source, without its secrets. A plain value.
struct ProviderRecord {
    // Of a source; a provider's stands in its settings.
    std::optional<bool> enabled;
    json::Value settings = json::Value::object();
    // The secret store holds something for it.
    bool isSecretStored = false;
};

// InvalidInput names what is wrong with the text.
[[nodiscard]] Result<ProviderRecord> readProviderRecord(const QString &text);
[[nodiscard]] QString providerRecordText(const ProviderRecord &record);

// How the ids of their rows begin.
inline constexpr QLatin1StringView providerRowPrefix{"provider/"};
inline constexpr QLatin1StringView sourceRowPrefix{"source/"};

} // namespace uw
