// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/timersource.h"
#include "core/http/outboundcaller.h"
#include "core/replay/replayrequest.h"

#include <QObject>

#include <functional>

namespace uw {

// What was sent, and what came back.
struct ReplayOutcome {
    PreparedReplay sent;
    HttpResponse response;
};

// Sends stored events: once, redirects not followed, the answer cut at a limit. What a name means is looked up, judged
// and pinned for each (see AddressGuard), since a rule may stand for months. Lives on the thread of `http`; owned by
// the composition.
class Replayer final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        const ProviderRegistry &registry;
        HttpClient &http;
        const Clock &clock;
        // The profile's own keys for the digests of masked headers; called on the replayer's thread.
        std::function<QList<QByteArray>()> digestKeys;
        int timeoutMs = limits::requestTimeoutMs;
        // What is kept of an answer's body.
        qint64 maximumAnswerBytes = limits::mebibyte;
        // More at once are answered Unavailable: each holds its body.
        int maximumAtOnce = 64;
        // Null: the system's.
        HostResolver *resolver = nullptr;
    };
    // Runs on the replayer's thread, unless its context is gone: then the call is given up.
    using Done = std::function<void(Result<ReplayOutcome>)>;

    explicit Replayer(Parts parts, QObject *parent = nullptr);

    // Errors: those of prepareReplay() and OutboundCaller::send(), Unavailable.
    void send(const Event &event, const ReplayOrder &order, QObject *context, Done done);
    // What send() would put on the wire.
    [[nodiscard]] Result<PreparedReplay> prepare(const Event &event, const ReplayOrder &order) const;

    [[nodiscard]] const ProviderRegistry &registry() const { return m_parts.registry; }
    [[nodiscard]] int timeoutMs() const { return m_parts.timeoutMs; }

private:
    Parts m_parts;
    SystemHostResolver m_resolver;
    SystemTimerSource m_timers;
    OutboundCaller m_caller;
    // Shared with the calls, which may end without a word when their context goes.
    std::shared_ptr<int> m_running = std::make_shared<int>(0);
};

} // namespace uw
