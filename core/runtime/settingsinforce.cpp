// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/settingsinforce.h"

#include "core/clockify/addon.h"
#include "core/clockify/addonroutes.h"

namespace uw {

namespace {

WebhookLimits limitsOf(const SettingValues &values)
{
    return {.maximumBodyBytes = values.integer(SettingId::MaxBodyBytes),
            .customEnabled = values.isOn(SettingId::EnableCustom),
            .maximumRpsPerSource = int(values.integer(SettingId::MaxRpsPerSource))};
}

} // namespace

ListenerSettings listenerSettings(const SettingService &settings, const clockify::Addon *addon,
                                  const QString &publicUrl)
{
    const SettingValues port = addon ? addon->portSettings() : settings.values({});
    ListenerSettings listener;
    listener.limits = limitsOf(port);
    listener.publicUrl = publicUrl;
    // A limit that Clockify's own calls do not meet could not be raised again from Clockify.
    bool isStored = port.source(SettingId::MaxBodyBytes) == SettingSource::Workspace;
    const QList<Installation> installations = addon ? addon->installations() : QList<Installation>();
    for (const Installation &installation : installations) {
        const SettingValues values = addon->settings(installation.workspaceId);
        listener.workspaces.insert(installation.workspaceId, limitsOf(values));
        isStored |= values.source(SettingId::MaxBodyBytes) == SettingSource::Workspace;
    }
    if (isStored)
        listener.otherRoutesBytes = clockify::lifecycleBodyBytes;
    return listener;
}

QList<Retention::Rule> retentionRules(const SettingService &settings, const clockify::Addon *addon)
{
    const auto daysOf = [](const SettingValues &values) { return values.integer(SettingId::LogRetentionDays); };
    Retention::Rule others{.days = daysOf(settings.values({})), .of = {.workspaces = {}, .isAllOthers = true}};
    QMap<qint64, QStringList> byDays;
    const QList<Installation> known =
        addon ? addon->installations() + addon->formerInstallations() : QList<Installation>();
    for (const Installation &installation : known) {
        const qint64 days = daysOf(addon->settings(installation.workspaceId));
        if (days == others.days)
            continue;
        byDays[days].append(installation.workspaceId);
        others.of.workspaces.append(installation.workspaceId);
    }
    QList<Retention::Rule> rules{others};
    for (auto group = byDays.cbegin(); group != byDays.cend(); ++group)
        rules.append({.days = group.key(), .of = {.workspaces = group.value(), .isAllOthers = false}});
    return rules;
}

} // namespace uw
