// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace uw {

// The secrets of one provider or custom source. A plain value, kept in memory and in the secret store only.
struct ProviderSecrets {
    // Each of them may have signed a request: two while a rotation is under way.
    QList<QByteArray> current;
    // What was valid once: never accepted, known for the sake of a good explanation.
    QList<QByteArray> previous;
    // What the subscription of a handshake has to repeat (Meta's hub.verify_token); empty: one of `current`.
    QByteArray verifyToken;

    [[nodiscard]] bool isEmpty() const { return current.isEmpty(); }
    bool operator==(const ProviderSecrets &) const = default;
};

inline constexpr qsizetype maximumSecrets = 8;
inline constexpr qsizetype maximumSecretBytes = 16 * 1024;

// Reads what the secret store, the environment or a file holds: the secret as plain text, or
// {"current":["…"],"previous":["…"],"verifyToken":"…"} for several. Empty text is no secret. InvalidInput for an
// object of that form with a fault, and for more or longer secrets than the maximum.
[[nodiscard]] Result<ProviderSecrets> parseSecrets(const QByteArray &stored);
// The shortest form that parseSecrets() reads back.
[[nodiscard]] QByteArray storedSecrets(const ProviderSecrets &secrets);
// `secrets` after `secret` took the place of the current ones, which become previous; the oldest are forgotten.
[[nodiscard]] ProviderSecrets replacedSecret(const ProviderSecrets &secrets, const QByteArray &secret);

// The name under which the secret store keeps them.
[[nodiscard]] QString providerSecretKey(const QString &provider);
[[nodiscard]] QString sourceSecretKey(const QString &customSource);

} // namespace uw
