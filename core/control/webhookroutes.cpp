// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/webhookroutes.h"

#include "core/base/uuidv7.h"
#include "core/control/eventquery.h"
#include "core/events/eventjson.h"
#include "core/listener/problem.h"
#include "core/listener/router.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

namespace uw::control {

namespace {

void sendStoreProblem(const ResponseChannel &channel, const Error &error)
{
    if (error.code == ErrorCode::StoreUnavailable || error.code == ErrorCode::Timeout)
        channel.send(problemWithRetry(503, error.text, 5));
    else
        channel.send(internalProblem(error.text));
}

json::Value listOf(const QList<EventSummary> &events, int limit)
{
    json::Value items = json::Value::array();
    for (const EventSummary &event : events)
        items.push_back(toJson(event));
    json::Value list = json::Value::object();
    list["items"] = std::move(items);
    // A full page may be followed by more; an empty answer to its cursor ends the list.
    const bool mayContinue = events.size() == limit;
    list["next"] = mayContinue ? json::fromQString(cursorOf(events.last().sequence)) : json::Value(nullptr);
    return list;
}

void listEvents(Store &store, const ServerRequest &request, const ResponseChannel &channel)
{
    const Result<EventQuery> query = parseEventQuery(request.queryItems());
    if (!query) {
        channel.send(problem(400, query.error().text));
        return;
    }
    store.readers().run<QList<EventSummary>>(
        channel.lifetime(),
        [query = *query](Connection &connection) {
            return eventrepository::page(connection, query.filter, query.page);
        },
        [channel, limit = query->page.limit](const Result<QList<EventSummary>> &events) {
            if (events)
                channel.send(jsonResponse(200, json::serialize(listOf(*events, limit))));
            else
                sendStoreProblem(channel, events.error());
        });
}

void showEvent(Store &store, const ServerRequest &request, const ResponseChannel &channel)
{
    const QString id = QString::fromLatin1(request.parameter("id")).toLower();
    const std::optional<QString> workspace = request.queryValue(u"workspaceId");
    if (!isUuid(id)) {
        channel.send(problem(404, QStringLiteral("There is no event of that id.")));
        return;
    }
    store.readers().run<std::optional<Event>>(
        channel.lifetime(), [id](Connection &connection) { return eventrepository::find(connection, id); },
        [channel, workspace](const Result<std::optional<Event>> &event) {
            if (!event)
                sendStoreProblem(channel, event.error());
            // An event of another workspace is as good as not there.
            else if (!event->has_value() || (workspace && !workspace->isEmpty() && (*event)->workspaceId != *workspace))
                channel.send(problem(404, QStringLiteral("There is no event of that id.")));
            else
                channel.send(jsonResponse(200, json::serialize(toJson(**event))));
        });
}

} // namespace

void addWebhookRoutes(Router &router, Store &store)
{
    router.add("GET", "/ui/webhooks", [&store](const ServerRequest &request, const ResponseChannel &channel) {
        listEvents(store, request, channel);
    });
    router.add("GET", "/ui/webhooks/{id}", [&store](const ServerRequest &request, const ResponseChannel &channel) {
        showEvent(store, request, channel);
    });
}

} // namespace uw::control
