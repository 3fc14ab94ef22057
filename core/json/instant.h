// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <compare>
#include <optional>
#include <string>

namespace uw::json {

// A moment as RFC 3339 writes it, without rounding: any number of fraction digits, any offset. The leap second
// 23:59:60 lies after 23:59:59.999… and is the first second of the next day.
struct Instant {
    qint64 second = 0;    // since 1970-01-01T00:00:00Z
    std::string fraction; // digits without trailing zeros

    // Nothing for what is not RFC 3339.
    static std::optional<Instant> read(std::string_view text);

    // Fractions without trailing zeros stand in the order of their digits.
    std::strong_ordering operator<=>(const Instant &) const = default;
    bool operator==(const Instant &) const = default;
};

} // namespace uw::json
