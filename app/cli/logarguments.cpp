// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/logarguments.h"

#include "core/base/clock.h"
#include "core/settings/workspacesettings.h"
#include "core/store/installationrepository.h"
#include "core/store/migrations.h"
#include "core/store/settingrepository.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>

using namespace Qt::StringLiterals;

namespace uw::cli {

namespace {

struct Filter {
    QStringList options;
    // Of the control API.
    QString parameter;
    QString description;
    QString value;
};

const QList<Filter> &filters()
{
    static const QList<Filter> all{
        {{u"q"_s, u"search"_s},
         u"q"_s,
         u"Only events that hold these words: all of them, the last one may go on, what stands in quotes as it is."_s,
         u"TEXT"_s},
        {{u"source"_s}, u"source"_s, u"Only events of this source (GITHUB, CUSTOM …); may repeat."_s, u"NAME"_s},
        {{u"custom-source"_s}, u"customSource"_s, u"Only events of this custom source; may repeat."_s, u"NAME"_s},
        {{u"provider"_s}, u"provider"_s, u"Only events of this provider (github …); may repeat."_s, u"NAME"_s},
        {{u"event-type"_s}, u"eventType"_s, u"Only events of this type; may repeat."_s, u"TYPE"_s},
        {{u"verdict"_s}, u"verdict"_s, u"valid, invalid, stale, unsigned or not_configured; may repeat."_s, u"WORD"_s},
        {{u"workspace-id"_s}, u"workspaceId"_s, u"Only events of this workspace."_s, u"ID"_s},
        {{u"from"_s}, u"from"_s, u"Received at this time (RFC 3339) or later."_s, u"TIME"_s},
        {{u"to"_s}, u"to"_s, u"Received at this time or earlier."_s, u"TIME"_s},
        {{u"starred"_s}, u"starred"_s, u"true: only events with a star."_s, u"true"_s},
    };
    return all;
}

} // namespace

void addDataDirectoryOption(QCommandLineParser &parser)
{
    parser.addOption({u"data-dir"_s, u"Folder of the profile's database."_s, u"DIR"_s});
}

void addFilterOptions(QCommandLineParser &parser)
{
    for (const Filter &filter : filters())
        parser.addOption({filter.options, filter.description, filter.value});
}

Result<ProcessOptions> profileOf(const QCommandLineParser &parser)
{
    ProcessOptions::CommandLine commandLine;
    if (parser.isSet(u"data-dir"_s))
        commandLine.dataDirectory = parser.value(u"data-dir"_s);
    return ProcessOptions::read(QProcessEnvironment::systemEnvironment(), commandLine);
}

Result<control::EventQuery> eventQueryOf(const QCommandLineParser &parser)
{
    QList<std::pair<QString, QString>> items;
    for (const Filter &filter : filters()) {
        const QStringList values = parser.values(filter.options.first());
        for (const QString &value : values)
            items.append({filter.parameter, value});
    }
    const QStringList options = parser.optionNames();
    for (const QString &name : {u"limit"_s, u"before"_s}) {
        if (options.contains(name))
            items.append({name, parser.value(name)});
    }
    return control::parseEventQuery(items);
}

void addPersonalDataOption(QCommandLineParser &parser)
{
    parser.addOption({u"show-personal"_s, u"Shows what the setting redact_pii masks."_s});
}

PersonalDataRule personalDataRuleOf(const QCommandLineParser &parser, Connection &log, const SettingValues &base)
{
    if (parser.isSet(u"show-personal"_s))
        return {};
    return [&log, base](const QString &workspaceId) {
        const Result<std::optional<Installation>> installation = installationrepository::find(log, workspaceId);
        if (!installation)
            return true;
        // One that never had the add-on has the settings of none.
        const auto rows = settingrepository::all(log, *installation ? workspaceId : QString());
        return !rows || workspaceSettings(base, *rows).isOn(SettingId::RedactPii);
    };
}

Result<std::unique_ptr<Connection>> openLog(const QString &databasePath)
{
    const QString file = QDir::toNativeSeparators(databasePath);
    if (!QFileInfo(databasePath).isFile())
        return Error{ErrorCode::NotFound, u"There is no log at %1. Start the program or uwh serve with this profile "
                                          "first, or name another one with --data-dir."_s.arg(file)};
    Result<std::unique_ptr<Connection>> connection = Connection::open(databasePath, Connection::Mode::ReadOnly);
    if (!connection)
        return connection;
    const auto newest = qint64(migrations().size());
    const Result<DatabaseVersion> version = inspect(**connection, newest);
    if (!version)
        return version.error();
    if (version->version < newest)
        return Error{
            ErrorCode::StoreUnavailable,
            u"The log %1 was made by an older version. Start the program or uwh serve with it once, so that it "
            "is brought to this one."_s.arg(file)};
    return connection;
}

QString terminalText(const QString &text)
{
    QString shown = text;
    for (QChar &c : shown) {
        const bool isControl = c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
        if (isControl || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = QChar::ReplacementCharacter;
    }
    return shown;
}

QString eventLine(const EventSummary &event)
{
    constexpr int sourceWidth = 20;
    constexpr int typeWidth = 28;
    constexpr int verdictWidth = 14;
    const QString source = event.customSource.isEmpty() ? event.source : event.source + u'/' + event.customSource;
    const QString type = event.eventType.isEmpty() ? u"-"_s : event.eventType;
    return u"%1  %2  %3  %4  %5  %6"_s.arg(
        toRfc3339(event.receivedAtMs), event.id, terminalText(source).leftJustified(sourceWidth),
        terminalText(type).leftJustified(typeWidth), QString(verdictWord(event.verdict)).leftJustified(verdictWidth),
        QString::number(event.bodySize));
}

} // namespace uw::cli
