// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/event.h"

#include <QRandomGenerator>

namespace uw::bench {

// Makes events as a busy workspace sends them: mostly Clockify's time entries, some of its rarer
// types, a few custom sources, three workspaces. The same seed gives the same events.
// One object, one thread.
class EventFactory final {
public:
    explicit EventFactory(quint32 seed, qint64 firstMs, qint64 stepMs);

    [[nodiscard]] Event next();

private:
    [[nodiscard]] QByteArray timeEntry();

    QRandomGenerator m_random;
    qint64 m_nowMs;
    qint64 m_stepMs;
    quint64 m_number = 0;
};

} // namespace uw::bench
