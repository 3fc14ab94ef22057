// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providerjudge.h"

#include "core/listener/problem.h"
#include "core/providers/secretlearner.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr int faultRetrySeconds = 60;
// At once, and then each second.
constexpr double diagnosisBurst = 50;
constexpr double diagnosesPerSecond = 10;
// A small body is judged on the listener's own thread, where a search has to be short.
constexpr qsizetype smallBody = 64 * 1024;
constexpr qint64 workForSmall = 8 * limits::mebibyte;
constexpr qint64 workForLarge = 64 * limits::mebibyte;

Judgement answerOnly(ServerResponse response)
{
    Judgement judgement;
    judgement.outcome = Judgement::Outcome::AnswerOnly;
    judgement.response = std::move(response);
    return judgement;
}

RequestView viewOf(const ReceivedRequest &received)
{
    const ServerRequest &request = received.request;
    return RequestView({.method = request.method,
                        .target = request.target,
                        .query = request.query,
                        .publicUrl = received.publicUrl,
                        .headers = request.headers,
                        .body = request.body,
                        .receivedAtMs = request.receivedAtMs});
}

bool isJsonType(const QByteArray &mediaType)
{
    return mediaType == "application/json" || mediaType == "text/json" || mediaType.endsWith("+json");
}

bool carriesSignature(const QList<SignatureScheme> &schemes, const RequestView &request)
{
    return std::any_of(schemes.begin(), schemes.end(), [&request](const SignatureScheme &scheme) {
        return !locate(scheme.signature, request).value_or(QByteArray()).isEmpty();
    });
}

} // namespace

struct ProviderJudge::Case {
    const ReceivedRequest &received;
    std::shared_ptr<const ProviderSnapshot> snapshot;
    RequestView request;
    bool isCustom = false;
    // Null when there is no such route or it is off.
    const ProviderDefinition *definition = nullptr;
    ProviderSettings settings;
    const ProviderSecrets *secrets = nullptr;
    const SourceState *source = nullptr;
    const ProviderFault *fault = nullptr;

    [[nodiscard]] VerificationTask task(const CertificateSource *certificates) const
    {
        return {definition->schemes, definition->title, *secrets, request, certificates, settings.toleranceSeconds};
    }
    [[nodiscard]] qint64 bodyLimit() const
    {
        return settings.maximumBodyBytes > 0 ? settings.maximumBodyBytes : definition->maximumBodyBytes;
    }
};

ProviderJudge::ProviderJudge(Parts parts)
    : m_parts(std::move(parts))
    , m_diagnoses(diagnosisBurst)
    , m_lastDiagnosisNs(m_parts.clock.monotonicNs())
{}

QByteArrayList ProviderJudge::methods(const QString &route, const QString &customSource) const
{
    const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry.snapshot();
    if (route == "custom"_L1) {
        const SourceState &state = snapshot->source(customSource);
        return state.enabled ? state.source.methods : QByteArrayList();
    }
    return snapshot->isEnabled(route) ? snapshot->definition(route)->methods() : QByteArrayList();
}

bool ProviderJudge::allowsBrowsers(const QString &route, const QString &customSource) const
{
    return route == "custom"_L1 && m_parts.registry.snapshot()->source(customSource).source.allowsBrowsers;
}

ProviderJudge::Case ProviderJudge::makeCase(const ReceivedRequest &received) const
{
    Case item{.received = received,
              .snapshot = m_parts.registry.snapshot(),
              .request = viewOf(received),
              .isCustom = received.route == "custom"_L1};
    if (item.isCustom) {
        item.source = &item.snapshot->source(received.customSource);
        item.definition = item.source->enabled ? &item.source->source.definition : nullptr;
        item.secrets = &item.source->secrets;
        item.fault = &item.source->fault;
        return item;
    }
    const ProviderState &state = item.snapshot->state(received.route);
    item.definition = item.snapshot->isEnabled(received.route) ? item.snapshot->definition(received.route) : nullptr;
    item.settings = state.settings;
    item.secrets = &state.secrets;
    item.fault = &state.fault;
    return item;
}

Judgement ProviderJudge::judge(const ReceivedRequest &received) const
{
    const Case item = makeCase(received);
    if (!item.definition)
        return answerOnly(problem(404, u"There is no such route here, or it is switched off."_s));
    if (!item.fault->isEmpty()) {
        const QString sentence = item.fault->settings.isEmpty() ? u"The secrets of %1 cannot be read now."_s
                                                                : u"The settings of %1 cannot be read now."_s;
        return answerOnly(problemWithRetry(503, sentence.arg(item.definition->title), faultRetrySeconds));
    }
    if (item.bodyLimit() > 0 && item.request.body().size() > item.bodyLimit())
        return answerOnly(
            problem(413, u"A body for %1 has at most %2 bytes."_s.arg(item.definition->title).arg(item.bodyLimit())));
    ProviderVerifier::Verdict verdict = verify(item);
    if (std::optional<Judgement> answer = handshake(item, verdict.verification))
        return std::move(*answer);
    if (verdict.verification.isPassing)
        return answerOnly(problemWithRetry(503, verdict.verification.reason));
    if (verdict.verification.verdict == Verdict::Invalid || verdict.verification.verdict == Verdict::Stale)
        return reject(item, std::move(verdict.verification));
    if (!item.isCustom && item.request.method() != "POST")
        return answerOnly(problem(400, u"This is no handshake that %1 makes."_s.arg(item.definition->title)));
    if (std::optional<ServerResponse> refused = bodyProblem(item))
        return answerOnly(std::move(*refused));
    if (std::optional<ServerResponse> refused = contentProblem(item))
        return answerOnly(std::move(*refused));

    Judgement judgement = describe(item, verdict.verification);
    if (!verdict.workspaceId.isEmpty())
        judgement.workspaceId = verdict.workspaceId;
    if (m_parts.workspaces && !judgement.workspaceId.isEmpty()) {
        const bool isOwner = !item.isCustom && m_parts.verifiers.contains(received.route);
        const auto by = isOwner ? WorkspaceGate::NamedBy::Owner : WorkspaceGate::NamedBy::Other;
        if (const std::optional<Error> refusal = m_parts.workspaces->refusal(judgement.workspaceId, by))
            return answerOnly(refusal->code == ErrorCode::Unavailable
                                  ? problemWithRetry(503, refusal->text, faultRetrySeconds)
                                  : problem(403, refusal->text));
    }
    judgement.response = acceptedAnswer(item);
    return judgement;
}

ProviderVerifier::Verdict ProviderJudge::verify(const Case &item) const
{
    const ProviderVerifier *own = item.isCustom ? nullptr : m_parts.verifiers.value(item.received.route, nullptr);
    if (own)
        return own->verify(item.request, item.snapshot->state(item.received.route));
    return {.verification = verifyRequest(item.task(m_parts.certificates))};
}

// The answer to a handshake, or nothing when the request is none or its signature is not good enough.
std::optional<Judgement> ProviderJudge::handshake(const Case &item, const Verification &verification) const
{
    if (item.definition->handshakes.isEmpty())
        return std::nullopt;
    const Handshake *asked = findHandshake(item.definition->handshakes, item.request);
    if (!asked)
        return std::nullopt;
    const bool isProven = verification.verdict == Verdict::Valid || verification.verdict == Verdict::Unsigned;
    const bool needsProof = asked->signature == Handshake::Signed::Always
                         || (asked->signature == Handshake::Signed::IfPresent
                             && carriesSignature(item.definition->schemes, item.request));
    if (needsProof && !isProven)
        return std::nullopt;
    const HandshakeAnswer answer = answerHandshake(*asked, item.request, *item.secrets);
    if (!answer.refusal.isEmpty())
        return answerOnly(problem(answer.status, answer.refusal));
    if (!answer.offeredSecret.isEmpty() && !item.secrets->current.contains(answer.offeredSecret)
        && !(m_parts.learner && m_parts.learner->offer(item.definition->name, answer.offeredSecret)))
        return answerOnly(
            problem(403, u"No key of %1 is learnt now. Open the window for it on the Providers page first."_s.arg(
                             item.definition->title)));
    return answerOnly(
        {.status = answer.status, .contentType = answer.contentType, .body = answer.body, .headers = answer.headers});
}

// 415 for another media type, 400 for a body that is not what the type says.
std::optional<ServerResponse> ProviderJudge::bodyProblem(const Case &item) const
{
    const QStringList &accepts = item.definition->accepts;
    if (accepts.isEmpty())
        return std::nullopt;
    const QByteArray type = item.request.mediaType();
    const bool isJson = type.isEmpty() || isJsonType(type);
    const bool isForm = item.request.isForm();
    if (!(isJson && accepts.contains("json"_L1)) && !(isForm && accepts.contains("form"_L1)))
        return problem(415,
                       u"%1 sends %2; this is %3."_s.arg(item.definition->title, accepts.join(u" or "_s),
                                                         type.isEmpty() ? u"nothing"_s : QString::fromLatin1(type)));
    if (isJson && !item.request.isJson(item.definition->formField))
        return problem(400, u"The body is no JSON: %1"_s.arg(item.request.jsonError()));
    return std::nullopt;
}

// 400 for a member that has to be there and is not.
std::optional<ServerResponse> ProviderJudge::contentProblem(const Case &item) const
{
    const QByteArray &formField = item.definition->formField;
    if (const std::optional<Locator> missing = missingMember(item.definition->events, item.request, formField))
        return problem(
            400, u"What %1 always sends is missing or empty: %2."_s.arg(item.definition->title, missing->description()),
            {{"field", json::fromQString(QString::fromUtf8(missing->name))}});
    if (!item.isCustom || !item.source->source.schema)
        return std::nullopt;
    const json::Value *body = item.request.json();
    if (!body)
        return problem(400, u"The body is no JSON: %1"_s.arg(item.request.jsonError()));
    if (const auto fault = item.source->source.schema->check(*body, item.request.body().size()))
        return problem(400, fault->sentence, {{"field", json::fromQString(fault->field)}});
    return std::nullopt;
}

Judgement ProviderJudge::reject(const Case &item, Verification verification) const
{
    if (!verification.cause && mayDiagnose()) {
        QList<ForeignSecrets> others = item.snapshot->withSecrets();
        const QString own = item.isCustom ? QString() : item.definition->name;
        others.removeIf(
            [&](const ForeignSecrets &other) { return other.name == own && other.secrets == *item.secrets; });
        verification.cause =
            findCause({.verification = item.task(m_parts.certificates),
                       .provider = own,
                       .table = item.snapshot->table(),
                       .others = others,
                       .workBytes = item.request.body().size() <= smallBody ? workForSmall : workForLarge});
    } else if (!verification.cause) {
        verification.cause =
            VerdictCause{VerdictCause::Code::Unknown,
                         u"So many requests with wrong signatures came in that the cause was not looked for."_s};
    }
    Judgement judgement = describe(item, verification);
    judgement.outcome = Judgement::Outcome::RejectAndKeep;
    judgement.cause = causeToJson(*verification.cause);
    // The cause is for the owner of this program, not for whoever sent this.
    judgement.response = problem(401, verification.reason);
    return judgement;
}

Judgement ProviderJudge::describe(const Case &item, const Verification &verification) const
{
    Judgement judgement;
    judgement.provider = item.definition->name;
    judgement.source = item.definition->name.toUpper();
    judgement.verdict = verification.verdict;
    judgement.verdictReason = verification.reason;
    const EventIdentity identity =
        identify(item.definition->events, item.request, item.definition->formField, item.snapshot->table().verbs);
    judgement.eventType = identity.eventType;
    judgement.normalizedType = identity.normalizedType;
    judgement.entityId = identity.entityId;
    judgement.entityType = identity.entityType;
    judgement.deliveryId = identity.deliveryId;
    judgement.workspaceId = nameFrom(item.request.jsonText("/workspaceId", item.definition->formField));
    if (judgement.workspaceId.isEmpty())
        judgement.workspaceId = nameFrom(item.request.header("X-Workspace-Id"));
    if (judgement.workspaceId.isEmpty() && item.isCustom)
        judgement.workspaceId = item.source->source.workspaceId;
    const MaskedHeaders masked = maskHeaders(item.request.headers(), item.definition->allSecretHeaders(),
                                             item.snapshot->knownSecrets(), m_parts.digestKey);
    if (!masked.masked.isEmpty()) {
        judgement.storedHeaders = masked.headers;
        judgement.maskedHeaders = maskToJson(masked);
    }
    return judgement;
}

std::optional<ServerResponse> ProviderJudge::acceptedAnswer(const Case &item) const
{
    if (item.isCustom && item.source->source.answer) {
        const CustomSource::Answer &answer = *item.source->source.answer;
        return ServerResponse{.status = answer.status, .contentType = answer.contentType, .body = answer.body};
    }
    const std::optional<AcceptedAnswer> &accepted = item.definition->accepted;
    if (accepted && allHold(accepted->when, item.request))
        return ServerResponse{.status = accepted->status, .contentType = accepted->contentType};
    return std::nullopt;
}

bool ProviderJudge::mayDiagnose() const
{
    const QMutexLocker locker(&m_mutex);
    const qint64 now = m_parts.clock.monotonicNs();
    m_diagnoses = qMin(diagnosisBurst, m_diagnoses + double(now - m_lastDiagnosisNs) / 1e9 * diagnosesPerSecond);
    m_lastDiagnosisNs = now;
    if (m_diagnoses < 1)
        return false;
    m_diagnoses -= 1;
    return true;
}

} // namespace uw
