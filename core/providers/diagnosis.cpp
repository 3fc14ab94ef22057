// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/diagnosis.h"

#include "core/providers/bodyvariants.h"
#include "core/providers/keyvariants.h"
#include "core/providers/urlvariants.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

using Scheme = SignatureScheme;
using Code = VerdictCause::Code;

// What a try costs beside the bytes of the body: setting up a MAC, reading a header.
constexpr qint64 costOfATry = 2'048;
constexpr qint64 costOfPublicKey = 100'000;

// One search. Short-lived, on one thread.
class CauseFinder final {
public:
    explicit CauseFinder(const DiagnosisTask &task)
        : m_task(task)
        , m_request(task.verification.request)
        , m_work(task.workBytes)
    {}

    VerdictCause find();

private:
    using Finding = std::optional<VerdictCause>;

    Finding inOwnScheme(const Scheme &scheme);
    Finding formerSecret(const SignatureCheck &check);
    Finding otherKey(const SignatureCheck &check);
    Finding otherBody(const SignatureCheck &check);
    Finding otherUrl(const SignatureCheck &check);
    Finding otherMaking(const Scheme &scheme);
    Finding otherProvider();
    Finding foreignSecret(const SignatureCheck &check);
    Finding obsoleteScheme();

    bool matches(const SignatureCheck &check, const QByteArray &secret, const SignatureCheck::Material &material);
    bool matches(const SignatureCheck &check, const SignatureKey &key, const QByteArray &secret,
                 const SignatureCheck::Material &material);
    bool spend(const SignatureCheck &check, qint64 bytes);
    [[nodiscard]] QList<QByteArray> currentOf(const Scheme &scheme) const
    {
        return secretsOf(scheme, m_task.verification.schemes, m_task.verification.secrets.current);
    }

    const DiagnosisTask &m_task;
    const RequestView &m_request;
    qint64 m_work;
    bool m_isCutShort = false;
    bool m_sawSignature = false;
};

bool CauseFinder::spend(const SignatureCheck &check, qint64 bytes)
{
    const bool isSlow = check.scheme().algorithm == Scheme::Algorithm::EcdsaP256
                     || check.scheme().algorithm == Scheme::Algorithm::RsaSha256
                     || check.scheme().algorithm == Scheme::Algorithm::Ed25519;
    m_work -= bytes + costOfATry + (isSlow ? costOfPublicKey : 0);
    m_isCutShort |= m_work < 0;
    return m_work >= 0;
}

bool CauseFinder::matches(const SignatureCheck &check, const SignatureKey &key, const QByteArray &secret,
                          const SignatureCheck::Material &material)
{
    const qint64 tries = qMax<qint64>(1, material.urls.size());
    return spend(check, tries * material.body.size()) && check.matches(key, secret, material);
}

bool CauseFinder::matches(const SignatureCheck &check, const QByteArray &secret,
                          const SignatureCheck::Material &material)
{
    if (check.scheme().keyForm == Scheme::KeyForm::Certificate) {
        const CertificateSource *source = m_task.verification.certificates;
        if (!source || !check.problem().isEmpty())
            return false;
        const auto answer = source->known(check.certificateUrl());
        return answer.key && matches(check, SignatureKey{.publicKeys = {*answer.key}}, secret, material);
    }
    const Result<SignatureKey> key = deriveKey(check.scheme(), secret);
    return key && matches(check, *key, secret, material);
}

CauseFinder::Finding CauseFinder::formerSecret(const SignatureCheck &check)
{
    const QList<QByteArray> former =
        secretsOf(check.scheme(), m_task.verification.schemes, m_task.verification.secrets.previous);
    for (const QByteArray &secret : former) {
        if (matches(check, secret, check.received()))
            return VerdictCause{
                Code::OtherSecret,
                u"Signed with your previous secret. Store the new one at %1, too, or keep both until it "
                "has changed over."_s.arg(m_task.verification.title)};
    }
    return std::nullopt;
}

CauseFinder::Finding CauseFinder::otherKey(const SignatureCheck &check)
{
    for (const QByteArray &secret : currentOf(check.scheme())) {
        const QList<KeyVariant> variants = keyVariants(check.scheme(), secret);
        for (const KeyVariant &variant : variants) {
            if (matches(check, variant.key, variant.secret, check.received()))
                return VerdictCause{Code::KeyEncoding,
                                    u"The secret is the right one, but %1."_s.arg(variant.description)};
        }
    }
    return std::nullopt;
}

CauseFinder::Finding CauseFinder::otherBody(const SignatureCheck &check)
{
    if (check.scheme().carriesSecret() && check.scheme().bodyHashClaim.isEmpty())
        return std::nullopt;
    if (m_request.body().size() > maximumDiagnosedBody)
        return std::nullopt;
    Finding found;
    Code code = Code::TrailingNewline;
    QString advice = u"Something between the sender and this program changed the line breaks; `curl -d` takes them "
                     "out, `--data-binary` does not."_s;
    const auto take = [&](const BodyVariant &variant) {
        SignatureCheck::Material material = check.received();
        material.body = variant.body;
        for (const QByteArray &secret : currentOf(check.scheme())) {
            if (matches(check, secret, material))
                found = VerdictCause{code, u"The signature matches the body %1. %2"_s.arg(variant.description, advice)};
        }
        return !found && m_work > 0;
    };
    if (!forEachNewlineVariant(m_request.body(), take))
        return found;
    code = Code::BodyReserialized;
    advice = u"The sender signed the same JSON, but a tunnel or proxy wrote it anew. It has to hand the bytes on "
             "unchanged."_s;
    forEachReserialization(m_request.body(), take);
    return found;
}

CauseFinder::Finding CauseFinder::otherUrl(const SignatureCheck &check)
{
    if (!check.scheme().signedText.usesUrl())
        return std::nullopt;
    const QList<UrlVariant> variants = urlVariants(m_request);
    for (const UrlVariant &variant : variants) {
        for (const QByteArray &secret : currentOf(check.scheme())) {
            if (matches(check, secret, {m_request.body(), {variant.url}}))
                return VerdictCause{
                    Code::UrlMismatch,
                    u"The sender signed the URL %1 (%2). Set the public URL of this program, or the one "
                    "that is registered at %3, so that both are the same."_s.arg(
                        QString::fromUtf8(variant.url), variant.description, m_task.verification.title)};
        }
    }
    return std::nullopt;
}

// The same place and the same secret, but another digest, another signed text or another spelling.
CauseFinder::Finding CauseFinder::otherMaking(const Scheme &scheme)
{
    const QList<SchemeVariant> variants = schemeVariants(scheme, m_request);
    for (const SchemeVariant &variant : variants) {
        const SignatureCheck check(variant.scheme, m_request);
        if (!check.problem().isEmpty())
            continue;
        for (const QByteArray &secret : currentOf(scheme)) {
            if (matches(check, secret, check.received()))
                return VerdictCause{Code::OtherScheme,
                                    u"The secret is the right one, but the signature is made otherwise: %1."_s.arg(
                                        variant.description)};
        }
        if (m_work < 0)
            break;
    }
    return std::nullopt;
}

CauseFinder::Finding CauseFinder::inOwnScheme(const Scheme &scheme)
{
    const SignatureCheck check(scheme, m_request);
    if (scheme.obsolete || !check.applies() || !check.isPresent())
        return std::nullopt;
    m_sawSignature = true;
    if (check.problem().isEmpty()) {
        for (const auto step : {&CauseFinder::formerSecret, &CauseFinder::otherKey, &CauseFinder::foreignSecret,
                                &CauseFinder::otherUrl, &CauseFinder::otherBody}) {
            if (Finding found = (this->*step)(check))
                return found;
        }
    }
    return otherMaking(scheme);
}

CauseFinder::Finding CauseFinder::obsoleteScheme()
{
    for (const Scheme &scheme : m_task.verification.schemes) {
        if (!scheme.obsolete)
            continue;
        const SignatureCheck check(scheme, m_request);
        for (const QByteArray &secret : currentOf(scheme)) {
            if (matches(check, secret, check.received()))
                return VerdictCause{Code::OtherScheme,
                                    u"The outdated signature is right (%1), but it does not count. Let the sender send "
                                    "the current one as well."_s.arg(scheme.signature.description())};
        }
    }
    return std::nullopt;
}

CauseFinder::Finding CauseFinder::foreignSecret(const SignatureCheck &check)
{
    for (const ForeignSecrets &other : m_task.others) {
        for (const QList<QByteArray> &secrets : {other.secrets.current, other.secrets.previous}) {
            for (const QByteArray &secret : secrets) {
                if (matches(check, secret, check.received()))
                    return VerdictCause{Code::OtherSecret,
                                        u"Signed with the secret that is stored for %1. Either the request came to the "
                                        "wrong route, or the secrets were mixed up."_s.arg(other.title)};
            }
        }
    }
    return std::nullopt;
}

CauseFinder::Finding CauseFinder::otherProvider()
{
    for (const ProviderDefinition &provider : m_task.table.providers) {
        if (provider.name == m_task.provider)
            continue;
        QList<QByteArray> secrets = m_task.verification.secrets.current;
        for (const ForeignSecrets &other : m_task.others) {
            if (other.name == provider.name)
                secrets += other.secrets.current;
        }
        for (const Scheme &scheme : provider.schemes) {
            const SignatureCheck check(scheme, m_request);
            if (!check.applies() || !check.isPresent() || !check.problem().isEmpty())
                continue;
            for (const QByteArray &secret : std::as_const(secrets)) {
                if (matches(check, secret, check.received()))
                    return VerdictCause{Code::OtherScheme,
                                        u"It is signed the way %1 signs (%2). Let the sender use the route of that "
                                        "provider, or choose its scheme here."_s.arg(provider.title, scheme.name)};
            }
        }
    }
    return std::nullopt;
}

VerdictCause CauseFinder::find()
{
    for (const Scheme &scheme : m_task.verification.schemes) {
        if (Finding found = inOwnScheme(scheme))
            return *found;
    }
    for (const auto step : {&CauseFinder::obsoleteScheme, &CauseFinder::otherProvider}) {
        if (Finding found = (this->*step)())
            return *found;
    }
    if (m_isCutShort)
        return {Code::Unknown,
                u"The search for the cause was cut short, because the body is large. The secret, the body "
                "or the scheme may be another one."_s};
    if (!m_sawSignature)
        return {Code::Unknown,
                u"The request carries no signature where %1 puts it. Set the secret at the sender as well; "
                "else it is not %1 who sent it."_s.arg(m_task.verification.title)};
    return {Code::Unknown, u"No secret, scheme, URL or spelling of the body that is known here makes the signature "
                           "right: the secret is another one, or the content was changed."_s};
}

} // namespace

VerdictCause findCause(const DiagnosisTask &task)
{
    return CauseFinder(task).find();
}

} // namespace uw
