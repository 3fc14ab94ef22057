// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <vector>

namespace uw::json {

// One element of the array before and the one of the array after that took its place; `absent` when it
// was removed or added.
struct ElementPair {
    static constexpr std::size_t absent = static_cast<std::size_t>(-1);

    std::size_t before = absent;
    std::size_t after = absent;

    bool operator==(const ElementPair &) const = default;
};

// Which elements of two arrays belong together, in order; pairs of elements that are equal are left out
// as far as that was found. Equal elements are matched first, then by equal "id" members, then by type. Every
// step takes one from `budget`; when nothing is left, elements are paired place by place.
[[nodiscard]] std::vector<ElementPair> matchElements(const Array &before, const Array &after, qint64 &budget);

} // namespace uw::json
