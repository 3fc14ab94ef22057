// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settingvalues.h"

namespace uw::ui {

// What the window calls a setting: its label, and one sentence that says what it does.
struct SettingText {
    QString label;
    QString help;
};
[[nodiscard]] SettingText settingText(SettingId id);
[[nodiscard]] QString groupTitle(SettingGroup group);
// When the settings of a group begin to matter; empty: now.
[[nodiscard]] QString groupNote(SettingGroup group);

// What may be entered, with the default: "1 to 50, default 25".
[[nodiscard]] QString rangeText(const SettingDefinition &definition);
// Where the value in force comes from: "Set here", "From UW_CACHE_TTL_DAYS".
[[nodiscard]] QString sourceText(const SettingDefinition &definition, SettingSource source);

} // namespace uw::ui
