// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

namespace uw::json {

// The value of a plain YAML scalar by the core schema (YAML 1.2.2, section 10.3.2).
[[nodiscard]] Value plainScalar(std::string_view text);
// The same for a scalar that a core tag names ("int", "float", "bool", "null"): nothing when the text is none.
[[nodiscard]] std::optional<Value> taggedScalar(std::string_view text, std::string_view type);

} // namespace uw::json
