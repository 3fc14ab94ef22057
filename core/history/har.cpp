// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/har.h"

#include "core/base/clock.h"
#include "core/base/version.h"
#include "core/http/curlimport.h"
#include "core/http/requestrules.h"
#include "core/http/shelltext.h"
#include "core/http/urlquery.h"

#include <QUrl>

#include <cmath>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

json::Value text(const QByteArray &bytes)
{
    const std::optional<QString> utf8 = utf8Text(bytes);
    return json::fromQString(utf8 ? *utf8 : QString::fromLatin1(bytes));
}

json::Value headersOf(const HeaderList &headers)
{
    json::Value list = json::Value::array();
    for (const HeaderField &field : headers)
        list.push_back(json::Object{{"name", text(field.name)}, {"value", text(field.value)}});
    return list;
}

json::Value queryOf(const QByteArray &url)
{
    json::Value list = json::Value::array();
    for (const auto &[name, value] : queryItems(url))
        list.push_back(json::Object{{"name", text(name)}, {"value", text(value)}});
    return list;
}

json::Value requestOf(const CallRecord &call)
{
    json::Value request = json::Object{{"method", text(call.method)},
                                       {"url", text(call.url)},
                                       {"httpVersion", "HTTP/1.1"},
                                       {"cookies", json::Value::array()},
                                       {"headers", headersOf(call.requestHeaders)},
                                       {"queryString", queryOf(call.url)},
                                       {"headersSize", -1},
                                       {"bodySize", call.requestSize}};
    if (call.requestSize == 0)
        return request;
    json::Value post = json::Object{{"mimeType", text(headerValue(call.requestHeaders, "Content-Type"))},
                                    {"text", text(call.requestBody)}};
    // HAR has no word for a body that is no text.
    if (!utf8Text(call.requestBody))
        post["comment"] = "The body is no text: each character stands for one byte.";
    else if (call.isRequestCut)
        post["comment"] = "Only the beginning of the body was kept.";
    request["postData"] = std::move(post);
    return request;
}

json::Value responseOf(const CallRecord &call)
{
    json::Value content = json::Object{{"size", call.responseSize},
                                       {"mimeType", text(headerValue(call.responseHeaders, "Content-Type"))}};
    const std::optional<QString> utf8 = utf8Text(call.responseBody);
    content["text"] = utf8 ? json::fromQString(*utf8) : json::Value(call.responseBody.toBase64().toStdString());
    if (!utf8)
        content["encoding"] = "base64";
    if (call.isResponseCut)
        content["comment"] = "Only the beginning of the body was kept.";
    json::Value response = json::Object{{"status", call.status},
                                        {"statusText", text(call.reason)},
                                        {"httpVersion", "HTTP/1.1"},
                                        {"cookies", json::Value::array()},
                                        {"headers", headersOf(call.responseHeaders)},
                                        {"content", std::move(content)},
                                        {"redirectURL", text(headerValue(call.responseHeaders, "Location"))},
                                        {"headersSize", -1},
                                        {"bodySize", call.responseSize}};
    if (!call.error.isEmpty())
        response["comment"] = json::fromQString(call.error);
    return response;
}

// The phases one after the other; -1 where one did not happen, as HAR has it.
json::Value timingsOf(const HttpTiming &timing)
{
    double at = 0;
    const auto phase = [&at](double end) {
        if (end < 0)
            return -1.0;
        const double took = qMax(0.0, end - at);
        at = qMax(at, end);
        return took;
    };
    const bool hasTls = timing.encryptedMs >= 0;
    const double connect = phase(hasTls ? timing.encryptedMs : timing.connectedMs);
    const double ssl = hasTls && timing.connectedMs >= 0 ? timing.encryptedMs - timing.connectedMs : -1.0;
    const double send = qMax(0.0, phase(timing.sentMs));
    const double wait = qMax(0.0, phase(timing.firstByteMs));
    const double receive = qMax(0.0, phase(timing.totalMs));
    return json::Object{{"blocked", -1}, {"dns", -1},    {"connect", connect}, {"ssl", ssl},
                        {"send", send},  {"wait", wait}, {"receive", receive}};
}

// Reading

QByteArray bytesOf(const json::Value &object, std::string_view name)
{
    const json::Value *member = json::member(object, name);
    return member ? json::toQString(*member).toUtf8() : QByteArray();
}

const json::Value &memberOf(const json::Value &object, std::string_view name)
{
    static const json::Value none;
    const json::Value *member = json::member(object, name);
    return member ? *member : none;
}

double numberOf(const json::Value &object, std::string_view name, double otherwise)
{
    const json::Value &value = memberOf(object, name);
    if (const double *real = value.get_ptr<const double *>())
        return std::isfinite(*real) ? *real : otherwise;
    if (const std::uint64_t *natural = value.get_ptr<const std::uint64_t *>())
        return double(*natural);
    if (const std::int64_t *integer = value.get_ptr<const std::int64_t *>())
        return double(*integer);
    return otherwise;
}

HeaderList readHeaders(const json::Value &owner)
{
    HeaderList headers;
    const json::Value &list = memberOf(owner, "headers");
    if (!list.is_array())
        return headers;
    for (const json::Value &item : list) {
        const HeaderField field{bytesOf(item, "name"), bytesOf(item, "value")};
        // Browsers write the pseudo fields of HTTP/2 (":authority") among them.
        if (isToken(field.name) && isFieldValue(field.value))
            headers << field;
    }
    return headers;
}

QByteArray formBody(const json::Value &parameters)
{
    QByteArrayList items;
    for (const json::Value &item : parameters)
        items << QUrl::toPercentEncoding(QString::fromUtf8(bytesOf(item, "name"))) + '='
                     + QUrl::toPercentEncoding(QString::fromUtf8(bytesOf(item, "value")));
    return items.join('&');
}

HttpTiming readTiming(const json::Value &entry)
{
    const json::Value &timings = memberOf(entry, "timings");
    const auto took = [&timings](std::string_view name) { return numberOf(timings, name, -1); };
    HttpTiming timing;
    double at = qMax(0.0, took("blocked")) + qMax(0.0, took("dns"));
    const auto end = [&at](double ms) {
        if (ms < 0)
            return -1.0;
        at += ms;
        return at;
    };
    // "connect" has the time of "ssl" in it.
    const double connected = end(took("connect"));
    timing.connectedMs = connected >= 0 && took("ssl") > 0 ? connected - took("ssl") : connected;
    timing.encryptedMs = took("ssl") > 0 ? connected : -1;
    timing.sentMs = end(took("send"));
    timing.firstByteMs = end(took("wait"));
    end(took("receive"));
    timing.totalMs = numberOf(entry, "time", at);
    return timing;
}

std::optional<FinishedCall> readEntry(const json::Value &entry)
{
    const json::Value &request = memberOf(entry, "request");
    FinishedCall call;
    call.origin = u"import"_s;
    call.request.method = bytesOf(request, "method").toUpper();
    call.request.url = completedUrl(bytesOf(request, "url"));
    if (!isToken(call.request.method)
        || (!call.request.url.startsWith("http://") && !call.request.url.startsWith("https://")))
        return std::nullopt;
    call.request.headers = readHeaders(request);
    const json::Value &post = memberOf(request, "postData");
    call.request.body = bytesOf(post, "text");
    if (call.request.body.isEmpty() && memberOf(post, "params").is_array())
        call.request.body = formBody(memberOf(post, "params"));
    call.startedAtMs = fromRfc3339(QString::fromUtf8(bytesOf(entry, "startedDateTime"))).value_or(0);
    call.arguments = {.body = call.request.body, .headers = call.request.headers};

    const json::Value &answer = memberOf(entry, "response");
    const double status = numberOf(answer, "status", 0);
    if (status < 100 || status > 999) {
        const QString comment = QString::fromUtf8(bytesOf(answer, "comment"));
        call.response = Error{ErrorCode::ConnectionFailed,
                              comment.isEmpty() ? u"There was no answer, says the HAR file."_s : comment};
        return call;
    }
    HttpResponse response;
    response.status = int(status);
    response.reason = bytesOf(answer, "statusText");
    response.headers = readHeaders(answer);
    const json::Value &content = memberOf(answer, "content");
    response.body = bytesOf(content, "text");
    if (bytesOf(content, "encoding") == "base64")
        response.body = QByteArray::fromBase64(response.body);
    response.timing = readTiming(entry);
    call.responseSize = qMax(qint64(response.body.size()), qint64(numberOf(content, "size", 0)));
    call.response = response;
    return call;
}

} // namespace

QByteArray toHar(const QList<CallRecord> &calls)
{
    json::Value entries = json::Value::array();
    for (auto call = calls.crbegin(); call != calls.crend(); ++call)
        entries.push_back(json::Object{{"startedDateTime", json::fromQString(toRfc3339(call->startedAtMs))},
                                       {"time", qMax(0.0, call->timing.totalMs)},
                                       {"request", requestOf(*call)},
                                       {"response", responseOf(*call)},
                                       {"cache", json::Value::object()},
                                       {"timings", timingsOf(call->timing)}});
    const json::Value har = json::Object{
        {"log", json::Object{{"version", "1.2"},
                             {"creator", json::Object{{"name", "Universal Webhook"},
                                                      {"version", json::fromQString(QString(productVersion))}}},
                             {"entries", std::move(entries)}}}};
    return json::serialize(har, json::Indent::Two) + '\n';
}

Result<QList<FinishedCall>> fromHar(const QByteArray &bytes)
{
    const Result<json::Value> parsed = json::parse(bytes, {.maximumDepth = 50, .maximumBytes = maximumHarBytes});
    if (!parsed)
        return Error{parsed.error().code, u"The HAR file cannot be read: %1"_s.arg(parsed.error().text)};
    const json::Value &entries = memberOf(memberOf(*parsed, "log"), "entries");
    if (!entries.is_array())
        return Error{ErrorCode::InvalidInput, u"This is no HAR file: it has no “log” with “entries”."_s};
    if (qsizetype(entries.size()) > maximumHarEntries) {
        return Error{
            ErrorCode::LimitExceeded,
            u"The HAR file has %1 entries; at most %2 are read. Record less, or split it."_s.arg(entries.size())
                .arg(maximumHarEntries)};
    }
    QList<FinishedCall> calls;
    for (const json::Value &entry : entries) {
        if (std::optional<FinishedCall> call = readEntry(entry))
            calls << std::move(*call);
    }
    return calls;
}

} // namespace uw
