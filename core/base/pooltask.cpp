// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/pooltask.h"

#include <QtGlobal>

#include <atomic>
#include <utility>

namespace uw {

namespace {

// Written after a task was made, read before it runs. Static: a member's own construction would have to be ordered first.
std::atomic<quint64> handedOver = 0;

} // namespace

PoolTask::PoolTask(std::function<void()> call) : m_call(std::move(call))
{
    handedOver.fetch_add(1, std::memory_order_release);
}

void PoolTask::run()
{
    handedOver.load(std::memory_order_acquire);
    m_call();
}

} // namespace uw
