// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providerdefinition.h"

namespace uw {

// A request that is about to be sent: what a provider would have put on the wire. A plain value.
struct OutgoingRequest {
    QByteArray method = "POST";
    // Path and query; begins with '/'.
    QByteArray target;
    // The URL that the receiver will judge by, without the target.
    QByteArray baseUrl;
    HeaderList headers;
    QByteArray body;
};

// What a request is signed with. Everything outlives the call.
struct SigningTask {
    const QList<SignatureScheme> &schemes;
    // For people, in messages.
    const QString &title;
    const ProviderSecrets &secrets;
    // UTC milliseconds, as it will stand in the signature.
    qint64 nowMs = 0;
    // The delivery id where the scheme signs one.
    QByteArray id;
};

// `request` as its sender would sign it now, with the first current secret that a scheme can use: signature, time and id
// take the place of those that were there. Without schemes it stays as it is. CredentialMissing without a secret;
// Unsupported where the sender alone has the key (Ed25519, ECDSA, RSA).
[[nodiscard]] Result<OutgoingRequest> signRequest(OutgoingRequest request, const SigningTask &task);

// An unsigned event as that provider would send it, with `id` as its delivery id.
[[nodiscard]] OutgoingRequest sampleRequest(const ProviderDefinition &definition, const QByteArray &target,
                                            const QByteArray &id);

} // namespace uw
