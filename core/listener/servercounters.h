// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>
#include <atomic>

namespace uw {

// What a server has done since the program began, for /metrics. Counted on the server's thread, read on any; shared with
// whoever starts the server, so that it outlives a restart.
struct ServerCounters {
    // Why a connection was not taken.
    enum class TurnedAway { AllTaken, TooManyOfAddress, NoDescriptor };
    static constexpr std::size_t turnedAwayReasons = 3;
    static constexpr int firstStatus = 100;
    static constexpr int lastStatus = 599;

    void countAnswer(int status)
    {
        if (status >= firstStatus && status <= lastStatus)
            answers[std::size_t(status - firstStatus)].fetch_add(1, std::memory_order_relaxed);
    }
    void countTurnedAway(TurnedAway reason) { turnedAway[std::size_t(reason)].fetch_add(1, std::memory_order_relaxed); }

    // By status, from firstStatus on.
    std::array<std::atomic<quint64>, lastStatus - firstStatus + 1> answers{};
    std::array<std::atomic<quint64>, turnedAwayReasons> turnedAway{};
    std::atomic<quint64> acceptedConnections{0};
    // Of bodies that were read whole.
    std::atomic<quint64> bodyBytes{0};
    std::atomic<int> openConnections{0};
    // Of which the next bytes of a body wait for memory.
    std::atomic<int> waitingBodies{0};
};

} // namespace uw
