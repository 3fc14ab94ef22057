// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpmessage.h"

#include <QString>

#include <optional>

namespace uw {

// One call of an API as a list shows it. A plain value.
struct CallSummary {
    // Row number in order of commit; 0 until stored.
    qint64 sequence = 0;
    // UUIDv7 text.
    QString id;
    // UTC milliseconds, when the call was started.
    qint64 startedAtMs = 0;
    // Who made it: "window", "control", "uwh" or "import".
    QString origin;
    // The document's name ("clockify", a path, an address) and the operation's ("listTags", "GET /v1/tags"); both
    // empty: a free request.
    QString document;
    QString operation;
    QByteArray method;
    // As it went on the wire, secrets masked.
    QByteArray url;
    // 0: no answer, and `error` says why.
    int status = 0;
    QByteArray reason;
    QString error;
    QString workspaceId;
    // The name of the set of variables in force; empty: none.
    QString environment;
    HttpTiming timing;
    // Of the bodies as they were, whatever of them is kept.
    qint64 requestSize = 0;
    qint64 responseSize = 0;
    // Only the beginning of the body is kept.
    bool isRequestCut = false;
    bool isResponseCut = false;
};

// The same with everything that is kept. No secret stands in it (see core/history).
struct CallRecord : CallSummary {
    HeaderList requestHeaders;
    HeaderList responseHeaders;
    QByteArray requestBody;
    QByteArray responseBody;
    // What the operation's form held, as JSON; see core/history/callarguments.
    QByteArray arguments;
};

// Which calls are meant; what is empty lets every one pass.
struct CallFilter {
    // What a person types; see searchExpression().
    QString text;
    QString document;
    QString operation;
    QByteArray method;
    QString workspaceId;
    // 1 to 5 for 1xx to 5xx, 0 for calls without an answer.
    QList<int> statusClasses;
    // UTC milliseconds, both inclusive.
    std::optional<qint64> fromMs;
    std::optional<qint64> toMs;

    bool operator==(const CallFilter &) const = default;
};

struct CallPageRequest {
    // Only rows older than this sequence (exclusive).
    std::optional<qint64> before;
    // Only rows newer than this sequence (exclusive).
    std::optional<qint64> after;
    // 1 to 500 rows, newest first.
    int limit = 50;
};

// How long one call took and how it ended, for a plot.
struct CallLatency {
    qint64 sequence = 0;
    qint64 startedAtMs = 0;
    // 0: no answer.
    int status = 0;
    double totalMs = 0;
};

} // namespace uw
