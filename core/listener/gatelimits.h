// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/limits.h"

#include <QtGlobal>

namespace uw {

// What one request may cost before the gate refuses it.
struct FramingLimits {
    // Fields of the header, and of a chunked body's trailer together with them.
    int headerFields = limits::headerFields;
    // Bytes from the first of the request line to the empty line, both included.
    qint64 headerBytes = limits::headerBytes;
    // Bytes of the body without its framing.
    qint64 bodyBytes = limits::bodyBytesDefault;
};

// What all connections of a server may cost. Times are milliseconds. Tests shrink them.
struct GateLimits {
    FramingLimits framing;
    int connections = limits::connections;
    int connectionsPerAddress = limits::connectionsPerAddress;
    // A loopback peer is a tunnel or the user's own program: the limit by address spares it.
    bool loopbackExempt = true;
    qint64 bodyBytesInFlight = limits::bodyBytesInFlight;
    int headerDeadline = limits::headerDeadlineMs;
    int bodyDeadline = limits::bodyDeadlineMs;
    int requestDeadline = limits::requestDeadlineMs;
    int idleDeadline = limits::idleDeadlineMs;
    // How long a body waits for room among the bodies in flight.
    int budgetDeadline = 5'000;
    // How long a refused client may go on sending, so that it reads the status and not a reset.
    int lingerDeadline = 500;
    // How long a client may leave its answer unread.
    int writeDeadline = 30'000;
    // How long a handler may take; the client then gets 500 and the connection ends.
    int answerDeadline = 120'000;
    // Bytes of a stream that a slow reader may leave unread before it is cut off.
    qint64 streamBacklog = 1 * limits::mebibyte;
};

} // namespace uw
