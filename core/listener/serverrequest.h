// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headerlist.h"

#include <QHostAddress>
#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace uw {

// One request that has passed the admission gate, whole and as it stood on the wire. A plain
// value; what was derived from the bytes (path, parameters) stands beside them.
struct ServerRequest {
    // As received; the gate lets only known methods pass.
    QByteArray method;
    // The request target exactly as received, in absolute form too.
    QByteArray target;
    // The path of the target, percent-encodings untouched; begins with '/'.
    QByteArray path;
    // What follows the first '?', without it; empty when there is none.
    QByteArray query;
    // "HTTP/1.1" or "HTTP/1.0", as received.
    QByteArray httpVersion;
    // Order, case and repeats as received.
    HeaderList headers;
    // Without the framing of a chunked body.
    QByteArray body;
    QHostAddress peerAddress;
    // "127.0.0.1:52100" or "[2001:db8::1]:52100".
    QString peer;
    // UTC milliseconds, the moment the last byte was there.
    qint64 receivedAtMs = 0;
    bool encrypted = false;
    // The decoded {names} of the route's pattern. Filled by the router.
    QList<std::pair<QByteArray, QByteArray>> parameters;

    // The first field of that name, or an empty array.
    [[nodiscard]] QByteArray header(QByteArrayView name) const { return headerValue(headers, name); }
    // The decoded value of a {name} in the route's pattern, or an empty array.
    [[nodiscard]] QByteArray parameter(QByteArrayView name) const;
    // Name and value of each pair of the query, decoded as UTF-8 with '+' for a space
    // (application/x-www-form-urlencoded), in order.
    [[nodiscard]] QList<std::pair<QString, QString>> queryItems() const;
    // The first pair of that name; nothing when the query does not have it.
    [[nodiscard]] std::optional<QString> queryValue(QStringView name) const;
};

} // namespace uw
