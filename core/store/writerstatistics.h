// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>

namespace uw {

// What the writer has done since the store was opened. A plain value.
struct WriterStatistics {
    // Upper bounds of how long a commit took, in seconds; longer ones stand in the last bucket.
    static constexpr std::array commitBounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                0.05,   0.1,   0.25,   0.5,   1.0,  5.0};

    // By bound, each commit once.
    std::array<quint64, commitBounds.size() + 1> commits{};
    double commitSeconds = 0;
    quint64 failedCommits = 0;
    // Events and jobs that wait for a commit just now.
    qint64 waiting = 0;

    void count(double seconds, bool isDone)
    {
        std::size_t bucket = 0;
        while (bucket < commitBounds.size() && seconds > commitBounds[bucket])
            ++bucket;
        ++commits[bucket];
        commitSeconds += seconds;
        failedCommits += isDone ? 0 : 1;
    }
};

} // namespace uw
