// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace uw {

// One header field as it stood on the wire: case, bytes and order are kept.
struct HeaderField {
    QByteArray name;
    QByteArray value;

    bool operator==(const HeaderField &) const = default;
};

using HeaderList = QList<HeaderField>;

// The first field of that name (compared without case, RFC 9110 section 5.1), or null.
[[nodiscard]] const HeaderField *findHeader(const HeaderList &headers, QByteArrayView name);
// Its value, or an empty array.
[[nodiscard]] QByteArray headerValue(const HeaderList &headers, QByteArrayView name);

// Whether an answer with these headers is a stream of events (HTML standard, "Server-sent events").
[[nodiscard]] bool isEventStream(const HeaderList &headers);

} // namespace uw
