// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingdefinition.h"

#include "core/base/limits.h"

#include <array>

namespace uw {

namespace {

using G = SettingGroup;
using T = SettingType;
using L = QLatin1StringView;

constexpr std::array<SettingDefinition, settingCount> table{{
    {SettingId::RunOnInstall, G::Bootstrap, L("run_on_install"), L("UW_BOOTSTRAP_RUN_ON_INSTALL"), T::Boolean, 0, 1, 1},
    {SettingId::IncludeHeavy, G::Bootstrap, L("include_heavy"), L("UW_BOOTSTRAP_INCLUDE_HEAVY"), T::Boolean, 0, 1, 0},
    {SettingId::MaxRps, G::Bootstrap, L("max_rps"), L("UW_BOOTSTRAP_MAX_RPS"), T::Integer, 1, 50, 25},
    {SettingId::IncludeTimeEntries, G::Bootstrap, L("include_time_entries"), L("UW_BOOTSTRAP_INCLUDE_TIME_ENTRIES"),
     T::Boolean, 0, 1, 0},
    {SettingId::TimeEntryDaysBack, G::Bootstrap, L("time_entry_days_back"), L("UW_BOOTSTRAP_TIME_ENTRY_DAYS"),
     T::Integer, 1, 365, 30},
    {SettingId::EnableCustom, G::Webhooks, L("enable_custom"), L("UW_ENABLE_CUSTOM_WEBHOOKS"), T::Boolean, 0, 1, 1},
    {SettingId::LogRetentionDays, G::Webhooks, L("log_retention_days"), L("UW_WEBHOOK_LOG_RETENTION_DAYS"), T::Integer,
     1, 365, 90},
    {SettingId::MaxBodyBytes, G::Webhooks, L("max_body_bytes"), L("UW_WEBHOOK_MAX_BODY_BYTES"), T::Integer,
     limits::bodyBytesMinimum, limits::bodyBytesMaximum, limits::bodyBytesDefault},
    {SettingId::MaxRpsPerSource, G::Webhooks, L("max_rps_per_source"), L("UW_WEBHOOK_MAX_RPS"), T::Integer, 0, 10'000,
     0},
    {SettingId::EnableFlows, G::Flows, L("enable_flows"), L("UW_ENABLE_FLOWS"), T::Boolean, 0, 1, 1},
    {SettingId::EnableGenericHttpActions, G::Flows, L("enable_generic_http_actions"),
     L("UW_ENABLE_GENERIC_HTTP_ACTIONS"), T::Boolean, 0, 1, 0},
    {SettingId::ExecutionRetentionDays, G::Flows, L("execution_retention_days"), L("UW_FLOW_EXECUTION_RETENTION_DAYS"),
     T::Integer, 1, 365, 90},
    {SettingId::CacheTtlDays, G::Data, L("cache_ttl_days"), L("UW_CACHE_TTL_DAYS"), T::Integer, 1, 30, 7},
    {SettingId::RedactPii, G::Data, L("redact_pii"), L("UW_REDACT_PII"), T::Boolean, 0, 1, 0},
}};

constexpr bool tableIsInOrder()
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].id != SettingId(i))
            return false;
    }
    return true;
}
static_assert(tableIsInOrder());

std::optional<qint64> readBoolean(const QString &text)
{
    static const QStringList yes{u"yes"_qs, u"true"_qs, u"on"_qs, u"1"_qs};
    static const QStringList no{u"no"_qs, u"false"_qs, u"off"_qs, u"0"_qs};
    const QString word = text.trimmed().toLower();
    if (yes.contains(word))
        return 1;
    if (no.contains(word))
        return 0;
    return std::nullopt;
}

Error refused(const SettingDefinition &definition, QStringView name, const QString &value)
{
    return Error{ErrorCode::InvalidInput,
                 QStringLiteral("%1=%2 cannot be used. It has to be %3.").arg(name, value, allowedValues(definition))};
}

} // namespace

std::span<const SettingDefinition> settingDefinitions()
{
    return table;
}

const SettingDefinition &settingDefinition(SettingId id)
{
    return table[std::size_t(id)];
}

const SettingDefinition *findSetting(QStringView name)
{
    const auto it = std::find_if(table.begin(), table.end(), [name](const auto &row) { return row.name == name; });
    return it == table.end() ? nullptr : &*it;
}

QString allowedValues(const SettingDefinition &definition)
{
    if (definition.type == SettingType::Boolean)
        return QStringLiteral("yes or no");
    return QStringLiteral("a whole number from %1 to %2").arg(definition.minimum).arg(definition.maximum);
}

Result<qint64> parseSetting(const SettingDefinition &definition, QStringView name, const QString &text)
{
    if (definition.type == SettingType::Boolean) {
        if (const std::optional<qint64> value = readBoolean(text))
            return *value;
        return refused(definition, name, text);
    }
    bool isNumber = false;
    const qint64 value = text.trimmed().toLongLong(&isNumber, 10);
    if (!isNumber)
        return refused(definition, name, text);
    if (const Result<void> checked = checkSetting(definition, name, value); !checked)
        return checked.error();
    return value;
}

Result<void> checkSetting(const SettingDefinition &definition, QStringView name, qint64 value)
{
    if (value < definition.minimum || value > definition.maximum)
        return refused(definition, name, QString::number(value));
    return {};
}

} // namespace uw
