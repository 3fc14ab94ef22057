// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/servecommand.h"

#include "app/cli/helptext.h"
#include "app/signalwatcher.h"
#include "core/json/value.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QProcessEnvironment>

namespace uw::cli {

namespace {

std::optional<QString> optionValue(const QCommandLineParser &parser, const QString &name)
{
    return parser.isSet(name) ? std::optional<QString>(parser.value(name)) : std::nullopt;
}

// The address that the file gives; what it leaves out is what a start without it uses.
Result<ListenAddress> listenAddressOf(const ConfigFile &config, const QString &file)
{
    const ListenAddress usual = ProcessOptions().listen;
    const QString host = config.host.value_or(usual.address.toString());
    const bool isBare6 = host.contains(u':') && !host.startsWith(u'[');
    return parseListenAddress(u"webhooks.host and webhooks.port in %1"_qs.arg(file),
                              (isBare6 ? u'[' + host + u']' : host) + u':'
                                  + QString::number(config.port.value_or(usual.port)));
}

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QStringLiteral("Receives webhooks without a window until SIGTERM or SIGINT."));
    parser.addOptions({
        {{u"h"_qs, u"help"_qs}, u"Shows this help."_qs},
        {u"data-dir"_qs, u"Folder of database and logs."_qs, u"DIR"_qs},
        {u"listen"_qs, u"Address of the public listener; port 0: any free one."_qs, u"HOST:PORT"_qs},
        {u"control"_qs, u"Loopback address of the control API, or off."_qs, u"HOST:PORT"_qs},
        {u"public-url"_qs, u"Address that senders use to reach the listener."_qs, u"URL"_qs},
        {u"tls-cert"_qs, u"Certificate chain (PEM); with it the listener speaks TLS."_qs, u"FILE"_qs},
        {u"tls-key"_qs, u"Private key of the certificate (PEM)."_qs, u"FILE"_qs},
        {u"config"_qs, u"Configuration file (YAML) of earlier versions: address and providers."_qs, u"FILE"_qs},
        {u"set"_qs, u"A setting for this run, over what is stored, as max_rps=10; may repeat."_qs, u"NAME=VALUE"_qs},
    });
}

// The configuration file that was named, or an empty one.
Result<ConfigFile> configOf(const QCommandLineParser &parser)
{
    if (!parser.isSet(u"config"_qs))
        return ConfigFile();
    Result<ConfigFile> read = readConfigFile(parser.value(u"config"_qs));
    if (read && !read->enabled.value_or(true))
        return Error{ErrorCode::InvalidInput,
                     QStringLiteral("webhooks.enabled is false in %1, so there is nothing to serve.")
                         .arg(parser.value(u"config"_qs))};
    return read;
}

Result<ProcessOptions> optionsOf(const QCommandLineParser &parser)
{
    const Result<ConfigFile> config = configOf(parser);
    if (!config)
        return config.error();
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const std::optional<QString> listen = optionValue(parser, u"listen"_qs);
    Result<ProcessOptions> options =
        ProcessOptions::read(environment, {.dataDirectory = optionValue(parser, u"data-dir"_qs),
                                           .listen = listen,
                                           .control = optionValue(parser, u"control"_qs),
                                           .publicUrl = optionValue(parser, u"public-url"_qs),
                                           .tlsCertificate = optionValue(parser, u"tls-cert"_qs),
                                           .tlsKey = optionValue(parser, u"tls-key"_qs),
                                           .settings = parser.values(u"set"_qs)});
    if (!options)
        return options;
    // The weakest of the three that may say it.
    if (!listen && environment.value(u"UW_LISTEN"_qs).isEmpty() && (config->host || config->port)) {
        const Result<ListenAddress> address = listenAddressOf(*config, parser.value(u"config"_qs));
        if (!address)
            return address.error();
        options->listen = *address;
    }
    options->configuredProviders = config->providers;
    options->configFile = parser.value(u"config"_qs);
    return options;
}

} // namespace

ServeCommand::ServeCommand(Streams streams) : Command(streams) {}

ServeCommand::~ServeCommand() = default;

void ServeCommand::start(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments) || !parser.positionalArguments().isEmpty()) {
        const QString stray = parser.positionalArguments().value(0);
        fail(stray.isEmpty() ? parser.errorText() : QStringLiteral("uwh serve takes no argument \"%1\".").arg(stray),
             exitUsage);
    } else if (parser.isSet(u"help"_qs)) {
        out() << helpText(parser, u"serve");
        Q_EMIT finished(exitDone);
    } else if (const Result<ProcessOptions> options = optionsOf(parser)) {
        run(*options);
    } else {
        fail(options.error().text, exitUsage);
    }
}

void ServeCommand::run(const ProcessOptions &options)
{
    Result<std::unique_ptr<LogSink>> log = LogSink::install(
        {.directory = options.dataDirectory + u"/logs", .level = options.logLevel, .format = options.logFormat});
    if (!log) {
        fail(log.error().text, log.error().code == ErrorCode::InvalidArgument ? exitUsage : exitFailed);
        return;
    }
    m_log = std::move(log).value();

    Result<std::unique_ptr<SignalWatcher>> watcher = SignalWatcher::install();
    if (!watcher) {
        fail(watcher.error().text, exitFailed);
        return;
    }
    m_signals = std::move(watcher).value();

    m_runtime = std::make_unique<Runtime>(options);
    connect(m_signals.get(), &SignalWatcher::stopRequested, m_runtime.get(), &Runtime::stop);
    connect(m_runtime.get(), &Runtime::ready, this, &ServeCommand::printReady);
    connect(m_runtime.get(), &Runtime::notice, this, [this](const QString &sentence) {
        err() << sentence << '\n';
        err().flush();
    });
    // A service that cannot do its work ends, so that whoever started it notices.
    const auto end = [this](const Error &error) { fail(error.text, exitFailed); };
    connect(m_runtime.get(), &Runtime::storeFailed, this, end);
    connect(m_runtime.get(), &Runtime::listenerFailed, this, end);
    connect(m_runtime.get(), &Runtime::controlFailed, this, end);
    connect(m_runtime.get(), &Runtime::stopped, this, [this] { Q_EMIT finished(exitDone); });
    m_runtime->start();
}

void ServeCommand::printReady()
{
    const RuntimeAddresses addresses = m_runtime->addresses();
    json::Value line = json::Value::object();
    line["event"] = "ready";
    line["listen"] = addresses.listen.toStdString();
    line["control"] = addresses.control.isEmpty() ? json::Value(nullptr) : json::Value(addresses.control.toStdString());
    line["pid"] = QCoreApplication::applicationPid();
    out() << json::serialize(line) << '\n';
    out().flush();
}

} // namespace uw::cli
