// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/webhooklistener.h"
#include "core/runtime/retention.h"

namespace uw {

class SettingService;

namespace clockify {
class Addon;
} // namespace clockify

// What the settings of all workspaces mean for the parts that serve every one of them. `addon` may be null: then nothing
// belongs to a workspace. On the main thread.

// An event that names no workspace is held to the settings of the only installed one, else to those of none.
[[nodiscard]] ListenerSettings listenerSettings(const SettingService &settings, const clockify::Addon *addon,
                                                const QString &publicUrl);
// Each workspace keeps its events as long as it wants, one that was uninstalled as long as it wanted last.
[[nodiscard]] QList<Retention::Rule> retentionRules(const SettingService &settings, const clockify::Addon *addon);

} // namespace uw
