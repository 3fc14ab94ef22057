// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/samplesender.h"

#include "core/http/httpclient.h"
#include "core/providers/requestsigner.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr int timeoutMs = 10'000;
constexpr qint64 maximumAnswer = 256 * limits::kibibyte;

SampleOutcome outcomeOf(const HttpResponse &response)
{
    SampleOutcome outcome{.status = response.status,
                          .eventId = QString::fromLatin1(headerValue(response.headers, "X-Event-Id"))};
    if (response.status < 300)
        return outcome;
    const Result<json::Value> problem = json::parse(response.body);
    const json::Value *detail = problem ? json::member(*problem, "detail") : nullptr;
    outcome.detail =
        detail ? json::toQString(*detail) : u"The listener answered with status %1."_s.arg(response.status);
    return outcome;
}

} // namespace

SampleSender::SampleSender(Parts parts, QObject *parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_ids(m_parts.clock)
{}

void SampleSender::sendProvider(const QString &name, QObject *context, Done done)
{
    const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry.snapshot();
    const ProviderDefinition *definition = snapshot->definition(name);
    if (definition)
        send(*definition, snapshot->state(name).secrets, u"/webhooks/"_s + name, context, std::move(done));
    else
        QMetaObject::invokeMethod(
            context,
            [name, done = std::move(done)] {
                done(Error{ErrorCode::NotFound, u"There is no provider \"%1\"."_s.arg(name)});
            },
            Qt::QueuedConnection);
}

void SampleSender::sendSource(const QString &name, QObject *context, Done done)
{
    const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry.snapshot();
    const SourceState &state = snapshot->source(name);
    send(state.source.definition, state.secrets, u"/webhooks/custom/"_s + name, context, std::move(done));
}

void SampleSender::send(const ProviderDefinition &definition, const ProviderSecrets &secrets, const QString &path,
                        QObject *context, Done done)
{
    const auto fail = [context, &done](const Error &error) {
        QMetaObject::invokeMethod(
            context, [error, done = std::move(done)] { done(error); }, Qt::QueuedConnection);
    };
    const QString listenUrl = m_parts.listenUrl();
    if (listenUrl.isEmpty()) {
        fail({ErrorCode::Unavailable, u"The listener is not open, so nothing can be sent to it."_s});
        return;
    }
    const QByteArray id = m_ids.next().toLatin1();
    OutgoingRequest sample = sampleRequest(definition, path.toLatin1(), id);
    sample.baseUrl = (m_parts.publicUrl.isEmpty() ? listenUrl : m_parts.publicUrl).toLatin1();
    if (!secrets.isEmpty()) {
        const Result<OutgoingRequest> withSignature =
            signRequest(sample, {definition.schemes, definition.title, secrets, m_parts.clock.nowMs(), id});
        if (!withSignature) {
            fail(withSignature.error());
            return;
        }
        sample = *withSignature;
    }
    HttpRequest request{.method = sample.method,
                        .url = listenUrl.toLatin1() + sample.target,
                        .headers = sample.headers,
                        .body = sample.body,
                        .timeoutMs = timeoutMs,
                        .maximumResponseBytes = maximumAnswer};
    m_parts.http.send(request, context, [done = std::move(done)](const Result<HttpResponse> &response) {
        if (response)
            done(outcomeOf(*response));
        else
            done(response.error());
    });
}

} // namespace uw
