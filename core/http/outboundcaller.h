// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/timersource.h"
#include "core/http/addressguard.h"
#include "core/http/hostresolver.h"
#include "core/http/httpclient.h"
#include "core/http/retrypolicy.h"

#include <QObject>

#include <functional>
#include <memory>

namespace uw {

// What a request that no person watches has to keep to.
struct OutboundRules {
    AddressGuard guard{AddressGuard::Choice::Outside};
    RetryPolicy retry;
    // Sending twice has no further effect, by the author's word; idempotent methods are so by themselves.
    bool isRepeatable = false;
    // Redirects that are followed, 0 to 5; with 0 the answer is the redirect.
    int redirects = 5;
    // From the call to its end with all attempts and waits, in milliseconds; 0: no end but that of the attempts.
    qint64 deadlineMs = 0;
};

// One attempt, for the records.
struct OutboundAttempt {
    qint64 startedAtMs = 0;
    qint64 latencyMs = 0;
    // 0: no answer.
    int status = 0;
    QString error;
};

struct OutboundOutcome {
    // The last answer, of whatever status, or why there is none.
    Result<HttpResponse> response{Error{}};
    QList<OutboundAttempt> attempts;
};

// Sends requests that flows and replays make: resolves the host itself, judges every address, connects to the one that
// was judged, follows redirects by hand, and tries again by the policy. Lives on one thread, HttpClient's; owned by
// what sends. Everything handed in has to outlive it.
class OutboundCaller final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        HttpClient *client;
        HostResolver *resolver;
        const Clock *clock;
        TimerSource *timers;
        // In [0, 1), for the jitter of waits.
        std::function<double()> random;
    };
    using CallId = quint64;
    using Done = std::function<void(OutboundOutcome)>;

    explicit OutboundCaller(Parts parts, QObject *parent = nullptr);
    ~OutboundCaller() override;

    // Starts a call. `done` runs once on this thread, from the event loop, unless `context` is gone by then. Errors are
    // HttpClient's, AddressRefused by the guard, and LimitExceeded after too many redirects.
    CallId send(const HttpRequest &request, const OutboundRules &rules, QObject *context, Done done);
    // The call ends with Cancelled; an id that has ended is ignored.
    void cancel(CallId id);

private:
    class Call;
    Parts m_parts;
    QHash<CallId, Call *> m_calls;
    CallId m_last = 0;
};

} // namespace uw
