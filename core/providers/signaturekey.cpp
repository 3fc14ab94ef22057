// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/signaturekey.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

using Scheme = SignatureScheme;

Error keyError(const QString &text)
{
    return {ErrorCode::InvalidInput, text};
}

// The keys of a JSON Web Key (RFC 7517, RFC 8037) or of a set of them that are Ed25519.
Result<SignatureKey> fromJwk(QByteArrayView text)
{
    const Result<json::Value> document = json::parse(text, {.maximumDepth = 20, .maximumNodes = 2'000});
    if (!document)
        return keyError(u"The stored key begins like a JSON Web Key but is no JSON."_s);
    const json::Value *keys = json::member(*document, "keys");
    const json::Array single{*document};
    const auto *list = keys ? keys->get_ptr<const json::Array *>() : &single;
    SignatureKey result;
    for (const json::Value &key : list ? *list : json::Array()) {
        const json::Value *curve = json::member(key, "crv");
        const json::Value *x = json::member(key, "x");
        if (!curve || !x || json::toQString(*curve) != "Ed25519"_L1)
            continue;
        const std::optional<QByteArray> bytes = crypto::fromBase64(json::toQString(*x).toUtf8(), true);
        if (std::optional<crypto::PublicKey> read = bytes ? crypto::PublicKey::fromEd25519(*bytes) : std::nullopt)
            result.publicKeys.append(*read);
    }
    if (result.publicKeys.isEmpty())
        return keyError(u"The stored JSON Web Key holds no Ed25519 key."_s);
    return result;
}

Result<SignatureKey> oneKey(const std::optional<crypto::PublicKey> &key, const QString &wanted)
{
    if (!key)
        return keyError(u"The stored key is not %1."_s.arg(wanted));
    return SignatureKey{.publicKeys = {*key}};
}

Result<SignatureKey> ed25519Key(const Scheme &scheme, QByteArrayView secret)
{
    const QString wanted = u"an Ed25519 public key of 32 bytes"_s;
    if (scheme.keyForm == Scheme::KeyForm::Hex) {
        const std::optional<QByteArray> bytes = crypto::fromHex(secret);
        return oneKey(bytes ? crypto::PublicKey::fromEd25519(*bytes) : std::nullopt,
                      wanted + u" in 64 hexadecimal digits"_s);
    }
    if (secret.startsWith('{'))
        return fromJwk(secret);
    const bool isPrivate = secret.startsWith("whsk_");
    if (isPrivate || secret.startsWith("whpk_"))
        secret = secret.sliced(5);
    std::optional<QByteArray> bytes = crypto::fromBase64(secret);
    // A signing key is its seed followed by the public key.
    if (bytes && isPrivate && bytes->size() == 64)
        bytes = bytes->last(32);
    else if (isPrivate)
        return keyError(u"The stored key is a signing key without its public part. Store the key that begins with "
                        "whpk_ instead."_s);
    return oneKey(bytes ? crypto::PublicKey::fromEd25519(*bytes) : std::nullopt, wanted + u" in base64"_s);
}

Result<SignatureKey> publicKey(QByteArrayView secret)
{
    const QString wanted = u"a public key in PEM or as base64 of its DER form"_s;
    if (secret.trimmed().startsWith("-----BEGIN"))
        return oneKey(crypto::PublicKey::fromPem(secret), wanted);
    const std::optional<QByteArray> der = crypto::fromBase64(secret.trimmed());
    return oneKey(der ? crypto::PublicKey::fromDer(*der) : std::nullopt, wanted);
}

// "whsec_" and what Supabase puts before it go away; the rest is base64 (Standard Webhooks, "Signature scheme").
Result<SignatureKey> standardKey(QByteArrayView secret)
{
    if (secret.startsWith("v1,"))
        secret = secret.sliced(3);
    if (secret.startsWith("whsec_"))
        secret = secret.sliced(6);
    const std::optional<QByteArray> bytes = crypto::fromBase64(secret);
    if (!bytes || bytes->isEmpty())
        return keyError(u"The stored secret is no base64, with whsec_ in front or without."_s);
    return SignatureKey{.bytes = *bytes};
}

} // namespace

Result<SignatureKey> deriveKey(const SignatureScheme &scheme, QByteArrayView secret)
{
    if (secret.isEmpty())
        return keyError(u"The stored secret is empty."_s);
    if (scheme.algorithm == Scheme::Algorithm::Ed25519)
        return ed25519Key(scheme, secret);
    if (scheme.algorithm == Scheme::Algorithm::Jwt && secret.trimmed().startsWith("-----BEGIN"))
        return publicKey(secret);
    switch (scheme.keyForm) {
    case Scheme::KeyForm::Utf8:
    case Scheme::KeyForm::Certificate:
        return SignatureKey{.bytes = secret.toByteArray()};
    case Scheme::KeyForm::Standard:
        return standardKey(secret);
    case Scheme::KeyForm::PublicKey:
        return publicKey(secret);
    case Scheme::KeyForm::Hex: {
        const std::optional<QByteArray> bytes = crypto::fromHex(secret);
        if (!bytes)
            return keyError(u"The stored secret is not made of hexadecimal digits."_s);
        return SignatureKey{.bytes = *bytes};
    }
    case Scheme::KeyForm::Base64: {
        const std::optional<QByteArray> bytes = crypto::fromBase64(secret);
        if (!bytes)
            return keyError(u"The stored secret is no base64."_s);
        return SignatureKey{.bytes = *bytes};
    }
    }
    Q_UNREACHABLE();
}

} // namespace uw
