// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/webhookpipeline.h"

#include "core/listener/eventcounters.h"
#include "core/listener/problem.h"
#include "core/listener/sourcename.h"

#include <numeric>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr int statisticsMs = 1'000;
// A body up to this size is judged in a fraction of a millisecond; a larger one must not hold up the others.
constexpr qsizetype judgedInPlace = 64 * 1024;
constexpr int judgeThreads = 2;

// Fetch metadata tells a page's request from a program's; "none" is a person at the address bar.
bool comesFromWebPage(const ServerRequest &request)
{
    if (findHeader(request.headers, "Origin"))
        return true;
    const HeaderField *site = findHeader(request.headers, "Sec-Fetch-Site");
    return site && site->value != "none";
}

ServerResponse webPageRefusal()
{
    return problem(403, u"Requests of web pages are not taken here."_s);
}

ServerResponse unknownRoute()
{
    return problem(404, u"There is no such route here, or it is switched off."_s);
}

ServerResponse bodyRefusal(qint64 maximum)
{
    return problem(413, u"A webhook has at most %1 bytes here."_s.arg(maximum));
}

ServerResponse rateRefusal()
{
    return problemWithRetry(429, u"This source sends more requests a second than it may."_s, 1);
}

QString limiterKey(const QString &route, const QString &customSource)
{
    return customSource.isEmpty() ? route : u"custom/"_s + customSource;
}

ServerResponse tooManySources()
{
    return problem(403, u"There are 1,000 custom sources already. Send to one of them."_s);
}

QString publicUrlOf(const QString &base, const ServerRequest &request)
{
    if (base.isEmpty())
        return {};
    QString url = base + QLatin1StringView(request.path);
    if (!request.query.isEmpty())
        url += u'?' + QLatin1StringView(request.query);
    return url;
}

// Takes what it can out of the judgement: an answer needs no more of it than its `response`.
Event makeEvent(const ReceivedRequest &received, Judgement &judgement, const QString &id)
{
    const ServerRequest &request = received.request;
    Event event;
    event.id = id;
    event.receivedAtMs = request.receivedAtMs;
    event.source = std::move(judgement.source);
    event.customSource = received.customSource;
    event.provider = std::move(judgement.provider);
    event.eventType = std::move(judgement.eventType);
    event.normalizedType = std::move(judgement.normalizedType);
    event.entityId = std::move(judgement.entityId);
    event.entityType = std::move(judgement.entityType);
    event.deliveryId = std::move(judgement.deliveryId);
    event.workspaceId = std::move(judgement.workspaceId);
    event.verdict = judgement.verdict;
    event.verdictReason = std::move(judgement.verdictReason);
    event.cause = std::move(judgement.cause);
    event.rejected = judgement.outcome == Judgement::Outcome::RejectAndKeep;
    event.method = request.method;
    event.target = request.target;
    event.httpVersion = request.httpVersion;
    event.publicUrl = received.publicUrl;
    event.peer = request.peer;
    event.headers = judgement.storedHeaders ? std::move(*judgement.storedHeaders) : request.headers;
    event.maskedHeaders = std::move(judgement.maskedHeaders);
    event.body = request.body;
    return event;
}

bool isPassing(ErrorCode code)
{
    return code == ErrorCode::StoreFull || code == ErrorCode::StoreUnavailable || code == ErrorCode::Unavailable
        || code == ErrorCode::Timeout || code == ErrorCode::LimitExceeded;
}

} // namespace

WebhookPipeline::WebhookPipeline(const ListenerSettings &settings, const QStringList &knownSources,
                                 const WebhookListener::Parts &parts, HttpServer &server)
    : m_parts(parts)
    , m_server(server)
    , m_settings(settings)
    , m_sources(knownSources.begin(), knownSources.end())
    , m_accepted(json::Value::object_t{{"id", ""}, {"status", "accepted"}})
    , m_workers(judgeThreads)
    , m_statisticsTimer(this)
{
    setSettings(settings);
    m_statisticsTimer.setInterval(statisticsMs);
    connect(&m_statisticsTimer, &QTimer::timeout, this, &WebhookPipeline::publishStatistics);
}

WebhookPipeline::~WebhookPipeline() = default;

void WebhookPipeline::addRoutes(Router &router)
{
    router.setGuard([this](const ServerRequest &request) { return guard(request); });
    const auto health = [this](const ServerRequest &, const ResponseChannel &channel) { answerHealth(channel); };
    router.add("GET", "/health", health);
    router.add("GET", "/healthz", health);
    router.add("*", "/webhooks/custom/{source}", [this](const ServerRequest &request, const ResponseChannel &channel) {
        receiveCustom(request, channel);
    });
    router.add("*", "/webhooks/{route}", [this](const ServerRequest &request, const ResponseChannel &channel) {
        const QString route = QString::fromUtf8(request.parameter("route"));
        if (route == "custom"_L1)
            channel.send(unknownRoute()); // it wants a source
        else
            receive(route, {}, request, channel);
    });
}

void WebhookPipeline::begin()
{
    m_self = m_hub.recipient(this);
    m_statisticsTimer.start();
}

void WebhookPipeline::setSettings(const ListenerSettings &settings)
{
    m_settings = settings;
    m_widest = settings.widest();
    m_limiter.setRate(m_widest.maximumRpsPerSource);
    m_workspaceLimiters.removeIf([&settings](QHash<QString, SourceLimiter>::iterator limiter) {
        return !limiter.key().isEmpty() && !settings.workspaces.contains(limiter.key());
    });
}

// Webhook routes may allow browsers one by one, so they check in refusal().
std::optional<ServerResponse> WebhookPipeline::guard(const ServerRequest &request) const
{
    if (!request.path.startsWith("/webhooks/") && comesFromWebPage(request))
        return webPageRefusal();
    return std::nullopt;
}

void WebhookPipeline::receiveCustom(const ServerRequest &request, const ResponseChannel &channel)
{
    const QString name = QString::fromUtf8(request.parameter("source"));
    if (!m_widest.customEnabled) {
        channel.send(unknownRoute());
    } else if (!isSourceName(name)) {
        channel.send(problem(400, u"A source's name is 1 to 64 of a-z A-Z 0-9 . _ - and neither . nor .."_s));
    } else {
        receive(u"custom"_s, name, request, channel);
    }
}

// What speaks against a request before its body is looked at.
std::optional<ServerResponse> WebhookPipeline::refusal(const QString &route, const QString &customSource,
                                                       const ServerRequest &request)
{
    const QByteArrayList methods = m_parts.judge.methods(route, customSource);
    if (methods.isEmpty())
        return unknownRoute();
    if (comesFromWebPage(request) && !m_parts.judge.allowsBrowsers(route, customSource))
        return webPageRefusal();
    if (!methods.contains(request.method))
        return methodNotAllowed(methods.join(", "));
    if (request.body.size() > m_widest.maximumBodyBytes) {
        ++m_statistics.tooLargeBodies;
        ServerResponse tooLarge = bodyRefusal(m_widest.maximumBodyBytes);
        tooLarge.close = true;
        return tooLarge;
    }
    if (!customSource.isEmpty() && m_sources.size() >= limits::customSources && !m_sources.contains(customSource))
        return tooManySources();
    if (!m_limiter.admit(limiterKey(route, customSource), m_parts.clock.monotonicNs()))
        return rateRefusal();
    return std::nullopt;
}

std::optional<ServerResponse> WebhookPipeline::workspaceRefusal(const ReceivedRequest &received,
                                                                const QString &workspaceId)
{
    const auto own = m_settings.workspaces.constFind(workspaceId);
    const bool hasOwn = own != m_settings.workspaces.cend();
    const WebhookLimits &limits = hasOwn ? *own : m_settings.limits;
    if (limits == m_widest)
        return std::nullopt;
    if (!received.customSource.isEmpty() && !limits.customEnabled)
        return unknownRoute();
    if (received.request.body.size() > limits.maximumBodyBytes) {
        ++m_statistics.tooLargeBodies;
        return bodyRefusal(limits.maximumBodyBytes);
    }
    if (limits.maximumRpsPerSource == m_widest.maximumRpsPerSource)
        return std::nullopt;
    SourceLimiter &limiter = m_workspaceLimiters[hasOwn ? workspaceId : QString()];
    limiter.setRate(limits.maximumRpsPerSource);
    if (!limiter.admit(limiterKey(received.route, received.customSource), m_parts.clock.monotonicNs()))
        return rateRefusal();
    return std::nullopt;
}

void WebhookPipeline::receive(const QString &route, const QString &customSource, const ServerRequest &request,
                              const ResponseChannel &channel)
{
    if (std::optional<ServerResponse> refused = refusal(route, customSource, request)) {
        channel.send(std::move(*refused));
        return;
    }
    const ReceivedRequest received{.route = route,
                                   .customSource = customSource,
                                   .publicUrl = publicUrlOf(m_settings.publicUrl, request),
                                   .request = request};
    if (request.body.size() <= judgedInPlace) {
        settle(received, m_parts.judge.judge(received), channel);
        return;
    }
    m_workers.run([this, received, channel, self = m_self] {
        Judgement judgement = m_parts.judge.judge(received);
        DeliveryHub::deliver(self, [this, received, channel, judgement = std::move(judgement)] {
            settle(received, judgement, channel);
        });
    });
}

void WebhookPipeline::settle(const ReceivedRequest &received, Judgement judgement, const ResponseChannel &channel)
{
    if (judgement.outcome == Judgement::Outcome::AnswerOnly) {
        channel.send(judgement.response ? std::move(*judgement.response)
                                        : internalProblem(u"a provider gave no answer"_s));
        return;
    }
    if (judgement.outcome == Judgement::Outcome::Accept) {
        if (std::optional<ServerResponse> refused = workspaceRefusal(received, judgement.workspaceId)) {
            channel.send(std::move(*refused));
            return;
        }
    }
    const QString id = m_parts.ids.next();
    QString newSource;
    if (!received.customSource.isEmpty() && !m_sources.contains(received.customSource)) {
        // Others may have taken the last names while a worker judged this one.
        if (m_sources.size() >= limits::customSources) {
            channel.send(tooManySources());
            return;
        }
        newSource = received.customSource;
        m_sources.insert(newSource);
    }
    const bool isRejected = judgement.outcome == Judgement::Outcome::RejectAndKeep;
    if (isRejected && !judgement.response)
        judgement.response = problem(401, judgement.verdictReason);
    Event event = makeEvent(received, judgement, id);
    Pending pending{.id = id,
                    .newSource = newSource,
                    .isRejected = isRejected,
                    .provider = event.provider,
                    .customSource = received.customSource,
                    .verdict = judgement.verdict,
                    .bodyBytes = received.request.body.size(),
                    .response = std::move(judgement.response),
                    .channel = channel};
    m_parts.sink.submit(std::move(event), this, [this, pending = std::move(pending)](const Result<qint64> &stored) {
        onStored(pending, stored);
    });
}

// Runs after the commit, or when there was none. The sender may be gone by then.
void WebhookPipeline::onStored(const Pending &pending, const Result<qint64> &stored)
{
    if (stored && m_parts.counters)
        m_parts.counters->count(pending.provider, pending.customSource, pending.verdict, pending.bodyBytes);
    if (!stored && !pending.newSource.isEmpty())
        m_sources.remove(pending.newSource);
    if (pending.isRejected) {
        // Refused either way; that it could not be kept is the store's own message.
        pending.channel.send(*pending.response);
        return;
    }
    if (!stored) {
        if (isPassing(stored.error().code))
            pending.channel.send(problemWithRetry(503, stored.error().text));
        else
            pending.channel.send(internalProblem(stored.error().text));
        return;
    }
    count();
    ServerResponse response = pending.response ? *pending.response : accepted(pending.id);
    response.headers.append({"X-Event-Id", pending.id.toLatin1()});
    pending.channel.send(std::move(response));
}

ServerResponse WebhookPipeline::accepted(const QString &id)
{
    m_accepted["id"] = json::fromQString(id);
    return jsonResponse(202, json::serialize(m_accepted));
}

void WebhookPipeline::answerHealth(const ResponseChannel &channel) const
{
    if (!m_parts.sink.isWritable()) {
        channel.send(problemWithRetry(503, u"Events cannot be stored now."_s));
        return;
    }
    json::Value answer = json::Value::object();
    answer["status"] = "ok";
    answer["service"] = "universal-webhook";
    channel.send(jsonResponse(200, json::serialize(answer)));
}

void WebhookPipeline::count()
{
    ++m_statistics.acceptedTotal;
    ++m_seconds[std::size_t(m_second % qint64(m_seconds.size()))];
}

void WebhookPipeline::publishStatistics()
{
    ListenerStatistics statistics = m_statistics;
    statistics.acceptedLastMinute = std::accumulate(m_seconds.begin(), m_seconds.end(), qint64(0));
    statistics.connections = m_server.connectionCount();
    // Beside those that the gate let no further.
    statistics.tooLargeBodies += m_server.tooLargeBodies();
    ++m_second;
    m_seconds[std::size_t(m_second % qint64(m_seconds.size()))] = 0;
    if (statistics == m_published)
        return;
    m_published = statistics;
    onStatistics(statistics);
}

} // namespace uw
