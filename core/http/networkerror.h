// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/httpmessage.h"

#include <QNetworkReply>

namespace uw {

// What a failed call is told with, beside Qt's own code. The address appears as host and port alone:
// a query may hold a key.
struct CallState {
    QUrl url;
    HttpTiming timing;
    // Qt tells nothing about the sending of an empty body.
    bool sendingIsSeen = true;
    int timeoutMs = 0;
    qint64 maximumBytes = 0;
    // Bytes of the answer's body received so far, and as announced (-1: not announced).
    qint64 received = 0;
    qint64 announced = -1;
    // Why TLS was refused, one reason each.
    QStringList tlsReasons;
};

// "api.example.com" or "127.0.0.1:8080": the host, with a port that is not its scheme's own.
[[nodiscard]] QString hostAndPort(const QUrl &url);

// The error of a call that ended without a whole answer. `qtText` is Qt's own description.
[[nodiscard]] Error networkError(QNetworkReply::NetworkError code, const QString &qtText, const CallState &state);
// The same for our own reasons to end one.
[[nodiscard]] Error timeoutError(const CallState &state);
[[nodiscard]] Error tooLargeError(const CallState &state);
[[nodiscard]] Error cancelledError(const CallState &state);
// An interim answer (1xx) that came in the place of the final one.
[[nodiscard]] Error interimError(int status, const CallState &state);

} // namespace uw
