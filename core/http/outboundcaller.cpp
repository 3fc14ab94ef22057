// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/outboundcaller.h"

#include "core/http/redirect.h"
#include "core/http/requestrules.h"

#include <QUrl>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace uw {

// One call with all its attempts. Each hop of an attempt is resolved, judged and sent by itself; a retry begins again
// at the first. Owned by the caller, or by nobody any more once it has ended.
class OutboundCaller::Call final : public QObject {
public:
    Call(OutboundCaller &caller, CallId id, HttpRequest request, OutboundRules rules, QObject *context, Done done)
        : QObject(&caller)
        , m_caller(caller)
        , m_parts(caller.m_parts)
        , m_id(id)
        , m_request(std::move(request))
        , m_rules(std::move(rules))
        , m_context(context)
        , m_done(std::move(done))
        , m_startedNs(m_parts.clock->monotonicNs())
    {
        m_rules.isRepeatable = m_rules.isRepeatable || isIdempotentMethod(m_request.method);
    }
    ~Call() override
    {
        if (m_http != 0)
            m_parts.client->cancel(m_http);
    }

    void attempt();
    void cancel();

private:
    [[nodiscard]] qint64 elapsedMs(qint64 sinceNs) const
    {
        return (m_parts.clock->monotonicNs() - sinceNs) / 1'000'000;
    }
    // Milliseconds until the deadline of the call.
    [[nodiscard]] qint64 remainingMs() const
    {
        return m_rules.deadlineMs > 0 ? m_rules.deadlineMs - elapsedMs(m_startedNs)
                                      : std::numeric_limits<qint64>::max();
    }
    [[nodiscard]] int attemptTimeoutMs() const
    {
        return int(std::clamp<qint64>(remainingMs(), 1, m_request.timeoutMs));
    }
    void hop();
    void connectTo(const QUrl &url, const Result<QList<QHostAddress>> &found);
    void connectToNext();
    void answered(HttpEnd end);
    void attemptEnded(Result<HttpResponse> response, AttemptEnd::Failure failure);
    void finish(Result<HttpResponse> response);
    // Wraps a callback so that it does nothing once the attempt it belongs to is over.
    template<typename Function>
    auto duringThisAttempt(Function function)
    {
        return [this, number = m_number, function = std::move(function)](auto &&...arguments) mutable {
            if (number == m_number)
                function(std::forward<decltype(arguments)>(arguments)...);
        };
    }

    OutboundCaller &m_caller;
    const Parts &m_parts;
    const CallId m_id;
    const HttpRequest m_request;
    OutboundRules m_rules;
    const QPointer<QObject> m_context;
    Done m_done;
    const qint64 m_startedNs;

    OutboundOutcome m_outcome;
    // Counts attempts and their ends, so that what comes late knows it.
    quint64 m_number = 0;
    qint64 m_attemptNs = 0;
    HttpRequest m_hop;
    // Of this hop, those not tried yet.
    QList<QHostAddress> m_addresses;
    AddressGuard m_guard{AddressGuard::Choice::Outside};
    int m_redirects = 0;
    HttpClient::CallId m_http = 0;
};

void OutboundCaller::Call::attempt()
{
    ++m_number;
    m_outcome.attempts << OutboundAttempt{.startedAtMs = m_parts.clock->nowMs()};
    m_attemptNs = m_parts.clock->monotonicNs();
    m_hop = m_request;
    m_guard = m_rules.guard;
    m_redirects = 0;
    // The client holds its own deadline for the request; this one is for the resolver and for hops together.
    m_parts.timers->after(
        attemptTimeoutMs(), this, duringThisAttempt([this, limit = attemptTimeoutMs()] {
            const bool isSending = m_http != 0;
            if (isSending)
                m_parts.client->cancel(std::exchange(m_http, 0));
            attemptEnded(
                Error{ErrorCode::Timeout, u"%1 gave no answer within %2 ms. Check the address and the network, "
                                          "or give the request more time."_s.arg(QUrl::fromEncoded(m_hop.url).host())
                                              .arg(limit)},
                isSending ? AttemptEnd::Failure::Lost : AttemptEnd::Failure::NotConnected);
        }));
    hop();
}

void OutboundCaller::Call::hop()
{
    const Result<QUrl> url = parseRequestUrl(m_hop.url);
    if (!url) {
        attemptEnded(url.error(), AttemptEnd::Failure::Final);
        return;
    }
    m_parts.resolver->resolve(url->host(), this,
                              duringThisAttempt([this, url = *url](const auto &found) { connectTo(url, found); }));
}

void OutboundCaller::Call::connectTo(const QUrl &url, const Result<QList<QHostAddress>> &found)
{
    if (!found) {
        attemptEnded(found.error(), AttemptEnd::Failure::NotConnected);
        return;
    }
    const int port = url.port(url.scheme() == u"https" ? 443 : 80);
    const Result<QList<QHostAddress>> addresses = m_guard.choose(url.host(), port, *found);
    if (!addresses) {
        attemptEnded(addresses.error(), addresses.error().code == ErrorCode::AddressRefused
                                            ? AttemptEnd::Failure::Final
                                            : AttemptEnd::Failure::NotConnected);
        return;
    }
    m_addresses = *addresses;
    connectToNext();
}

void OutboundCaller::Call::connectToNext()
{
    m_hop.address = m_addresses.takeFirst();
    m_hop.timeoutMs = attemptTimeoutMs();
    m_http = m_parts.client->sendForEnd(m_hop, this, duringThisAttempt([this](HttpEnd end) {
                                            m_http = 0;
                                            answered(std::move(end));
                                        }));
}

void OutboundCaller::Call::answered(HttpEnd end)
{
    if (!end.response) {
        const ErrorCode code = end.response.error().code;
        // "localhost" is two addresses, and a program may listen on the second alone.
        if (code == ErrorCode::ConnectionFailed && !end.wasSent && !m_addresses.isEmpty()) {
            connectToNext();
            return;
        }
        const bool isFinal = code == ErrorCode::ResponseTooLarge || code == ErrorCode::InvalidArgument;
        attemptEnded(end.response.error(), isFinal       ? AttemptEnd::Failure::Final
                                           : end.wasSent ? AttemptEnd::Failure::Lost
                                                         : AttemptEnd::Failure::NotConnected);
        return;
    }
    if (m_rules.redirects > 0) {
        const Result<std::optional<RedirectHop>> next = redirectOf(m_hop, *end.response);
        if (!next) {
            attemptEnded(next.error(), AttemptEnd::Failure::Final);
            return;
        }
        if (*next) {
            if (++m_redirects > std::min(m_rules.redirects, 5)) {
                attemptEnded(Error{ErrorCode::LimitExceeded,
                                   u"The answer redirects for the %1th time; at most %2 are followed. The addresses "
                                   "may lead in a circle: ask for the final one."_s.arg(m_redirects)
                                       .arg(std::min(m_rules.redirects, 5))},
                             AttemptEnd::Failure::Final);
                return;
            }
            m_guard = m_guard.redirected((*next)->isSameOrigin);
            m_hop = (*next)->request;
            hop();
            return;
        }
    }
    attemptEnded(std::move(end.response), AttemptEnd::Failure::None);
}

void OutboundCaller::Call::attemptEnded(Result<HttpResponse> response, AttemptEnd::Failure failure)
{
    ++m_number;
    OutboundAttempt &attempt = m_outcome.attempts.last();
    attempt.latencyMs = elapsedMs(m_attemptNs);
    AttemptEnd end{failure, 0, {}};
    if (response) {
        end.status = attempt.status = response->status;
        end.retryAfterMs = parseRetryAfter(headerValue(response->headers, "Retry-After"), m_parts.clock->nowMs());
    } else {
        attempt.error = response.error().text;
    }
    const std::optional<qint64> wait =
        delayBeforeNextMs(m_rules.retry, int(m_outcome.attempts.size()), end, m_rules.isRepeatable, m_parts.random());
    if (!wait || *wait >= remainingMs()) {
        finish(std::move(response));
        return;
    }
    m_parts.timers->after(*wait, this, duringThisAttempt([this] { this->attempt(); }));
}

void OutboundCaller::Call::cancel()
{
    if (m_http != 0)
        m_parts.client->cancel(std::exchange(m_http, 0));
    ++m_number;
    finish(Error{ErrorCode::Cancelled, u"The request was cancelled. What was sent may have taken effect."_s});
}

void OutboundCaller::Call::finish(Result<HttpResponse> response)
{
    m_outcome.response = std::move(response);
    m_caller.m_calls.remove(m_id);
    deleteLater();
    if (!m_context)
        return;
    QMetaObject::invokeMethod(
        m_context, [done = std::move(m_done), outcome = std::move(m_outcome)]() mutable { done(std::move(outcome)); },
        Qt::QueuedConnection);
}

OutboundCaller::OutboundCaller(Parts parts, QObject *parent) : QObject(parent), m_parts(std::move(parts)) {}

OutboundCaller::~OutboundCaller() = default;

OutboundCaller::CallId OutboundCaller::send(const HttpRequest &request, const OutboundRules &rules, QObject *context,
                                            Done done)
{
    Q_ASSERT(context && done);
    const CallId id = ++m_last;
    auto *call = new Call(*this, id, request, rules, context, std::move(done));
    m_calls.insert(id, call);
    // Nobody waits for an answer whose receiver is gone.
    connect(context, &QObject::destroyed, call, [this, id] {
        if (Call *gone = m_calls.take(id))
            gone->deleteLater();
    });
    call->attempt();
    return id;
}

void OutboundCaller::cancel(CallId id)
{
    if (Call *call = m_calls.value(id))
        call->cancel();
}

} // namespace uw
