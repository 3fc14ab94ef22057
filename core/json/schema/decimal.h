// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

namespace uw::json::schema {

// Whether `number` is a whole multiple of `divisor`, exactly as both are written in decimal digits: 0.3 is one of 0.1,
// though their doubles do not divide. Both are numbers, the divisor is positive.
[[nodiscard]] bool isMultipleOf(const Value &number, const Value &divisor);

// Whether the number has no fractional part: 1, 1.0, 1e300.
[[nodiscard]] bool isWhole(const Value &number);

} // namespace uw::json::schema
