// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/clockify/addonkey.h"

#include "tests/support/opensslmemory.h"

#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace uw::test {

namespace {

using Context = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX, EVP_MD_CTX_free>>;

} // namespace

class AddonKey::Private {
public:
    Key key{EVP_RSA_gen(2048)};
};

AddonKey::AddonKey() : d(std::make_unique<Private>()) {}

AddonKey::~AddonKey() = default;

QByteArray AddonKey::publicPem() const
{
    const Memory memory(BIO_new(BIO_s_mem()));
    if (!d->key || !memory || PEM_write_bio_PUBKEY(memory.get(), d->key.get()) != 1)
        return {};
    return contents(memory.get());
}

QByteArray AddonKey::tokenOf(const QByteArray &payload, const QByteArray &header) const
{
    const QByteArray text = base64Url(header) + '.' + base64Url(payload);
    const Context context(EVP_MD_CTX_new());
    QByteArray signature(EVP_PKEY_get_size(d->key.get()), '\0');
    auto length = size_t(signature.size());
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, d->key.get()) != 1
        || EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &length,
                          reinterpret_cast<const unsigned char *>(text.constData()), size_t(text.size()))
               != 1)
        return {};
    signature.resize(qsizetype(length));
    return text + '.' + base64Url(signature);
}

QByteArray AddonKey::token(const json::Value &claims, const QByteArray &header) const
{
    return tokenOf(json::serialize(claims), header);
}

json::Value AddonKey::claims(const QString &workspaceId, const QString &addonId, const QString &addonKey)
{
    json::Value claims = json::Value::object();
    claims["iss"] = "clockify";
    claims["type"] = "addon";
    claims["sub"] = json::fromQString(addonKey);
    claims["workspaceId"] = json::fromQString(workspaceId);
    claims["addonId"] = json::fromQString(addonId);
    return claims;
}

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace uw::test
