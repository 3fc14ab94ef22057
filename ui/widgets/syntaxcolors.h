// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/tokenizer.h"
#include "ui/shell/theme.h"

namespace uw::ui {

// The colour that a piece of JSON text is written in, the same in every view.
[[nodiscard]] ColorRole syntaxRole(json::Tokenizer::Kind kind);

} // namespace uw::ui
