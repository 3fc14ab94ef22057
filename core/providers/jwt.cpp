// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/jwt.h"

namespace uw {

namespace {

// A header block is smaller; a token of lifecycle events stands in a header as well.
constexpr qsizetype maximumToken = 16 * 1024;

std::optional<json::Value> decodeObject(QByteArrayView part)
{
    const std::optional<QByteArray> text = crypto::fromBase64(part, true);
    if (!text)
        return std::nullopt;
    Result<json::Value> value = json::parse(*text, {.maximumDepth = 20, .maximumNodes = 2'000});
    if (!value || !value->is_object())
        return std::nullopt;
    return std::move(*value);
}

std::optional<crypto::Digest> digestOf(QByteArrayView algorithm)
{
    if (algorithm.endsWith("256"))
        return crypto::Digest::Sha256;
    if (algorithm.endsWith("384"))
        return crypto::Digest::Sha384;
    if (algorithm.endsWith("512"))
        return crypto::Digest::Sha512;
    return std::nullopt;
}

} // namespace

std::optional<qint64> Jwt::timeClaimMs(std::string_view name) const
{
    const json::Value *claim = json::member(claims, name);
    // Beyond the year 9999 a number is no time.
    constexpr qint64 latest = 253'402'300'799;
    if (!claim || !claim->is_number() || claim->get<double>() < 0 || claim->get<double>() > double(latest))
        return std::nullopt;
    return qint64(claim->get<double>() * 1000.0);
}

QString Jwt::textClaim(std::string_view name) const
{
    const json::Value *claim = json::member(claims, name);
    return claim ? json::toQString(*claim) : QString();
}

std::optional<Jwt> parseJwt(QByteArrayView text)
{
    const qsizetype first = text.indexOf('.');
    const qsizetype last = text.lastIndexOf('.');
    if (text.size() > maximumToken || first <= 0 || last <= first
        || text.sliced(first + 1, last - first - 1).contains('.'))
        return std::nullopt;
    const std::optional<json::Value> header = decodeObject(text.first(first));
    std::optional<json::Value> claims = decodeObject(text.sliced(first + 1, last - first - 1));
    const std::optional<QByteArray> signature = crypto::fromBase64(text.sliced(last + 1), true);
    const json::Value *algorithm = header ? json::member(*header, "alg") : nullptr;
    if (!claims || !signature || signature->isEmpty() || !algorithm || !algorithm->is_string()
        || json::member(*header, "crit"))
        return std::nullopt;
    const json::Value *keyId = json::member(*header, "kid");
    return Jwt{.algorithm = json::toQString(*algorithm).toUtf8(),
               .keyId = keyId ? json::toQString(*keyId).toUtf8() : QByteArray(),
               .claims = std::move(*claims),
               .signedText = text.first(last).toByteArray(),
               .signature = *signature};
}

bool looksLikeJwt(QByteArrayView text)
{
    const qsizetype first = text.indexOf('.');
    if (first <= 0 || text.size() > maximumToken || !text.startsWith("eyJ") || text.count('.') != 2)
        return false;
    const std::optional<json::Value> header = decodeObject(text.first(first));
    return header && json::member(*header, "alg");
}

bool verifyJwt(const Jwt &token, QByteArrayView sharedKey)
{
    const std::optional<crypto::Digest> digest = digestOf(token.algorithm);
    if (sharedKey.isEmpty() || !digest || token.algorithm.size() != 5 || !token.algorithm.startsWith("HS"))
        return false;
    const QByteArray wanted = crypto::hmac(*digest, sharedKey, {token.signedText});
    return !wanted.isEmpty() && crypto::equalInConstantTime(wanted, token.signature);
}

bool verifyJwt(const Jwt &token, const crypto::PublicKey &key, QByteArrayView only)
{
    using Kind = crypto::PublicKey::Kind;
    if (!only.isEmpty() && token.algorithm != only)
        return false;
    switch (key.kind()) {
    case Kind::Ed25519:
        return token.algorithm == "EdDSA" && key.verifies(std::nullopt, token.signedText, token.signature);
    case Kind::EcP256: {
        const std::optional<QByteArray> der = crypto::ecdsaToDer(token.signature, key.size());
        return token.algorithm == "ES256" && der && key.verifies(crypto::Digest::Sha256, token.signedText, *der);
    }
    case Kind::Rsa: {
        const std::optional<crypto::Digest> digest = digestOf(token.algorithm);
        return digest && token.algorithm.size() == 5 && token.algorithm.startsWith("RS")
            && key.verifies(digest, token.signedText, token.signature);
    }
    case Kind::Other:
        return false;
    }
    Q_UNREACHABLE();
}

} // namespace uw
