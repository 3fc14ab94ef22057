// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/verifycommand.h"

#include "app/cli/helptext.h"
#include "app/cli/inputargument.h"
#include "core/clockify/clockifyverifier.h"
#include "core/clockify/manifest.h"
#include "core/http/httpclient.h"
#include "core/providers/capturedrequest.h"
#include "core/providers/certificatefetcher.h"
#include "core/providers/diagnosis.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace uw::cli {

namespace {

// A request as large as the listener takes, and its header.
constexpr qint64 maximumRequestFile = limits::bodyBytesMaximum + limits::mebibyte;
constexpr qint64 maximumSecretFile = 256 * limits::kibibyte;
// A person waits here, not a port: the search may take a second.
constexpr qint64 diagnosisWork = 512 * limits::mebibyte;

constexpr QLatin1StringView secretEnv{"secret-env"};
constexpr QLatin1StringView secretFile{"secret-file"};

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Judges one saved webhook request: is it signed by whom it says, and if not, why not?\n"
        "Exit code: 0 valid, 1 not valid, 2 wrong usage or unreadable input."_s);
    parser.addOptions({
        {u"provider"_s, u"Whose webhook it is: github, stripe, standard … (uwh verify --providers lists them)."_s,
         u"name"_s},
        {u"providers"_s, u"List the names of the providers."_s},
        {secretEnv, u"The environment variable that holds the secret."_s, u"variable"_s},
        {secretFile, u"The file that holds the secret; one line break at its end does not belong to it."_s, u"file"_s},
        {u"request"_s, u"The request, byte for byte as it went over the wire."_s, u"file"_s},
        {u"public-url"_s, u"The URL that the sender called, whole, or the base in front of the request's target."_s,
         u"url"_s},
        {u"received-at"_s, u"When it arrived (RFC 3339); now when left out."_s, u"time"_s},
        {{u"h"_s, u"help"_s}, u"Show this text."_s},
    });
}

Error usage(const QString &sentence)
{
    return {ErrorCode::InvalidArgument, sentence};
}

Result<QByteArray> readSecret(const QCommandLineParser &parser)
{
    if (parser.isSet(secretEnv) == parser.isSet(secretFile))
        return usage(u"Name the secret by either --secret-env or --secret-file."_s);
    if (parser.isSet(secretEnv)) {
        const QByteArray value = qgetenv(parser.value(secretEnv).toUtf8().constData());
        return value.isEmpty()
                 ? Result<QByteArray>(usage(u"The variable %1 is not set or empty."_s.arg(parser.value(secretEnv))))
                 : value;
    }
    Result<QByteArray> bytes = readFile(parser.value(secretFile), maximumSecretFile);
    if (!bytes)
        return bytes;
    if (bytes->endsWith('\n'))
        bytes->chop(bytes->endsWith("\r\n") ? 2 : 1);
    return bytes->isEmpty() ? Result<QByteArray>(usage(u"%1 is empty."_s.arg(parser.value(secretFile)))) : bytes;
}

} // namespace

struct VerifyCommand::Task {
    const ProviderDefinition *provider = nullptr;
    ProviderSecrets secrets;
    RequestView::Parts request;
    // At least one; empty text stands for "not known".
    QStringList publicUrls;
};

VerifyCommand::VerifyCommand(Streams streams) : Command(streams), m_table(builtInProviders()) {}

VerifyCommand::~VerifyCommand() = default;

void VerifyCommand::start(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments))
        return fail(parser.errorText() + u'.');
    if (parser.isSet(u"help"_s)) {
        out() << helpText(parser, u"verify");
        Q_EMIT finished(exitDone);
        return;
    }
    if (parser.isSet(u"providers"_s)) {
        for (const ProviderDefinition &provider : std::as_const(m_table.providers))
            out() << provider.name << '\n';
        Q_EMIT finished(exitDone);
        return;
    }
    Result<Task> task = readTask(parser);
    if (!task)
        return fail(task.error().text);
    m_task = std::make_unique<Task>(std::move(*task));
    if (m_task->provider->name == "clockify"_L1) {
        if (const Result<void> made = makeClockify(); !made)
            return fail(made.error().text);
    }
    verify();
}

// Its tokens are judged as the listener does while nothing is installed: by the stored secret and Clockify's own key.
Result<void> VerifyCommand::makeClockify()
{
    const Result<clockify::Manifest> manifest = clockify::Manifest::builtIn();
    if (!manifest)
        return manifest.error();
    const Result<clockify::AddonTokenVerifier> tokens =
        clockify::AddonTokenVerifier::make(clockify::AddonTokenVerifier::publishedKey(), manifest->key());
    if (!tokens)
        return tokens.error();
    m_installations = std::make_unique<clockify::InstallationDirectory>();
    m_clockify = std::make_unique<clockify::ClockifyVerifier>(*tokens, *m_installations);
    return {};
}

Result<VerifyCommand::Task> VerifyCommand::readTask(const QCommandLineParser &parser) const
{
    if (!parser.positionalArguments().isEmpty())
        return usage(u"\"%1\" is no option."_s.arg(parser.positionalArguments().first()));
    for (const QString &name : {u"provider"_s, u"request"_s}) {
        if (!parser.isSet(name))
            return usage(u"--%1 is missing; uwh verify --help shows the options."_s.arg(name));
    }
    Task task;
    task.provider = m_table.find(parser.value(u"provider"_s));
    if (!task.provider)
        return usage(
            u"There is no provider \"%1\"; uwh verify --providers lists them."_s.arg(parser.value(u"provider"_s)));
    const Result<QByteArray> secret = readSecret(parser);
    if (!secret)
        return secret.error();
    const Result<ProviderSecrets> secrets = parseSecrets(*secret);
    if (!secrets)
        return secrets.error();
    task.secrets = *secrets;
    const Result<QByteArray> bytes = readFile(parser.value(u"request"_s), maximumRequestFile);
    if (!bytes)
        return bytes.error();
    const Result<RequestView::Parts> request = parseCapturedRequest(*bytes);
    if (!request)
        return request.error();
    task.request = *request;
    const QString receivedAt = parser.value(u"received-at"_s);
    const std::optional<qint64> time = receivedAt.isEmpty() ? m_clock.nowMs() : fromRfc3339(receivedAt);
    if (!time)
        return usage(u"--received-at %1 is no RFC 3339 time such as 2026-01-02T03:04:05Z."_s.arg(receivedAt));
    task.request.receivedAtMs = *time;
    task.publicUrls = {QString()};
    if (parser.isSet(u"public-url"_s)) {
        task.publicUrls = publicUrlCandidates(parser.value(u"public-url"_s), task.request.target);
        if (task.publicUrls.isEmpty())
            return usage(u"--public-url %1 is no http or https URL."_s.arg(parser.value(u"public-url"_s)));
    }
    return task;
}

void VerifyCommand::verify()
{
    const bool usesCertificate = std::any_of(
        m_task->provider->schemes.begin(), m_task->provider->schemes.end(),
        [](const SignatureScheme &scheme) { return scheme.keyForm == SignatureScheme::KeyForm::Certificate; });
    if (usesCertificate && !m_certificates) {
        m_certificates = std::make_unique<CertificateCache>(m_clock, &CertificateFetcher::systemAuthorities);
        m_http = std::make_unique<HttpClient>();
        m_fetcher = std::make_unique<CertificateFetcher>(*m_certificates, *m_http);
        connect(m_fetcher.get(), &CertificateFetcher::settled, this, &VerifyCommand::verify);
    }
    std::optional<Verification> first;
    for (const QString &url : std::as_const(m_task->publicUrls)) {
        RequestView::Parts parts = m_task->request;
        parts.publicUrl = url;
        const RequestView request(std::move(parts));
        const VerificationTask task{m_task->provider->schemes, m_task->provider->title, m_task->secrets, request,
                                    m_certificates.get()};
        Verification verification =
            m_clockify ? m_clockify->verify(request, {.secrets = m_task->secrets}).verification : verifyRequest(task);
        if (verification.isPending)
            return; // until the certificate is there
        if (verification.verdict != Verdict::Invalid)
            return print(verification);
        if (first)
            continue;
        if (!verification.cause)
            verification.cause = findCause({.verification = task,
                                            .provider = m_task->provider->name,
                                            .table = m_table,
                                            .others = {},
                                            .workBytes = diagnosisWork});
        first = verification;
    }
    print(*first);
}

void VerifyCommand::print(const Verification &verification)
{
    json::Value result = json::Value::object();
    result["verdict"] = verdictWord(verification.verdict).data();
    result["scheme"] = verification.scheme.isEmpty() ? json::Value(nullptr) : json::fromQString(verification.scheme);
    result["reason"] = json::fromQString(verification.reason);
    result["cause"] = nullptr;
    if (verification.cause) {
        result["cause"] = json::Value::object();
        result["cause"]["code"] = causeWord(verification.cause->code).data();
        result["cause"]["message"] = json::fromQString(verification.cause->message);
    }
    out() << QString::fromUtf8(json::serialize(result)) << '\n';
    Q_EMIT finished(verification.verdict == Verdict::Valid ? exitDone : exitFailed);
}

void VerifyCommand::fail(const QString &sentence)
{
    err() << "uwh verify: " << sentence << '\n';
    Q_EMIT finished(exitUsage);
}

} // namespace uw::cli
