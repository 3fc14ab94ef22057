// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providerchange.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

Error faulty(const QString &what)
{
    return {ErrorCode::InvalidInput, what};
}

// The text of a secret may be long, and it never stands in a message.
Result<std::optional<QByteArray>> secretMember(ObjectReader &reader, const char *name)
{
    const json::Value *value = reader.value(name);
    if (!value)
        return std::optional<QByteArray>();
    if (value->is_null())
        return std::optional<QByteArray>(QByteArray(""));
    const QByteArray secret = json::toQString(*value).toUtf8();
    if (!value->is_string() || secret.size() > maximumSecretBytes)
        return faulty(u"\"%1\" is no text of at most %2 bytes."_s.arg(QLatin1StringView(name)).arg(maximumSecretBytes));
    return std::optional<QByteArray>(secret);
}

Result<SecretChange> secretChange(ObjectReader &reader)
{
    SecretChange change;
    const Result<std::optional<QByteArray>> secret = secretMember(reader, "secret");
    if (!secret)
        return secret.error();
    const Result<std::optional<QByteArray>> verifyToken = secretMember(reader, "verifyToken");
    if (!verifyToken)
        return verifyToken.error();
    change.secret = *secret;
    change.verifyToken = *verifyToken;
    change.keepsCurrent = reader.flag("keepCurrentSecret");
    return change;
}

// Reads the members that both kinds of change have into one whose own were read; nothing else may stand in the object.
template<typename Change>
Result<Change> completed(ObjectReader &reader, Change change)
{
    if (reader.value("enabled"))
        change.enabled = reader.flag("enabled");
    const Result<SecretChange> secrets = secretChange(reader);
    if (!secrets)
        return secrets.error();
    change.secrets = *secrets;
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    return change;
}

} // namespace

Result<ProviderSecrets> changedSecrets(const ProviderSecrets &secrets, const SecretChange &change)
{
    ProviderSecrets result = secrets;
    for (const std::optional<QByteArray> &text : {change.secret, change.verifyToken}) {
        if (text && text->size() > maximumSecretBytes)
            return faulty(u"A secret has at most %1 bytes."_s.arg(maximumSecretBytes));
    }
    if (change.secret && change.secret->isEmpty()) {
        result.current.clear();
        result.previous.clear();
    } else if (change.secret && change.keepsCurrent) {
        result.current.removeAll(*change.secret);
        if (result.current.size() >= maximumSecrets)
            return faulty(u"There are %1 active secrets already. Store the new one alone first."_s.arg(maximumSecrets));
        result.current.prepend(*change.secret);
    } else if (change.secret) {
        result = replacedSecret(secrets, *change.secret);
    }
    if (change.verifyToken)
        result.verifyToken = *change.verifyToken;
    return result;
}

Result<ProviderChange> providerChangeFromJson(const json::Value &object)
{
    ObjectReader reader(object, u"the change"_s);
    ProviderChange change;
    if (reader.value("maximumBodyBytes"))
        change.maximumBodyBytes = reader.integer("maximumBodyBytes", 0, int(limits::bodyBytesMaximum), 0);
    if (reader.value("toleranceSeconds"))
        change.toleranceSeconds = reader.integer("toleranceSeconds", 0, ProviderSettings::longestTolerance, 0);
    return completed(reader, std::move(change));
}

Result<SourceChange> sourceChangeFromJson(const json::Value &object)
{
    ObjectReader reader(object, u"the change"_s);
    SourceChange change;
    if (const json::Value *settings = reader.value("settings"))
        change.settings = *settings;
    return completed(reader, std::move(change));
}

} // namespace uw
