// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"

#include <QMap>
#include <QStringList>

namespace uw::clockify {

// What Clockify says about the settings of a workspace.
struct PushedSettings {
    // By manifest id; a Boolean is 0 or 1.
    QMap<QString, qint64> values;
    // Ids that are none of ours, shortened: another version of the manifest may have had them.
    QStringList unknown;
};

// Reads the list [{"id","name","value"}] of a SETTINGS_UPDATED call. Nothing is clamped and nothing converted:
// InvalidInput names every setting whose value has the wrong type or is out of range, an id that stands twice, and a
// list that is none; LimitExceeded for more than 200 settings.
[[nodiscard]] Result<PushedSettings> readPushedSettings(const json::Value &list);

} // namespace uw::clockify
