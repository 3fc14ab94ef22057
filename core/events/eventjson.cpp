// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/eventjson.h"

#include "core/base/clock.h"
#include "core/providers/secretmask.h"

namespace uw {

namespace {

json::Value text(const QString &value)
{
    return json::Value(value.toStdString());
}

json::Value textOrNull(const QString &value)
{
    return value.isEmpty() ? json::Value(nullptr) : text(value);
}

json::Value latin1(const QByteArray &value)
{
    return text(QString::fromLatin1(value));
}

// What stands in place of a secret is ours and written in UTF-8.
json::Value headerText(const QByteArray &value)
{
    return value == maskedValue ? text(QString::fromUtf8(value)) : latin1(value);
}

// JSON that we wrote ourselves.
json::Value recordOrNull(const QByteArray &text)
{
    return text.isEmpty() ? json::Value(nullptr) : json::parse(text).valueOr(json::Value(nullptr));
}

// The members that a row and a whole event share, in the order in which both show them.
template<typename Source>
json::Value commonMembers(const Source &event)
{
    json::Value object = json::Value::object();
    object["id"] = text(event.id);
    object["receivedAt"] = text(toRfc3339(event.receivedAtMs));
    object["source"] = text(event.source);
    object["customSource"] = textOrNull(event.customSource);
    object["provider"] = textOrNull(event.provider);
    object["eventType"] = textOrNull(event.eventType);
    object["workspaceId"] = textOrNull(event.workspaceId);
    object["verdict"] = text(verdictWord(event.verdict));
    object["rejected"] = event.rejected;
    object["method"] = latin1(event.method);
    object["target"] = latin1(event.target);
    object["duplicateOf"] = textOrNull(event.duplicateOf);
    object["starred"] = event.starred;
    object["note"] = textOrNull(event.note);
    return object;
}

} // namespace

json::Value toJson(const EventSummary &summary)
{
    json::Value object = commonMembers(summary);
    object["bodySize"] = summary.bodySize;
    return object;
}

json::Value toJson(const Event &event)
{
    json::Value object = commonMembers(event);
    object["verdictReason"] = textOrNull(event.verdictReason);
    object["cause"] = recordOrNull(event.cause);
    object["normalizedType"] = textOrNull(event.normalizedType);
    object["entityId"] = textOrNull(event.entityId);
    object["entityType"] = textOrNull(event.entityType);
    object["deliveryId"] = textOrNull(event.deliveryId);
    object["publicUrl"] = textOrNull(event.publicUrl);
    object["peer"] = text(event.peer);
    object["httpVersion"] = latin1(event.httpVersion);
    json::Value headers = json::Value::array();
    for (const HeaderField &field : event.headers)
        headers.push_back(json::Value::array({latin1(field.name), headerText(field.value)}));
    object["headers"] = std::move(headers);
    object["maskedHeaders"] = recordOrNull(event.maskedHeaders);
    object["bodySize"] = qint64(event.body.size());
    const bool asText = QByteArrayView(event.body).isValidUtf8();
    object["bodyEncoding"] = asText ? "utf8" : "base64";
    object["body"] = asText ? event.body.toStdString() : event.body.toBase64().toStdString();
    object["executions"] = json::Value::array();
    return object;
}

} // namespace uw
