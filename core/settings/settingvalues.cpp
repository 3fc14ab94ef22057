// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingvalues.h"

#include <QProcessEnvironment>

namespace uw {

namespace {

Error unknownSetting(const QString &name)
{
    return {ErrorCode::InvalidInput,
            QStringLiteral("There is no setting named %1. The Settings page lists them all.").arg(name)};
}

} // namespace

QLatin1StringView settingSourceWord(SettingSource source)
{
    switch (source) {
    case SettingSource::CommandLine:
        return QLatin1StringView("command line");
    case SettingSource::Workspace:
        return QLatin1StringView("workspace");
    case SettingSource::Environment:
        return QLatin1StringView("environment");
    case SettingSource::Default:
        break;
    }
    return QLatin1StringView("default");
}

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

Result<SettingValues> SettingValues::withCommandLine(const QStringList &assignments) const
{
    SettingValues values = *this;
    for (const QString &assignment : assignments) {
        const QString name = assignment.section(u'=', 0, 0).trimmed();
        const SettingDefinition *definition = findSetting(name);
        if (!definition)
            return unknownSetting(name.left(100));
        const QString option = QStringLiteral("--set ") + name;
        Entry &entry = values.m_entries[std::size_t(definition->id)];
        if (entry.source == SettingSource::CommandLine)
            return Error{ErrorCode::InvalidInput, QStringLiteral("%1 stands twice. Say it once.").arg(option)};
        const Result<qint64> value = parseSetting(*definition, option, assignment.section(u'=', 1));
        if (!value)
            return value.error();
        entry = {*value, SettingSource::CommandLine};
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
            return unknownSetting(it.key());
        if (const Result<void> checked = checkSetting(*definition, it.key(), it.value()); !checked)
            return checked.error();
        Entry &entry = values.m_entries[std::size_t(definition->id)];
        if (entry.source != SettingSource::CommandLine)
            entry = {it.value(), SettingSource::Workspace};
    }
    return values;
}

} // namespace uw
