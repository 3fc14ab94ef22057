// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/serverresponse.h"

namespace uw::responsewriter {

enum class Connection { Close, KeepAlive, KeepAliveOld };

// How the body of an answer is framed (RFC 9112 section 6).
enum class Framing {
    // Content-Length and the body.
    Whole,
    // Content-Length without the body: the answer to HEAD.
    HeadOnly,
    // Transfer-Encoding: chunked; the pieces follow.
    Chunked,
    // Until the connection ends, for HTTP/1.0.
    UntilClose,
};

// Status line, header and, with Framing::Whole, body. `date` is the value of the Date field. Fields that would
// break the framing or inject a header are left out and reported to the log.
[[nodiscard]] QByteArray write(const ServerResponse &response, Connection connection, Framing framing,
                               const QByteArray &date);

// One chunk of a chunked body; `bytes` is not empty.
[[nodiscard]] QByteArray chunk(const QByteArray &bytes);
// What ends a chunked body.
[[nodiscard]] QByteArray lastChunk();

} // namespace uw::responsewriter
