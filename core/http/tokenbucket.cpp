// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/tokenbucket.h"

#include <algorithm>

namespace uw {

namespace {

constexpr qint64 secondNs = 1'000'000'000;
constexpr qint64 millisecondNs = 1'000'000;

} // namespace

TokenBucket::TokenBucket(const Clock &clock, int perSecond)
    : m_clock(&clock)
    , m_perSecond(std::clamp(perSecond, 1, 10'000))
    , m_nextNs(clock.monotonicNs() - secondNs)
{}

qint64 TokenBucket::take()
{
    const qint64 now = m_clock->monotonicNs();
    // What was not used for more than a second is lost. The first place of a fresh second comes one interval after its
    // beginning, so that the second holds as many as the rate says and not one more.
    const qint64 place = std::max(m_nextNs, now - secondNs) + intervalNs();
    m_nextNs = place;
    return place <= now ? 0 : (place - now + millisecondNs - 1) / millisecondNs;
}

void TokenBucket::giveBack()
{
    m_nextNs -= intervalNs();
}

void TokenBucket::setRate(int perSecond)
{
    const qint64 now = m_clock->monotonicNs();
    const qint64 before = intervalNs();
    m_perSecond = std::clamp(perSecond, 1, 10'000);
    if (m_nextNs > now)
        m_nextNs = now + (m_nextNs - now) / before * intervalNs();
}

void TokenBucket::pause(qint64 milliseconds)
{
    m_nextNs = std::max(m_nextNs, m_clock->monotonicNs() + milliseconds * millisecondNs);
}

} // namespace uw
