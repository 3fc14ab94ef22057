// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/sequencealignment.h"

#include <algorithm>
#include <limits>

namespace uw::json {

namespace {

using Index = std::ptrdiff_t;
using Keys = std::span<const quint64>;

constexpr Index unreachable = std::numeric_limits<Index>::min();

// Parts of both sequences that are still to be aligned with each other, or are known to match.
struct Box {
    Index before;
    Index after;
    Index width;  // of the part of `before`
    Index height; // of the part of `after`
    bool isRun = false;
};

// A diagonal run, perhaps empty, in the middle of a shortest edit path; relative to its box.
struct Snake {
    Index x;
    Index y;
    Index length;
};

// How far along the first sequence a path gets on each diagonal k = x - y with the edits made so far.
class Frontier final {
public:
    Frontier(Index width, Index height)
        : m_width(width)
        , m_height(height)
        , m_x(static_cast<std::size_t>(width + height + 3), unreachable)
    {}

    [[nodiscard]] Index at(Index k) const { return m_x[static_cast<std::size_t>(k + m_height + 1)]; }
    void set(Index k, Index x) { m_x[static_cast<std::size_t>(k + m_height + 1)] = x; }
    // Where diagonal k is reached with one edit more, within both sequences: the furthest of an
    // element of the first skipped, one of the second skipped, and where it already was.
    [[nodiscard]] Index step(Index k) const
    {
        const Index left = at(k - 1);
        const Index above = at(k + 1);
        const Index right = left != unreachable && left < m_width ? left + 1 : unreachable;
        const Index down = above != unreachable && above - k <= m_height ? above : unreachable;
        return std::max({right, down, at(k)});
    }

private:
    Index m_width;
    Index m_height;
    std::vector<Index> m_x;
};

class Aligner final {
public:
    Aligner(Keys before, Keys after, qint64 &budget) : m_before(before), m_after(after), m_budget(budget) {}

    std::optional<std::vector<MatchedRun>> run();

private:
    bool align(Box box);
    std::optional<Snake> middle(const Box &box);
    std::optional<Snake> advance(const Box &box, Index edits, bool forwards, Frontier &own, const Frontier &other);
    void matched(const Box &run);

    Keys m_before;
    Keys m_after;
    qint64 &m_budget;
    std::vector<Box> m_pending; // the next one last
    std::vector<MatchedRun> m_runs;
};

std::optional<std::vector<MatchedRun>> Aligner::run()
{
    m_pending.push_back({0, 0, std::ssize(m_before), std::ssize(m_after)});
    while (!m_pending.empty()) {
        const Box box = m_pending.back();
        m_pending.pop_back();
        if (box.isRun)
            matched(box);
        else if (!align(box))
            return std::nullopt;
    }
    return std::move(m_runs);
}

// Takes off what is equal at both ends and cuts the rest in two at the middle of its edit path.
bool Aligner::align(Box box)
{
    const auto equalAt = [this](Index before, Index after) {
        --m_budget;
        return m_before[static_cast<std::size_t>(before)] == m_after[static_cast<std::size_t>(after)];
    };
    Index prefix = 0;
    while (prefix < std::min(box.width, box.height) && equalAt(box.before + prefix, box.after + prefix))
        ++prefix;
    matched({box.before, box.after, prefix, prefix, true});
    box = {box.before + prefix, box.after + prefix, box.width - prefix, box.height - prefix};

    Index suffix = 0;
    while (suffix < std::min(box.width, box.height)
           && equalAt(box.before + box.width - suffix - 1, box.after + box.height - suffix - 1))
        ++suffix;
    box.width -= suffix;
    box.height -= suffix;
    m_pending.push_back({box.before + box.width, box.after + box.height, suffix, suffix, true});
    if (box.width == 0 || box.height == 0)
        return true;

    const std::optional<Snake> snake = middle(box);
    if (!snake)
        return false;
    const Index x = snake->x + snake->length;
    const Index y = snake->y + snake->length;
    m_pending.push_back({box.before + x, box.after + y, box.width - x, box.height - y});
    m_pending.push_back({box.before + snake->x, box.after + snake->y, snake->length, snake->length, true});
    m_pending.push_back({box.before, box.after, snake->x, snake->y});
    return true;
}

// Searches from both ends at once, one edit more at a time, until the paths meet. The box differs at
// both ends, so at least two edits lie between them and each half is smaller than the whole.
std::optional<Snake> Aligner::middle(const Box &box)
{
    m_budget -= box.width + box.height;
    Frontier fromBegin(box.width, box.height);
    Frontier fromEnd(box.width, box.height);
    for (Index edits = 0; m_budget > 0; ++edits) {
        if (const std::optional<Snake> snake = advance(box, edits, true, fromBegin, fromEnd))
            return snake;
        if (const std::optional<Snake> snake = advance(box, edits, false, fromEnd, fromBegin))
            return snake;
    }
    return std::nullopt;
}

// Moves one frontier on by one edit. The search from the end counts x and y from the end, so its
// diagonal k is the diagonal width - height - k of the other. Gives the run on which it met the other.
std::optional<Snake> Aligner::advance(const Box &box, Index edits, bool forwards, Frontier &own, const Frontier &other)
{
    const Index difference = box.width - box.height;
    const bool meetsHere = forwards == (difference % 2 != 0);
    const auto equalAt = [&](Index x, Index y) {
        const Index before = box.before + (forwards ? x : box.width - x - 1);
        const Index after = box.after + (forwards ? y : box.height - y - 1);
        return m_before[static_cast<std::size_t>(before)] == m_after[static_cast<std::size_t>(after)];
    };
    const auto sameParity = [edits](Index k) { return (k - edits) % 2 == 0 ? k : k + 1; };
    const Index last = std::min(edits, box.width);
    for (Index k = sameParity(std::max(-edits, -box.height)); k <= last; k += 2) {
        --m_budget;
        const Index start = edits == 0 ? 0 : own.step(k);
        if (start == unreachable)
            continue;
        Index x = start;
        while (x < box.width && x - k < box.height && equalAt(x, x - k))
            ++x;
        m_budget -= x - start;
        own.set(k, x);
        const Index met = meetsHere ? other.at(difference - k) : unreachable;
        if (met == unreachable || x + met < box.width)
            continue;
        if (forwards)
            return Snake{start, start - k, x - start};
        return Snake{box.width - x, box.height - (x - k), x - start};
    }
    return std::nullopt;
}

void Aligner::matched(const Box &run)
{
    if (run.width == 0)
        return;
    const auto before = static_cast<std::size_t>(run.before);
    const auto after = static_cast<std::size_t>(run.after);
    const auto length = static_cast<std::size_t>(run.width);
    if (!m_runs.empty() && m_runs.back().before + m_runs.back().length == before
        && m_runs.back().after + m_runs.back().length == after)
        m_runs.back().length += length;
    else
        m_runs.push_back({before, after, length});
}

} // namespace

std::optional<std::vector<MatchedRun>> alignSequences(std::span<const quint64> before, std::span<const quint64> after,
                                                      qint64 &budget)
{
    return Aligner(before, after, budget).run();
}

} // namespace uw::json
