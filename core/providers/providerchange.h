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
// The state after the change, whose secrets have to be stored where they are others or had a fault. New settings end a
// fault of the settings, and a whole replacement one of the secret. `title` stands in messages. Conflict: the secret is
// fixed by the environment. Unavailable: the stored secret cannot be read, so that nothing can be added to it.
// InvalidInput, for a source too: damaged settings need new ones.
[[nodiscard]] Result<ProviderState> changedProvider(const ProviderState &state, const ProviderChange &change,
                                                    const QString &title);
[[nodiscard]] Result<SourceState> changedSource(const SourceState &state, const SourceChange &change,
                                                const ProviderTable &table, const QString &title);

} // namespace uw
