// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/eventexport.h"

#include "core/base/clock.h"
#include "core/base/version.h"
#include "core/base/wiretext.h"
#include "core/events/eventjson.h"
#include "core/http/curl.h"
#include "core/json/value.h"

#include <array>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

struct Format {
    ExportFormat format;
    QLatin1StringView word;
    QLatin1StringView suffix;
};
constexpr std::array formats = {Format{ExportFormat::Json, QLatin1StringView("json"), QLatin1StringView("json")},
                                Format{ExportFormat::Har, QLatin1StringView("har"), QLatin1StringView("har")},
                                Format{ExportFormat::Curl, QLatin1StringView("curl"), QLatin1StringView("sh")},
                                Format{ExportFormat::RawHttp, QLatin1StringView("raw"), QLatin1StringView("http")}};

json::Value text(QByteArrayView bytes)
{
    return json::fromQString(wireText(bytes));
}

json::Value pair(QByteArrayView name, QByteArrayView value)
{
    json::Value entry = json::Value::object();
    entry["name"] = text(name);
    entry["value"] = text(value);
    return entry;
}

json::Value queryOf(const QByteArray &target)
{
    json::Value query = json::Value::array();
    const qsizetype question = target.indexOf('?');
    if (question < 0)
        return query;
    for (const QByteArray &part : target.sliced(question + 1).split('&')) {
        const qsizetype equals = part.indexOf('=');
        if (!part.isEmpty())
            query.push_back(
                pair(equals < 0 ? part : part.first(equals), equals < 0 ? QByteArray() : part.sliced(equals + 1)));
    }
    return query;
}

json::Value harRequest(const Event &event, const QString &baseUrl)
{
    json::Value request = json::Value::object();
    request["method"] = text(event.method);
    request["url"] = text(sendingUrl(event, baseUrl));
    request["httpVersion"] = text(event.httpVersion);
    request["cookies"] = json::Value::array();
    request["headers"] = json::Value::array();
    for (const HeaderField &field : event.headers)
        request["headers"].push_back(pair(field.name, field.value));
    request["queryString"] = queryOf(event.target);
    if (!event.body.isEmpty()) {
        json::Value post = json::Value::object();
        post["mimeType"] = text(headerValue(event.headers, "Content-Type"));
        const std::optional<QString> body = utf8Text(event.body);
        post["text"] = body ? json::fromQString(*body) : text(event.body.toBase64());
        // HAR 1.2 knows no bytes in a request; names that begin with an underscore are free.
        if (!body)
            post["_encoding"] = "base64";
        request["postData"] = std::move(post);
    }
    request["headersSize"] = -1;
    request["bodySize"] = qint64(event.body.size());
    return request;
}

json::Value harResponse(const Event &event)
{
    json::Value response = json::Value::object();
    response["status"] = event.rejected ? 401 : 0;
    response["statusText"] = event.rejected ? "Unauthorized" : "";
    response["httpVersion"] = text(event.httpVersion);
    response["cookies"] = json::Value::array();
    response["headers"] = json::Value::array();
    response["content"] = json::Value::object();
    response["content"]["size"] = 0;
    response["content"]["mimeType"] = "";
    response["redirectURL"] = "";
    response["headersSize"] = -1;
    response["bodySize"] = -1;
    return response;
}

QByteArray harOf(const QList<Event> &events, const QString &baseUrl)
{
    json::Value entries = json::Value::array();
    for (const Event &event : events) {
        json::Value entry = json::Value::object();
        entry["startedDateTime"] = json::fromQString(toRfc3339(event.receivedAtMs));
        entry["time"] = 0;
        entry["request"] = harRequest(event, baseUrl);
        entry["response"] = harResponse(event);
        entry["cache"] = json::Value::object();
        entry["timings"] = json::Value::object();
        for (const char *phase : {"send", "wait", "receive"})
            entry["timings"][phase] = 0;
        entry["comment"] = json::fromQString(event.id);
        entries.push_back(std::move(entry));
    }
    json::Value har = json::Value::object();
    json::Value &log = har["log"] = json::Value::object();
    log["version"] = "1.2";
    log["creator"] = json::Value::object();
    log["creator"]["name"] = "Universal Webhook";
    log["creator"]["version"] = json::fromQString(QString(productVersion));
    log["entries"] = std::move(entries);
    return json::serialize(har, json::Indent::Two) + '\n';
}

QByteArray jsonOf(const QList<Event> &events)
{
    json::Value list = json::Value::array();
    for (const Event &event : events)
        list.push_back(toJson(event));
    return json::serialize(list, json::Indent::Two) + '\n';
}

QByteArray curlOf(const QList<Event> &events, const QString &baseUrl)
{
    QByteArray commands;
    for (const Event &event : events) {
        if (!commands.isEmpty())
            commands += '\n';
        commands += toCurlCommand({.method = event.method,
                                   .url = sendingUrl(event, baseUrl),
                                   .headers = event.headers,
                                   .body = event.body})
                        .toUtf8()
                  + '\n';
    }
    return commands;
}

bool isField(const HeaderField &field, QByteArrayView name)
{
    return field.name.compare(name, Qt::CaseInsensitive) == 0;
}

QByteArray rawOf(const Event &event)
{
    const QByteArray length = QByteArray::number(event.body.size());
    const QByteArray version = event.httpVersion.isEmpty() ? QByteArray("HTTP/1.1") : event.httpVersion;
    QByteArray request = event.method + ' ' + event.target + ' ' + version + "\r\n";
    bool hasLength = false;
    for (const HeaderField &field : event.headers) {
        // The body is stored whole, without the chunks it came in.
        const bool isLength = isField(field, "Content-Length");
        if (isField(field, "Transfer-Encoding") || (isLength && hasLength))
            continue;
        hasLength = hasLength || isLength;
        request += field.name + ": " + (isLength ? length : field.value) + "\r\n";
    }
    if (!hasLength && !event.body.isEmpty())
        request += "Content-Length: " + length + "\r\n";
    return request + "\r\n" + event.body;
}

} // namespace

QByteArray sendingUrl(const Event &event, const QString &baseUrl)
{
    if (!event.target.startsWith('/'))
        return event.target;
    if (baseUrl.isEmpty() && !event.publicUrl.isEmpty())
        return event.publicUrl.toUtf8();
    QString base = baseUrl;
    while (base.endsWith(u'/'))
        base.chop(1);
    return base.toUtf8() + event.target;
}

std::optional<ExportFormat> exportFormatFromWord(QStringView word)
{
    for (const Format &one : formats) {
        if (word == one.word)
            return one.format;
    }
    return std::nullopt;
}

QString exportFileSuffix(ExportFormat format)
{
    for (const Format &one : formats) {
        if (format == one.format)
            return one.suffix;
    }
    return {};
}

Result<QByteArray> exportEvents(const QList<Event> &events, const ExportOptions &options)
{
    if (events.isEmpty())
        return Error{ErrorCode::InvalidInput, u"There is no event to export. Choose one."_s};
    if (options.format == ExportFormat::RawHttp && events.size() > 1)
        return Error{ErrorCode::InvalidInput,
                     u"A file with a raw HTTP request holds one event. Choose one, or export as JSON or HAR."_s};
    QList<Event> shown = events;
    if (options.redacted) {
        for (Event &event : shown)
            event = redacted(event);
    }
    switch (options.format) {
    case ExportFormat::Json:
        return jsonOf(shown);
    case ExportFormat::Har:
        return harOf(shown, options.baseUrl);
    case ExportFormat::Curl:
        return curlOf(shown, options.baseUrl);
    case ExportFormat::RawHttp:
        break;
    }
    return rawOf(shown.constFirst());
}

} // namespace uw
