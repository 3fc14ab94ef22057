// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QLatin1String>
#include <QString>

#include <span>

namespace uw {

// The settings of a workspace: these and no others stand in the add-on's manifest and under /ui/settings.
enum class SettingId {
    RunOnInstall,
    IncludeHeavy,
    MaxRps,
    IncludeTimeEntries,
    TimeEntryDaysBack,
    EnableCustom,
    LogRetentionDays,
    MaxBodyBytes,
    MaxRpsPerSource,
    EnableFlows,
    EnableGenericHttpActions,
    ExecutionRetentionDays,
    CacheTtlDays,
    RedactPii,
};
inline constexpr int settingCount = 14;

enum class SettingType { Boolean, Integer };
enum class SettingGroup { Bootstrap, Webhooks, Flows, Data };

// One row of the table that settings, environment, manifest and Settings page are all read from.
struct SettingDefinition {
    SettingId id;
    SettingGroup group;
    // The id in the manifest and in JSON.
    QLatin1StringView name;
    QLatin1StringView environment;
    SettingType type;
    // Both inclusive; for a Boolean 0 and 1.
    qint64 minimum;
    qint64 maximum;
    qint64 defaultValue;
};

// All settings, in the order of SettingId.
[[nodiscard]] std::span<const SettingDefinition> settingDefinitions();
[[nodiscard]] const SettingDefinition &settingDefinition(SettingId id);
// By its manifest id; null when there is none of that name.
[[nodiscard]] const SettingDefinition *findSetting(QStringView name);

// "yes or no" / "a whole number from 1 to 50": what a value has to be, for messages.
[[nodiscard]] QString allowedValues(const SettingDefinition &definition);

// Reads a value as written in an environment variable or a file: whole decimal numbers, for a Boolean
// yes/no, true/false, on/off, 1/0 in any case. Nothing is clamped: InvalidInput says what is allowed.
// `name` is what the message calls the value (the variable's name).
[[nodiscard]] Result<qint64> parseSetting(const SettingDefinition &definition, QStringView name, const QString &text);

// InvalidInput unless `value` lies in the setting's range.
[[nodiscard]] Result<void> checkSetting(const SettingDefinition &definition, QStringView name, qint64 value);

} // namespace uw
