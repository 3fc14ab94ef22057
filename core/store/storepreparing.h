// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace uw {

// Hears in a sentence for a person what keeps a database from being open at once, before that begins.
using StorePreparing = std::function<void(const QString &sentence)>;

} // namespace uw
