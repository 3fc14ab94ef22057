// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/webhookroutes.h"

#include "core/base/uuidv7.h"
#include "core/control/eventquery.h"
#include "core/events/eventjson.h"
#include "core/listener/problem.h"
#include "core/listener/router.h"
#include "core/store/connection.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

namespace uw::control {

namespace {

// What the routes read, and how it is shown. Cheap to copy.
struct Log {
    Store &store;
    PersonalDataRule masks;
};

void sendStoreProblem(const ResponseChannel &channel, const Error &error)
{
    if (error.code == ErrorCode::StoreUnavailable || error.code == ErrorCode::StoreFull
        || error.code == ErrorCode::Timeout || error.code == ErrorCode::Unavailable)
        channel.send(problemWithRetry(503, error.text, 5));
    else
        channel.send(internalProblem(error.text));
}

struct EventList {
    QList<EventSummary> events;
    // With a search: how many of the newest events it does not know yet.
    std::optional<qint64> behind;
};

Result<EventList> readList(Connection &connection, const EventQuery &query, const PersonalDataRule &masks)
{
    const ReadTransaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun().error();
    Result<QList<EventSummary>> events = eventrepository::page(connection, query.filter, query.page);
    if (!events)
        return events.error();
    for (EventSummary &event : *events)
        event = asShown(event, masks);
    EventList list{std::move(*events), std::nullopt};
    if (query.filter.text.isEmpty())
        return list;
    const Result<qint64> indexed = eventrepository::horizon(connection, query.filter);
    const Result<qint64> newest = eventrepository::horizon(connection, {});
    if (!indexed || !newest)
        return indexed ? newest.error() : indexed.error();
    list.behind = std::max<qint64>(0, *newest - *indexed);
    return list;
}

json::Value listOf(const EventList &found, int limit)
{
    const QList<EventSummary> &events = found.events;
    json::Value items = json::Value::array();
    for (const EventSummary &event : events)
        items.push_back(toJson(event));
    json::Value list = json::Value::object();
    list["items"] = std::move(items);
    // A full page may be followed by more; an empty answer to its cursor ends the list.
    const bool mayContinue = events.size() == limit;
    if (found.behind)
        list["indexBehind"] = *found.behind;
    list["next"] = mayContinue ? json::fromQString(cursorOf(events.last().sequence)) : json::Value(nullptr);
    return list;
}

void listEvents(const Log &log, const ServerRequest &request, const ResponseChannel &channel)
{
    const Result<EventQuery> query = parseEventQuery(request.queryItems());
    if (!query) {
        channel.send(problem(400, query.error().text));
        return;
    }
    log.store.readers().run<EventList>(
        channel.lifetime(),
        [query = *query, masks = log.masks](Connection &connection) { return readList(connection, query, masks); },
        [channel, limit = query->page.limit](const Result<EventList> &list) {
            if (list)
                channel.send(jsonResponse(200, json::serialize(listOf(*list, limit))));
            else
                sendStoreProblem(channel, list.error());
        });
}

ServerResponse notFound()
{
    return problem(404, QStringLiteral("There is no event of that id."));
}

// Reads an event for `use`, or answers why it cannot be had. One of another workspace is as good as not there.
void findEvent(const Log &log, const ResponseChannel &channel, const QString &id, const QString &workspace,
               std::function<void(const Event &)> use)
{
    log.store.readers().run<std::optional<Event>>(
        channel.lifetime(),
        [id, masks = log.masks](Connection &connection) {
            Result<std::optional<Event>> event = eventrepository::find(connection, id);
            if (event && *event)
                *event = asShown(**event, masks);
            return event;
        },
        [channel, workspace, use = std::move(use)](const Result<std::optional<Event>> &event) {
            if (!event)
                sendStoreProblem(channel, event.error());
            else if (!event->has_value() || (!workspace.isEmpty() && (*event)->workspaceId != workspace))
                channel.send(notFound());
            else
                use(**event);
        });
}

void showEvent(const Log &log, const ServerRequest &request, const ResponseChannel &channel)
{
    const QString id = QString::fromLatin1(request.parameter("id")).toLower();
    if (!isUuid(id)) {
        channel.send(notFound());
        return;
    }
    findEvent(log, channel, id, request.queryValue(u"workspaceId").value_or(QString()),
              [channel](const Event &event) { channel.send(jsonResponse(200, json::serialize(toJson(event)))); });
}

// {"starred":true,"note":"…"}, either or both.
Result<EventMarkChange> readMarkChange(const QByteArray &body)
{
    const Result<json::Value> parsed = json::parse(body, {.maximumDepth = 4, .maximumNodes = 16});
    if (!parsed)
        return parsed.error();
    const auto refused = [](const QString &text) { return Error{ErrorCode::InvalidInput, text}; };
    if (!parsed->is_object() || parsed->empty())
        return refused(QStringLiteral("The body has to be an object with \"starred\", \"note\" or both."));
    EventMarkChange change;
    for (const auto &[name, value] : parsed->items()) {
        if (name == "starred" && value.is_boolean())
            change.starred = *value.get_ptr<const bool *>();
        else if (name == "note" && (value.is_string() || value.is_null()))
            change.note = json::toQString(value);
        else if (name == "starred")
            return refused(QStringLiteral("\"starred\" has to be true or false."));
        else if (name == "note")
            return refused(QStringLiteral("\"note\" has to be a text, or null for none."));
        else
            return refused(QStringLiteral("Of an event only \"starred\" and \"note\" can be changed, not \"%1\".")
                               .arg(QString::fromStdString(name).left(100)));
    }
    const Result<void> valid = eventmark::check(change);
    return valid ? Result<EventMarkChange>(change) : valid.error();
}

void markEvent(const Log &log, const ServerRequest &request, const ResponseChannel &channel)
{
    const QString id = QString::fromLatin1(request.parameter("id")).toLower();
    const QString workspace = request.queryValue(u"workspaceId").value_or(QString());
    const Result<EventMarkChange> change = readMarkChange(request.body);
    if (!isUuid(id)) {
        channel.send(notFound());
        return;
    }
    if (!change) {
        channel.send(problem(400, change.error().text));
        return;
    }
    findEvent(log, channel, id, workspace, [log, channel, id, workspace, change = *change](const Event &event) {
        log.store.submitMarks({event.sequence}, change, channel.lifetime(),
                              [log, channel, id, workspace](const Result<qint64> &marked) {
                                  if (marked)
                                      findEvent(log, channel, id, workspace, [channel](const Event &now) {
                                          channel.send(jsonResponse(200, json::serialize(toJson(now))));
                                      });
                                  else
                                      sendStoreProblem(channel, marked.error());
                              });
    });
}

} // namespace

void addWebhookRoutes(Router &router, Store &store, const PersonalDataRule &masks)
{
    const Log log{store, masks};
    router.add("GET", "/ui/webhooks", [log](const ServerRequest &request, const ResponseChannel &channel) {
        listEvents(log, request, channel);
    });
    router.add("GET", "/ui/webhooks/{id}", [log](const ServerRequest &request, const ResponseChannel &channel) {
        showEvent(log, request, channel);
    });
    router.add("PATCH", "/ui/webhooks/{id}", [log](const ServerRequest &request, const ResponseChannel &channel) {
        markEvent(log, request, channel);
    });
}

} // namespace uw::control
