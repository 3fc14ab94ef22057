// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/pushedsettings.h"

#include "core/settings/settingjson.h"

using namespace Qt::StringLiterals;

namespace uw::clockify {

namespace {

constexpr std::size_t settingsMaximum = 200;
constexpr qsizetype shownId = 64;

Error invalid(const QString &text)
{
    return {ErrorCode::InvalidInput, text};
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
        const Result<qint64> read = settingFromJson(*definition, *value);
        if (pushed.values.contains(name))
            faults << u"%1 stands twice"_s.arg(name);
        else if (!read)
            faults << read.error().text;
        else
            pushed.values.insert(name, *read);
    }
    if (!faults.isEmpty())
        return invalid(u"Nothing was changed: %1."_s.arg(faults.join(u"; "_s)));
    return pushed;
}

} // namespace uw::clockify
