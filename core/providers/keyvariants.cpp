// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/keyvariants.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

using Scheme = SignatureScheme;

// Keys of bytes, each once, without the one that was tried already.
class KeyCollector final {
public:
    explicit KeyCollector(const QByteArray &tried) : m_seen{tried} {}

    void add(const std::optional<QByteArray> &bytes, const QString &description)
    {
        if (!bytes || bytes->isEmpty() || m_seen.contains(*bytes))
            return;
        m_seen.insert(*bytes);
        m_variants.append({SignatureKey{.bytes = *bytes}, *bytes, description});
    }
    [[nodiscard]] QList<KeyVariant> take() { return std::move(m_variants); }

private:
    QSet<QByteArray> m_seen;
    QList<KeyVariant> m_variants;
};

QByteArray withoutPrefix(const QByteArray &secret)
{
    for (const char *prefix : {"v1,whsec_", "whsec_"}) {
        if (secret.startsWith(prefix))
            return secret.sliced(qstrlen(prefix));
    }
    return secret;
}

QList<KeyVariant> byteKeys(const Scheme &scheme, const QByteArray &secret)
{
    const Result<SignatureKey> usual = deriveKey(scheme, secret);
    KeyCollector keys(usual ? usual->bytes : QByteArray());
    const QByteArray bare = withoutPrefix(secret);
    const QByteArray trimmed = secret.trimmed();
    if (trimmed != secret) {
        const Result<SignatureKey> clean = deriveKey(scheme, trimmed);
        keys.add(clean ? std::optional(clean->bytes) : std::nullopt,
                 u"it was stored with blanks or a line break around it"_s);
    }
    if (bare != secret) {
        keys.add(secret, u"the sender uses the whole text with whsec_ as its key"_s);
        keys.add(bare, u"the sender uses the text after whsec_ as its key without decoding it"_s);
        keys.add(crypto::fromBase64(bare), u"the sender decodes the part after whsec_ as base64"_s);
    }
    keys.add(secret, u"the sender uses its text as the key without decoding it"_s);
    keys.add(crypto::fromBase64(secret), u"the sender decodes it as base64 before use"_s);
    keys.add(crypto::fromBase64(secret, true), u"the sender decodes it as base64url before use"_s);
    keys.add(crypto::fromHex(secret), u"the sender decodes it as hexadecimal digits before use"_s);
    keys.add(QByteArray(secret + '\n'), u"the sender's copy has a line feed at its end"_s);
    if (secret.size() > 2 && secret.startsWith('"') && secret.endsWith('"'))
        keys.add(secret.sliced(1, secret.size() - 2), u"it was stored with quotation marks around it"_s);
    return keys.take();
}

QList<KeyVariant> publicKeys(const Scheme &scheme, const QByteArray &secret)
{
    QList<KeyVariant> variants;
    const QByteArray trimmed = secret.trimmed();
    if (trimmed != secret) {
        if (const Result<SignatureKey> key = deriveKey(scheme, trimmed))
            variants.append({*key, trimmed, u"it was stored with blanks or a line break around it"_s});
    }
    if (scheme.algorithm != Scheme::Algorithm::Ed25519)
        return variants;
    for (const auto &[bytes, description] :
         {std::pair(crypto::fromHex(trimmed), u"it is written in hexadecimal digits here"_s),
          std::pair(crypto::fromBase64(trimmed), u"it is written in base64 here"_s)}) {
        if (const auto key = bytes ? crypto::PublicKey::fromEd25519(*bytes) : std::nullopt)
            variants.append({SignatureKey{.publicKeys = {*key}}, trimmed, description});
    }
    return variants;
}

struct Making {
    Scheme::Algorithm algorithm;
    QLatin1StringView name;
};

constexpr Making makings[] = {
    {Scheme::Algorithm::HmacSha256, "HMAC-SHA256"_L1}, {Scheme::Algorithm::HmacSha1, "HMAC-SHA1"_L1},
    {Scheme::Algorithm::HmacSha512, "HMAC-SHA512"_L1}, {Scheme::Algorithm::HmacSha384, "HMAC-SHA384"_L1},
    {Scheme::Algorithm::Sha256, "plain SHA-256"_L1},
};

QStringList signedTexts(const Scheme &scheme)
{
    QStringList texts{scheme.signedText.text(), u"{body}"_s};
    if (!scheme.timestamp.isEmpty())
        texts += {u"{ts}.{body}"_s, u"{ts}:{body}"_s, u"{ts}{body}"_s, u"v0:{ts}:{body}"_s, u"{body}{ts}"_s};
    if (!scheme.timestamp.isEmpty() && !scheme.id.isNone())
        texts += {u"{id}.{ts}.{body}"_s, u"{id}{ts}{body}"_s};
    texts += {u"{url}{body}"_s, u"{body}{url}"_s, u"{METHOD}{url}{body}"_s};
    texts.removeDuplicates();
    return texts;
}

// "sha256=" of "sha256=00ff": what stands before the signature itself, whatever the scheme expects.
QByteArray prefixOf(const QByteArray &value)
{
    const qsizetype equals = value.indexOf('=');
    const bool isPrefix = equals > 0 && equals <= 8 && equals + 1 < value.size() && value[equals + 1] != '=';
    return isPrefix ? value.first(equals + 1) : QByteArray();
}

QString descriptionOf(const Scheme &changed, const Scheme &usual, QLatin1StringView making)
{
    if (changed.algorithm == usual.algorithm && changed.signedText == usual.signedText
        && changed.encoding == usual.encoding)
        return u"it stands in the header under another prefix or an older version's name"_s;
    const QString digits = changed.encoding == Scheme::Encoding::Hex ? u"hexadecimal digits"_s : u"base64"_s;
    return u"%1 over %2 in %3"_s.arg(making, changed.signedText.text(), digits);
}

} // namespace

QList<KeyVariant> keyVariants(const SignatureScheme &scheme, const QByteArray &secret)
{
    if (scheme.isHmac() || scheme.algorithm == Scheme::Algorithm::Sha256 || scheme.algorithm == Scheme::Algorithm::Jwt)
        return byteKeys(scheme, secret);
    if (scheme.algorithm == Scheme::Algorithm::Token || scheme.algorithm == Scheme::Algorithm::Basic) {
        const QByteArray trimmed = secret.trimmed();
        if (trimmed == secret)
            return {};
        return {{SignatureKey{.bytes = trimmed}, trimmed, u"it was stored with blanks or a line break around it"_s}};
    }
    return publicKeys(scheme, secret);
}

QList<SchemeVariant> schemeVariants(const SignatureScheme &scheme, const RequestView &request)
{
    QList<SchemeVariant> variants;
    if (!scheme.isHmac() && scheme.algorithm != Scheme::Algorithm::Sha256)
        return variants;
    Scheme changed = scheme;
    if (scheme.layout == Scheme::Layout::Whole) {
        changed.prefix = prefixOf(locate(scheme.signature, request).value_or(QByteArray()));
        changed.prefixOptional = false;
    }
    changed.items += scheme.olderItems;
    changed.olderItems.clear();
    const QStringList texts = signedTexts(scheme);
    for (const Making &making : makings) {
        for (const QString &text : texts) {
            const bool isPlain = making.algorithm == Scheme::Algorithm::Sha256;
            const QString whole = isPlain && !text.contains("{secret}"_L1) ? u"{secret}"_s + text : text;
            const Result<SignedTemplate> parsed = SignedTemplate::parse(whole);
            if (!parsed)
                continue;
            for (const Scheme::Encoding encoding : {Scheme::Encoding::Hex, Scheme::Encoding::Base64}) {
                changed.algorithm = making.algorithm;
                changed.signedText = *parsed;
                changed.encoding = encoding;
                if (changed == scheme)
                    continue;
                variants.append({changed, descriptionOf(changed, scheme, making.name)});
            }
        }
    }
    return variants;
}

} // namespace uw
