// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QtGlobal>

#include <optional>

namespace uw {

// How often a request is tried, and how long to wait between. Plain value.
struct RetryPolicy {
    // With the first; 1 never repeats.
    int maximumAttempts = 3;
    // The longest wait after the first failure, in milliseconds; each later one is `factor` times that.
    qint64 baseDelayMs = 1'000;
    double factor = 2;
    // No wait is longer, whatever the server asks for.
    qint64 maximumDelayMs = 60'000;

    bool operator==(const RetryPolicy &) const = default;
};

// How one attempt ended.
struct AttemptEnd {
    enum class Failure {
        // An answer came, of whatever status.
        None,
        // Nothing was sent: no address, refused, no TLS.
        NotConnected,
        // Bytes were sent and no whole answer came: time-out, reset, broken answer. Whether it took effect is unknown.
        Lost,
        // Sending again cannot help: refused address, answer too large, cancelled.
        Final,
    };
    Failure failure = Failure::None;
    int status = 0;
    // What Retry-After asked for.
    std::optional<qint64> retryAfterMs;
};

// Whether sending the same request again has no further effect (RFC 9110 section 9.2.2).
[[nodiscard]] bool isIdempotentMethod(QByteArrayView method);

// Whether an attempt may be followed by another: 429, 5xx and connections that could not be made always, what was lost
// underway only when `isRepeatable`, that is by an idempotent method or the author's word.
[[nodiscard]] bool isWorthRetrying(const AttemptEnd &end, bool isRepeatable);

// The wait before the next attempt in milliseconds, or nothing when `attempts` (made so far, from 1) were all.
// Exponential with full jitter: `random` in [0, 1) says which part of the longest wait. Retry-After counts as it stands
// up to the policy's longest wait.
[[nodiscard]] std::optional<qint64> delayBeforeNextMs(const RetryPolicy &policy, int attempts, const AttemptEnd &end,
                                                      bool isRepeatable, double random);

// Reads Retry-After (RFC 9110 section 10.2.3): seconds, or an HTTP date that is compared with `nowMs`. Milliseconds from
// now, never negative; nothing for any other text.
[[nodiscard]] std::optional<qint64> parseRetryAfter(QByteArrayView value, qint64 nowMs);

} // namespace uw
