// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/addontoken.h"

#include "core/providers/jwt.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace uw::clockify {

namespace {

constexpr int smallestKeyBytes = 2048 / 8;
constexpr qsizetype idMaximum = 64;
// Clocks differ a little.
constexpr qint64 toleranceMs = 60'000;

Error refused(const QString &reason)
{
    return {ErrorCode::Unauthorized, reason};
}

// "exp" and "nbf" are optional, but one that is there has to be a time.
Result<void> checkTimes(const Jwt &token, qint64 nowMs)
{
    for (const char *name : {"exp", "nbf"}) {
        if (!json::member(token.claims, name))
            continue;
        const std::optional<qint64> time = token.timeClaimMs(name);
        if (!time)
            return refused(u"The token's \"%1\" is no time."_s.arg(QLatin1StringView(name)));
        const bool isEnd = qstrcmp(name, "exp") == 0;
        if (isEnd && nowMs >= *time + toleranceMs)
            return refused(u"The token has expired."_s);
        if (!isEnd && nowMs < *time - toleranceMs)
            return refused(u"The token is not valid yet. Check this computer's clock."_s);
    }
    return {};
}

} // namespace

AddonTokenVerifier::AddonTokenVerifier(crypto::PublicKey key, QString addonKey)
    : m_key(std::move(key))
    , m_addonKey(std::move(addonKey))
{}

Result<AddonTokenVerifier> AddonTokenVerifier::make(QByteArrayView publicKeyPem, const QString &addonKey)
{
    std::optional<crypto::PublicKey> key = crypto::PublicKey::fromPem(publicKeyPem);
    if (!key || key->kind() != crypto::PublicKey::Kind::Rsa || key->size() < smallestKeyBytes || addonKey.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"Tokens of add-ons are checked with an RSA key of 2048 bits or more "
                                                 "and the add-on's own key."_s};
    return AddonTokenVerifier(std::move(*key), addonKey);
}

QByteArray AddonTokenVerifier::publishedKey()
{
    QFile file(u":/clockify/addon-public-key.pem"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Result<AddonClaims> AddonTokenVerifier::verify(QByteArrayView text, qint64 nowMs) const
{
    const std::optional<Jwt> token = parseJwt(text);
    if (!token)
        return refused(u"This is no JSON Web Token."_s);
    if (token->algorithm != "RS256")
        return refused(u"The token is not signed with RS256."_s);
    if (!verifyJwt(*token, m_key, "RS256"))
        return refused(u"The token was not signed with Clockify's key."_s);
    if (const Result<void> times = checkTimes(*token, nowMs); !times)
        return times.error();
    if (token->textClaim("iss") != "clockify"_L1)
        return refused(u"The token was not issued by Clockify."_s);
    if (token->textClaim("type") != "addon"_L1)
        return refused(u"The token is not one for add-ons."_s);
    if (token->textClaim("sub") != m_addonKey)
        return refused(u"The token is for another add-on."_s);
    AddonClaims claims{.workspaceId = token->textClaim("workspaceId"), .addonId = token->textClaim("addonId")};
    if (!isClockifyId(claims.workspaceId) || !isClockifyId(claims.addonId))
        return refused(u"The token names no workspace or no installation."_s);
    return claims;
}

QByteArray tokenDigest(QByteArrayView token)
{
    return crypto::hash(crypto::Digest::Sha256, {token});
}

bool isClockifyId(QStringView text)
{
    return !text.isEmpty() && text.size() <= idMaximum && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-'
            || c == u'_';
    });
}

} // namespace uw::clockify
