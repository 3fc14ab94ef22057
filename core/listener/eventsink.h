// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/event.h"

#include <QObject>

#include <functional>

namespace uw {

// Where events go to become durable. Implementations are called on the listener's thread.
class EventSink {
public:
    virtual ~EventSink() = default;

    // Calls `done` on the thread of `context` with the event's sequence once it is on disk, or with the reason why it
    // is not. Never before it returns.
    virtual void submit(Event event, QObject *context, std::function<void(Result<qint64>)> done) = 0;
    // False while nothing can be stored; any thread.
    [[nodiscard]] virtual bool isWritable() const = 0;
};

} // namespace uw
