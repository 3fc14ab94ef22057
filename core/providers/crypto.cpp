// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/crypto.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <memory>

namespace uw::crypto {

namespace {

struct Deleter {
    void operator()(EVP_MD *object) const { EVP_MD_free(object); }
    void operator()(EVP_MD_CTX *object) const { EVP_MD_CTX_free(object); }
    void operator()(EVP_MAC *object) const { EVP_MAC_free(object); }
    void operator()(EVP_MAC_CTX *object) const { EVP_MAC_CTX_free(object); }
};
template<typename T>
using Handle = std::unique_ptr<T, Deleter>;

const char *nameOf(Digest digest)
{
    switch (digest) {
    case Digest::Sha1:
        return "SHA1";
    case Digest::Sha256:
        return "SHA256";
    case Digest::Sha384:
        return "SHA384";
    case Digest::Sha512:
        return "SHA512";
    }
    Q_UNREACHABLE();
}

// Looking an algorithm up costs more than hashing a small body, so each is fetched once; the objects
// themselves are immutable and may be used by every thread.
const EVP_MD *fetched(Digest digest)
{
    static const std::array<Handle<EVP_MD>, 4> digests = [] {
        std::array<Handle<EVP_MD>, 4> all;
        for (const Digest each : {Digest::Sha1, Digest::Sha256, Digest::Sha384, Digest::Sha512})
            all[std::size_t(each)].reset(EVP_MD_fetch(nullptr, nameOf(each), nullptr));
        return all;
    }();
    return digests[std::size_t(digest)].get();
}

// A context knows its digest for good, and finding that costs more than the rest, so each thread keeps one of each.
EVP_MAC_CTX *hmacContext(Digest digest)
{
    static const Handle<EVP_MAC> mac(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr));
    thread_local std::array<Handle<EVP_MAC_CTX>, 4> contexts;
    Handle<EVP_MAC_CTX> &context = contexts[std::size_t(digest)];
    if (context || !mac)
        return context.get();
    std::array<char, 8> name{};
    qstrncpy(name.data(), nameOf(digest), name.size());
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
                                     OSSL_PARAM_construct_end()};
    context.reset(EVP_MAC_CTX_new(mac.get()));
    if (context && EVP_MAC_CTX_set_params(context.get(), parameters) != 1)
        context.reset();
    return context.get();
}

const unsigned char *bytes(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

constexpr std::array<quint32, 256> makeCrcTable()
{
    std::array<quint32, 256> table{};
    for (quint32 byte = 0; byte < 256; ++byte) {
        quint32 value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1) ? (value >> 1) ^ 0xEDB88320U : value >> 1;
        table[byte] = value;
    }
    return table;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

QByteArray hash(Digest digest, const Segments &message)
{
    const Handle<EVP_MD_CTX> context(EVP_MD_CTX_new());
    if (!context || !fetched(digest) || EVP_DigestInit_ex2(context.get(), fetched(digest), nullptr) != 1)
        return {};
    for (const QByteArrayView part : message) {
        if (EVP_DigestUpdate(context.get(), part.data(), size_t(part.size())) != 1)
            return {};
    }
    unsigned char result[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    if (EVP_DigestFinal_ex(context.get(), result, &length) != 1)
        return {};
    return QByteArray(reinterpret_cast<const char *>(result), qsizetype(length));
}

QByteArray hmac(Digest digest, QByteArrayView key, const Segments &message)
{
    EVP_MAC_CTX *const context = hmacContext(digest);
    if (!context)
        return {};
    // A null key would mean "keep the one from before".
    static constexpr unsigned char noKey = 0;
    const unsigned char *keyBytes = key.isEmpty() ? &noKey : bytes(key);
    if (EVP_MAC_init(context, keyBytes, size_t(key.size()), nullptr) != 1)
        return {};
    for (const QByteArrayView part : message) {
        if (EVP_MAC_update(context, bytes(part), size_t(part.size())) != 1)
            return {};
    }
    unsigned char result[EVP_MAX_MD_SIZE];
    size_t length = 0;
    if (EVP_MAC_final(context, result, &length, sizeof result) != 1)
        return {};
    return QByteArray(reinterpret_cast<const char *>(result), qsizetype(length));
}

quint32 crc32(QByteArrayView data)
{
    static constexpr std::array<quint32, 256> table = makeCrcTable();
    quint32 value = 0xFFFFFFFFU;
    for (const char byte : data)
        value = (value >> 8) ^ table[(value ^ quint8(byte)) & 0xFFU];
    return value ^ 0xFFFFFFFFU;
}

bool equalInConstantTime(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && (a.isEmpty() || CRYPTO_memcmp(a.data(), b.data(), size_t(a.size())) == 0);
}

bool sameSecret(QByteArrayView a, QByteArrayView b)
{
    if (a.isEmpty() || b.isEmpty())
        return false;
    const QByteArray left = hash(Digest::Sha256, {a});
    return !left.isEmpty() && equalInConstantTime(left, hash(Digest::Sha256, {b}));
}

std::optional<QByteArray> fromHex(QByteArrayView text)
{
    if (text.size() % 2 != 0)
        return std::nullopt;
    QByteArray result(text.size() / 2, Qt::Uninitialized);
    for (qsizetype i = 0; i < result.size(); ++i) {
        const int high = hexDigit(text[2 * i]);
        const int low = hexDigit(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        result[i] = char(high * 16 + low);
    }
    return result;
}

std::optional<QByteArray> fromBase64(QByteArrayView text, bool urlAlphabet)
{
    // Qt asks for the padding or forbids it to be wrong; what it lets pass is text without any.
    const qsizetype padding = text.endsWith("==") ? 2 : text.endsWith('=') ? 1 : 0;
    if (padding > 0 ? text.size() % 4 != 0 : text.size() % 4 == 1)
        return std::nullopt;
    QByteArray::Base64Options options = QByteArray::AbortOnBase64DecodingErrors;
    options |= urlAlphabet ? QByteArray::Base64UrlEncoding : QByteArray::Base64Encoding;
    const auto decoded = QByteArray::fromBase64Encoding(text.first(text.size() - padding).toByteArray(), options);
    if (decoded.decodingStatus != QByteArray::Base64DecodingStatus::Ok)
        return std::nullopt;
    return decoded.decoded;
}

} // namespace uw::crypto
