// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/pushedsettings.h"

#include "core/settings/settingdefinition.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace uw::clockify {

namespace {

constexpr std::size_t settingsMaximum = 200;
constexpr qsizetype shownId = 64;
// Beyond it a double no longer tells whole numbers apart; no setting goes that far.
constexpr double wholeMaximum = 9007199254740992.0;

Error invalid(const QString &text)
{
    return {ErrorCode::InvalidInput, text};
}

// 25 and 25.0 are the same number to a sender that knows only doubles.
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

std::optional<qint64> valueOf(const SettingDefinition &definition, const json::Value &value)
{
    std::optional<qint64> read;
    if (definition.type == SettingType::Boolean)
        read = value.is_boolean() ? std::optional(qint64(value.get<bool>())) : std::nullopt;
    else
        read = wholeNumber(value);
    return read && checkSetting(definition, {}, *read) ? read : std::nullopt;
}

} // namespace

Result<PushedSettings> readPushedSettings(const json::Value &list)
{
    if (!list.is_array())
        return invalid(u"The settings have to be a list."_s);
    if (list.size() > settingsMaximum)
        return Error{ErrorCode::LimitExceeded, u"These are more than %1 settings."_s.arg(settingsMaximum)};
    PushedSettings pushed;
    QStringList faults;
    for (const json::Value &setting : list) {
        const json::Value *id = json::member(setting, "id");
        const json::Value *value = json::member(setting, "value");
        const QString name = id ? json::toQString(*id) : QString();
        if (name.isEmpty() || !value)
            return invalid(u"Each setting has to be an object with an id and a value."_s);
        const SettingDefinition *definition = findSetting(name);
        if (!definition) {
            pushed.unknown << name.left(shownId);
            continue;
        }
        const std::optional<qint64> read = valueOf(*definition, *value);
        if (pushed.values.contains(name))
            faults << u"%1 stands twice"_s.arg(name);
        else if (!read)
            faults << u"%1 has to be %2"_s.arg(name, allowedValues(*definition));
        else
            pushed.values.insert(name, *read);
    }
    if (!faults.isEmpty())
        return invalid(u"Nothing was changed: %1."_s.arg(faults.join(u"; "_s)));
    return pushed;
}

} // namespace uw::clockify
