// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/limits.h"
#include "core/base/result.h"
#include "core/http/headerlist.h"

#include <QHostAddress>
#include <QString>

#include <functional>
#include <memory>

namespace uw {

class BodyFile;
struct HttpResponse;

// Looks on while an answer arrives. Both run on the client's thread until the call ends or is cancelled; of a request
// that is tried again or sent on, for each answer.
struct HttpWatch {
    // The head is there; the body is empty yet.
    std::function<void(const HttpResponse &)> head = {};
    // So much of the body has come after what came before.
    std::function<void(QByteArrayView)> piece = {};
};

// A request ready for the wire. The URL is a string on purpose: it is sent exactly as
// built, percent-encodings included.
struct HttpRequest {
    QByteArray method = "GET";
    // Absolute, http or https, already percent-encoded.
    QByteArray url;
    HeaderList headers;
    QByteArray body;
    // From the call to the last byte of the answer, in milliseconds.
    int timeoutMs = limits::requestTimeoutMs;
    // An answer larger than this ends with ResponseTooLarge, in bytes.
    qint64 maximumResponseBytes = limits::responseBytes;
    // Instead, the answer is cut there and says so.
    bool cutsResponse = false;
    // Not null: the connection goes there, whatever the name of the URL's host resolves to by then. Certificate and Host
    // stay those of the URL.
    QHostAddress address = {};
    // Not empty: an answer's body that is too large for memory goes to a file in that folder as it arrives.
    QString spoolFolder = {};
    // An answer of the type text/event-stream has no end: the time-out counts to its head only, and where it becomes
    // too large it is cut.
    bool takesEventStream = false;
    // Null: nobody looks on.
    std::shared_ptr<const HttpWatch> watch = {};

    bool operator==(const HttpRequest &) const = default;
};

// When each phase ended, in milliseconds since the call; -1: did not happen (a reused connection has no connect) or
// could not be seen (the sending of an empty body). `connectedMs` is when the connection could be used: with TLS that
// is the end of the handshake.
struct HttpTiming {
    double connectedMs = -1;
    double encryptedMs = -1;
    double sentMs = -1;
    double firstByteMs = -1;
    double totalMs = -1;
};

struct HttpResponse {
    int status = 0;
    QByteArray reason;
    HeaderList headers;
    QByteArray body;
    // The body instead, when the request named a folder and it is larger than is kept in memory. Whole.
    std::shared_ptr<const BodyFile> file;
    // The body went on beyond the limit of a request that cuts.
    bool isCut = false;
    HttpTiming timing;
};

// How a call ended.
struct HttpEnd {
    Result<HttpResponse> response;
    // Bytes of the request may have reached the server; false only when that is known.
    bool wasSent = false;
};

} // namespace uw
