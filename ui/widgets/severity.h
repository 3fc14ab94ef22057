// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme.h"
#include "ui/widgets/message.h"

#include <QPixmap>

namespace uw::ui {

// Name of the line icon and colour that a notice wears.
[[nodiscard]] QString severityIcon(Severity severity);
[[nodiscard]] ColorRole severityRole(Severity severity);
[[nodiscard]] QPixmap severityPixmap(const Theme &theme, Severity severity, qreal devicePixelRatio);

} // namespace uw::ui
