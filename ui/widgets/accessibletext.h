// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace uw::ui {

// Tells assistive programs that our own painted texts (ElidedLabel, BadgeLabel, KeyCap) are texts; Qt knows
// them only as "some widget". Called once by the theme; calling again does nothing.
void installAccessibleTexts();

} // namespace uw::ui
