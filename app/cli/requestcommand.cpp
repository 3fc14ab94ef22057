// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/requestcommand.h"

#include "app/cli/callkeeper.h"
#include "app/cli/documentargument.h"
#include "app/cli/helptext.h"
#include "app/cli/logarguments.h"
#include "core/clockify/apikeyrule.h"
#include "core/documents/documentopener.h"
#include "core/http/curl.h"
#include "core/http/httpclient.h"
#include "core/http/requestrules.h"
#include "core/openapi/callreport.h"
#include "core/openapi/requestarguments.h"
#include "core/openapi/serverconcern.h"
#include "core/secrets/environmentsecretstore.h"
#include "core/settings/processoptions.h"

#include <QCommandLineParser>
#include <QDateTime>
#include <QFileInfo>
#include <QUrl>

namespace uw::cli {
namespace {

constexpr QLatin1StringView clockifyVariable("CLOCKIFY_API_KEY");
constexpr QLatin1StringView clockifyBase("CLOCKIFY_API_BASE_URL");

// A few ids that resemble what was asked for.
QString similar(const openapi::Document &document, const QString &wanted)
{
    constexpr qsizetype most = 5;
    QStringList ids;
    for (const openapi::OperationSummary &operation : document.operations()) {
        const QString &id = operation.operationId;
        if (ids.size() < most && (id.contains(wanted, Qt::CaseInsensitive) || wanted.contains(id, Qt::CaseInsensitive)))
            ids << id;
    }
    return ids.isEmpty() ? QStringLiteral("`uwh openapi` lists what there is.")
                         : QStringLiteral("Did you mean %1?").arg(ids.join(u", "));
}

} // namespace

RequestCommand::RequestCommand(Streams streams)
    : Command(streams)
    , m_environment(QProcessEnvironment::systemEnvironment())
    , m_secrets(std::make_unique<EnvironmentSecretStore>(m_environment))
{}

RequestCommand::~RequestCommand() = default;

void RequestCommand::start(const QStringList &arguments)
{
    if (!readOptions(arguments))
        return;
    m_documents.open(m_options.file, m_options.access,
                     [this](const Result<std::shared_ptr<const openapi::Document>> &document) {
                         if (document)
                             prepare(**document);
                         else
                             fail(document.error().text, exitUsage);
                     });
}

bool RequestCommand::readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Builds the request of one operation, and sends it unless --dry-run. The body of the answer goes to standard "
        "output; the exit code is 0 for a status below 400.\n\nKeys come from the environment, never from the command "
        "line: CLOCKIFY_API_KEY for Clockify's hosts, UW_CREDENTIAL_<NAME> for --credential."_qs);
    const QCommandLineOption help({u"h"_qs, u"help"_qs}, u"Shows this help."_qs);
    parser.addOptions({
        help,
        {u"param"_qs, u"A parameter; VALUE is JSON where it parses as JSON, else text. May be repeated."_qs,
         u"NAME=VALUE"_qs},
        {u"body"_qs, u"The body, or @ and the file that holds it."_qs, u"JSON|@FILE"_qs},
        {u"server"_qs, u"Base address to call instead of the document's."_qs, u"URL"_qs},
        {u"credential"_qs, u"Sends the credential of that name to the hosts it is bound to."_qs, u"NAME"_qs},
        {u"dry-run"_qs, u"Prints the request and sends nothing."_qs},
        {u"curl"_qs, u"Prints the request as a curl command."_qs},
        {u"json"_qs, u"Prints JSON."_qs},
        {u"no-history"_qs, u"Leaves the call out of the profile's history."_qs},
    });
    DocumentArgument::addOptions(parser);
    addDataDirectoryOption(parser);
    parser.addPositionalArgument(u"FILE"_qs, u"The API description, or its address; clockify is the one built in."_qs);
    parser.addPositionalArgument(u"OPERATION"_qs, u"An operationId or \"METHOD /path\"."_qs);
    const bool understood = parser.parse(arguments);
    if (understood && parser.isSet(help)) {
        printBytes(helpText(parser, u"request").toUtf8(), exitDone);
        return false;
    }
    const QStringList positional = parser.positionalArguments();
    if (!understood || positional.size() != 2) {
        fail(understood ? u"uwh request takes FILE and OPERATION."_qs : parser.errorText(), exitUsage);
        return false;
    }
    m_options = {.file = positional.at(0),
                 .operation = positional.at(1),
                 .parameters = parser.values(u"param"_qs),
                 .body = parser.isSet(u"body"_qs) ? std::optional(parser.value(u"body"_qs)) : std::nullopt,
                 .server = parser.value(u"server"_qs),
                 .credential = parser.value(u"credential"_qs),
                 .dryRun = parser.isSet(u"dry-run"_qs),
                 .curl = parser.isSet(u"curl"_qs),
                 .json = parser.isSet(u"json"_qs),
                 .access = DocumentArgument::accessOf(parser)};
    if (m_options.dryRun || parser.isSet(u"no-history"_qs))
        return true;
    // A profile that cannot be named keeps nothing; the call itself needs none.
    const Result<ProcessOptions> profile = profileOf(parser);
    if (profile)
        m_options.databasePath = profile->databasePath;
    else
        err() << "The call will not be in the history: " << profile.error().text << '\n';
    return true;
}

bool RequestCommand::prepare(const openapi::Document &document)
{
    const auto refuse = [this](const QString &sentence) {
        fail(sentence, exitUsage);
        return false;
    };
    const openapi::OperationSummary *summary = document.find(m_options.operation);
    if (!summary)
        return refuse(QStringLiteral("The document has no operation “%1”. %2")
                          .arg(m_options.operation, similar(document, m_options.operation)));
    const Result<openapi::OperationDetails> operation = document.details(*summary);
    if (!operation)
        return refuse(operation.error().text);

    openapi::RequestInput input;
    const auto parameters = openapi::parseParameterArguments(m_options.parameters, *operation);
    if (!parameters)
        return refuse(parameters.error().text);
    input.parameters = *parameters;
    if (m_options.body) {
        const Result<QByteArray> body = openapi::readBodyArgument(*m_options.body);
        if (!body)
            return refuse(body.error().text);
        input.body = *body;
    }
    if (m_options.server.isEmpty())
        chooseServer(*operation, input);
    else
        input.server = m_options.server;
    if (!check(*operation, input))
        return false;
    const Result<HttpRequest> request = openapi::buildRequest(*operation, input);
    if (!request)
        return refuse(request.error().text);
    m_request = *request;
    // A server that a person named is their own choice.
    const QString concern = openapi::serverConcern(document, QString::fromUtf8(m_request.url));
    if (m_options.server.isEmpty() && !concern.isEmpty())
        err() << concern << " Name another one with --server." << '\n';
    const bool isBuiltIn = m_options.file == u"clockify" && !QFileInfo::exists(m_options.file);
    m_record.origin = u"uwh"_qs;
    const bool isFile = !isBuiltIn && m_options.file != u"-" && !isWebAddress(m_options.file);
    m_record.document = isFile ? QFileInfo(m_options.file).absoluteFilePath() : m_options.file;
    m_record.operation = summary->operationId;
    m_record.arguments = {
        .parameters = input.parameters, .body = input.body.value_or(QByteArray()), .server = m_options.server};
    findSecret(*operation);
    return true;
}

// The base address that is set takes the place of Clockify's regular host.
void RequestCommand::chooseServer(const openapi::OperationDetails &operation, openapi::RequestInput &input)
{
    const QString base = m_environment.value(clockifyBase);
    if (clockify::serverInForce(operation.servers, base).isEmpty())
        return;
    const Result<QString> parsed = parseClockifyBaseUrl(QString(clockifyBase), base);
    // What cannot be used is said by the check of the server that follows.
    input.server = parsed ? *parsed : base;
}

bool RequestCommand::check(const openapi::OperationDetails &operation, const openapi::RequestInput &input)
{
    bool blocked = false;
    for (const openapi::InputError &error : openapi::validate(operation, input)) {
        const bool blocks = error.blocking || (error.field == u"body" && operation.body);
        err() << (blocks ? QString() : u"Warning: "_qs) << error.field << (error.field.isEmpty() ? "" : ": ")
              << error.text << '\n';
        blocked = blocked || blocks;
    }
    err().flush();
    if (blocked)
        Q_EMIT finished(exitUsage);
    return !blocked;
}

void RequestCommand::findSecret(const openapi::OperationDetails &operation)
{
    const auto found = [this](const Result<std::optional<QByteArray>> &stored) { useCredential(stored); };
    if (!m_options.credential.isEmpty()) {
        if (!isCredentialName(m_options.credential))
            return fail(u"The name of a credential is 1 to 64 of a-z, 0-9 and hyphen."_qs, exitUsage);
        return m_secrets->read(u"credential/" + m_options.credential, this, found);
    }
    const QUrl url = QUrl::fromEncoded(m_request.url, QUrl::StrictMode);
    if (!operation.apiKeyHeaders.contains(clockify::apiKeyHeader, Qt::CaseInsensitive))
        return go();
    if (!clockify::mayCarryApiKey(url, m_environment.value(clockifyBase), !m_options.server.isEmpty())) {
        if (m_environment.contains(clockifyVariable))
            err() << clockifyVariable << " is not sent to " << url.host() << ": it belongs to Clockify.\n";
        return go();
    }
    m_secrets->read(secretkeys::clockifyApiKey, this, [this, url](const Result<std::optional<QByteArray>> &stored) {
        if (!stored)
            return fail(stored.error().text, exitFailed);
        if (*stored && !isFieldValue(**stored))
            return fail(QStringLiteral("%1 holds a line break. Set it again.").arg(clockifyVariable), exitUsage);
        if (*stored)
            m_secret = Secret{clockifyVariable,
                              {Credential::Kind::Header, clockify::apiKeyHeader, **stored, {url.authority()}},
                              clockifyVariable};
        else
            err() << "No API key is sent: " << clockifyVariable << " is not set.\n";
        go();
    });
}

void RequestCommand::useCredential(const Result<std::optional<QByteArray>> &stored)
{
    if (!stored)
        return fail(stored.error().text, exitFailed);
    if (!*stored)
        return fail(
            QStringLiteral("There is no credential “%1”. Set the variable %2 to its JSON.")
                .arg(m_options.credential, EnvironmentSecretStore::variableOf(u"credential/" + m_options.credential)),
            exitFailed);
    const Result<Credential> credential = parseCredential(m_options.credential, **stored);
    if (!credential)
        return fail(credential.error().text, exitUsage);
    m_secret = Secret{m_options.credential, *credential, QString()};
    go();
}

void RequestCommand::go()
{
    if (m_secret) {
        HttpRequest trial = m_request;
        if (const Result<void> applied = applyCredential(m_secret->name, masked(m_secret->credential), trial); !applied)
            return fail(applied.error().text, exitFailed);
    }
    if (m_options.dryRun)
        show();
    else
        send();
}

HttpRequest RequestCommand::shownRequest() const
{
    HttpRequest shown = m_request;
    if (m_secret) {
        [[maybe_unused]] const Result<void> applied =
            applyCredential(m_secret->name, masked(m_secret->credential), shown);
        Q_ASSERT(applied);
    }
    return shown;
}

// The command with the secret left in its variable where the shell can take it from there.
QString RequestCommand::curlLine() const
{
    QString line = openapi::toCurl(shownRequest());
    if (!m_secret || m_secret->variable.isEmpty())
        return line;
    return withHeaderVariable(std::move(line), m_secret->credential.header, QString::fromUtf8(maskedSecret),
                              m_secret->variable);
}

void RequestCommand::show()
{
    const HttpRequest shown = shownRequest();
    if (m_options.json) {
        json::Value report = openapi::requestReport(shown);
        if (m_options.curl)
            report["curl"] = json::fromQString(curlLine());
        return printBytes(json::serialize(report, json::Indent::Two) + '\n', exitDone);
    }
    if (m_options.curl)
        return printBytes(curlLine().toUtf8() + '\n', exitDone);
    QByteArray text = shown.method + ' ' + shown.url + '\n';
    for (const HeaderField &field : shown.headers)
        text += field.name + ": " + field.value + '\n';
    if (!shown.body.isEmpty())
        text += '\n' + shown.body + (shown.body.endsWith('\n') ? "" : "\n");
    printBytes(text, exitDone);
}

void RequestCommand::send()
{
    if (m_options.curl)
        err() << curlLine() << '\n';
    err().flush();
    HttpRequest request = m_request;
    if (m_secret) {
        if (const Result<void> applied = applyCredential(m_secret->name, m_secret->credential, request); !applied)
            return fail(applied.error().text, exitFailed);
        m_record.secrets << m_secret->credential.value;
    }
    m_record.request = request;
    m_record.startedAtMs = QDateTime::currentMSecsSinceEpoch();
    m_client = std::make_unique<HttpClient>();
    m_client->send(request, this, [this](const Result<HttpResponse> &result) { answered(result); });
}

// What was answered counts, whether it can be kept or not.
void RequestCommand::keep(const Result<HttpResponse> &result)
{
    if (m_options.databasePath.isEmpty())
        return;
    m_record.response = result;
    const Result<void> kept = keepCall(m_options.databasePath, m_record);
    if (!kept && kept.error().code != ErrorCode::Unavailable)
        err() << "The call is not in the history: " << kept.error().text << '\n';
}

void RequestCommand::answered(const Result<HttpResponse> &result)
{
    if (!result) {
        keep(result);
        return fail(result.error().text, exitFailed);
    }
    const int code = result->status < 400 ? exitDone : exitFailed;
    err() << "HTTP " << result->status << ' ' << QString::fromLatin1(result->reason) << ", "
          << qRound64(result->timing.totalMs) << " ms, " << result->body.size() << " bytes\n";
    keep(result);
    if (m_options.json)
        return printBytes(json::serialize(openapi::responseReport(*result), json::Indent::Two) + '\n', code);
    printBytes(result->body, code);
}

} // namespace uw::cli
