// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timersource.h"
#include "tests/support/manualclock.h"

#include <QList>
#include <QPointer>

#include <vector>

namespace uw::test {

// Timers that run when the test moves the clock. Lives on the test's thread.
class ManualTimers final : public TimerSource {
public:
    explicit ManualTimers(ManualClock &clock) : m_clock(clock) {}

    void after(qint64 milliseconds, QObject *context, std::function<void()> action) override;

    // Moves the clock on, stopping at each timer that comes due on the way, in order.
    void advance(qint64 milliseconds);
    // Milliseconds until each timer whose context is still there, in order.
    [[nodiscard]] QList<qint64> waits() const;

private:
    struct Entry {
        qint64 dueNs;
        QPointer<QObject> context;
        std::function<void()> action;
    };
    ManualClock &m_clock;
    // In order of time, equal ones in order of asking.
    std::vector<Entry> m_entries;
};

} // namespace uw::test
