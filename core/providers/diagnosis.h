// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providerdefinition.h"
#include "core/providers/signatureverifier.h"

namespace uw {

// A secret that is stored for somebody else than the provider in question.
struct ForeignSecrets {
    // Route name and name for people.
    QString name;
    QString title;
    ProviderSecrets secrets;
};

// What the search for a cause may look at. Plain references: everything outlives the call.
struct DiagnosisTask {
    VerificationTask verification;
    // The route name of the provider; empty for a custom source.
    const QString &provider;
    const ProviderTable &table;
    const QList<ForeignSecrets> &others;
    // Bytes that may be hashed and written, a fixed cost for each try included: what bounds the time.
    qint64 workBytes = 16 * limits::mebibyte;
};

// Why the signature of an invalid request does not hold, found by trying: former secrets, the usual mistakes with
// keys, line breaks, URLs, JSON written anew, other schemes, secrets of other providers. The first
// that would have made it valid is the cause; Unknown when none does or the work is used up. Any thread.
[[nodiscard]] VerdictCause findCause(const DiagnosisTask &task);

// Bodies above this are not changed and tried; the rest of the search still happens.
inline constexpr qint64 maximumDiagnosedBody = limits::mebibyte;

} // namespace uw
