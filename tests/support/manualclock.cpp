// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/manualclock.h"

namespace uw::test {

ManualClock::ManualClock(qint64 startMs) : m_nowMs(startMs) {}

qint64 ManualClock::nowMs() const
{
    return m_nowMs.load();
}

qint64 ManualClock::monotonicNs() const
{
    return m_monotonicNs.load();
}

void ManualClock::advance(qint64 milliseconds)
{
    m_nowMs.fetch_add(milliseconds);
    m_monotonicNs.fetch_add(milliseconds * 1'000'000);
}

void ManualClock::setNow(qint64 msSinceEpoch)
{
    m_nowMs.store(msSinceEpoch);
}

} // namespace uw::test
