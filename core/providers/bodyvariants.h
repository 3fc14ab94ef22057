// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

namespace uw {

// One way in which a body may have looked before something between sender and receiver touched it.
struct BodyVariant {
    QByteArray body;
    // What it is, to follow "the signature matches the body ".
    QString description;
};

// Takes a variant; false ends the search.
using BodyVariantTaker = std::function<bool(const BodyVariant &)>;

// The body with other line breaks: without the one at its end, with one, with CRLF for LF and the other way
// round. Most likely first, none equal to the body. Returns false when `take` did.
bool forEachNewlineVariant(const QByteArray &body, const BodyVariantTaker &take);

// The same JSON as other libraries write it: compact, with Python's blanks, indented; letters beyond ASCII plain or
// escaped, slashes plain or escaped, members in their order or sorted. Each spelling once. Nothing for a body
// that is not JSON. Returns false when `take` did.
bool forEachReserialization(const QByteArray &body, const BodyVariantTaker &take);

} // namespace uw
