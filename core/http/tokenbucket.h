// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

namespace uw {

// Holds requests to a rate: a second's worth may go at once, then one each 1/rate seconds. Whoever asks gets a place in
// the order of asking. Lives on one thread; owned by what sends the requests. `clock` has to outlive it.
class TokenBucket {
public:
    // Requests a second, 1 to 10,000.
    TokenBucket(const Clock &clock, int perSecond);

    // Takes the next place. Milliseconds to wait for it, 0: now.
    [[nodiscard]] qint64 take();
    // Gives a place back that was taken and not used.
    void giveBack();
    // The places that are still to come keep their order and move to the new rate.
    void setRate(int perSecond);
    // No place comes before `milliseconds` from now: the other side asked for a pause (429 with Retry-After).
    void pause(qint64 milliseconds);

    [[nodiscard]] int rate() const { return m_perSecond; }

private:
    [[nodiscard]] qint64 intervalNs() const { return 1'000'000'000 / m_perSecond; }

    const Clock *m_clock;
    int m_perSecond;
    // When the place after the last one taken comes; a second before now when nobody asked for a second.
    qint64 m_nextNs;
};

} // namespace uw
