// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/callcompare.h"

#include "core/http/shelltext.h"
#include "core/http/urlquery.h"

namespace uw::ui {

namespace {

void addMember(json::Value &object, const QByteArray &name, const QByteArray &value)
{
    const json::Value text = json::fromQString(utf8Text(value).value_or(QString::fromLatin1(value)));
    const std::string key = name.toStdString();
    if (!object.contains(key)) {
        object[key] = text;
        return;
    }
    json::Value &known = object[key];
    if (!known.is_array())
        known = json::Value::array({known});
    known.push_back(text);
}

json::Value headersOf(const HeaderList &headers)
{
    json::Value object = json::Value::object();
    for (const HeaderField &field : headers)
        addMember(object, field.name.toLower(), field.value);
    return object;
}

json::Value queryOf(const QByteArray &url)
{
    json::Value object = json::Value::object();
    for (const auto &[name, value] : queryItems(url))
        addMember(object, name, value);
    return object;
}

json::Value bodyOf(const QByteArray &body)
{
    if (body.isEmpty())
        return nullptr;
    if (Result<json::Value> parsed = json::parse(body))
        return std::move(*parsed);
    const std::optional<QString> text = utf8Text(body);
    return text ? json::fromQString(*text) : json::Value(body.toBase64().toStdString());
}

} // namespace

json::Value comparableCall(const CallRecord &call)
{
    const qsizetype mark = call.url.indexOf('?');
    json::Value request = json::Object{{"method", call.method.toStdString()},
                                       {"url", (mark < 0 ? call.url : call.url.left(mark)).toStdString()},
                                       {"query", queryOf(call.url)},
                                       {"headers", headersOf(call.requestHeaders)},
                                       {"body", bodyOf(call.requestBody)}};
    json::Value response = json::Object{
        {"status", call.status}, {"headers", headersOf(call.responseHeaders)}, {"body", bodyOf(call.responseBody)}};
    if (!call.error.isEmpty())
        response["error"] = json::fromQString(call.error);
    return json::Object{{"request", std::move(request)}, {"response", std::move(response)}};
}

} // namespace uw::ui
