// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"
#include "core/settings/settingvalues.h"

namespace uw {

// Changes of settings by manifest id; nothing: back to what stands beneath.
using SettingChanges = QMap<QString, std::optional<qint64>>;

// The value of a setting as JSON writes it: true or false, or a whole number (25.0 is 25: some senders know only
// doubles). Nothing is converted and nothing clamped: InvalidInput says what it has to be.
[[nodiscard]] Result<qint64> settingFromJson(const SettingDefinition &definition, const json::Value &value);
[[nodiscard]] json::Value settingToJson(const SettingDefinition &definition, qint64 value);

// What is in force, as GET /ui/settings shows it: `values` by id, and `items` with id, group, type, value, default, source,
// range and variable of each. `isRestricted`: the add-on forbids HTTP actions.
[[nodiscard]] json::Value settingsToJson(const SettingValues &values, const QString &workspaceId, bool isRestricted);

// One fault of a change.
struct SettingFault {
    QString field;
    QString message;

    bool operator==(const SettingFault &) const = default;
};

// Reads what PUT /ui/settings sends: an object of values by id, or one whose member `values` is that (as GET answers
// it); null puts a setting back. Every fault is added to `faults`, and then nothing is to be changed. InvalidInput for
// what is no such object at all.
[[nodiscard]] Result<SettingChanges> settingChangesFromJson(const json::Value &body, QList<SettingFault> &faults);

} // namespace uw
