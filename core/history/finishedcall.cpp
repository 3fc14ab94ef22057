// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/finishedcall.h"

#include "core/history/secretmask.h"
#include "core/store/savedrequestrepository.h"

namespace uw {

namespace {

// The beginning of a body without secrets. What is cut is masked with so much behind it that no half of a secret stays.
QByteArray keptBody(const QByteArray &body, qint64 maximum, const SecretMask &mask)
{
    return mask.inText(body.left(maximum + mask.longestRun())).left(maximum);
}

SecretMask maskOf(const FinishedCall &call)
{
    SecretMask mask;
    for (const QByteArray &secret : call.secrets)
        mask.add(secret);
    mask.learnFrom(call.request);
    return mask;
}

QByteArray maskedArguments(const FinishedCall &call, const SecretMask &mask)
{
    return mask.inText(json::serialize(toJson(withoutSecrets(call.arguments))));
}

} // namespace

SavedRequest savedRequestOf(const FinishedCall &call)
{
    const SecretMask mask = maskOf(call);
    return {.document = call.document,
            .operation = call.operation,
            .method = call.request.method,
            .url = mask.inUrl(call.request.url),
            .arguments = maskedArguments(call, mask)};
}

CallRecord recordOf(const FinishedCall &call, const HistorySettings &settings, const QString &id)
{
    const SecretMask mask = maskOf(call);
    CallRecord record;
    record.id = id;
    record.startedAtMs = call.startedAtMs;
    record.origin = call.origin;
    record.document = call.document;
    record.operation = call.operation;
    record.workspaceId = call.workspaceId;
    record.environment = call.environment;
    record.method = call.request.method;
    record.url = mask.inUrl(call.request.url);
    record.requestHeaders = mask.inHeaders(call.request.headers);
    record.requestBody = keptBody(call.request.body, settings.bodyBytes, mask);
    record.requestSize = call.request.body.size();
    record.isRequestCut = call.request.body.size() > settings.bodyBytes;
    // A form that is too large to be saved is too large to be filled in again.
    const QByteArray arguments = maskedArguments(call, mask);
    if (arguments.size() <= savedrequestrepository::argumentBytes)
        record.arguments = arguments;
    if (!call.response) {
        record.error = QString::fromUtf8(mask.inText(call.response.error().text.toUtf8()));
        return record;
    }
    const HttpResponse &response = *call.response;
    record.status = response.status;
    record.reason = mask.inText(response.reason);
    record.timing = response.timing;
    record.responseHeaders = mask.inHeaders(response.headers);
    record.responseBody = keptBody(response.body, settings.bodyBytes, mask);
    record.responseSize = call.responseSize < 0 ? response.body.size() : call.responseSize;
    record.isResponseCut =
        response.isCut || response.body.size() > settings.bodyBytes || record.responseSize > response.body.size();
    return record;
}

QString historyDocumentName(const QString &path)
{
    return path.startsWith(u":/openapi/clockify") || path.isEmpty() ? QStringLiteral("clockify") : path;
}

} // namespace uw
