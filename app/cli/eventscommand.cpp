// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/eventscommand.h"

#include "app/cli/helptext.h"
#include "app/cli/logarguments.h"
#include "core/base/uuidv7.h"
#include "core/events/eventjson.h"

using namespace Qt::StringLiterals;

namespace uw::cli {

void EventsCommand::start(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Lists received events, newest first, or shows one whole as JSON. Works while the program runs."_s);
    const QCommandLineOption help(QStringList{u"h"_s, u"help"_s}, u"Shows this help."_s);
    parser.addOption(help);
    addDataDirectoryOption(parser);
    addFilterOptions(parser);
    addPersonalDataOption(parser);
    parser.addOptions({
        {u"limit"_s,
         u"At most so many events, 1 to %1 (default %2)."_s.arg(limits::listLimitMaximum).arg(limits::listLimitDefault),
         u"NUMBER"_s},
        {u"before"_s, u"Goes on where an earlier page ended: its \"next\"."_s, u"CURSOR"_s},
        {u"json"_s, u"Prints {\"items\":[…],\"next\":…}."_s},
    });
    parser.addPositionalArgument(u"ID"_s, u"Shows this event, with headers and body."_s, u"[ID]"_s);
    if (!parser.parse(arguments)) {
        fail(parser.errorText(), exitUsage);
        return;
    }
    if (parser.isSet(help)) {
        out() << helpText(parser, u"events");
        Q_EMIT finished(exitDone);
        return;
    }
    const QStringList ids = parser.positionalArguments();
    if (ids.size() > 1) {
        fail(u"uwh events takes one id at most."_s, exitUsage);
        return;
    }
    if (!ids.isEmpty() && !isUuid(ids.first().toLower())) {
        fail(u"\"%1\" is not the id of an event."_s.arg(terminalText(ids.first())), exitUsage);
        return;
    }
    const Result<ProcessOptions> profile = profileOf(parser);
    if (!profile) {
        fail(profile.error().text, exitUsage);
        return;
    }
    const Result<std::unique_ptr<Connection>> log = openLog(profile->databasePath);
    if (!log) {
        fail(log.error().text, exitFailed);
        return;
    }
    const PersonalDataRule masks = personalDataRuleOf(parser, **log, profile->settings);
    if (ids.isEmpty())
        list(**log, parser, masks);
    else
        show(**log, ids.first().toLower(), masks);
}

void EventsCommand::list(Connection &connection, const QCommandLineParser &parser, const PersonalDataRule &masks)
{
    const Result<control::EventQuery> query = eventQueryOf(parser);
    if (!query) {
        fail(query.error().text, exitUsage);
        return;
    }
    const Result<QList<EventSummary>> events = eventrepository::page(connection, query->filter, query->page);
    if (!events) {
        fail(events.error().text, exitFailed);
        return;
    }
    // A full page may be followed by more; an empty one ends the list.
    const bool mayContinue = events->size() == query->page.limit;
    const QString next = mayContinue ? control::cursorOf(events->last().sequence) : QString();
    if (parser.isSet(u"json"_s)) {
        json::Value list = json::Value::object();
        list["items"] = json::Value::array();
        for (const EventSummary &event : *events)
            list["items"].push_back(toJson(asShown(event, masks)));
        list["next"] = mayContinue ? json::fromQString(next) : json::Value(nullptr);
        out() << json::serialize(list) << '\n';
    } else {
        for (const EventSummary &event : *events)
            out() << eventLine(asShown(event, masks)) << '\n';
        if (mayContinue)
            err() << "There may be more: --before " << next << '\n';
    }
    Q_EMIT finished(exitDone);
}

void EventsCommand::show(Connection &connection, const QString &id, const PersonalDataRule &masks)
{
    const Result<std::optional<Event>> event = eventrepository::find(connection, id);
    if (!event) {
        fail(event.error().text, exitFailed);
        return;
    }
    if (!*event) {
        fail(u"There is no event %1 in this log. It may have been deleted."_s.arg(id), exitFailed);
        return;
    }
    out() << json::serialize(toJson(asShown(**event, masks)), json::Indent::Two) << '\n';
    Q_EMIT finished(exitDone);
}

} // namespace uw::cli
