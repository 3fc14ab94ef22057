// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/signaturekey.h"

namespace uw {

// One mistake that people make between a secret and its key.
struct KeyVariant {
    SignatureKey key;
    // The secret itself, where the scheme compares it.
    QByteArray secret;
    // To follow "the secret is the right one, but ".
    QString description;
};

// The mistakes that fit a scheme, most likely first.
[[nodiscard]] QList<KeyVariant> keyVariants(const SignatureScheme &scheme, const QByteArray &secret);

// One other way to make a signature at the same place.
struct SchemeVariant {
    SignatureScheme scheme;
    // To follow "the signature is made otherwise: ".
    QString description;
};

// Other digests, signed texts, encodings and prefixes with which the header of this request could have been
// made. Empty for schemes without HMAC or plain digest.
[[nodiscard]] QList<SchemeVariant> schemeVariants(const SignatureScheme &scheme, const RequestView &request);

} // namespace uw
