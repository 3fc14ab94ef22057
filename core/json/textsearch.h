// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/evaluationmeter.h"

#include <string_view>
#include <vector>

namespace uw::json {

// What reading `bytes` of text costs, in visits of a value.
constexpr qint64 textCost(std::size_t bytes)
{
    return static_cast<qint64>(bytes / 64);
}

// Looks for one text in others, in time that grows with their length alone whatever both contain (Knuth, Morris and
// Pratt, 1977): a payload may hold the text that is looked for, and simpler searches take hours for the worst of them.
// A plain value on one thread; `needle` must outlive it.
class TextSearch final {
public:
    explicit TextSearch(std::string_view needle);

    // The first place at or behind `from`, std::string_view::npos when there is none or `meter` is exhausted.
    [[nodiscard]] std::size_t find(std::string_view text, std::size_t from, EvaluationMeter &meter) const;

private:
    [[nodiscard]] std::size_t findLong(std::string_view text, std::size_t from) const;

    std::string_view m_needle;
    // For each length of a matched beginning, that of the longest proper beginning which it also ends with.
    std::vector<quint32> m_borders;
};

} // namespace uw::json
