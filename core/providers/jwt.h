// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"
#include "core/providers/publickey.h"

#include <QByteArray>

#include <optional>

namespace uw {

// A JSON Web Token in compact form (RFC 7519, RFC 7515 section 7.1), taken apart but not believed. A plain value.
struct Jwt {
    QByteArray algorithm; // "alg", as it stands there
    QByteArray keyId;     // "kid", or empty
    json::Value claims;
    QByteArray signedText; // header and payload as they were signed
    QByteArray signature;

    // A claim that is a whole number of seconds, as milliseconds ("exp", "nbf", "iat").
    [[nodiscard]] std::optional<qint64> timeClaimMs(std::string_view name) const;
    [[nodiscard]] QString textClaim(std::string_view name) const;
};

// Nothing for what is no signed token: three base64url parts, the first two JSON objects, a text "alg",
// no "crit" (which would demand extensions that nobody here knows).
[[nodiscard]] std::optional<Jwt> parseJwt(QByteArrayView text);
// Whether text looks like one, without reading its claims: for masking.
[[nodiscard]] bool looksLikeJwt(QByteArrayView text);

// Whether a shared key signed it: HS256, HS384 or HS512 and nothing else.
[[nodiscard]] bool verifyJwt(const Jwt &token, QByteArrayView sharedKey);
// Whether the owner of that key signed it: RS256, RS384, RS512, ES256 or EdDSA, whichever the key is for. `only`
// narrows that to one algorithm.
[[nodiscard]] bool verifyJwt(const Jwt &token, const crypto::PublicKey &key, QByteArrayView only = {});

} // namespace uw
