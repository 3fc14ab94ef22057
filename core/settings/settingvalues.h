// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settingdefinition.h"

#include <QMap>
#include <QStringList>

#include <array>

class QProcessEnvironment;

namespace uw {

// Where a value in force comes from, weakest first.
enum class SettingSource { Default, Environment, Workspace, CommandLine };

// "default", "environment", "workspace", "command line".
[[nodiscard]] QLatin1StringView settingSourceWord(SettingSource source);

// The values of all settings in force for one workspace (or for the process while there is none):
// defaults, over them the environment, over them what the workspace stored, over all the command line. A plain value.
class SettingValues final {
public:
    // Every setting at its default.
    SettingValues();

    // Defaults and environment. InvalidInput names the variable, its value and what is allowed.
    static Result<SettingValues> fromEnvironment(const QProcessEnvironment &environment);

    // These with what the command line says over them, each "max_rps=10". InvalidInput names the option, the value and
    // what is allowed, also for a name that is no setting's or stands twice.
    [[nodiscard]] Result<SettingValues> withCommandLine(const QStringList &assignments) const;

    [[nodiscard]] qint64 integer(SettingId id) const;
    [[nodiscard]] bool isOn(SettingId id) const;
    [[nodiscard]] SettingSource source(SettingId id) const;

    // Puts stored values (by manifest id) over these, but not over the command line's. InvalidInput for an unknown id or
    // a value out of range; nothing is taken over then.
    [[nodiscard]] Result<SettingValues> withStored(const QMap<QString, qint64> &stored) const;

private:
    struct Entry {
        qint64 value = 0;
        SettingSource source = SettingSource::Default;
    };
    std::array<Entry, settingCount> m_entries;
};

} // namespace uw
