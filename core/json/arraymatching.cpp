// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/arraymatching.h"

#include "core/json/sequencealignment.h"
#include "core/json/treehash.h"

namespace uw::json {

namespace {

using Keys = std::vector<quint64>;

// What tells one element of a list from its neighbours when its content changed: its "id", else only its type.
quint64 identityOf(const Value &element, qint64 &budget)
{
    qint64 work = 1;
    quint64 key = element.is_object() ? 1 : element.is_array() ? 2 : 3;
    const Value *id = member(element, "id");
    if (id && (id->is_string() || id->is_number()))
        key = treeHash(*id, work);
    budget -= work;
    return key;
}

// Calls `key` for each element as long as the budget lasts.
template<class Key>
std::optional<Keys> keysOf(const Array &array, std::size_t begin, std::size_t end, qint64 &budget, Key key)
{
    Keys keys;
    keys.reserve(end - begin);
    for (std::size_t i = begin; i < end; ++i) {
        if (budget <= 0)
            return std::nullopt;
        keys.push_back(key(array[i], budget));
    }
    return keys;
}

quint64 contentOf(const Value &element, qint64 &budget)
{
    qint64 work = 0;
    const quint64 hash = treeHash(element, work);
    budget -= work;
    return hash;
}

class Matcher final {
public:
    Matcher(const Array &before, const Array &after, qint64 &budget)
        : m_before(before)
        , m_after(after)
        , m_budget(budget)
    {}

    std::vector<ElementPair> run();

private:
    struct Gap {
        std::size_t before;
        std::size_t beforeEnd;
        std::size_t after;
        std::size_t afterEnd;
    };

    Gap differing();
    template<class Key>
    std::optional<std::vector<MatchedRun>> align(const Gap &gap, Key key);
    void pairByIdentity(const Gap &gap);
    void pairByPlace(const Gap &gap);
    void unpaired(const Gap &gap);

    const Array &m_before;
    const Array &m_after;
    qint64 &m_budget;
    std::vector<ElementPair> m_pairs;
};

template<class Key>
std::optional<std::vector<MatchedRun>> Matcher::align(const Gap &gap, Key key)
{
    const std::optional<Keys> before = keysOf(m_before, gap.before, gap.beforeEnd, m_budget, key);
    const std::optional<Keys> after = keysOf(m_after, gap.after, gap.afterEnd, m_budget, key);
    if (!before || !after)
        return std::nullopt;
    return alignSequences(*before, *after, m_budget);
}

std::vector<ElementPair> Matcher::run()
{
    if (m_before.size() == 1 && m_after.size() == 1) {
        pairByIdentity({0, 1, 0, 1});
        return std::move(m_pairs);
    }
    Gap gap = differing();
    const std::optional<std::vector<MatchedRun>> runs = align(gap, contentOf);
    if (!runs) {
        pairByPlace(gap);
        return std::move(m_pairs);
    }
    const Gap whole = gap;
    for (const MatchedRun &run : *runs) {
        const std::size_t before = whole.before + run.before;
        const std::size_t after = whole.after + run.after;
        pairByIdentity({gap.before, before, gap.after, after});
        for (std::size_t i = 0; i < run.length; ++i) {
            if (!equal(m_before[before + i], m_after[after + i])) // only the hashes were
                m_pairs.push_back({before + i, after + i});
        }
        gap.before = before + run.length;
        gap.after = after + run.length;
    }
    pairByIdentity(gap);
    return std::move(m_pairs);
}

// What is left between the equal elements at both ends: mostly little, so that little is hashed.
Matcher::Gap Matcher::differing()
{
    Gap gap{0, m_before.size(), 0, m_after.size()};
    const auto equalAt = [this](std::size_t before, std::size_t after) {
        qint64 work = 0;
        const bool isEqual = equalCounting(m_before[before], m_after[after], work);
        m_budget -= work;
        return isEqual;
    };
    const auto isOpen = [&] { return m_budget > 0 && gap.before < gap.beforeEnd && gap.after < gap.afterEnd; };
    while (isOpen() && equalAt(gap.before, gap.after)) {
        ++gap.before;
        ++gap.after;
    }
    while (isOpen() && equalAt(gap.beforeEnd - 1, gap.afterEnd - 1)) {
        --gap.beforeEnd;
        --gap.afterEnd;
    }
    return gap;
}

void Matcher::pairByIdentity(const Gap &gap)
{
    if (gap.before == gap.beforeEnd || gap.after == gap.afterEnd)
        return unpaired(gap);
    const std::optional<std::vector<MatchedRun>> runs = align(gap, identityOf);
    if (!runs)
        return pairByPlace(gap);
    Gap left = gap;
    for (const MatchedRun &run : *runs) {
        const std::size_t before = gap.before + run.before;
        const std::size_t after = gap.after + run.after;
        unpaired({left.before, before, left.after, after});
        pairByPlace({before, before + run.length, after, after + run.length});
        left.before = before + run.length;
        left.after = after + run.length;
    }
    unpaired(left);
}

void Matcher::pairByPlace(const Gap &gap)
{
    std::size_t before = gap.before;
    std::size_t after = gap.after;
    while (before < gap.beforeEnd && after < gap.afterEnd)
        m_pairs.push_back({before++, after++});
    unpaired({before, gap.beforeEnd, after, gap.afterEnd});
}

void Matcher::unpaired(const Gap &gap)
{
    for (std::size_t i = gap.before; i < gap.beforeEnd; ++i)
        m_pairs.push_back({i, ElementPair::absent});
    for (std::size_t i = gap.after; i < gap.afterEnd; ++i)
        m_pairs.push_back({ElementPair::absent, i});
}

} // namespace

std::vector<ElementPair> matchElements(const Array &before, const Array &after, qint64 &budget)
{
    return Matcher(before, after, budget).run();
}

} // namespace uw::json
