// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/explorerroutes.h"

#include "core/base/uuidv7.h"
#include "core/control/answers.h"
#include "core/control/explorerservice.h"
#include "core/history/calljson.h"
#include "core/listener/problem.h"
#include "core/listener/router.h"
#include "core/openapi/callreport.h"
#include "core/openapi/document.h"
#include "core/openapi/endpointreport.h"
#include "core/providers/objectreader.h"
#include "core/store/callrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

using namespace Qt::StringLiterals;

namespace uw::control {

namespace {

constexpr json::ParseLimits orderLimits{.maximumDepth = 100, .maximumNodes = 200'000};

struct ListQuery {
    int limit = limits::listLimitDefault;
    std::optional<qint64> before;
};

Result<ListQuery> listQuery(const ServerRequest &request)
{
    ListQuery query;
    const auto refused = [](const QString &name, const QString &wanted) {
        return Error{ErrorCode::InvalidInput, u"The parameter %1 has to be %2."_s.arg(name, wanted)};
    };
    bool good = true;
    if (const std::optional<QString> limit = request.queryValue(u"limit"))
        query.limit = limit->toInt(&good, 10);
    if (!good || query.limit < 1 || query.limit > limits::listLimitMaximum)
        return refused(u"limit"_s, u"a whole number from 1 to %1"_s.arg(limits::listLimitMaximum));
    if (const std::optional<QString> before = request.queryValue(u"before"))
        query.before = before->toLongLong(&good, 10);
    if (!good || (query.before && *query.before < 1))
        return refused(u"before"_s, u"the cursor \"next\" of an earlier answer"_s);
    return query;
}

// {"document","operationId" or "method" and "path","parameters","body","server","credential"}.
Result<ExecuteOrder> orderFromJson(const json::Value &value)
{
    ObjectReader reader(value, u"the call"_s);
    ExecuteOrder order;
    const auto text = [&reader](const char *name) {
        const json::Value *member = reader.value(name);
        if (member && !member->is_string())
            reader.fail(name, u"is no text"_s);
        return member ? json::toQString(*member) : QString();
    };
    if (const QString document = text("document"); !document.isEmpty())
        order.document = document;
    order.operation = text("operationId");
    const QString method = text("method");
    const QString path = text("path");
    if (order.operation.isEmpty() && !method.isEmpty() && !path.isEmpty())
        order.operation = method.toUpper() + u' ' + path;
    order.server = text("server");
    order.credential = text("credential");
    if (const json::Value *parameters = reader.value("parameters"); parameters && !parameters->is_null()) {
        if (!parameters->is_object())
            reader.fail("parameters", u"is no object"_s);
        else
            for (const auto &[name, parameter] : parameters->items())
                order.parameters.insert(QString::fromStdString(name), parameter);
    }
    if (const json::Value *body = reader.value("body"); body && !body->is_null())
        order.body = *body;
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    if (order.operation.isEmpty())
        return Error{ErrorCode::InvalidInput, u"The call needs an \"operationId\", or \"method\" and \"path\"."_s};
    return order;
}

ServerResponse executeProblem(const ExecuteProblem &failed)
{
    const json::Object code{{"code", json::fromQString(QString(errorWord(failed.error.code)))}};
    switch (failed.error.code) {
    case ErrorCode::ConnectionFailed:
    case ErrorCode::Cancelled:
    case ErrorCode::ResponseTooLarge:
        return problem(502, failed.error.text, code);
    case ErrorCode::Timeout:
        return problem(504, failed.error.text, code);
    default:
        break;
    }
    if (failed.faults.isEmpty())
        return problemOf(failed.error);
    json::Value errors = json::Value::array();
    for (const openapi::InputError &fault : failed.faults)
        errors.push_back(
            json::Object{{"field", json::fromQString(fault.field)}, {"message", json::fromQString(fault.text)}});
    return problem(422, failed.error.text, {{"errors", std::move(errors)}});
}

// One page of the operations that pass, from the place `before` on; "next" is the place behind its last one.
json::Value endpointPage(const openapi::Document &document, const openapi::EndpointFilter &filter,
                         const ListQuery &query)
{
    json::Value items = json::Value::array();
    json::Value next = nullptr;
    const QList<openapi::OperationSummary> &operations = document.operations();
    for (qsizetype place = query.before.value_or(0); place < operations.size(); ++place) {
        if (!openapi::passes(document, operations[place], filter))
            continue;
        if (qsizetype(items.size()) == query.limit) {
            next = QByteArray::number(place).toStdString();
            break;
        }
        items.push_back(openapi::endpointReport(document, operations[place]));
    }
    return json::Object{{"items", std::move(items)}, {"next", std::move(next)}};
}

// All requests share it; on the server's thread.
class ExplorerRoutes final {
public:
    ExplorerRoutes(Store &store, ExplorerService &service)
        : m_store(store)
        , m_service(service)
        , m_toService(m_hub.recipient(&service))
    {}

    void listEndpoints(const ServerRequest &request, const ResponseChannel &channel) const
    {
        const Result<ListQuery> query = listQuery(request);
        if (!query) {
            channel.send(problem(400, query.error().text));
            return;
        }
        const openapi::EndpointFilter filter{.method = request.queryValue(u"method").value_or(QString()).toLatin1(),
                                             .tag = request.queryValue(u"tag").value_or(QString()),
                                             .text = request.queryValue(u"q").value_or(QString()).left(1'000)};
        const QString name = request.queryValue(u"document").value_or(u"clockify"_s);
        const auto done = [query = *query, filter, way = WayBack(m_hub, channel)](
                              const Result<std::shared_ptr<const openapi::Document>> &document) {
            way.run([query, filter, document](const ResponseChannel &home) {
                if (document)
                    sendJson(home, endpointPage(**document, filter, query));
                else
                    home.send(problemOf(document.error()));
            });
        };
        ExplorerService &service = m_service;
        DeliveryHub::deliver(m_toService, [&service, name, done] { service.document(name, done); });
    }

    void execute(const ServerRequest &request, const ResponseChannel &channel) const
    {
        const Result<json::Value> body = json::parse(request.body, orderLimits);
        Result<ExecuteOrder> order = body ? orderFromJson(*body) : body.error();
        if (!order) {
            channel.send(problem(400, order.error().text));
            return;
        }
        order->workspaceId = request.queryValue(u"workspaceId").value_or(QString());
        const auto done = [way = WayBack(m_hub, channel)](const Result<HttpResponse> &response,
                                                          const ExecuteProblem &failed) {
            way.run([response, failed](const ResponseChannel &home) {
                if (response)
                    sendJson(home, openapi::responseReport(*response));
                else
                    home.send(executeProblem(failed));
            });
        };
        ExplorerService &service = m_service;
        DeliveryHub::deliver(m_toService, [&service, order = *order, done] { service.execute(order, done); });
    }

    void listHistory(const ServerRequest &request, const ResponseChannel &channel) const
    {
        const Result<ListQuery> query = listQuery(request);
        const Result<CallFilter> filter = callFilterFromQuery(request.queryItems());
        if (!query || !filter) {
            channel.send(problem(400, query ? filter.error().text : query.error().text));
            return;
        }
        m_store.readers().run<QList<CallSummary>>(
            channel.lifetime(),
            [filter = *filter, query = *query](Connection &connection) {
                return callrepository::page(connection, filter, {.before = query.before, .limit = query.limit});
            },
            [channel, limit = query->limit](const Result<QList<CallSummary>> &calls) {
                if (!calls) {
                    channel.send(problemOf(calls.error()));
                    return;
                }
                json::Value items = json::Value::array();
                for (const CallSummary &call : *calls)
                    items.push_back(toJson(call));
                // A full page may be followed by more; an empty answer to its cursor ends the list.
                json::Value next = nullptr;
                if (calls->size() == limit)
                    next = QByteArray::number(calls->constLast().sequence).toStdString();
                sendJson(channel, json::Object{{"items", std::move(items)}, {"next", std::move(next)}});
            });
    }

    void showCall(const ServerRequest &request, const ResponseChannel &channel) const
    {
        const QString id = QString::fromLatin1(request.parameter("id")).toLower();
        const QString workspace = request.queryValue(u"workspaceId").value_or(QString());
        if (!isUuid(id)) {
            channel.send(noSuchCall());
            return;
        }
        m_store.readers().run<std::optional<CallRecord>>(
            channel.lifetime(), [id](Connection &connection) { return callrepository::find(connection, id); },
            [channel, workspace](const Result<std::optional<CallRecord>> &call) {
                if (!call)
                    channel.send(problemOf(call.error()));
                else if (!*call || (!workspace.isEmpty() && (*call)->workspaceId != workspace))
                    channel.send(noSuchCall());
                else
                    sendJson(channel, toJson(**call));
            });
    }

private:
    static ServerResponse noSuchCall() { return problem(404, u"There is no call of that id."_s); }

    Store &m_store;
    ExplorerService &m_service;
    // Its use changes nothing that a handler sees.
    mutable DeliveryHub m_hub;
    DeliveryHub::Recipient m_toService;
};

} // namespace

void addExplorerRoutes(Router &router, Store &store, ExplorerService &service)
{
    const auto routes = std::make_shared<const ExplorerRoutes>(store, service);
    using Handle = void (ExplorerRoutes::*)(const ServerRequest &, const ResponseChannel &) const;
    const auto add = [&router, &routes](const QByteArray &method, const QByteArray &path, Handle handle) {
        router.add(method, path, [routes, handle](const ServerRequest &request, const ResponseChannel &channel) {
            ((*routes).*handle)(request, channel);
        });
    };
    add("GET", "/ui/api-explorer/endpoints", &ExplorerRoutes::listEndpoints);
    add("POST", "/ui/api-explorer/execute", &ExplorerRoutes::execute);
    add("GET", "/ui/api-explorer/history", &ExplorerRoutes::listHistory);
    add("GET", "/ui/api-explorer/history/{id}", &ExplorerRoutes::showCall);
}

} // namespace uw::control
