// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headerlist.h"

namespace uw {

// An answer before it is framed. Date, Content-Length, Connection and Transfer-Encoding are
// the connection's business and Content-Type has its own member: in `headers` they are dropped.
struct ServerResponse {
    // 200 to 599.
    int status = 200;
    // Left out of the answer when empty.
    QByteArray contentType;
    QByteArray body;
    HeaderList headers;
    // The connection ends after this answer even when the client would keep it.
    bool close = false;
};

// The reason phrase of RFC 9110 section 15, or "Unknown".
[[nodiscard]] QByteArrayView reasonPhrase(int status);

// False when a name is no token or a value holds a byte that may not stand in a field
// (CR, LF, NUL and other controls): such a field would let a value write headers of its own.
[[nodiscard]] bool isValidHeaderField(const HeaderField &field);

// An answer with a JSON body that is already text.
[[nodiscard]] ServerResponse jsonResponse(int status, QByteArray json);

} // namespace uw
