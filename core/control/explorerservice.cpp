// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/explorerservice.h"

#include "core/base/pooltask.h"
#include "core/clockify/apikeyrule.h"
#include "core/history/callhistory.h"
#include "core/http/credential.h"
#include "core/http/requestrules.h"
#include "core/openapi/document.h"
#include "core/openapi/mediatype.h"
#include "core/secrets/secretstore.h"

using namespace Qt::StringLiterals;

namespace uw::control {

namespace {

const QString &clockifyName()
{
    static const QString name = u"clockify"_s;
    return name;
}

// A text goes as it is where the operation takes no JSON.
QByteArray bodyBytes(const json::Value &body, const openapi::OperationDetails &operation)
{
    const bool takesJson = !operation.body || openapi::isJsonType(operation.body->mediaType);
    return body.is_string() && !takesJson ? json::toQString(body).toUtf8() : json::serialize(body);
}

} // namespace

ExplorerService::ExplorerService(Parts parts, QObject *parent) : QObject(parent), m_parts(std::move(parts))
{
    m_pool.setMaxThreadCount(1);
}

ExplorerService::~ExplorerService()
{
    m_pool.waitForDone();
}

void ExplorerService::document(const QString &name, DocumentDone done)
{
    if (name != clockifyName()) {
        if (m_parts.findDocument)
            m_parts.findDocument(name, this, std::move(done));
        else
            done(Error{ErrorCode::NotFound, u"There is no document “%1” here."_s.arg(name.left(200))});
        return;
    }
    if (m_clockify) {
        done(m_clockify);
        return;
    }
    m_waiting << std::move(done);
    if (m_waiting.size() > 1)
        return;
    const auto take = [this](const Result<std::shared_ptr<const openapi::Document>> &loaded) {
        if (loaded)
            m_clockify = *loaded;
        for (const DocumentDone &waiting : std::exchange(m_waiting, {}))
            waiting(loaded);
    };
    auto load = [take, to = m_hub.recipient(this)] {
        const auto loaded = openapi::Document::loadFile(u":/openapi/clockify.json"_s);
        DeliveryHub::deliver(to, [take, loaded] { take(loaded); });
    };
    // The pool owns it from here.
    m_pool.start(new PoolTask(std::move(load)));
}

void ExplorerService::execute(const ExecuteOrder &order, Executed done)
{
    const auto call =
        std::make_shared<Call>(Call{.order = order, .record = {}, .request = {}, .done = std::move(done)});
    if (m_calls >= MostCalls) {
        const Error busy{ErrorCode::Unavailable,
                         u"%1 calls are on their way, the most at a time. Try again in a moment."_s.arg(MostCalls)};
        call->done(busy, {busy, {}});
        return;
    }
    ++m_calls;
    document(order.document, [this, call](const Result<std::shared_ptr<const openapi::Document>> &document) {
        if (document)
            build(call, **document);
        else
            fail(call, document.error());
    });
}

void ExplorerService::fail(const std::shared_ptr<Call> &call, const Error &error,
                           const QList<openapi::InputError> &faults)
{
    --m_calls;
    call->done(error, {error, faults});
}

void ExplorerService::build(const std::shared_ptr<Call> &call, const openapi::Document &document)
{
    const ExecuteOrder &order = call->order;
    const openapi::OperationSummary *summary = document.find(order.operation);
    if (!summary) {
        fail(call, {ErrorCode::NotFound, u"The document “%1” has no operation “%2”."_s.arg(order.document.left(200),
                                                                                           order.operation.left(200))});
        return;
    }
    const Result<openapi::OperationDetails> operation = document.details(*summary);
    if (!operation) {
        fail(call, operation.error());
        return;
    }
    openapi::RequestInput input{.parameters = order.parameters, .server = order.server};
    if (order.body)
        input.body = bodyBytes(*order.body, *operation);
    if (input.server.isEmpty() && m_parts.clockifyBaseUrl)
        input.server = clockify::serverInForce(operation->servers, m_parts.clockifyBaseUrl());
    QList<openapi::InputError> faults = openapi::validate(*operation, input);
    // What only does not fit the description is the server's to judge.
    faults.removeIf([](const openapi::InputError &fault) { return !fault.blocking; });
    if (!faults.isEmpty()) {
        fail(call, {ErrorCode::InvalidInput, u"Values are missing or cannot be sent."_s}, faults);
        return;
    }
    Result<HttpRequest> request = openapi::buildRequest(*operation, input);
    if (!request) {
        fail(call, request.error(), {{.field = {}, .text = request.error().text, .blocking = true}});
        return;
    }
    call->request = std::move(*request);
    call->request.maximumResponseBytes = MostBytes;
    call->record.origin = u"control"_s;
    call->record.document = order.document;
    call->record.operation = summary->operationId;
    call->record.workspaceId = order.workspaceId;
    call->record.arguments = {
        .parameters = order.parameters, .body = input.body.value_or(QByteArray()), .server = order.server};
    addSecret(call, *operation);
}

void ExplorerService::addSecret(const std::shared_ptr<Call> &call, const openapi::OperationDetails &operation)
{
    if (!call->order.credential.isEmpty()) {
        if (!isCredentialName(call->order.credential)) {
            fail(call, {ErrorCode::InvalidInput, u"The name of a credential is 1 to 64 of a-z, 0-9 and hyphen."_s});
            return;
        }
        m_parts.secrets.read(
            u"credential/"_s + call->order.credential, this,
            [this, call](const Result<std::optional<QByteArray>> &stored) { useCredential(call, stored); });
        return;
    }
    const QUrl url = QUrl::fromEncoded(call->request.url, QUrl::StrictMode);
    const QString base = m_parts.clockifyBaseUrl ? m_parts.clockifyBaseUrl() : QString();
    if (!operation.apiKeyHeaders.contains(clockify::apiKeyHeader, Qt::CaseInsensitive)
        || !clockify::mayCarryApiKey(url, base, !call->order.server.isEmpty())) {
        send(call);
        return;
    }
    m_parts.secrets.read(secretkeys::clockifyApiKey, this,
                         [this, call](const Result<std::optional<QByteArray>> &stored) {
                             // Without a key the server says that it wants one.
                             const QByteArray key = stored.valueOr({}).value_or(QByteArray());
                             if (!key.isEmpty() && isFieldValue(key)) {
                                 call->request.headers << HeaderField{QByteArray(clockify::apiKeyHeader.data()), key};
                                 call->record.secrets << key;
                             }
                             send(call);
                         });
}

void ExplorerService::useCredential(const std::shared_ptr<Call> &call, const Result<std::optional<QByteArray>> &stored)
{
    if (!stored) {
        fail(call, stored.error());
        return;
    }
    if (!*stored) {
        fail(call, {ErrorCode::CredentialMissing,
                    u"There is no credential “%1”. Store it first."_s.arg(call->order.credential)});
        return;
    }
    const Result<Credential> credential = parseCredential(call->order.credential, **stored);
    const Result<void> applied = credential ? applyCredential(call->order.credential, *credential, call->request)
                                            : Result<void>(credential.error());
    if (!applied) {
        fail(call, applied.error());
        return;
    }
    call->record.secrets << credential->value;
    send(call);
}

void ExplorerService::send(const std::shared_ptr<Call> &call)
{
    call->record.request = call->request;
    call->record.startedAtMs = m_parts.clock.nowMs();
    m_parts.http.send(call->request, this, [this, call](const Result<HttpResponse> &response) {
        --m_calls;
        if (m_parts.history) {
            call->record.response = response;
            m_parts.history->record(call->record);
        }
        call->done(response, {response ? Error() : response.error(), {}});
    });
}

} // namespace uw::control
