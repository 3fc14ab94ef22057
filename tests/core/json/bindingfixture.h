// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/binding.h"

namespace uw::test {

// What the bindings of the tests are evaluated on: a value of every kind under every root.
[[nodiscard]] const json::Value &context();
inline constexpr auto fixedUuid = "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee";
// A fixed time and id, and the one credential "key".
[[nodiscard]] json::BindingEnvironment environmentOn(const json::Scope &scope);
// Nothing where the value is omitted.
[[nodiscard]] Result<std::optional<json::Value>> evaluated(const json::Value &source);
[[nodiscard]] Result<std::optional<json::Value>> evaluated(QStringView text);

} // namespace uw::test
