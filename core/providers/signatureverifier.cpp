// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/signatureverifier.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

using Scheme = SignatureScheme;

// A token may be used a little early or late: clocks differ.
constexpr qint64 tokenLeewayMs = 60'000;

Verification invalid(const Scheme *scheme, const QString &reason)
{
    return {.verdict = Verdict::Invalid, .scheme = scheme ? scheme->name : QString(), .reason = reason};
}

QString skewText(qint64 skewMs)
{
    return skewMs >= 0 ? u"%1 before it arrived"_s.arg(durationText(skewMs))
                       : u"%1 after it arrived"_s.arg(durationText(-skewMs));
}

Verification stale(const Scheme &scheme, const QString &reason, const QString &advice, std::optional<qint64> signedAtMs)
{
    return {.verdict = Verdict::Stale,
            .scheme = scheme.name,
            .reason = reason,
            .cause = VerdictCause{VerdictCause::Code::ClockSkew, advice},
            .signedAtMs = signedAtMs};
}

Verification judgeToken(const SignatureCheck &check, qint64 receivedAtMs)
{
    const std::optional<qint64> end = check.expiresAtMs();
    const std::optional<qint64> issued = check.signedAtMs();
    if (end && receivedAtMs > *end + tokenLeewayMs)
        return stale(
            check.scheme(),
            u"The token is right, but it expired %1 before it arrived."_s.arg(durationText(receivedAtMs - *end)),
            u"The token had expired when the request arrived: an old request was sent again, or the clocks differ."_s,
            issued);
    if (issued && *issued > receivedAtMs + tokenLeewayMs)
        return stale(check.scheme(), u"The token is right, but it was made %1."_s.arg(skewText(receivedAtMs - *issued)),
                     u"The sender's clock is ahead of this machine's. Set both by NTP."_s, issued);
    return {.verdict = Verdict::Valid,
            .scheme = check.scheme().name,
            .reason = u"The token is signed with the stored secret."_s,
            .signedAtMs = issued};
}

Verification judgeMatch(const SignatureCheck &check, const VerificationTask &task)
{
    const Scheme &scheme = check.scheme();
    const qint64 receivedAtMs = task.request.receivedAtMs();
    if (!scheme.provesBody)
        return {.verdict = Verdict::Unsigned,
                .scheme = scheme.name,
                .reason =
                    u"The token matches the stored one. Nothing is signed by %1, so the body is not protected."_s.arg(
                        task.title)};
    if (scheme.algorithm == Scheme::Algorithm::Jwt)
        return judgeToken(check, receivedAtMs);
    if (scheme.carriesSecret())
        return {.verdict = Verdict::Valid, .scheme = scheme.name, .reason = u"The token matches the stored one."_s};
    const qint64 skew = check.signedAtMs() ? receivedAtMs - *check.signedAtMs() : 0;
    const int tolerance =
        scheme.toleranceSeconds > 0 && task.toleranceSeconds > 0 ? task.toleranceSeconds : scheme.toleranceSeconds;
    if (tolerance > 0 && qAbs(skew) > tolerance * 1000LL) {
        const QString allowed = durationText(tolerance * 1000LL);
        const QString advice =
            skew > 0
                ? u"The request was signed %1; %2 are allowed. It was delayed or sent again, or this machine's clock is ahead."_s
                : u"The request was signed %1 by the sender's clock; %2 are allowed. One of the two clocks is wrong."_s;
        return stale(scheme,
                     u"The signature is right, but it was made %1; %2 are allowed."_s.arg(skewText(skew), allowed),
                     advice.arg(skewText(skew), allowed), check.signedAtMs());
    }
    QString reason = u"The signature matches."_s;
    if (check.signedAtMs() && (tolerance > 0 || (scheme.warnSeconds > 0 && qAbs(skew) > scheme.warnSeconds * 1000LL)))
        reason += u" It was made %1."_s.arg(skewText(skew));
    return {.verdict = Verdict::Valid, .scheme = scheme.name, .reason = reason, .signedAtMs = check.signedAtMs()};
}

// Nothing when the certificate is there; `key` takes it.
std::optional<Verification> fetchCertificate(const SignatureCheck &check, const VerificationTask &task,
                                             SignatureKey &key)
{
    using State = CertificateSource::State;
    const Scheme &scheme = check.scheme();
    const CertificateSource::Answer answer =
        task.certificates ? task.certificates->find(check.certificateUrl(), scheme.certificateHost)
                          : CertificateSource::Answer{.reason = u"Nothing here fetches certificates."_s};
    if (answer.state == State::Ready && answer.key) {
        key.publicKeys = {*answer.key};
        return std::nullopt;
    }
    // Whoever forges a request names what he likes.
    if (answer.state == State::Refused)
        return invalid(&scheme, u"The request names a certificate that %1 does not sign with. %2"_s.arg(task.title,
                                                                                                        answer.reason));
    return Verification{
        .verdict = Verdict::NotConfigured,
        .scheme = scheme.name,
        .reason = u"The signature cannot be verified without the sender's certificate. %1"_s.arg(answer.reason),
        .isPassing = true,
        .isPending = answer.state == State::Pending};
}

// One scheme with every secret that belongs to it. Nothing when none signed; `problem` then says why.
std::optional<Verification> tryScheme(const SignatureCheck &check, const VerificationTask &task, QString &problem)
{
    const Scheme &scheme = check.scheme();
    const SignatureCheck::Material material = check.received();
    problem = check.problem();
    if (problem.isEmpty() && scheme.signedText.usesUrl() && material.urls.isEmpty())
        problem = u"The public URL is signed too, and it is not known here."_s;
    if (!problem.isEmpty())
        return std::nullopt;
    // Last of all that can be judged: nobody sends this program to the network with what is malformed.
    SignatureKey certificate;
    if (scheme.keyForm == Scheme::KeyForm::Certificate) {
        if (std::optional<Verification> missing = fetchCertificate(check, task, certificate))
            return missing;
    }
    const QList<QByteArray> secrets = secretsOf(scheme, task.schemes, task.secrets.current);
    for (const QByteArray &secret : secrets) {
        const Result<SignatureKey> key =
            certificate.publicKeys.isEmpty() ? deriveKey(scheme, secret) : Result<SignatureKey>(certificate);
        if (!key)
            problem = key.error().text;
        else if (check.matches(*key, secret, material))
            return judgeMatch(check, task);
    }
    return std::nullopt;
}

// The schemes that stored secrets belong to; those that count only alone are left out beside others.
QList<const Scheme *> participants(const VerificationTask &task)
{
    QList<const Scheme *> all;
    for (const Scheme &scheme : task.schemes) {
        if (!scheme.obsolete && !secretsOf(scheme, task.schemes, task.secrets.current).isEmpty())
            all.append(&scheme);
    }
    const auto countsBesideOthers = [](const Scheme *scheme) { return !scheme->onlyAlone; };
    if (std::any_of(all.begin(), all.end(), countsBesideOthers))
        all.removeIf([](const Scheme *scheme) { return scheme->onlyAlone; });
    return all;
}

Verification missingSignature(const QList<const Scheme *> &schemes, const VerificationTask &task)
{
    if (schemes.isEmpty())
        return invalid(nullptr, u"The stored secret has not the form that %1's signatures need."_s.arg(task.title));
    for (const Scheme &scheme : task.schemes) {
        if (scheme.obsolete && SignatureCheck(scheme, task.request).isPresent())
            return invalid(schemes.first(),
                           u"Only the outdated signature is there (%1); %2 is missing."_s.arg(
                               scheme.signature.description(), schemes.first()->signature.description()));
    }
    const auto applying = std::find_if(schemes.begin(), schemes.end(), [&task](const Scheme *scheme) {
        return SignatureCheck(*scheme, task.request).applies();
    });
    const Scheme *named = applying == schemes.end() ? schemes.first() : *applying;
    return invalid(named, u"The request is not signed: %1 is missing."_s.arg(named->signature.description()));
}

} // namespace

QString durationText(qint64 milliseconds)
{
    const qint64 seconds = qAbs(milliseconds) / 1000;
    if (seconds < 120)
        return u"%1 s"_s.arg(seconds);
    if (seconds < 2 * 3600)
        return u"%1 min"_s.arg(seconds / 60);
    if (seconds < 2 * 86'400)
        return u"%1 h"_s.arg(seconds / 3600);
    return u"%1 days"_s.arg(seconds / 86'400);
}

QList<QByteArray> secretsOf(const SignatureScheme &scheme, const QList<SignatureScheme> &all,
                            const QList<QByteArray> &secrets)
{
    const auto claims = [](const Scheme &claimer, const QByteArray &secret) {
        return std::any_of(claimer.secretPrefixes.begin(), claimer.secretPrefixes.end(),
                           [&secret](const QByteArray &prefix) { return secret.startsWith(prefix); });
    };
    QList<QByteArray> own;
    for (const QByteArray &secret : secrets) {
        const bool isClaimed =
            std::any_of(all.begin(), all.end(), [&](const Scheme &each) { return claims(each, secret); });
        if (scheme.secretPrefixes.isEmpty() ? !isClaimed : claims(scheme, secret))
            own.append(secret);
    }
    return own;
}

Verification verifyRequest(const VerificationTask &task)
{
    if (task.schemes.isEmpty())
        return {.verdict = Verdict::Unsigned, .reason = u"Nothing is signed by %1."_s.arg(task.title)};
    if (task.secrets.isEmpty())
        return {.verdict = Verdict::NotConfigured,
                .scheme = task.schemes.first().name,
                .reason = u"Requests of %1 are signed, but no secret is stored for it."_s.arg(task.title)};
    const QList<const Scheme *> schemes = participants(task);
    std::optional<Verification> refused;
    QByteArray place;
    for (const Scheme *scheme : schemes) {
        const SignatureCheck check(*scheme, task.request);
        // The first scheme whose signature is there decides, together with those that read the same place.
        const QByteArray where = scheme->signature.text().toLower().toUtf8();
        if (!check.applies() || !check.isPresent() || (!place.isEmpty() && place != where))
            continue;
        place = where;
        QString problem;
        if (std::optional<Verification> verdict = tryScheme(check, task, problem))
            return *verdict;
        if (!refused || problem.isEmpty())
            refused = invalid(scheme, problem.isEmpty() ? u"The signature does not match."_s : problem);
        refused->signedAtMs = check.signedAtMs();
    }
    return refused ? *refused : missingSignature(schemes, task);
}

} // namespace uw
