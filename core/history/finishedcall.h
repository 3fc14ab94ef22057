// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/history/callarguments.h"
#include "core/history/historysettings.h"
#include "core/store/callrecord.h"
#include "core/store/savedrequest.h"

namespace uw {

// A call that is over, as whoever made it knows it, secrets and all. Only recordOf() makes something to keep of it.
struct FinishedCall {
    // "window", "control" or "uwh".
    QString origin;
    // See CallSummary; both empty: a free request.
    QString document;
    QString operation;
    QString workspaceId;
    QString environment;
    // UTC milliseconds.
    qint64 startedAtMs = 0;
    // As it was sent.
    HttpRequest request;
    Result<HttpResponse> response{Error{}};
    // The size of the answer's body where `response` holds only its beginning; -1: it holds all.
    qint64 responseSize = -1;
    CallArguments arguments;
    // Values of credentials that were used.
    QByteArrayList secrets;
};

// What is kept of a call: secrets masked, bodies cut to the settings. Takes as long as the bodies that are kept are large:
// belongs on a worker thread.
[[nodiscard]] CallRecord recordOf(const FinishedCall &call, const HistorySettings &settings, const QString &id);

// The call's request as it can be saved under a name: no secrets, no id, no name.
[[nodiscard]] SavedRequest savedRequestOf(const FinishedCall &call);

// The name that documents go by in the history: "clockify" for the one that is built in, else what it was opened from.
[[nodiscard]] QString historyDocumentName(const QString &path);

} // namespace uw
