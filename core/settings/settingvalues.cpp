// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingvalues.h"

#include <QProcessEnvironment>

namespace uw {

SettingValues::SettingValues()
{
    for (const SettingDefinition &definition : settingDefinitions())
        m_entries[std::size_t(definition.id)] = {definition.defaultValue, SettingSource::Default};
}

Result<SettingValues> SettingValues::fromEnvironment(const QProcessEnvironment &environment)
{
    SettingValues values;
    for (const SettingDefinition &definition : settingDefinitions()) {
        const QString variable = definition.environment;
        // A variable set to nothing counts as not set, as shells and service files write it.
        if (environment.value(variable).isEmpty())
            continue;
        const Result<qint64> value = parseSetting(definition, variable, environment.value(variable));
        if (!value)
            return value.error();
        values.m_entries[std::size_t(definition.id)] = {*value, SettingSource::Environment};
    }
    return values;
}

qint64 SettingValues::integer(SettingId id) const
{
    return m_entries[std::size_t(id)].value;
}

bool SettingValues::isOn(SettingId id) const
{
    return integer(id) != 0;
}

SettingSource SettingValues::source(SettingId id) const
{
    return m_entries[std::size_t(id)].source;
}

Result<SettingValues> SettingValues::withStored(const QMap<QString, qint64> &stored) const
{
    SettingValues values = *this;
    for (auto it = stored.begin(); it != stored.end(); ++it) {
        const SettingDefinition *definition = findSetting(it.key());
        if (!definition)
            return Error{
                ErrorCode::InvalidInput,
                QStringLiteral("There is no setting named %1. The Settings page lists them all.").arg(it.key())};
        if (const Result<void> checked = checkSetting(*definition, it.key(), it.value()); !checked)
            return checked.error();
        values.m_entries[std::size_t(definition->id)] = {it.value(), SettingSource::Workspace};
    }
    return values;
}

} // namespace uw
