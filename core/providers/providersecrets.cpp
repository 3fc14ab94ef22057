// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providersecrets.h"

#include "core/providers/objectreader.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

Error secretError(const QString &text)
{
    return {ErrorCode::InvalidInput, text};
}

// Only an object with our own members is one of ours: a JSON Web Key is a secret that begins with a brace, too.
std::optional<json::Value> asObject(const QByteArray &stored)
{
    if (!stored.startsWith('{'))
        return std::nullopt;
    Result<json::Value> parsed = json::parse(stored, {.maximumDepth = 20, .maximumNodes = 2'000});
    if (!parsed || (!json::member(*parsed, "current") && !json::member(*parsed, "previous")))
        return std::nullopt;
    return std::move(*parsed);
}

// Secrets are no texts of the table: any length up to the maximum, and never in a message.
Result<QList<QByteArray>> secretList(const json::Value *value, const QString &name)
{
    QList<QByteArray> secrets;
    const auto *list = value ? value->get_ptr<const json::Array *>() : nullptr;
    if (value && !list)
        return secretError(u"\"%1\" of the stored secrets is no list."_s.arg(name));
    for (const json::Value &element : list ? *list : json::Array()) {
        const QByteArray secret = json::toQString(element).toUtf8();
        if (secret.isEmpty() || secret.size() > maximumSecretBytes)
            return secretError(u"\"%1\" of the stored secrets holds an element that is no text of 1 to %2 bytes."_s.arg(
                name, QString::number(maximumSecretBytes)));
        if (!secrets.contains(secret))
            secrets.append(secret);
    }
    if (secrets.size() > maximumSecrets)
        return secretError(u"\"%1\" of the stored secrets holds more than %2."_s.arg(name).arg(maximumSecrets));
    return secrets;
}

json::Array toArray(const QList<QByteArray> &secrets)
{
    json::Array array;
    for (const QByteArray &secret : secrets)
        array.emplace_back(secret.toStdString());
    return array;
}

} // namespace

Result<ProviderSecrets> parseSecrets(const QByteArray &stored)
{
    if (stored.isEmpty())
        return ProviderSecrets{};
    if (stored.size() > 2 * (maximumSecrets + 1) * maximumSecretBytes)
        return secretError(u"The stored secrets are far larger than secrets are."_s);
    const std::optional<json::Value> object = asObject(stored);
    if (!object) {
        if (stored.size() > maximumSecretBytes)
            return secretError(u"A secret has at most %1 bytes."_s.arg(maximumSecretBytes));
        return ProviderSecrets{.current = {stored}};
    }
    ObjectReader reader(*object, u"the stored secrets"_s);
    const Result<QList<QByteArray>> current = secretList(reader.value("current"), u"current"_s);
    const Result<QList<QByteArray>> previous = secretList(reader.value("previous"), u"previous"_s);
    const QByteArray verifyToken = reader.text("verifyToken").toUtf8();
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    if (!current)
        return current.error();
    if (!previous)
        return previous.error();
    return ProviderSecrets{*current, *previous, verifyToken};
}

QByteArray storedSecrets(const ProviderSecrets &secrets)
{
    if (secrets.previous.isEmpty() && secrets.verifyToken.isEmpty() && secrets.current.size() < 2
        && !asObject(secrets.current.value(0)))
        return secrets.current.value(0);
    json::Value object = json::Value::object();
    object["current"] = toArray(secrets.current);
    if (!secrets.previous.isEmpty())
        object["previous"] = toArray(secrets.previous);
    if (!secrets.verifyToken.isEmpty())
        object["verifyToken"] = secrets.verifyToken.toStdString();
    return json::serialize(object);
}

ProviderSecrets replacedSecret(const ProviderSecrets &secrets, const QByteArray &secret)
{
    ProviderSecrets result{.current = {secret}, .verifyToken = secrets.verifyToken};
    for (const QList<QByteArray> &list : {secrets.current, secrets.previous}) {
        for (const QByteArray &old : list) {
            if (old != secret && !result.previous.contains(old) && result.previous.size() < maximumSecrets)
                result.previous.append(old);
        }
    }
    return result;
}

QString providerSecretKey(const QString &provider)
{
    return u"provider/%1/secret"_s.arg(provider);
}

QString sourceSecretKey(const QString &customSource)
{
    return u"source/%1/secret"_s.arg(customSource);
}

} // namespace uw
