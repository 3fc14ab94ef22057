// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/document.h"

namespace uw::openapi {

// One thing in an answer that is not as its description says.
struct Deviation {
    enum class Kind {
        // The description knows no answer of that status, or none of that type.
        Status,
        MediaType,
        // The body is no JSON although its type says so.
        NotJson,
        MissingMember,
        WrongType,
        // Another rule of the schema (a bound, a pattern, an enum).
        Rule,
        // A member that the schema neither names nor rules out: no fault of the answer, but the description is behind.
        Undocumented,
    };

    Kind kind = Kind::Rule;
    // RFC 6901, into the body.
    QString pointer;
    // A clause for a person, without the place.
    QString message;

    [[nodiscard]] bool isFault() const { return kind != Kind::Undocumented; }
    bool operator==(const Deviation &) const = default;
};

// How an answer fits its description.
struct ResponseReport {
    static constexpr qsizetype MostDeviations = 100;

    // The entry that was taken: "200", "4XX" or "default", and its media type; empty: none fits.
    QString describedBy;
    QString mediaType;
    // There is a schema and the body was held against it.
    bool isChecked = false;
    QList<Deviation> deviations;
    // There are more deviations, or the check ended early; then why.
    bool isCut = false;
    QString note;

    [[nodiscard]] qsizetype faults() const;
    [[nodiscard]] qsizetype undocumented() const { return deviations.size() - faults(); }
};

// Which entry of an operation's `responses` describes a status: the exact one, then its class ("4XX"), then "default".
// The name of the entry, or nothing.
[[nodiscard]] QString responseEntryFor(const json::Value &responses, int status);
// Which of the types that `content` names describes a body: the same, then a range ("text/*", "*/*"). Parameters do not
// count.
[[nodiscard]] QString mediaTypeFor(const json::Value &content, const QString &contentType);

// Bodies of more bytes are not held against their schema.
inline constexpr qint64 mostCheckedBytes = 16 * limits::mebibyte;

// Holds an answer against what the document says of the operation. `body` may be empty for one of `bodyBytes` that is
// too large to be checked. Bounded in time, whatever the body; belongs on a worker thread.
[[nodiscard]] ResponseReport checkResponse(const Document &document, const OperationSummary &operation, int status,
                                           const QString &contentType, const QByteArray &body, qint64 bodyBytes);

} // namespace uw::openapi
