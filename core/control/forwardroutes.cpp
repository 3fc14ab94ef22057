// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/forwardroutes.h"

#include "core/control/answers.h"
#include "core/forward/forwarder.h"
#include "core/listener/problem.h"
#include "core/listener/router.h"
#include "core/providers/objectreader.h"

using namespace Qt::StringLiterals;

namespace uw::control {

namespace {

constexpr json::ParseLimits changeLimits{.maximumDepth = 2, .maximumNodes = 20};

json::Value timeOrNull(qint64 ms)
{
    return ms > 0 ? json::fromQString(toRfc3339(ms)) : json::Value(nullptr);
}

json::Value textOrNull(const QString &text)
{
    return text.isEmpty() ? json::Value(nullptr) : json::fromQString(text);
}

json::Value toJson(const ForwardStatus &status)
{
    const ForwardRule &rule = status.rule;
    json::Value object = json::Value::object();
    object["source"] = json::fromQString(rule.source);
    object["to"] = json::fromQString(QString::fromUtf8(rule.url));
    object["allowPublic"] = rule.allowsPublic;
    object["paused"] = rule.isPaused;
    object["state"] = json::fromQString(QString(forwardStateWord(status.state)));
    object["held"] = std::int64_t(status.held);
    object["delivered"] = std::int64_t(rule.delivered);
    object["refused"] = std::int64_t(rule.refused);
    object["lastDeliveredAt"] = timeOrNull(rule.lastDeliveredAtMs);
    object["lastError"] = textOrNull(rule.lastError);
    object["lastErrorAt"] = timeOrNull(rule.lastErrorAtMs);
    object["lastRefusal"] = textOrNull(rule.lastRefusal);
    object["lastRefusedAt"] = timeOrNull(rule.lastRefusedAtMs);
    object["lastRefusedId"] = textOrNull(rule.lastRefusedId);
    object["nextTryAt"] = timeOrNull(status.nextTryAtMs);
    object["createdAt"] = timeOrNull(rule.createdAtMs);
    return object;
}

// {"to","allowPublic","paused"}, each optional.
Result<ForwardChange> changeFromJson(const json::Value &value)
{
    ObjectReader reader(value, u"the rule"_s);
    ForwardChange change;
    if (const json::Value *to = reader.value("to")) {
        if (!to->is_string())
            reader.fail("to", u"is no text"_s);
        change.to = json::toQString(*to).toUtf8();
    }
    if (reader.value("allowPublic"))
        change.allowsPublic = reader.flag("allowPublic");
    if (reader.value("paused"))
        change.isPaused = reader.flag("paused");
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    return change;
}

// All calls share it; on the server's thread.
class ForwardRoutes final {
public:
    explicit ForwardRoutes(Forwarder &forwarder) : m_forwarder(forwarder), m_toForwarder(m_hub.recipient(&forwarder)) {}

    // One rule, or with an empty source all of them.
    void show(const QString &source, const ResponseChannel &channel) const
    {
        const auto done = [source, way = WayBack(m_hub, channel)](const Result<QList<ForwardStatus>> &statuses) {
            way.run([source, statuses](const ResponseChannel &home) { answer(source, statuses, home); });
        };
        Forwarder &forwarder = m_forwarder;
        DeliveryHub::deliver(m_toForwarder, [&forwarder, done] { forwarder.read(&forwarder, done); });
    }

    void put(const QString &source, const QByteArray &body, const ResponseChannel &channel) const
    {
        const Result<json::Value> value = json::parse(body, changeLimits);
        const Result<ForwardChange> change = value ? changeFromJson(*value) : value.error();
        if (!change) {
            channel.send(problem(400, change.error().text));
            return;
        }
        const auto done = [way = WayBack(m_hub, channel)](const Result<ForwardStatus> &status) {
            way.run([status](const ResponseChannel &home) {
                if (status)
                    sendJson(home, toJson(*status));
                else
                    home.send(problemOf(status.error()));
            });
        };
        Forwarder &forwarder = m_forwarder;
        DeliveryHub::deliver(m_toForwarder, [&forwarder, source, change = *change, done] {
            forwarder.put(source, change, &forwarder, done);
        });
    }

    void remove(const QString &source, const ResponseChannel &channel) const
    {
        const auto done = [way = WayBack(m_hub, channel)](const Result<void> &result) {
            way.run([result](const ResponseChannel &home) {
                home.send(result ? ServerResponse{.status = 204} : problemOf(result.error()));
            });
        };
        Forwarder &forwarder = m_forwarder;
        DeliveryHub::deliver(m_toForwarder, [&forwarder, source, done] { forwarder.remove(source, &forwarder, done); });
    }

private:
    static void answer(const QString &source, const Result<QList<ForwardStatus>> &statuses,
                       const ResponseChannel &channel)
    {
        if (!statuses) {
            channel.send(problemOf(statuses.error()));
            return;
        }
        json::Value items = json::Value::array();
        for (const ForwardStatus &status : *statuses) {
            if (status.rule.source == source) {
                sendJson(channel, toJson(status));
                return;
            }
            items.push_back(toJson(status));
        }
        if (!source.isEmpty()) {
            channel.send(problem(404, u"There is no forward rule for \"%1\"."_s.arg(source.left(100))));
            return;
        }
        json::Value list = json::Value::object();
        list["items"] = std::move(items);
        list["next"] = nullptr;
        sendJson(channel, list);
    }

    Forwarder &m_forwarder;
    // Its use changes nothing that a handler sees.
    mutable DeliveryHub m_hub;
    DeliveryHub::Recipient m_toForwarder;
};

} // namespace

void addForwardRoutes(Router &router, Forwarder &forwarder)
{
    const auto routes = std::make_shared<const ForwardRoutes>(forwarder);
    const auto sourceOf = [](const ServerRequest &request) { return QString::fromUtf8(request.parameter("source")); };
    router.add("GET", "/ui/forwards",
               [routes](const ServerRequest &, const ResponseChannel &channel) { routes->show({}, channel); });
    router.add("GET", "/ui/forwards/{source}",
               [routes, sourceOf](const ServerRequest &request, const ResponseChannel &channel) {
                   routes->show(sourceOf(request), channel);
               });
    router.add("PUT", "/ui/forwards/{source}",
               [routes, sourceOf](const ServerRequest &request, const ResponseChannel &channel) {
                   routes->put(sourceOf(request), request.body, channel);
               });
    router.add("DELETE", "/ui/forwards/{source}",
               [routes, sourceOf](const ServerRequest &request, const ResponseChannel &channel) {
                   routes->remove(sourceOf(request), channel);
               });
}

} // namespace uw::control
