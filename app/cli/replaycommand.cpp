// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/replaycommand.h"

#include "app/cli/helptext.h"
#include "app/cli/inputargument.h"
#include "app/cli/logarguments.h"
#include "core/base/uuidv7.h"
#include "core/control/replayroutes.h"
#include "core/http/httpclient.h"
#include "core/providers/providerrecord.h"
#include "core/secrets/environmentsecretstore.h"
#include "core/secrets/keychainsecretstore.h"
#include "core/secrets/layeredsecretstore.h"
#include "core/store/settingrepository.h"

#include <QProcessEnvironment>

using namespace Qt::StringLiterals;

namespace uw::cli {

namespace {

// "Name: value" as curl takes it.
Result<HeaderField> headerOf(const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    if (colon < 1)
        return Error{ErrorCode::InvalidInput, u"--header takes \"Name: value\"."_s};
    return HeaderField{text.first(colon).trimmed().toUtf8(), text.sliced(colon + 1).trimmed().toUtf8()};
}

Result<QByteArray> bodyOf(const QString &text)
{
    return text.startsWith(u'@') ? readFile(text.sliced(1), limits::bodyBytesMaximum) : text.toUtf8();
}

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(u"Sends a stored event to an address and prints the answer. Without options that "
                                     "change it, it goes as it came: method, headers, body."_s);
    parser.addOption({{u"h"_s, u"help"_s}, u"Shows this help."_s});
    addDataDirectoryOption(parser);
    parser.addOptions({
        {u"to"_s, u"Where to send it, such as http://localhost:3000/hook."_s, u"URL"_s},
        {u"resign"_s, u"Signs it anew with the present time and the provider's secret."_s},
        {u"allow-public"_s, u"The address may lie outside this computer and its private networks."_s},
        {u"method"_s, u"Another method."_s, u"METHOD"_s},
        {u"header"_s, u"A header, in place of those of its name; may repeat."_s, u"NAME: VALUE"_s},
        {u"body"_s, u"Another body, or the content of a file."_s, u"TEXT|@FILE"_s},
        {u"json"_s, u"Prints status, headers, data and times as JSON."_s},
    });
    parser.addPositionalArgument(u"ID"_s, u"The event."_s);
}

// What the options say about the request that is made of the event.
Result<ReplayOrder> orderOf(const QCommandLineParser &parser)
{
    ReplayOrder order;
    order.to = parser.value(u"to"_s).toUtf8();
    order.resign = parser.isSet(u"resign"_s);
    order.publicTargets = parser.isSet(u"allow-public"_s) ? PublicTargets::Allowed : PublicTargets::Refused;
    if (parser.isSet(u"method"_s))
        order.method = parser.value(u"method"_s).toUtf8();
    const QStringList headers = parser.values(u"header"_s);
    for (const QString &text : headers) {
        const Result<HeaderField> field = headerOf(text);
        if (!field)
            return field.error();
        order.extraHeaders.append(*field);
    }
    if (parser.isSet(u"body"_s)) {
        const Result<QByteArray> body = bodyOf(parser.value(u"body"_s));
        if (!body)
            return body.error();
        order.body = *body;
    }
    const Result<ReplayTarget> target = parseReplayTarget(order.to, order.publicTargets);
    if (target)
        return order;
    Error error = target.error();
    if (error.code == ErrorCode::AddressRefused)
        error.text += u" (--allow-public)"_s;
    return error;
}

} // namespace

ReplayCommand::ReplayCommand(Streams streams) : Command(streams), m_registry(builtInProviders()) {}

ReplayCommand::~ReplayCommand() = default;

void ReplayCommand::start(const QStringList &arguments)
{
    if (readOptions(arguments))
        readSecrets();
}

bool ReplayCommand::readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    const auto refuse = [this](const QString &sentence) {
        fail(sentence, exitUsage);
        return false;
    };
    if (!parser.parse(arguments))
        return refuse(parser.errorText());
    if (parser.isSet(u"help"_s)) {
        out() << helpText(parser, u"replay");
        Q_EMIT finished(exitDone);
        return false;
    }
    const QStringList ids = parser.positionalArguments();
    if (ids.size() != 1 || !isUuid(ids.value(0).toLower()))
        return refuse(u"uwh replay takes the id of one event. uwh events lists them."_s);
    if (!parser.isSet(u"to"_s))
        return refuse(u"Say where to send the event: --to URL."_s);
    const Result<ReplayOrder> order = orderOf(parser);
    if (!order)
        return refuse(order.error().text);
    m_order = *order;
    m_json = parser.isSet(u"json"_s);
    const Result<ProcessOptions> profile = profileOf(parser);
    return profile ? readEvent(ids.first().toLower(), profile->databasePath) : refuse(profile.error().text);
}

bool ReplayCommand::readEvent(const QString &id, const QString &databasePath)
{
    const Result<std::unique_ptr<Connection>> log = openLog(databasePath);
    const Result<std::optional<Event>> event =
        log ? eventrepository::find(**log, id) : Result<std::optional<Event>>(log.error());
    if (!event || !*event) {
        fail(event ? u"There is no event %1 in this log. It may have been deleted."_s.arg(id) : event.error().text,
             exitFailed);
        return false;
    }
    m_event = **event;
    return !isCustom() || !m_order.resign || readSource(**log);
}

// The scheme that its owner gave to a custom source.
bool ReplayCommand::readSource(Connection &connection)
{
    const Result<std::optional<QString>> row =
        settingrepository::get(connection, {}, sourceRowPrefix + m_event.customSource);
    if (!row || !*row) {
        if (!row)
            fail(row.error().text, exitFailed);
        return row.hasValue();
    }
    const Result<ProviderRecord> record = readProviderRecord(**row);
    const Result<CustomSource> source = record ? customSourceFromJson(record->settings, m_registry.snapshot()->table())
                                               : Result<CustomSource>(record.error());
    if (!source) {
        fail(source.error().text, exitFailed);
        return false;
    }
    m_source.source = *source;
    return true;
}

// Only a signature and headers that were hidden ask for secrets; the keychain may have to ask a person.
void ReplayCommand::readSecrets()
{
    const bool wantsSecrets = m_order.resign || !m_event.maskedHeaders.isEmpty();
    if (!wantsSecrets) {
        send();
        return;
    }
    m_environment = std::make_unique<EnvironmentSecretStore>(QProcessEnvironment::systemEnvironment());
    m_keychain = std::make_unique<KeychainSecretStore>();
    m_secrets = std::make_unique<LayeredSecretStore>(*m_environment, *m_keychain);
    const QString key = isCustom() ? sourceSecretKey(m_event.customSource) : providerSecretKey(m_event.provider);
    m_secrets->read(key, this, [this](const Result<std::optional<QByteArray>> &found) {
        const Result<ProviderSecrets> secrets =
            found ? parseSecrets(found->value_or(QByteArray())) : Result<ProviderSecrets>(found.error());
        if (!secrets && m_order.resign) {
            fail(secrets.error().text, exitFailed);
            return;
        }
        m_source.secrets = secrets.valueOr({});
        if (isCustom())
            m_registry.setSource(m_event.customSource, m_source);
        else
            m_registry.setProvider(m_event.provider, {.secrets = m_source.secrets});
        readDigestKey();
    });
}

void ReplayCommand::readDigestKey()
{
    if (m_event.maskedHeaders.isEmpty()) {
        send();
        return;
    }
    m_secrets->read(secretkeys::digestKey, this, [this](const Result<std::optional<QByteArray>> &key) {
        // Without it, hidden headers stay behind; that is said with the answer.
        m_digestKey = key ? key->value_or(QByteArray()) : QByteArray();
        send();
    });
}

void ReplayCommand::send()
{
    m_http = std::make_unique<HttpClient>();
    m_replayer =
        std::make_unique<Replayer>(Replayer::Parts{.registry = m_registry,
                                                   .http = *m_http,
                                                   .clock = m_clock,
                                                   .digestKeys = [this] { return QList<QByteArray>{m_digestKey}; },
                                                   .maximumAnswerBytes = limits::responseBytes});
    m_replayer->send(m_event, m_order, this, [this](const Result<ReplayOutcome> &outcome) {
        if (!outcome)
            fail(outcome.error().text, outcome.error().code == ErrorCode::InvalidArgument ? exitUsage : exitFailed);
        else
            answered(*outcome);
    });
}

void ReplayCommand::answered(const ReplayOutcome &outcome)
{
    const HttpResponse &response = outcome.response;
    if (!outcome.sent.withheld.isEmpty())
        err() << "Not sent, because their values are secrets that are not known here or not for this address: "
              << terminalText(outcome.sent.withheld.join(u", "_s)) << '\n';
    err() << "HTTP " << response.status << ' ' << terminalText(QString::fromLatin1(response.reason)) << ", "
          << qRound64(response.timing.totalMs) << " ms, " << response.body.size() << " bytes"
          << (response.isCut ? ", cut" : "") << '\n';
    const int code = response.status < 400 ? exitDone : exitFailed;
    if (m_json)
        printBytes(json::serialize(control::replayReport(outcome), json::Indent::Two) + '\n', code);
    else
        printBytes(response.body, code);
}

} // namespace uw::cli
