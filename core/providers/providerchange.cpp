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

// What was never read would be lost by anything but a whole replacement.
template<typename State>
Result<void> changeSecrets(State &state, const SecretChange &change, const QString &title)
{
    const bool isTouched = change.secret || change.verifyToken;
    const bool isReplaced = change.secret && (change.secret->isEmpty() || !change.keepsCurrent);
    if (isTouched && !isReplaced && !state.fault.secret.isEmpty())
        return Error{ErrorCode::Unavailable,
                     u"The stored secret of %1 cannot be read now, so nothing can be added to it. Try again later, or "
                     "store another one in its place."_s.arg(title)};
    const Result<ProviderSecrets> secrets = changedSecrets(state.secrets, change);
    if (!secrets)
        return secrets.error();
    state.secrets = *secrets;
    if (isReplaced)
        state.fault.secret.clear();
    return {};
}

} // namespace

Result<ProviderState> changedProvider(const ProviderState &state, const ProviderChange &change, const QString &title)
{
    ProviderState next = state;
    if (change.enabled)
        next.settings.enabled = change.enabled;
    next.settings.maximumBodyBytes = change.maximumBodyBytes.value_or(state.settings.maximumBodyBytes);
    next.settings.toleranceSeconds = change.toleranceSeconds.value_or(state.settings.toleranceSeconds);
    // Whatever is stored from now on is whole.
    next.fault.settings.clear();
    if (const Result<void> changed = changeSecrets(next, change.secrets, title); !changed)
        return changed.error();
    if (state.isFixed && (next.secrets != state.secrets || next.fault.secret != state.fault.secret))
        return Error{ErrorCode::Conflict,
                     u"The secret of %1 comes from the environment. Change it there and start again."_s.arg(title)};
    return next;
}

Result<SourceState> changedSource(const SourceState &state, const SourceChange &change, const ProviderTable &table,
                                  const QString &title)
{
    SourceState next = state;
    next.enabled = change.enabled.value_or(state.enabled);
    if (change.settings) {
        const Result<CustomSource> source = customSourceFromJson(*change.settings, table);
        if (!source)
            return source.error();
        next.source = *source;
        next.settings = *change.settings;
        next.fault.settings.clear();
    } else if (!state.fault.settings.isEmpty()) {
        // It may have had a scheme: without one it would take what anybody sends.
        return faulty(u"The stored settings of %1 are damaged. Send new ones with the change."_s.arg(title));
    }
    if (const Result<void> changed = changeSecrets(next, change.secrets, title); !changed)
        return changed.error();
    return next;
}

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
