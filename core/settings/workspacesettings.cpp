// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/workspacesettings.h"

namespace uw {

bool addonForbidsHttpActions(const QMap<QString, QString> &rows)
{
    const auto row = rows.constFind(addonHttpActionsRow);
    return row != rows.cend() && *row != u"1";
}

SettingValues workspaceSettings(const SettingValues &base, const QMap<QString, QString> &rows, QStringList *unreadable)
{
    QMap<QString, qint64> stored;
    for (const SettingDefinition &definition : settingDefinitions()) {
        const QString name = definition.name;
        const auto row = rows.constFind(name);
        if (row == rows.cend())
            continue;
        if (const Result<qint64> value = parseSetting(definition, name, *row))
            stored.insert(name, *value);
        else if (unreadable)
            *unreadable << name;
    }
    if (addonForbidsHttpActions(rows))
        stored.insert(settingDefinition(SettingId::EnableGenericHttpActions).name, 0);
    return base.withStored(stored).valueOr(base);
}

} // namespace uw
