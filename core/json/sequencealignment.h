// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <optional>
#include <span>
#include <vector>

namespace uw::json {

// A run of equal keys in two sequences.
struct MatchedRun {
    std::size_t before;
    std::size_t after;
    std::size_t length;

    bool operator==(const MatchedRun &) const = default;
};

// A longest common subsequence of two sequences as runs in ascending order (E. Myers, "An O(ND)
// Difference Algorithm and Its Variations", 1986, the variant in linear space). Takes time in the
// length times the number of differences; each step takes one from `budget`, and when nothing is left
// there is no result.
[[nodiscard]] std::optional<std::vector<MatchedRun>> alignSequences(std::span<const quint64> before,
                                                                    std::span<const quint64> after, qint64 &budget);

} // namespace uw::json
