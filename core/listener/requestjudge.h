// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/receivedrequest.h"
#include "core/listener/serverresponse.h"
#include "core/store/event.h"

#include <QByteArrayList>

#include <optional>

namespace uw {

// What is known of a request once its provider has looked at it.
struct Judgement {
    // What becomes of the request.
    enum class Outcome {
        // Stored, then 202 (or `response` with the event's id in X-Event-Id).
        Accept,
        // Stored as a rejected event, then `response`, which is an error.
        RejectAndKeep,
        // Not stored; `response` at once: a handshake, or a request that is no event.
        AnswerOnly,
    };

    Outcome outcome = Outcome::Accept;
    std::optional<ServerResponse> response;
    // The members of Event that come from the provider.
    QString source;
    QString provider;
    QString eventType;
    QString normalizedType;
    QString entityId;
    QString entityType;
    QString workspaceId;
    // The same on every delivery of one event; empty when the provider gives none.
    QString deliveryId;
    Verdict verdict = Verdict::Unsigned;
    QString verdictReason;
    QByteArray cause;
    // The header as it is stored where it carries a secret; absent: as received.
    std::optional<HeaderList> storedHeaders;
    // Which of them were hidden, with keyed digests by which they are recognised, as JSON; empty: none.
    QByteArray maskedHeaders;
};

// Judges requests: the seam between the listener and the providers. Owned by whoever composes the
// program; outlives the listener. Called on the listener's thread, and for large bodies on a worker's at the same
// time, so an implementation keeps no unguarded state.
class RequestJudge {
public:
    virtual ~RequestJudge() = default;

    // The methods that /webhooks/{route} takes; none when there is no such route or it is switched off.
    [[nodiscard]] virtual QByteArrayList methods(const QString &route, const QString &customSource) const = 0;
    // Whether pages in a browser may send to that route, which is refused else.
    [[nodiscard]] virtual bool allowsBrowsers(const QString &route, const QString &customSource) const = 0;
    [[nodiscard]] virtual Judgement judge(const ReceivedRequest &received) const = 0;
};

} // namespace uw
