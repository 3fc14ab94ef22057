// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <atomic>

namespace uw::test {

// A clock that moves only when a test says so. Callable from every thread.
class ManualClock final : public Clock {
public:
    explicit ManualClock(qint64 startMs = 1'767'323'045'678);

    [[nodiscard]] qint64 nowMs() const override;
    [[nodiscard]] qint64 monotonicNs() const override;

    // Both clocks go on by that much; `milliseconds` may be 0 or more.
    void advance(qint64 milliseconds);
    // Only the wall clock jumps, to either side.
    void setNow(qint64 msSinceEpoch);

private:
    std::atomic<qint64> m_nowMs;
    std::atomic<qint64> m_monotonicNs{0};
};

} // namespace uw::test
