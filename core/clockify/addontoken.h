// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/providers/publickey.h"

#include <QString>

namespace uw::clockify {

// What Clockify vouches for with a token.
struct AddonClaims {
    QString workspaceId;
    // Clockify's id of the installation.
    QString addonId;

    bool operator==(const AddonClaims &) const = default;
};

// Checks the tokens that Clockify sends to add-ons: JSON Web Tokens, RS256, signed with the key that Clockify publishes.
// Immutable; any thread.
class AddonTokenVerifier final {
public:
    // `publicKeyPem`: Clockify's, or a test's own. InvalidArgument when it is no RSA key of 2048 bits or more.
    // `addonKey`: the manifest's.
    static Result<AddonTokenVerifier> make(QByteArrayView publicKeyPem, const QString &addonKey);
    // The key that Clockify publishes, in PEM.
    [[nodiscard]] static QByteArray publishedKey();

    // Unauthorized with the reason unless all holds: a token of three parts; algorithm RS256 and no other; the
    // signature; "exp" and "nbf" where they are, with a minute of tolerance; issuer "clockify"; type "addon"; subject =
    // the add-on's key; workspace and installation named. `nowMs`: UTC milliseconds.
    [[nodiscard]] Result<AddonClaims> verify(QByteArrayView token, qint64 nowMs) const;

private:
    AddonTokenVerifier(crypto::PublicKey key, QString addonKey);

    crypto::PublicKey m_key;
    QString m_addonKey;
};

// What tells a webhook's token without being the token: its SHA-256, 32 bytes. Tokens are long and random, so there is
// nothing to guess from it.
[[nodiscard]] QByteArray tokenDigest(QByteArrayView token);

// 1 to 64 letters, digits, '-' and '_': what Clockify's ids are made of, and what may stand in a key of the secret store.
[[nodiscard]] bool isClockifyId(QStringView text);

} // namespace uw::clockify
