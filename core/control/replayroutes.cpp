// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/replayroutes.h"

#include "core/base/uuidv7.h"
#include "core/control/answers.h"
#include "core/listener/problem.h"
#include "core/listener/router.h"
#include "core/openapi/callreport.h"
#include "core/replay/replayer.h"
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

using namespace Qt::StringLiterals;

namespace uw::control {

namespace {

constexpr json::ParseLimits orderLimits{.maximumDepth = 4, .maximumNodes = 1'000};

// Why there is no answer: the order, this program, or the program that was asked.
ServerResponse replayProblem(const Error &error)
{
    const json::Object code{{"code", json::fromQString(QString(errorWord(error.code)))}};
    switch (error.code) {
    case ErrorCode::Unsupported:
        return problem(409, error.text, code);
    case ErrorCode::ConnectionFailed:
    case ErrorCode::Cancelled:
        return problem(502, error.text, code);
    case ErrorCode::Timeout:
        return problem(504, error.text, code);
    default:
        return problemOf(error);
    }
}

ServerResponse noSuchEvent()
{
    return problem(404, u"There is no event of that id."_s);
}

// All calls share it; on the server's thread.
class ReplayRoute final {
public:
    ReplayRoute(Store &store, Replayer &replayer)
        : m_store(store)
        , m_replayer(replayer)
        , m_toReplayer(m_hub.recipient(&replayer))
    {}

    void run(const ServerRequest &request, const ResponseChannel &channel) const
    {
        const QString id = QString::fromLatin1(request.parameter("id")).toLower();
        if (!isUuid(id)) {
            channel.send(noSuchEvent());
            return;
        }
        const Result<json::Value> body = json::parse(request.body.isEmpty() ? "{}" : request.body, orderLimits);
        const Result<ReplayOrder> order = body ? replayOrderFromJson(*body) : body.error();
        if (!order) {
            channel.send(problem(400, order.error().text));
            return;
        }
        if (order->to.isEmpty()) {
            channel.send(problem(501, u"Running flows again on a stored event comes with flows, which this version "
                                      "does not have. Say where to send the event: {\"to\":\"http://…\"}."_s));
            return;
        }
        const QString workspace = request.queryValue(u"workspaceId").value_or(QString());
        m_store.readers().run<std::optional<Event>>(
            channel.lifetime(), [id](Connection &connection) { return eventrepository::find(connection, id); },
            [this, order = *order, workspace, channel](const Result<std::optional<Event>> &event) {
                if (!event)
                    channel.send(problemOf(event.error()));
                else if (!*event || (!workspace.isEmpty() && (*event)->workspaceId != workspace))
                    channel.send(noSuchEvent());
                else
                    send(**event, order, channel);
            });
    }

private:
    void send(const Event &event, const ReplayOrder &order, const ResponseChannel &channel) const
    {
        const auto done = [way = WayBack(m_hub, channel)](const Result<ReplayOutcome> &outcome) {
            way.run([outcome](const ResponseChannel &home) {
                if (outcome)
                    sendJson(home, replayReport(*outcome));
                else
                    home.send(replayProblem(outcome.error()));
            });
        };
        Replayer &replayer = m_replayer;
        DeliveryHub::deliver(m_toReplayer,
                             [&replayer, event, order, done] { replayer.send(event, order, &replayer, done); });
    }

    Store &m_store;
    Replayer &m_replayer;
    // Its use changes nothing that a handler sees.
    mutable DeliveryHub m_hub;
    DeliveryHub::Recipient m_toReplayer;
};

} // namespace

json::Value replayReport(const ReplayOutcome &outcome)
{
    json::Value report = openapi::responseReport(outcome.response);
    report["truncated"] = outcome.response.isCut;
    report["withheld"] = json::Value::array();
    for (const QString &name : outcome.sent.withheld)
        report["withheld"].push_back(json::fromQString(name));
    return report;
}

void addReplayRoutes(Router &router, Store &store, Replayer &replayer)
{
    const auto route = std::make_shared<const ReplayRoute>(store, replayer);
    router.add("POST", "/ui/webhooks/{id}/replay",
               [route](const ServerRequest &request, const ResponseChannel &channel) { route->run(request, channel); });
}

} // namespace uw::control
