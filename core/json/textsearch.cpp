// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/textsearch.h"

namespace uw::json {

namespace {

// Up to here the plain search is quick whatever stands in the text.
constexpr std::size_t shortNeedle = 16;

} // namespace

TextSearch::TextSearch(std::string_view needle) : m_needle(needle)
{
    if (needle.size() <= shortNeedle)
        return;
    m_borders.assign(needle.size() + 1, 0);
    std::size_t border = 0;
    for (std::size_t i = 1; i < needle.size(); ++i) {
        while (border > 0 && needle[i] != needle[border])
            border = m_borders[border];
        border += needle[i] == needle[border] ? 1 : 0;
        m_borders[i + 1] = static_cast<quint32>(border);
    }
}

std::size_t TextSearch::findLong(std::string_view text, std::size_t from) const
{
    std::size_t matched = 0;
    for (std::size_t i = from; i < text.size(); ++i) {
        while (matched > 0 && text[i] != m_needle[matched])
            matched = m_borders[matched];
        matched += text[i] == m_needle[matched] ? 1 : 0;
        if (matched == m_needle.size())
            return i + 1 - matched;
    }
    return std::string_view::npos;
}

std::size_t TextSearch::find(std::string_view text, std::size_t from, EvaluationMeter &meter) const
{
    if (from > text.size() || !meter.visit(textCost(m_needle.size())))
        return std::string_view::npos;
    const std::size_t found = m_borders.empty() ? text.find(m_needle, from) : findLong(text, from);
    const std::size_t end = found == std::string_view::npos ? text.size() : found;
    return meter.visit(textCost(end - from)) ? found : std::string_view::npos;
}

} // namespace uw::json
