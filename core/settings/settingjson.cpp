// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingjson.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// Beyond it a double no longer tells whole numbers apart; no setting goes that far.
constexpr double wholeMaximum = 9007199254740992.0;
constexpr qsizetype shownName = 64;

std::optional<qint64> wholeNumber(const json::Value &value)
{
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        return number <= std::uint64_t(std::numeric_limits<qint64>::max()) ? std::optional(qint64(number))
                                                                           : std::nullopt;
    }
    if (value.is_number_integer())
        return qint64(value.get<std::int64_t>());
    if (!value.is_number_float())
        return std::nullopt;
    const double number = value.get<double>();
    return std::trunc(number) == number && std::abs(number) < wholeMaximum ? std::optional(qint64(number))
                                                                           : std::nullopt;
}

const char *groupWord(SettingGroup group)
{
    switch (group) {
    case SettingGroup::Bootstrap:
        return "bootstrap";
    case SettingGroup::Webhooks:
        return "webhooks";
    case SettingGroup::Flows:
        return "flows";
    case SettingGroup::Data:
        break;
    }
    return "data";
}

json::Value itemOf(const SettingDefinition &definition, const SettingValues &values)
{
    const bool isBoolean = definition.type == SettingType::Boolean;
    json::Value item = json::Value::object();
    item["id"] = definition.name.data();
    item["group"] = groupWord(definition.group);
    item["type"] = isBoolean ? "boolean" : "integer";
    item["value"] = settingToJson(definition, values.integer(definition.id));
    item["default"] = settingToJson(definition, definition.defaultValue);
    item["source"] = settingSourceWord(values.source(definition.id)).data();
    if (!isBoolean) {
        item["minimum"] = definition.minimum;
        item["maximum"] = definition.maximum;
    }
    item["environment"] = definition.environment.data();
    return item;
}

} // namespace

Result<qint64> settingFromJson(const SettingDefinition &definition, const json::Value &value)
{
    std::optional<qint64> read;
    if (definition.type == SettingType::Boolean)
        read = value.is_boolean() ? std::optional(qint64(value.get<bool>())) : std::nullopt;
    else
        read = wholeNumber(value);
    if (read && checkSetting(definition, {}, *read))
        return *read;
    return Error{ErrorCode::InvalidInput, u"%1 has to be %2"_s.arg(definition.name, allowedValues(definition))};
}

json::Value settingToJson(const SettingDefinition &definition, qint64 value)
{
    return definition.type == SettingType::Boolean ? json::Value(value != 0) : json::Value(value);
}

json::Value settingsToJson(const SettingValues &values, const QString &workspaceId, bool isRestricted)
{
    json::Value plain = json::Value::object();
    json::Value items = json::Value::array();
    for (const SettingDefinition &definition : settingDefinitions()) {
        plain[definition.name.data()] = settingToJson(definition, values.integer(definition.id));
        json::Value item = itemOf(definition, values);
        if (isRestricted && definition.id == SettingId::EnableGenericHttpActions)
            item["forbiddenByAddon"] = true;
        items.push_back(std::move(item));
    }
    json::Value object = json::Value::object();
    object["workspaceId"] = workspaceId.isEmpty() ? json::Value(nullptr) : json::fromQString(workspaceId);
    object["values"] = std::move(plain);
    object["items"] = std::move(items);
    return object;
}

Result<SettingChanges> settingChangesFromJson(const json::Value &body, QList<SettingFault> &faults)
{
    const json::Value *inner = json::member(body, "values");
    const json::Value &values = inner ? *inner : body;
    if (!values.is_object())
        return Error{ErrorCode::InvalidInput,
                     u"The body has to be an object of settings, as {\"max_rps\": 10}; null puts one back."_s};
    SettingChanges changes;
    for (auto member = values.begin(); member != values.end(); ++member) {
        const QString name = QString::fromUtf8(member.key().data(), qsizetype(member.key().size()));
        const SettingDefinition *definition = findSetting(name);
        if (!definition) {
            faults.append({name.left(shownName), u"There is no setting of that name."_s});
        } else if (member.value().is_null()) {
            changes.insert(name, std::nullopt);
        } else if (const Result<qint64> value = settingFromJson(*definition, member.value())) {
            changes.insert(name, *value);
        } else {
            faults.append({name, value.error().text + u'.'});
        }
    }
    return changes;
}

} // namespace uw
