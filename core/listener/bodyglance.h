// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArrayView>
#include <QString>

#include <string_view>

namespace uw {

// Reads a JSON text once, without building a tree of it, and returns the string that the top object has under
// that name; empty when it has none or another type there. Of several members the last counts, as in
// json::parse(). InvalidInput or LimitExceeded, with the place, when the text is not JSON or nested too deeply.
[[nodiscard]] Result<QString> topLevelString(QByteArrayView text, std::string_view name);

} // namespace uw
