// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providersecrets.h"
#include "core/providers/signaturecheck.h"
#include "core/providers/verification.h"

namespace uw {

// What a verdict is reached from. Plain references: everything outlives the call.
struct VerificationTask {
    const QList<SignatureScheme> &schemes;
    // The provider's name for people.
    const QString &title;
    const ProviderSecrets &secrets;
    const RequestView &request;
    // Where certificates come from; may be null.
    const CertificateSource *certificates = nullptr;
    // In place of the schemes' own, in seconds; 0 or less: theirs.
    int toleranceSeconds = 0;
};

// The verdict on one request, without a cause: valid, stale, unsigned, not_configured, or invalid when secrets are
// stored and the signature is missing, malformed or wrong. Time is judged against the moment of receipt. Where a
// provider has several schemes, the strongest that a stored secret belongs to decides. Any thread.
[[nodiscard]] Verification verifyRequest(const VerificationTask &task);

// Which of the secrets belong to a scheme, given the other schemes beside it.
[[nodiscard]] QList<QByteArray> secretsOf(const SignatureScheme &scheme, const QList<SignatureScheme> &all,
                                          const QList<QByteArray> &secrets);

// "3 s", "12 min", "5 h", "3 days".
[[nodiscard]] QString durationText(qint64 milliseconds);

} // namespace uw
