// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settingvalues.h"

#include <QStringList>

namespace uw {

// The row of the store in which a workspace's add-on forbids what `enable_generic_http_actions` may allow: "0", or no
// such row. It stands apart from the setting's own row, so that Clockify can restrict but never allow.
inline constexpr QLatin1StringView addonHttpActionsRow{"addon.enable_generic_http_actions"};

// Whether the rows of a workspace say so. Any text but a clear "1" forbids: in doubt the smaller right.
[[nodiscard]] bool addonForbidsHttpActions(const QMap<QString, QString> &rows);

// What is in force for one workspace: `base` (defaults and environment), over it the texts that the store keeps for the
// workspace, over both what the add-on forbids. A stored text that cannot be read counts as not there; its id
// is added to `unreadable` (may be null).
[[nodiscard]] SettingValues workspaceSettings(const SettingValues &base, const QMap<QString, QString> &rows,
                                              QStringList *unreadable = nullptr);

} // namespace uw
