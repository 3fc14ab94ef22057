// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/signaturecheck.h"

#include "core/base/clock.h"
#include "core/providers/urlvariants.h"

#include <QUrl>

#include <map>
#include <set>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

using Scheme = SignatureScheme;

// A sender in the middle of a rotation offers two or three; more are not looked at.
constexpr qsizetype maximumSignatures = 16;

std::optional<crypto::Digest> digestOf(Scheme::Algorithm algorithm)
{
    switch (algorithm) {
    case Scheme::Algorithm::HmacSha1:
        return crypto::Digest::Sha1;
    case Scheme::Algorithm::HmacSha384:
        return crypto::Digest::Sha384;
    case Scheme::Algorithm::HmacSha512:
        return crypto::Digest::Sha512;
    case Scheme::Algorithm::HmacSha256:
    case Scheme::Algorithm::Sha256:
    case Scheme::Algorithm::EcdsaP256:
    case Scheme::Algorithm::RsaSha256:
        return crypto::Digest::Sha256;
    case Scheme::Algorithm::Ed25519:
    case Scheme::Algorithm::Token:
    case Scheme::Algorithm::Basic:
    case Scheme::Algorithm::Jwt:
        return std::nullopt;
    }
    Q_UNREACHABLE();
}

QByteArray joined(const crypto::Segments &message)
{
    qsizetype size = 0;
    for (const QByteArrayView part : message)
        size += part.size();
    QByteArray text;
    text.reserve(size);
    for (const QByteArrayView part : message)
        text.append(part);
    return text;
}

} // namespace

std::optional<qint64> readTimestamp(QByteArrayView text, SignatureScheme::TimeUnit unit)
{
    if (unit == Scheme::TimeUnit::Rfc3339)
        return fromRfc3339(QString::fromLatin1(text));
    const bool isDigits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    // Fifteen digits of seconds are 30 million years: no time, and no overflow.
    if (text.isEmpty() || text.size() > 15 || !isDigits)
        return std::nullopt;
    const qint64 number = text.toByteArray().toLongLong();
    return unit == Scheme::TimeUnit::Seconds ? number * 1000 : number;
}

std::optional<QByteArray> joinedForm(const RequestView &request, QByteArrayView body)
{
    if (!body.isEmpty() && !request.isForm())
        return std::nullopt;
    std::map<QByteArray, std::set<QByteArray>> sorted;
    const QList<std::pair<QByteArray, QByteArray>> fields = parseForm(body);
    for (const auto &[name, value] : fields)
        sorted[name].insert(value);
    QByteArray text;
    for (const auto &[name, values] : sorted) {
        for (const QByteArray &value : values)
            text += name + value;
    }
    return text;
}

SignatureCheck::SignatureCheck(const SignatureScheme &scheme, const RequestView &request)
    : m_scheme(scheme)
    , m_request(request)
{
    m_applies = allHold(scheme.when, request);
    m_value = locate(scheme.signature, request).value_or(QByteArray());
    m_isPresent = !m_value.isEmpty();
    if (!m_isPresent || !m_applies)
        return;
    readSignatures();
    readTime();
    readId();
    readCertificateUrl();
    readBodyHash();
    decode();
}

void SignatureCheck::complain(const QString &problem)
{
    if (m_problem.isEmpty())
        m_problem = problem;
}

void SignatureCheck::readSignatures()
{
    switch (m_scheme.layout) {
    case Scheme::Layout::Whole:
        offer(m_value);
        break;
    case Scheme::Layout::CommaPairs:
        readPairs(m_value, ',');
        break;
    case Scheme::Layout::SemicolonPairs:
        readPairs(m_value, ';');
        break;
    case Scheme::Layout::Versions:
        readVersions();
        break;
    }
    if (!m_offered.isEmpty())
        return;
    const QString header = QString::fromUtf8(m_scheme.signature.name);
    const QString wanted = QString::fromUtf8(m_scheme.items.join(" or "));
    if (m_hasOlderOnly)
        complain(u"%1 holds a signature of an older version only, and those do not count; %2 is wanted."_s.arg(header,
                                                                                                               wanted));
    else if (m_scheme.layout == Scheme::Layout::Whole)
        complain(u"%1 does not begin with \"%2\"."_s.arg(header, QString::fromUtf8(m_scheme.prefix)));
    else
        complain(u"%1 holds no signature named %2."_s.arg(header, wanted));
}

void SignatureCheck::readPairs(QByteArrayView text, char separator)
{
    while (!text.isEmpty()) {
        const qsizetype end = text.indexOf(separator);
        const QByteArrayView pair = (end < 0 ? text : text.first(end)).trimmed();
        text = end < 0 ? QByteArrayView() : text.sliced(end + 1);
        const qsizetype equals = pair.indexOf('=');
        if (equals <= 0)
            continue;
        const QByteArray name = pair.first(equals).toByteArray();
        const QByteArray value = pair.sliced(equals + 1).toByteArray();
        if (m_scheme.items.contains(name))
            offer(value);
        else if (m_scheme.olderItems.contains(name))
            m_hasOlderOnly = true;
        else
            m_items.append({name, value});
    }
}

// Fields of the same name are lists of their own: what joins them would end up in a signature.
void SignatureCheck::readVersions()
{
    for (const HeaderField &field : m_request.headers()) {
        if (field.name.compare(m_scheme.signature.name, Qt::CaseInsensitive) != 0)
            continue;
        const QList<QByteArray> entries = field.value.split(' ');
        for (const QByteArray &entry : entries) {
            const qsizetype comma = entry.indexOf(',');
            if (comma <= 0)
                continue;
            const QByteArray version = entry.first(comma);
            if (m_scheme.items.contains(version))
                offer(QByteArrayView(entry).sliced(comma + 1));
            else if (m_scheme.olderItems.contains(version))
                m_hasOlderOnly = true;
        }
    }
}

void SignatureCheck::offer(QByteArrayView value)
{
    const QByteArray &prefix = m_scheme.prefix;
    if (value.size() >= prefix.size() && value.first(prefix.size()).compare(prefix, Qt::CaseInsensitive) == 0)
        value = value.sliced(prefix.size());
    else if (!m_scheme.prefixOptional)
        return;
    if (m_offered.size() < maximumSignatures)
        m_offered.append(value.toByteArray());
}

std::optional<QByteArray> SignatureCheck::find(const Locator &locator) const
{
    if (locator.kind != Locator::Kind::Item)
        return locate(locator, m_request);
    for (const auto &[name, value] : m_items) {
        if (name == locator.name)
            return value;
    }
    return std::nullopt;
}

void SignatureCheck::readTime()
{
    if (m_scheme.timestamp.isEmpty())
        return;
    for (const Locator &place : m_scheme.timestamp) {
        m_timestamp = find(place).value_or(QByteArray());
        const auto isSame = [&place](const auto &item) { return item.first == place.name; };
        if (place.kind == Locator::Kind::Item && std::count_if(m_items.begin(), m_items.end(), isSame) > 1)
            complain(u"The time stands twice in %1."_s.arg(QString::fromUtf8(m_scheme.signature.name)));
        if (!m_timestamp.isEmpty())
            break;
    }
    const bool isNeeded = m_scheme.toleranceSeconds > 0 || m_scheme.signedText.uses(SignedTemplate::Part::Timestamp);
    if (m_timestamp.isEmpty()) {
        if (isNeeded)
            complain(u"The time of signing is missing (%1)."_s.arg(m_scheme.timestamp.first().description()));
        return;
    }
    m_signedAtMs = readTimestamp(m_timestamp, m_scheme.timeUnit);
    if (!m_signedAtMs && m_scheme.toleranceSeconds > 0)
        complain(u"The time of signing is malformed (%1)."_s.arg(m_scheme.timestamp.first().description()));
}

void SignatureCheck::readId()
{
    if (m_scheme.id.isNone() || !m_scheme.signedText.uses(SignedTemplate::Part::Id))
        return;
    m_id = find(m_scheme.id).value_or(QByteArray());
    if (m_id.isEmpty())
        complain(u"The id that is part of what is signed is missing (%1)."_s.arg(m_scheme.id.description()));
}

void SignatureCheck::readCertificateUrl()
{
    if (m_scheme.certificateUrl.isNone())
        return;
    const QUrl url(QString::fromLatin1(find(m_scheme.certificateUrl).value_or(QByteArray())), QUrl::StrictMode);
    const bool isTrusted = url.isValid() && url.scheme() == "https"_L1 && url.userInfo().isEmpty()
                        && (url.port() == -1 || url.port() == 443)
                        && url.host().endsWith(QLatin1StringView(m_scheme.certificateHost), Qt::CaseInsensitive);
    if (isTrusted)
        m_certificateUrl = url.toString(QUrl::FullyEncoded | QUrl::RemoveFragment);
    else
        complain(u"The certificate is not offered by an https address of the provider (%1)."_s.arg(
            m_scheme.certificateUrl.description()));
}

void SignatureCheck::readBodyHash()
{
    if (m_scheme.bodyHash.isNone())
        return;
    const std::optional<QByteArray> hash = crypto::fromHex(find(m_scheme.bodyHash).value_or(QByteArray()));
    if (hash && !hash->isEmpty())
        m_bodyHash = *hash;
    else
        complain(u"The digest of the body is missing or malformed (%1)."_s.arg(m_scheme.bodyHash.description()));
}

void SignatureCheck::decode()
{
    for (const QByteArray &value : std::as_const(m_offered)) {
        std::optional<QByteArray> bytes;
        switch (m_scheme.encoding) {
        case Scheme::Encoding::Verbatim:
            bytes = value;
            break;
        case Scheme::Encoding::Hex:
            bytes = crypto::fromHex(value);
            break;
        case Scheme::Encoding::Base64:
            bytes = crypto::fromBase64(value);
            break;
        }
        if (bytes && !bytes->isEmpty())
            m_signatures.append(*bytes);
    }
    if (m_scheme.algorithm == Scheme::Algorithm::Jwt && !m_signatures.isEmpty()) {
        m_jwt = parseJwt(m_signatures.first());
        if (!m_jwt)
            m_signatures.clear();
        else if (const std::optional<qint64> issued = m_jwt->timeClaimMs("iat"))
            m_signedAtMs = issued;
    }
    if (m_signatures.isEmpty())
        complain(u"What stands at %1 is malformed."_s.arg(m_scheme.signature.description()));
}

std::optional<qint64> SignatureCheck::expiresAtMs() const
{
    return m_jwt ? m_jwt->timeClaimMs("exp") : std::nullopt;
}

SignatureCheck::Material SignatureCheck::received() const
{
    Material material{.body = m_request.body()};
    if (!m_scheme.signedText.usesUrl())
        return material;
    const QStringList urls = m_request.signedUrls();
    for (const QString &url : urls)
        material.urls.append(url.toUtf8());
    if (m_scheme.anyUrlPort) {
        for (const QString &url : urls)
            material.urls.append(urlWithOtherPort(url.toUtf8()));
    }
    return material;
}

bool SignatureCheck::matches(const SignatureKey &key, QByteArrayView secret, const Material &material) const
{
    if (!m_applies || !m_isPresent || !m_problem.isEmpty() || secret.isEmpty())
        return false;
    switch (m_scheme.algorithm) {
    case Scheme::Algorithm::Token:
        return matchesToken(secret);
    case Scheme::Algorithm::Basic:
        return matchesBasic(secret);
    case Scheme::Algorithm::Jwt:
        return matchesJwt(key, material.body);
    default:
        break;
    }
    if (!m_scheme.bodyHash.isNone()
        && !crypto::equalInConstantTime(m_bodyHash, crypto::hash(crypto::Digest::Sha256, {material.body})))
        return false;
    if (!m_scheme.signedText.usesUrl())
        return matchesSigned(key, secret, material.body, {});
    return std::any_of(material.urls.begin(), material.urls.end(), [&](const QByteArray &url) {
        return !url.isEmpty() && matchesSigned(key, secret, material.body, url);
    });
}

bool SignatureCheck::matchesSigned(const SignatureKey &key, QByteArrayView secret, const QByteArray &body,
                                   const QByteArray &url) const
{
    std::optional<QByteArray> form;
    if (m_scheme.signedText.uses(SignedTemplate::Part::Form)) {
        form = joinedForm(m_request, body);
        if (!form)
            return false;
    }
    QList<QByteArray> storage;
    const crypto::Segments message = m_scheme.signedText.render({.body = body,
                                                                 .timestamp = m_timestamp,
                                                                 .id = m_id,
                                                                 .method = m_request.method(),
                                                                 .url = url,
                                                                 .form = form.value_or(QByteArray()),
                                                                 .secret = secret},
                                                                storage);
    const std::optional<crypto::Digest> digest = digestOf(m_scheme.algorithm);
    if (!key.publicKeys.isEmpty()) {
        const QByteArray text = joined(message);
        for (const crypto::PublicKey &publicKey : key.publicKeys) {
            for (const QByteArray &signature : m_signatures) {
                if (publicKey.verifies(digest, text, signature))
                    return true;
            }
        }
        return false;
    }
    if (!digest || (!m_scheme.isHmac() && m_scheme.algorithm != Scheme::Algorithm::Sha256))
        return false;
    const QByteArray wanted =
        m_scheme.isHmac() ? crypto::hmac(*digest, key.bytes, message) : crypto::hash(*digest, message);
    bool found = false;
    for (const QByteArray &signature : m_signatures)
        found |= !wanted.isEmpty() && crypto::equalInConstantTime(wanted, signature);
    return found;
}

bool SignatureCheck::matchesToken(QByteArrayView secret) const
{
    return crypto::sameSecret(m_signatures.first(), secret);
}

bool SignatureCheck::matchesBasic(QByteArrayView secret) const
{
    const std::optional<QByteArray> pair = crypto::fromBase64(m_signatures.first());
    const qsizetype colon = pair ? pair->indexOf(':') : -1;
    if (colon < 0)
        return false;
    return secret.contains(':') ? crypto::sameSecret(*pair, secret)
                                : crypto::sameSecret(QByteArrayView(*pair).sliced(colon + 1), secret);
}

bool SignatureCheck::matchesJwt(const SignatureKey &key, const QByteArray &body) const
{
    const bool isSigned =
        key.publicKeys.isEmpty()
            ? verifyJwt(*m_jwt, key.bytes)
            : std::any_of(key.publicKeys.begin(), key.publicKeys.end(),
                          [this](const crypto::PublicKey &publicKey) { return verifyJwt(*m_jwt, publicKey); });
    if (!isSigned || m_scheme.bodyHashClaim.isEmpty())
        return isSigned;
    const QByteArray claim = m_jwt->textClaim(m_scheme.bodyHashClaim.toStdString()).toUtf8();
    const std::optional<QByteArray> hash = crypto::fromBase64(claim);
    return hash && crypto::equalInConstantTime(*hash, crypto::hash(crypto::Digest::Sha256, {body}));
}

} // namespace uw
