// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingtext.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace uw::ui {

namespace {

// The context of these texts for a translator.
struct SettingTexts {
    Q_DECLARE_TR_FUNCTIONS(uw::ui::SettingTexts)
};

QString valueText(const SettingDefinition &definition, qint64 value)
{
    if (definition.type == SettingType::Boolean)
        return value != 0 ? SettingTexts::tr("on") : SettingTexts::tr("off");
    return QLocale().toString(value);
}

} // namespace

SettingText settingText(SettingId id)
{
    switch (id) {
    case SettingId::RunOnInstall:
        return {SettingTexts::tr("Fetch a workspace when the add-on is installed"),
                SettingTexts::tr("Reads clients, projects, tasks, tags and people once, so that flows can name them.")};
    case SettingId::IncludeHeavy:
        return {SettingTexts::tr("Fetch reports and other heavy lists as well"),
                SettingTexts::tr("They take long and cost many requests in a large workspace.")};
    case SettingId::MaxRps:
        return {
            SettingTexts::tr("Requests a second to Clockify"),
            SettingTexts::tr("For fetching and flows of a workspace together; Clockify itself refuses more than 50.")};
    case SettingId::IncludeTimeEntries:
        return {SettingTexts::tr("Fetch time entries as well"),
                SettingTexts::tr("As far back as the next setting says.")};
    case SettingId::TimeEntryDaysBack:
        return {SettingTexts::tr("Days of time entries to fetch"),
                SettingTexts::tr("Older entries are left in Clockify.")};
    case SettingId::EnableCustom:
        return {SettingTexts::tr("Take webhooks of custom sources"),
                SettingTexts::tr("Off: every address under /webhooks/custom/ answers 404.")};
    case SettingId::LogRetentionDays:
        return {SettingTexts::tr("Days that events are kept"),
                SettingTexts::tr("Older events are removed in the background, unless they have a star.")};
    case SettingId::MaxBodyBytes:
        return {SettingTexts::tr("Largest body of a webhook, in bytes"),
                SettingTexts::tr("A larger one is answered 413 and not stored.")};
    case SettingId::MaxRpsPerSource:
        return {SettingTexts::tr("Requests a second from one source"),
                SettingTexts::tr("0 sets no limit; more than that is answered 429.")};
    case SettingId::EnableFlows:
        return {SettingTexts::tr("Run flows"), SettingTexts::tr("Off: events are stored and nothing runs.")};
    case SettingId::EnableGenericHttpActions:
        return {SettingTexts::tr("Let flows send requests to any address"),
                SettingTexts::tr("Off: a flow calls the operations of API documents alone.")};
    case SettingId::ExecutionRetentionDays:
        return {SettingTexts::tr("Days that runs of flows are kept"),
                SettingTexts::tr("Older runs are removed with all their steps.")};
    case SettingId::CacheTtlDays:
        return {SettingTexts::tr("Days that fetched entities count as fresh"),
                SettingTexts::tr("After that they are read from Clockify anew.")};
    case SettingId::RedactPii:
        return {SettingTexts::tr("Mask personal data"),
                SettingTexts::tr(
                    "E-mail addresses, names and amounts in views and exports; what is stored stays as received.")};
    }
    return {};
}

QString groupTitle(SettingGroup group)
{
    switch (group) {
    case SettingGroup::Bootstrap:
        return SettingTexts::tr("Bootstrap");
    case SettingGroup::Webhooks:
        return SettingTexts::tr("Webhooks");
    case SettingGroup::Flows:
        return SettingTexts::tr("Flows");
    case SettingGroup::Data:
        break;
    }
    return SettingTexts::tr("Data");
}

QString groupNote(SettingGroup group)
{
    switch (group) {
    case SettingGroup::Bootstrap:
        return SettingTexts::tr(
            "How a workspace is read from Clockify. This version keeps the choices and does not read yet.");
    case SettingGroup::Flows:
        return SettingTexts::tr("This version keeps the choices and does not run flows yet.");
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
        return SettingTexts::tr("Default: %1.").arg(defaultValue);
    return SettingTexts::tr("%1 to %2, default %3.")
        .arg(valueText(definition, definition.minimum), valueText(definition, definition.maximum), defaultValue);
}

QString sourceText(const SettingDefinition &definition, SettingSource source)
{
    switch (source) {
    case SettingSource::CommandLine:
        return SettingTexts::tr("From the command line");
    case SettingSource::Workspace:
        return SettingTexts::tr("Set here");
    case SettingSource::Environment:
        return SettingTexts::tr("From %1").arg(definition.environment);
    case SettingSource::Default:
        break;
    }
    return SettingTexts::tr("Default");
}

} // namespace uw::ui
