// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/publickey.h"
#include "core/providers/signaturescheme.h"

namespace uw {

// What a stored secret becomes before it verifies: bytes, or public keys of which any may match. A plain value.
struct SignatureKey {
    QByteArray bytes;
    QList<crypto::PublicKey> publicKeys;
};

// Where the certificates of senders who name theirs by URL come from. Called on the judging threads.
class CertificateSource {
public:
    enum class State {
        Ready,
        // It is being fetched: the sender may try again soon.
        Pending,
        // It cannot be had now, for a reason that may pass: nothing is known about it.
        Unavailable,
        // What is there is no certificate that this provider's requests could be signed with.
        Refused,
    };
    struct Answer {
        State state = State::Unavailable;
        std::optional<crypto::PublicKey> key;
        // Why not, as a sentence.
        QString reason;
    };

    virtual ~CertificateSource() = default;
    // `url` is https and its host ends in `hostSuffix`, as that of the certificate has to.
    [[nodiscard]] virtual Answer find(const QString &url, QByteArrayView hostSuffix) const = 0;
    // What is known of it already; nothing is fetched for this.
    [[nodiscard]] virtual Answer known(const QString &url) const = 0;
};

// The key that a scheme makes of a secret. InvalidInput with a sentence when the secret has not the form
// that the scheme wants. Certificates have no key of their own here.
[[nodiscard]] Result<SignatureKey> deriveKey(const SignatureScheme &scheme, QByteArrayView secret);

} // namespace uw
