// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/providerroutes.h"

#include "core/control/answers.h"
#include "core/control/providerjson.h"
#include "core/listener/problem.h"
#include "core/listener/router.h"
#include "core/providers/providerservice.h"
#include "core/providers/samplesender.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

using namespace Qt::StringLiterals;

namespace uw::control {

namespace {

json::Value listOf(json::Value items)
{
    json::Value list = json::Value::object();
    list["items"] = std::move(items);
    list["next"] = nullptr;
    return list;
}

// All handlers share the parts; on the server's thread.
class Routes final {
public:
    Routes(Store &store, ProviderParts parts)
        : m_store(store)
        , m_parts(std::move(parts))
        , m_toService(m_hub.recipient(m_parts.service))
        , m_toSamples(m_hub.recipient(m_parts.samples))
    {}

    void listNames(const ResponseChannel &channel) const
    {
        const auto toArray = [](const QStringList &names) {
            json::Value array = json::Value::array();
            for (const QString &name : names)
                array.push_back(json::fromQString(name));
            return array;
        };
        const QStringList enabled = m_parts.registry->enabledNames();
        json::Value object = json::Value::object();
        object["all_providers"] = toArray(m_parts.registry->names());
        object["enabled_providers"] = toArray(enabled);
        object["count"] = std::int64_t(enabled.size());
        sendJson(channel, object);
    }

    void showStatistics(const ResponseChannel &channel) const
    {
        withStatistics(channel, [this, channel](const LogStatistics &statistics) {
            json::Value providers = json::Value::object();
            const QStringList names = m_parts.registry->names() << u"custom"_s;
            for (const QString &name : names) {
                const auto found = statistics.bySource.constFind(name.toUpper());
                if (found != statistics.bySource.cend())
                    providers[name.toStdString()] = statisticsJson(*found);
            }
            json::Value object = json::Value::object();
            object["status"] = m_store.isWritable() ? "operational" : "degraded";
            object["providers"] = std::move(providers);
            sendJson(channel, object);
        });
    }

    void listProviders(const ResponseChannel &channel) const
    {
        withStatistics(channel, [this, channel](const LogStatistics &statistics) {
            const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry->snapshot();
            json::Value items = json::Value::array();
            for (const ProviderDefinition &provider : snapshot->table().providers)
                items.push_back(providerJson(provider, *snapshot, statistics.bySource.value(provider.name.toUpper()),
                                             m_parts.baseUrl()));
            sendJson(channel, listOf(std::move(items)));
        });
    }

    void listSources(const ResponseChannel &channel) const
    {
        withStatistics(channel, [this, channel](const LogStatistics &statistics) {
            const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry->snapshot();
            // Those that sent something, and those that were set up.
            QStringList names = statistics.byCustomSource.keys() + snapshot->sources().keys();
            names.removeDuplicates();
            names.sort();
            json::Value items = json::Value::array();
            for (const QString &name : std::as_const(names))
                items.push_back(sourceJson(name, *snapshot, statistics.byCustomSource.value(name), m_parts.baseUrl()));
            sendJson(channel, listOf(std::move(items)));
        });
    }

    void showProvider(const QString &name, const ResponseChannel &channel) const
    {
        withStatistics(channel, [this, name, channel](const LogStatistics &statistics) {
            const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry->snapshot();
            const ProviderDefinition *provider = snapshot->definition(name);
            if (provider)
                sendJson(channel, providerJson(*provider, *snapshot, statistics.bySource.value(name.toUpper()),
                                               m_parts.baseUrl()));
            else
                channel.send(problem(404, u"There is no provider \"%1\"."_s.arg(name)));
        });
    }

    void showSource(const QString &name, const ResponseChannel &channel) const
    {
        withStatistics(channel, [this, name, channel](const LogStatistics &statistics) {
            const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry->snapshot();
            if (snapshot->sources().contains(name) || statistics.byCustomSource.contains(name))
                sendJson(channel,
                         sourceJson(name, *snapshot, statistics.byCustomSource.value(name), m_parts.baseUrl()));
            else
                channel.send(problem(404, u"There is no source \"%1\"."_s.arg(name)));
        });
    }

    // Reads the body as a change and hands it to the service; the answer is what is then there.
    template<typename Change>
    void change(const ServerRequest &request, const ResponseChannel &channel,
                Result<Change> (*read)(const json::Value &),
                void (ProviderService::*apply)(const QString &, const Change &, QObject *, ProviderService::Done),
                void (Routes::*show)(const QString &, const ResponseChannel &) const) const
    {
        const QString name = QString::fromUtf8(request.parameter("name"));
        const Result<json::Value> body = json::parse(request.body, bodyLimits);
        const Result<Change> wanted = body ? read(*body) : body.error();
        if (!wanted) {
            channel.send(problem(400, wanted.error().text));
            return;
        }
        const auto done = [this, name, show, way = WayBack(m_hub, channel)](const Result<void> &result) {
            way.run([this, name, show, result](const ResponseChannel &home) {
                if (result)
                    (this->*show)(name, home);
                else
                    home.send(problemOf(result.error()));
            });
        };
        ProviderService *service = m_parts.service;
        DeliveryHub::deliver(m_toService,
                             [service, apply, name, wanted, done] { (service->*apply)(name, *wanted, service, done); });
    }

    void remove(const ServerRequest &request, const ResponseChannel &channel,
                void (ProviderService::*apply)(const QString &, QObject *, ProviderService::Done)) const
    {
        const QString name = QString::fromUtf8(request.parameter("name"));
        const auto done = [way = WayBack(m_hub, channel)](const Result<void> &result) {
            way.run([result](const ResponseChannel &home) {
                home.send(result ? ServerResponse{.status = 204} : problemOf(result.error()));
            });
        };
        ProviderService *service = m_parts.service;
        DeliveryHub::deliver(m_toService, [service, apply, name, done] { (service->*apply)(name, service, done); });
    }

    void sendSample(const ServerRequest &request, const ResponseChannel &channel,
                    void (SampleSender::*send)(const QString &, QObject *, SampleSender::Done)) const
    {
        const QString name = QString::fromUtf8(request.parameter("name"));
        const auto done = [way = WayBack(m_hub, channel)](const Result<SampleOutcome> &outcome) {
            way.run([outcome](const ResponseChannel &home) {
                if (!outcome) {
                    home.send(problemOf(outcome.error()));
                    return;
                }
                json::Value object = json::Value::object();
                object["status"] = outcome->status;
                object["id"] = outcome->eventId.isEmpty() ? json::Value(nullptr) : json::fromQString(outcome->eventId);
                object["detail"] =
                    outcome->detail.isEmpty() ? json::Value(nullptr) : json::fromQString(outcome->detail);
                sendJson(home, object);
            });
        };
        SampleSender *samples = m_parts.samples;
        DeliveryHub::deliver(m_toSamples, [samples, send, name, done] { (samples->*send)(name, samples, done); });
    }

private:
    void withStatistics(const ResponseChannel &channel, std::function<void(const LogStatistics &)> answer) const
    {
        m_store.readers().run<LogStatistics>(
            channel.lifetime(), [](Connection &connection) { return eventrepository::statistics(connection); },
            [channel, answer = std::move(answer)](const Result<LogStatistics> &statistics) {
                if (statistics)
                    answer(*statistics);
                else
                    channel.send(problemOf(statistics.error()));
            });
    }

    Store &m_store;
    ProviderParts m_parts;
    // Its use changes nothing that a handler sees.
    mutable DeliveryHub m_hub;
    DeliveryHub::Recipient m_toService;
    DeliveryHub::Recipient m_toSamples;
};

} // namespace

void addProviderRoutes(Router &router, Store &store, const ProviderParts &parts)
{
    const auto routes = std::make_shared<const Routes>(store, parts);
    const auto get = [&router, routes](const char *path, void (Routes::*show)(const ResponseChannel &) const) {
        router.add("GET", path, [routes, show](const ServerRequest &, const ResponseChannel &channel) {
            ((*routes).*show)(channel);
        });
    };
    const auto getOne = [&router, routes](const char *path,
                                          void (Routes::*show)(const QString &, const ResponseChannel &) const) {
        router.add("GET", path, [routes, show](const ServerRequest &request, const ResponseChannel &channel) {
            ((*routes).*show)(QString::fromUtf8(request.parameter("name")), channel);
        });
    };
    get("/providers", &Routes::listNames);
    get("/stats", &Routes::showStatistics);
    get("/ui/providers", &Routes::listProviders);
    get("/ui/sources", &Routes::listSources);
    getOne("/ui/providers/{name}", &Routes::showProvider);
    getOne("/ui/sources/{name}", &Routes::showSource);
    if (!parts.service || !parts.samples)
        return;
    router.add("PUT", "/ui/providers/{name}", [routes](const ServerRequest &request, const ResponseChannel &channel) {
        routes->change(request, channel, &providerChangeFromJson, &ProviderService::changeProvider,
                       &Routes::showProvider);
    });
    router.add("PUT", "/ui/sources/{name}", [routes](const ServerRequest &request, const ResponseChannel &channel) {
        routes->change(request, channel, &sourceChangeFromJson, &ProviderService::changeSource, &Routes::showSource);
    });
    router.add("DELETE", "/ui/providers/{name}",
               [routes](const ServerRequest &request, const ResponseChannel &channel) {
                   routes->remove(request, channel, &ProviderService::resetProvider);
               });
    router.add("DELETE", "/ui/sources/{name}", [routes](const ServerRequest &request, const ResponseChannel &channel) {
        routes->remove(request, channel, &ProviderService::removeSource);
    });
    router.add("POST", "/ui/providers/{name}/sample",
               [routes](const ServerRequest &request, const ResponseChannel &channel) {
                   routes->sendSample(request, channel, &SampleSender::sendProvider);
               });
    router.add("POST", "/ui/sources/{name}/sample",
               [routes](const ServerRequest &request, const ResponseChannel &channel) {
                   routes->sendSample(request, channel, &SampleSender::sendSource);
               });
}

} // namespace uw::control
