// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <functional>

class QObject;

namespace uw {

// Where core takes waits from, so that a test can let an hour pass at once. Called on the thread of the asking object.
class TimerSource {
public:
    virtual ~TimerSource() = default;

    // Runs `action` once after `milliseconds` (0 or more) on this thread, from the event loop; not at all when
    // `context` is gone by then.
    virtual void after(qint64 milliseconds, QObject *context, std::function<void()> action) = 0;
};

// Qt's own timers.
class SystemTimerSource final : public TimerSource {
public:
    void after(qint64 milliseconds, QObject *context, std::function<void()> action) override;
};

} // namespace uw
