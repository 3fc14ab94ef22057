// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/calljson.h"

#include "core/base/clock.h"
#include "core/http/shelltext.h"
#include "core/store/searchtext.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

json::Value textOrNull(const QString &text)
{
    return text.isEmpty() ? json::Value(nullptr) : json::fromQString(text);
}

json::Value milliseconds(double ms)
{
    return ms < 0 ? json::Value(nullptr) : json::Value(std::round(ms * 1000) / 1000);
}

QString shown(const QByteArray &bytes)
{
    return utf8Text(bytes).value_or(QString::fromLatin1(bytes));
}

json::Value sideOf(const HeaderList &headers, const QByteArray &body, bool isCut)
{
    json::Value list = json::Value::array();
    for (const HeaderField &field : headers)
        list.push_back(
            json::Value::array({json::fromQString(shown(field.name)), json::fromQString(shown(field.value))}));
    json::Value side = json::Object{{"headers", std::move(list)}};
    const std::optional<QString> text = utf8Text(body);
    side["bodyEncoding"] = text ? "utf8" : "base64";
    side["body"] = text ? json::fromQString(*text) : json::Value(body.toBase64().toStdString());
    side["truncated"] = isCut;
    return side;
}

Result<qint64> timeOf(const QString &name, const QString &text)
{
    if (const std::optional<qint64> time = fromRfc3339(text))
        return *time;
    return Error{ErrorCode::InvalidInput,
                 u"The parameter %1 has to be a time such as 2026-01-02T03:04:05.678Z."_s.arg(name)};
}

Result<QList<int>> statusClasses(const QString &text)
{
    QList<int> classes;
    for (const QString &word : text.split(u',', Qt::SkipEmptyParts)) {
        const QString trimmed = word.trimmed().toLower();
        const int digit = trimmed.isEmpty() ? -1 : trimmed.at(0).digitValue();
        if (trimmed == u"none")
            classes << 0;
        else if (trimmed.size() == 3 && trimmed.endsWith(u"xx") && digit >= 1 && digit <= 5)
            classes << digit;
        else
            return Error{ErrorCode::InvalidInput,
                         u"The parameter status has to be of 1xx, 2xx, 3xx, 4xx, 5xx and none."_s};
    }
    return classes;
}

} // namespace

json::Value toJson(const CallSummary &call)
{
    json::Value object = json::Value::object();
    object["id"] = json::fromQString(call.id);
    object["startedAt"] = json::fromQString(toRfc3339(call.startedAtMs));
    object["origin"] = json::fromQString(call.origin);
    object["document"] = textOrNull(call.document);
    object["operationId"] = textOrNull(call.operation);
    object["method"] = json::fromQString(shown(call.method));
    object["url"] = json::fromQString(shown(call.url));
    object["status"] = call.status == 0 ? json::Value(nullptr) : json::Value(call.status);
    object["reason"] = textOrNull(shown(call.reason));
    object["error"] = textOrNull(call.error);
    object["workspaceId"] = textOrNull(call.workspaceId);
    object["environment"] = textOrNull(call.environment);
    object["latencyMs"] = milliseconds(call.timing.totalMs);
    object["requestSize"] = std::int64_t(call.requestSize);
    object["responseSize"] = std::int64_t(call.responseSize);
    return object;
}

json::Value toJson(const CallRecord &call)
{
    json::Value object = toJson(static_cast<const CallSummary &>(call));
    object["timing"] = json::Object{{"connectedMs", milliseconds(call.timing.connectedMs)},
                                    {"encryptedMs", milliseconds(call.timing.encryptedMs)},
                                    {"sentMs", milliseconds(call.timing.sentMs)},
                                    {"firstByteMs", milliseconds(call.timing.firstByteMs)},
                                    {"totalMs", milliseconds(call.timing.totalMs)}};
    object["request"] = sideOf(call.requestHeaders, call.requestBody, call.isRequestCut);
    object["response"] =
        call.status == 0 ? json::Value(nullptr) : sideOf(call.responseHeaders, call.responseBody, call.isResponseCut);
    const Result<json::Value> arguments = json::parse(call.arguments);
    object["arguments"] = arguments ? *arguments : json::Value(nullptr);
    return object;
}

Result<CallFilter> callFilterFromQuery(const QList<std::pair<QString, QString>> &items)
{
    CallFilter filter;
    for (const auto &[name, value] : items) {
        if (name == u"q") {
            filter.text = value.trimmed();
            if (const Result<QString> expression = searchExpression(filter.text); !expression)
                return Error{ErrorCode::InvalidInput, expression.error().text};
        } else if (name == u"document") {
            filter.document = value;
        } else if (name == u"operationId") {
            filter.operation = value;
        } else if (name == u"method") {
            filter.method = value.toUpper().toLatin1();
        } else if (name == u"workspaceId") {
            filter.workspaceId = value;
        } else if (name == u"status") {
            const Result<QList<int>> classes = statusClasses(value);
            if (!classes)
                return classes.error();
            filter.statusClasses << *classes;
        } else if (name == u"from" || name == u"to") {
            const Result<qint64> time = timeOf(name, value);
            if (!time)
                return time.error();
            (name == u"from" ? filter.fromMs : filter.toMs) = *time;
        }
    }
    return filter;
}

} // namespace uw
