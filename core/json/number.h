// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/textbuffer.h"
#include "core/json/value.h"

#include <optional>

namespace uw::json {

// The ends of the integer types as doubles, which hold them exactly.
inline constexpr double twoTo63 = 9223372036854775808.0;
inline constexpr double twoTo64 = 18446744073709551616.0;

// The value of a number spelt as JSON spells it (checked by the caller, see Scanner): an integer of
// 64 bits exactly, signed when negative, unsigned otherwise; anything else the nearest double, and
// zero when too small for one. Nothing when it is too large for a double.
[[nodiscard]] std::optional<Value> readNumber(const char *begin, const char *end, bool isInteger);

// The shortest spelling that reads back as the same double, "1.0" rather than "1". Finite only.
void appendNumber(TextBuffer &text, double number);

} // namespace uw::json
