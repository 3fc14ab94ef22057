// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace uw {

// The parts of a request target (RFC 9112 section 3.2) that routing needs.
struct RequestTarget {
    // Begins with one '/', percent-encodings as received.
    QByteArray path;
    // After the first '?', without it.
    QByteArray query;

    bool operator==(const RequestTarget &) const = default;
};

// Reads a target in origin form, or in absolute form for http and https, of which only path and
// query are taken. Nothing when it could mean two things to two readers: two slashes in front,
// dot segments (encoded ones too), %00, a percent sign without two hexadecimal digits, a fragment,
// bytes that are no URI characters, authority or asterisk form.
[[nodiscard]] std::optional<RequestTarget> parseRequestTarget(QByteArrayView target);

} // namespace uw
