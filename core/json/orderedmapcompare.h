// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/orderedmap.h"

#include <compare>

namespace uw::json {

// Objects are equal when they have the same members, in whatever order.
template<class... Parameters>
bool operator==(const OrderedMap<Parameters...> &a, const OrderedMap<Parameters...> &b)
{
    if (a.size() != b.size())
        return false;
    return std::all_of(a.begin(), a.end(), [&b](const auto &entry) {
        const auto other = b.find(entry.first);
        return other != b.end() && other->second == entry.second;
    });
}

// Some order that agrees with ==, so that values can live in sorted containers and in QVariant: by the
// number of members, then by the members in the order of their names.
template<class... Parameters>
std::partial_ordering operator<=>(const OrderedMap<Parameters...> &a, const OrderedMap<Parameters...> &b)
{
    if (a.size() != b.size())
        return a.size() <=> b.size();
    const auto left = a.sorted();
    const auto right = b.sorted();
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (const auto names = left[i]->first <=> right[i]->first; names != 0)
            return names;
        if (const std::partial_ordering values = left[i]->second <=> right[i]->second; values != 0)
            return values;
    }
    return std::partial_ordering::equivalent;
}

} // namespace uw::json
