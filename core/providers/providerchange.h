// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providerregistry.h"

namespace uw {

// What may be changed about the secrets of a provider or source; what is absent stays.
struct SecretChange {
    // Takes the place of the current ones, which become previous. Empty: none any more.
    std::optional<QByteArray> secret;
    // The current ones stay beside the new one: a rotation has begun.
    bool keepsCurrent = false;
    std::optional<QByteArray> verifyToken;
};

// What a user wants changed; what is absent stays.
struct ProviderChange {
    std::optional<bool> enabled;
    std::optional<qint64> maximumBodyBytes;
    std::optional<int> toleranceSeconds;
    SecretChange secrets;
};
struct SourceChange {
    std::optional<bool> enabled;
    // As customSourceFromJson() reads them, whole.
    std::optional<json::Value> settings;
    SecretChange secrets;
};

// {"enabled","maximumBodyBytes","toleranceSeconds","secret","keepCurrentSecret","verifyToken"}, each optional; a null
// secret is none any more. InvalidInput names the member.
[[nodiscard]] Result<ProviderChange> providerChangeFromJson(const json::Value &object);
// {"enabled","settings","secret","keepCurrentSecret","verifyToken"}.
[[nodiscard]] Result<SourceChange> sourceChangeFromJson(const json::Value &object);

// `secrets` after the change. InvalidInput for a secret that is too long, or one more than the maximum.
[[nodiscard]] Result<ProviderSecrets> changedSecrets(const ProviderSecrets &secrets, const SecretChange &change);

} // namespace uw
