// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

namespace uw::json {

// A hash under which equal() trees are equal: 1 and 1.0, objects in whatever order. Seeded per process,
// so not for keeping. Linear in the tree, never recurses; adds the number of values looked at to `work`.
[[nodiscard]] quint64 treeHash(const Value &value, qint64 &work);

// equal(), counting in the same way.
[[nodiscard]] bool equalCounting(const Value &a, const Value &b, qint64 &work);

} // namespace uw::json
