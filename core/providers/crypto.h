// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QVarLengthArray>

#include <optional>

// The few pieces of cryptography that signatures of webhooks are made of, over OpenSSL's EVP
// interface. Stateless and callable from every thread.
namespace uw::crypto {

enum class Digest { Sha1, Sha256, Sha384, Sha512 };

// A message in pieces, so that a large body is signed where it lies.
using Segments = QVarLengthArray<QByteArrayView, 8>;

// The digest of the pieces, one after the other; empty only when OpenSSL fails.
[[nodiscard]] QByteArray hash(Digest digest, const Segments &message);
// HMAC (RFC 2104); empty only when OpenSSL fails. The key may have any length.
[[nodiscard]] QByteArray hmac(Digest digest, QByteArrayView key, const Segments &message);
// CRC-32 of ISO 3309 (as in zip and PNG).
[[nodiscard]] quint32 crc32(QByteArrayView data);

// True when both are the same bytes. Takes the same time wherever they differ; their lengths are no secret.
[[nodiscard]] bool equalInConstantTime(QByteArrayView a, QByteArrayView b);
// The same for texts whose length is a secret too: what is compared are their digests. Empty is never equal.
[[nodiscard]] bool sameSecret(QByteArrayView a, QByteArrayView b);

// Strict readers: nothing for any byte that does not belong. Hexadecimal digits of either case.
[[nodiscard]] std::optional<QByteArray> fromHex(QByteArrayView text);
// RFC 4648 section 4 or, `urlAlphabet`, section 5. Padding may be missing, but not be wrong.
[[nodiscard]] std::optional<QByteArray> fromBase64(QByteArrayView text, bool urlAlphabet = false);

} // namespace uw::crypto
