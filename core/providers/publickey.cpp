// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/publickey.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace uw::crypto {

namespace {

struct Deleter {
    void operator()(BIO *object) const { BIO_free(object); }
    void operator()(EVP_MD_CTX *object) const { EVP_MD_CTX_free(object); }
    void operator()(X509 *object) const { X509_free(object); }
    void operator()(ECDSA_SIG *object) const { ECDSA_SIG_free(object); }
};
template<typename T>
using Handle = std::unique_ptr<T, Deleter>;

// Keys are pasted by people and come from the network: far larger than any real one is not looked at.
constexpr qsizetype maximumKeyBytes = 64 * 1024;

const unsigned char *bytes(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

const EVP_MD *messageDigest(Digest digest)
{
    switch (digest) {
    case Digest::Sha1:
        return EVP_sha1();
    case Digest::Sha256:
        return EVP_sha256();
    case Digest::Sha384:
        return EVP_sha384();
    case Digest::Sha512:
        return EVP_sha512();
    }
    Q_UNREACHABLE();
}

PublicKey::Kind kindOf(const EVP_PKEY *key)
{
    if (EVP_PKEY_is_a(key, "ED25519"))
        return PublicKey::Kind::Ed25519;
    if (EVP_PKEY_is_a(key, "RSA"))
        return PublicKey::Kind::Rsa;
    char group[32] = {};
    if (EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1
        && qstrcmp(group, "prime256v1") == 0)
        return PublicKey::Kind::EcP256;
    return PublicKey::Kind::Other;
}

} // namespace

PublicKey::PublicKey(std::shared_ptr<evp_pkey_st> key) : m_key(std::move(key)), m_kind(kindOf(m_key.get())) {}

std::optional<PublicKey> PublicKey::adopt(evp_pkey_st *key)
{
    // What OpenSSL says about a key that is none belongs to nobody's later call.
    ERR_clear_error();
    if (!key)
        return std::nullopt;
    return PublicKey(std::shared_ptr<evp_pkey_st>(key, EVP_PKEY_free));
}

std::optional<PublicKey> PublicKey::fromEd25519(QByteArrayView view)
{
    if (view.size() != 32)
        return std::nullopt;
    return adopt(EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, bytes(view), size_t(view.size())));
}

std::optional<PublicKey> PublicKey::fromDer(QByteArrayView der)
{
    if (der.isEmpty() || der.size() > maximumKeyBytes)
        return std::nullopt;
    const unsigned char *position = bytes(der);
    EVP_PKEY *key = d2i_PUBKEY(nullptr, &position, long(der.size()));
    const bool isWhole = position == bytes(der) + der.size();
    std::optional<PublicKey> result = adopt(key);
    return isWhole ? result : std::nullopt;
}

std::optional<PublicKey> PublicKey::fromPem(QByteArrayView pem)
{
    if (pem.isEmpty() || pem.size() > maximumKeyBytes)
        return std::nullopt;
    const Handle<BIO> source(BIO_new_mem_buf(pem.data(), int(pem.size())));
    if (!source)
        return std::nullopt;
    if (pem.contains("-----BEGIN CERTIFICATE-----")) {
        const Handle<X509> certificate(PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr));
        return adopt(certificate ? X509_get_pubkey(certificate.get()) : nullptr);
    }
    return adopt(PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr));
}

int PublicKey::size() const
{
    return (EVP_PKEY_get_bits(m_key.get()) + 7) / 8;
}

bool PublicKey::verifies(std::optional<Digest> digest, QByteArrayView message, QByteArrayView signature) const
{
    const Handle<EVP_MD_CTX> context(EVP_MD_CTX_new());
    const EVP_MD *type = digest ? messageDigest(*digest) : nullptr;
    if (!context || signature.isEmpty()
        || EVP_DigestVerifyInit(context.get(), nullptr, type, nullptr, m_key.get()) != 1) {
        ERR_clear_error();
        return false;
    }
    const int result = EVP_DigestVerify(context.get(), bytes(signature), size_t(signature.size()), bytes(message),
                                        size_t(message.size()));
    ERR_clear_error();
    return result == 1;
}

std::optional<QByteArray> ecdsaToDer(QByteArrayView joined, int half)
{
    if (half <= 0 || joined.size() != 2 * half)
        return std::nullopt;
    const Handle<ECDSA_SIG> pair(ECDSA_SIG_new());
    BIGNUM *r = BN_bin2bn(bytes(joined), half, nullptr);
    BIGNUM *s = BN_bin2bn(bytes(joined) + half, half, nullptr);
    // On success the pair owns both numbers.
    if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return std::nullopt;
    }
    unsigned char *der = nullptr;
    const int length = i2d_ECDSA_SIG(pair.get(), &der);
    if (length <= 0)
        return std::nullopt;
    const QByteArray result(reinterpret_cast<const char *>(der), length);
    OPENSSL_free(der);
    return result;
}

} // namespace uw::crypto
