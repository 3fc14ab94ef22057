// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/crypto.h"

#include <memory>
#include <optional>

// OpenSSL's own declaration, so that its headers stay out of this one.
struct evp_pkey_st;

namespace uw::crypto {

// A public key of any kind that OpenSSL knows. A value: copies share the key, which never
// changes; any thread.
class PublicKey final {
public:
    enum class Kind { Ed25519, EcP256, Rsa, Other };

    // 32 bytes (RFC 8032).
    [[nodiscard]] static std::optional<PublicKey> fromEd25519(QByteArrayView bytes);
    // SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).
    [[nodiscard]] static std::optional<PublicKey> fromDer(QByteArrayView der);
    // "-----BEGIN PUBLIC KEY-----" or "-----BEGIN CERTIFICATE-----", whose key is taken.
    [[nodiscard]] static std::optional<PublicKey> fromPem(QByteArrayView pem);
    // Takes over one reference; null gives nothing.
    [[nodiscard]] static std::optional<PublicKey> adopt(evp_pkey_st *key);

    [[nodiscard]] Kind kind() const { return m_kind; }
    // In bytes: of the modulus of RSA, of a coordinate of EC.
    [[nodiscard]] int size() const;

    // Ed25519 signs the message itself and takes no digest; RSA is PKCS #1 version 1.5; EC is ECDSA with its
    // signature in DER. A malformed signature is a wrong one.
    [[nodiscard]] bool verifies(std::optional<Digest> digest, QByteArrayView message, QByteArrayView signature) const;

private:
    explicit PublicKey(std::shared_ptr<evp_pkey_st> key);

    std::shared_ptr<evp_pkey_st> m_key;
    Kind m_kind = Kind::Other;
};

// The signature of ECDSA in JWS form, two numbers of `half` bytes each (RFC 7518 section 3.4), as DER.
[[nodiscard]] std::optional<QByteArray> ecdsaToDer(QByteArrayView joined, int half);

} // namespace uw::crypto
