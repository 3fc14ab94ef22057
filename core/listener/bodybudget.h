// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <utility>

namespace uw {

// How many bytes of bodies all connections of a server hold together. For one thread; owned by GateServer.
class BodyBudget final {
public:
    explicit BodyBudget(qint64 limit) : m_limit(limit) {}

    [[nodiscard]] bool hasRoom() const { return m_used < m_limit; }
    void add(qint64 bytes)
    {
        m_used += bytes;
        m_wasFull = m_wasFull || !hasRoom();
    }
    // Whether there is room again after there was none, said once.
    [[nodiscard]] bool takeRelief() { return hasRoom() && std::exchange(m_wasFull, false); }

private:
    qint64 m_limit;
    qint64 m_used = 0;
    bool m_wasFull = false;
};

// The part of the budget that one connection holds; given back at the latest when it ends.
class BodyCharge final {
public:
    explicit BodyCharge(BodyBudget &budget) : m_budget(budget) {}
    ~BodyCharge() { release(); }
    Q_DISABLE_COPY_MOVE(BodyCharge)

    void add(qint64 bytes)
    {
        m_bytes += bytes;
        m_budget.add(bytes);
    }
    void release()
    {
        // Nothing held: the budget may be gone already when a closed connection is deleted.
        if (m_bytes > 0)
            m_budget.add(-std::exchange(m_bytes, 0));
    }

private:
    BodyBudget &m_budget;
    qint64 m_bytes = 0;
};

} // namespace uw
