// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/callarguments.h"

#include "core/history/secretmask.h"
#include "core/http/credential.h"
#include "core/http/shelltext.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr json::ParseLimits argumentLimits{
    .maximumDepth = 100, .maximumNodes = 500'000, .maximumBytes = 8 * limits::mebibyte};

Error refused(const QString &text)
{
    return {ErrorCode::InvalidInput, u"The arguments of the call cannot be read: %1"_s.arg(text)};
}

} // namespace

json::Value toJson(const CallArguments &arguments)
{
    json::Value value = json::Value::object();
    if (!arguments.parameters.isEmpty()) {
        json::Value parameters = json::Value::object();
        for (auto it = arguments.parameters.cbegin(); it != arguments.parameters.cend(); ++it)
            parameters[it.key().toStdString()] = it.value();
        value["parameters"] = std::move(parameters);
    }
    if (!arguments.headers.isEmpty()) {
        json::Value headers = json::Value::array();
        for (const HeaderField &field : arguments.headers)
            headers.push_back(json::Value::array(
                {json::fromQString(QString::fromUtf8(field.name)), json::fromQString(QString::fromUtf8(field.value))}));
        value["headers"] = std::move(headers);
    }
    if (!arguments.body.isEmpty()) {
        if (const std::optional<QString> text = utf8Text(arguments.body)) {
            value["body"] = json::fromQString(*text);
        } else {
            value["body"] = arguments.body.toBase64().toStdString();
            value["bodyEncoding"] = "base64";
        }
    }
    if (!arguments.server.isEmpty())
        value["server"] = json::fromQString(arguments.server);
    return value;
}

Result<CallArguments> callArgumentsFromJson(const json::Value &value)
{
    if (!value.is_object())
        return refused(u"they are no object."_s);
    CallArguments arguments;
    if (const json::Value *parameters = json::member(value, "parameters")) {
        if (!parameters->is_object())
            return refused(u"“parameters” is no object."_s);
        for (const auto &[name, parameter] : parameters->items())
            arguments.parameters.insert(QString::fromStdString(name), parameter);
    }
    if (const json::Value *headers = json::member(value, "headers")) {
        if (!headers->is_array())
            return refused(u"“headers” is no array."_s);
        for (const json::Value &field : *headers) {
            if (!field.is_array() || field.size() != 2 || !field[0].is_string() || !field[1].is_string())
                return refused(u"each of “headers” has to be a name and a value."_s);
            arguments.headers << HeaderField{json::toQString(field[0]).toUtf8(), json::toQString(field[1]).toUtf8()};
        }
    }
    if (const json::Value *body = json::member(value, "body")) {
        if (!body->is_string())
            return refused(u"“body” is no text."_s);
        const QByteArray text = json::toQString(*body).toUtf8();
        const json::Value *encoding = json::member(value, "bodyEncoding");
        arguments.body = encoding && json::toQString(*encoding) == u"base64" ? QByteArray::fromBase64(text) : text;
    }
    if (const json::Value *server = json::member(value, "server"))
        arguments.server = json::toQString(*server);
    return arguments;
}

Result<CallArguments> parseCallArguments(const QByteArray &text)
{
    if (text.isEmpty())
        return CallArguments{};
    const Result<json::Value> value = json::parse(text, argumentLimits);
    return value ? callArgumentsFromJson(*value) : refused(value.error().text);
}

CallArguments withoutSecrets(const CallArguments &arguments)
{
    CallArguments masked = arguments;
    for (HeaderField &field : masked.headers) {
        if (SecretMask::isSecretHeader(field.name))
            field.value = maskedSecret.toByteArray();
    }
    const QStringList names = masked.parameters.keys();
    for (const QString &name : names) {
        const QByteArray bytes = name.toUtf8();
        if (SecretMask::isSecretHeader(bytes) || SecretMask::isSecretItem(bytes))
            masked.parameters.remove(name);
    }
    return masked;
}

HeaderList withoutMasks(const HeaderList &headers)
{
    HeaderList kept = headers;
    kept.removeIf([](const HeaderField &field) { return field.value.contains(maskedSecret); });
    return kept;
}

} // namespace uw
