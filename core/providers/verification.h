// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/event.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace uw {

// What went wrong on the way of a request whose signature does not hold.
struct VerdictCause {
    enum class Code {
        OtherSecret,
        OtherScheme,
        BodyReserialized,
        TrailingNewline,
        UrlMismatch,
        KeyEncoding,
        ClockSkew,
        Unknown,
    };

    Code code = Code::Unknown;
    // A sentence for a person.
    QString message;

    bool operator==(const VerdictCause &) const = default;
};

// "other_secret" …, as in records.
[[nodiscard]] QLatin1StringView causeWord(VerdictCause::Code code);
// {"code","message"}.
[[nodiscard]] QByteArray causeToJson(const VerdictCause &cause);

// What is known about the sender of one request, and why.
struct Verification {
    Verdict verdict = Verdict::Unsigned;
    // The name of the scheme that decided; empty when there is none.
    QString scheme;
    // A sentence for a person.
    QString reason;
    // Of an invalid or stale verdict.
    std::optional<VerdictCause> cause;
    // When the request was signed, in UTC milliseconds.
    std::optional<qint64> signedAtMs;
    // Something is missing that is no fault of the request (a certificate): the verdict says nothing about it.
    bool isPassing = false;
    // What is missing is on its way.
    bool isPending = false;

    bool operator==(const Verification &) const = default;
};

} // namespace uw
