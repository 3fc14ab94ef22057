// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/callreport.h"

#include "core/openapi/mediatype.h"

#include <QStringDecoder>

#include <cmath>

namespace uw::openapi {
namespace {

std::optional<QString> asText(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder.decode(bytes);
    return decoder.hasError() ? std::nullopt : std::optional(text);
}

json::Value headerReport(const HeaderList &headers)
{
    json::Value list = json::Value::array();
    for (const HeaderField &field : headers) {
        // Most fields are ASCII; others are UTF-8 by use or Latin-1 by the old rule.
        const std::optional<QString> value = asText(field.value);
        list.push_back(json::Value::array(
            {field.name.toStdString(), json::fromQString(value ? *value : QString::fromLatin1(field.value))}));
    }
    return list;
}

// Milliseconds to a thousandth; null for a phase that was not seen.
json::Value milliseconds(double ms)
{
    return ms < 0 ? json::Value(nullptr) : json::Value(std::round(ms * 1000) / 1000);
}

json::Value timingReport(const HttpTiming &timing)
{
    json::Value report = json::Value::object();
    report["connectedMs"] = milliseconds(timing.connectedMs);
    report["encryptedMs"] = milliseconds(timing.encryptedMs);
    report["sentMs"] = milliseconds(timing.sentMs);
    report["firstByteMs"] = milliseconds(timing.firstByteMs);
    report["totalMs"] = milliseconds(timing.totalMs);
    return report;
}

} // namespace

json::Value requestReport(const HttpRequest &request)
{
    json::Value report = json::Value::object();
    report["method"] = request.method.toStdString();
    report["url"] = request.url.toStdString();
    report["headers"] = headerReport(request.headers);
    if (request.body.isEmpty()) {
        report["body"] = nullptr;
    } else if (const std::optional<QString> text = asText(request.body)) {
        report["body"] = json::fromQString(*text);
    } else {
        report["body"] = request.body.toBase64().toStdString();
        report["bodyEncoding"] = "base64";
    }
    return report;
}

json::Value responseReport(const HttpResponse &response)
{
    json::Value report = json::Value::object();
    report["status"] = response.status;
    report["reason"] = json::fromQString(QString::fromLatin1(response.reason));
    report["latencyMs"] = milliseconds(response.timing.totalMs);
    report["timing"] = timingReport(response.timing);
    report["headers"] = headerReport(response.headers);
    if (response.body.isEmpty()) {
        report["data"] = nullptr;
        return report;
    }
    Result<json::Value> parsed = Error{};
    if (isJsonType(QString::fromLatin1(headerValue(response.headers, "Content-Type"))))
        parsed = json::parse(response.body);
    const std::optional<QString> text = parsed ? std::nullopt : asText(response.body);
    report["dataEncoding"] = parsed ? "json" : text ? "utf8" : "base64";
    report["data"] = parsed ? std::move(*parsed)
                   : text   ? json::fromQString(*text)
                            : json::Value(response.body.toBase64().toStdString());
    return report;
}

} // namespace uw::openapi
