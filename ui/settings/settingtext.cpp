// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingtext.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace uw::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("uw::ui::SettingText", text);
}

QString valueText(const SettingDefinition &definition, qint64 value)
{
    if (definition.type == SettingType::Boolean)
        return value != 0 ? tr("on") : tr("off");
    return QLocale().toString(value);
}

} // namespace

SettingText settingText(SettingId id)
{
    switch (id) {
    case SettingId::RunOnInstall:
        return {tr("Fetch a workspace when the add-on is installed"),
                tr("Reads clients, projects, tasks, tags and people once, so that flows can name them.")};
    case SettingId::IncludeHeavy:
        return {tr("Fetch reports and other heavy lists as well"),
                tr("They take long and cost many requests in a large workspace.")};
    case SettingId::MaxRps:
        return {tr("Requests a second to Clockify"),
                tr("For fetching and flows of a workspace together; Clockify itself refuses more than 50.")};
    case SettingId::IncludeTimeEntries:
        return {tr("Fetch time entries as well"), tr("As far back as the next setting says.")};
    case SettingId::TimeEntryDaysBack:
        return {tr("Days of time entries to fetch"), tr("Older entries are left in Clockify.")};
    case SettingId::EnableCustom:
        return {tr("Take webhooks of custom sources"), tr("Off: every address under /webhooks/custom/ answers 404.")};
    case SettingId::LogRetentionDays:
        return {tr("Days that events are kept"),
                tr("Older events are removed in the background, unless they have a star.")};
    case SettingId::MaxBodyBytes:
        return {tr("Largest body of a webhook, in bytes"), tr("A larger one is answered 413 and not stored.")};
    case SettingId::MaxRpsPerSource:
        return {tr("Requests a second from one source"), tr("0 sets no limit; more than that is answered 429.")};
    case SettingId::EnableFlows:
        return {tr("Run flows"), tr("Off: events are stored and nothing runs.")};
    case SettingId::EnableGenericHttpActions:
        return {tr("Let flows send requests to any address"),
                tr("Off: a flow calls the operations of API documents alone.")};
    case SettingId::ExecutionRetentionDays:
        return {tr("Days that runs of flows are kept"), tr("Older runs are removed with all their steps.")};
    case SettingId::CacheTtlDays:
        return {tr("Days that fetched entities count as fresh"), tr("After that they are read from Clockify anew.")};
    case SettingId::RedactPii:
        return {tr("Mask personal data"),
                tr("E-mail addresses, names and amounts in views and exports; what is stored stays as received.")};
    }
    return {};
}

QString groupTitle(SettingGroup group)
{
    switch (group) {
    case SettingGroup::Bootstrap:
        return tr("Bootstrap");
    case SettingGroup::Webhooks:
        return tr("Webhooks");
    case SettingGroup::Flows:
        return tr("Flows");
    case SettingGroup::Data:
        break;
    }
    return tr("Data");
}

QString groupNote(SettingGroup group)
{
    switch (group) {
    case SettingGroup::Bootstrap:
        return tr("How a workspace is read from Clockify. This version keeps the choices and does not read yet.");
    case SettingGroup::Flows:
        return tr("This version keeps the choices and does not run flows yet.");
    case SettingGroup::Webhooks:
    case SettingGroup::Data:
        break;
    }
    return {};
}

QString rangeText(const SettingDefinition &definition)
{
    const QString defaultValue = valueText(definition, definition.defaultValue);
    if (definition.type == SettingType::Boolean)
        return tr("Default: %1.").arg(defaultValue);
    return tr("%1 to %2, default %3.")
        .arg(valueText(definition, definition.minimum), valueText(definition, definition.maximum), defaultValue);
}

QString sourceText(const SettingDefinition &definition, SettingSource source)
{
    switch (source) {
    case SettingSource::CommandLine:
        return tr("From the command line");
    case SettingSource::Workspace:
        return tr("Set here");
    case SettingSource::Environment:
        return tr("From %1").arg(definition.environment);
    case SettingSource::Default:
        break;
    }
    return tr("Default");
}

} // namespace uw::ui
