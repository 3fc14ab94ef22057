// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/processoptions.h"

#include <QDir>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QUrl>

namespace uw {

namespace {

Error refused(QStringView name, const QString &value, const QString &wanted)
{
    return Error{ErrorCode::InvalidInput,
                 QStringLiteral("%1=%2 cannot be used. It has to be %3.").arg(name, value, wanted)};
}

// What stands before an @ may be a password, and messages are logged.
QString withoutUser(const QString &address)
{
    const qsizetype at = address.lastIndexOf(u'@');
    return at < 0 ? address : QStringLiteral("…") + address.mid(at);
}

Result<qint64> parseWhole(QStringView name, const QString &text, qint64 minimum, qint64 maximum)
{
    bool isNumber = false;
    const qint64 value = text.trimmed().toLongLong(&isNumber, 10);
    if (!isNumber || value < minimum || value > maximum)
        return refused(name, text, QStringLiteral("a whole number from %1 to %2").arg(minimum).arg(maximum));
    return value;
}

// A variable that is set to nothing counts as not set, as shells and service files write it.
std::optional<QString> variable(const QProcessEnvironment &environment, const QString &name)
{
    const QString value = environment.value(name);
    return value.isEmpty() ? std::nullopt : std::optional<QString>(value);
}

// Takes what the command line says, else the environment. `take` gets the name for messages and the text.
template<typename Take>
Result<void> choose(const std::optional<QString> &option, const QString &optionName,
                    const QProcessEnvironment &environment, const QString &variableName, Take take)
{
    if (option)
        return take(optionName, *option);
    if (const std::optional<QString> value = variable(environment, variableName))
        return take(variableName, *value);
    return {};
}

template<typename T, typename Parsed>
Result<void> assign(T &target, const Result<Parsed> &parsed)
{
    if (!parsed)
        return parsed.error();
    target = *parsed;
    return {};
}

Result<void> readPlaces(ProcessOptions &options, const QProcessEnvironment &environment,
                        const ProcessOptions::CommandLine &commandLine)
{
    options.dataDirectory = QDir(commandLine.dataDirectory.value_or(defaultDataDirectory())).absolutePath();
    options.databasePath = options.dataDirectory + QStringLiteral("/universal_webhook.db");
    // A folder named on the command line is stronger than a database named in the environment.
    if (commandLine.dataDirectory)
        return {};
    for (const QString &name : {QStringLiteral("UNIVERSAL_WEBHOOK_DB_URL"), QStringLiteral("DATABASE_URL")}) {
        if (const std::optional<QString> url = variable(environment, name))
            return assign(options.databasePath, databasePathFromUrl(name, *url));
    }
    return {};
}

Result<void> readAddresses(ProcessOptions &options, const QProcessEnvironment &environment,
                           const ProcessOptions::CommandLine &commandLine)
{
    Result<void> step = choose(commandLine.listen, QStringLiteral("--listen"), environment, QStringLiteral("UW_LISTEN"),
                               [&options](const QString &name, const QString &text) {
                                   return assign(options.listen, parseListenAddress(name, text));
                               });
    if (!step)
        return step;
    step = choose(commandLine.control, QStringLiteral("--control"), environment, QStringLiteral("UW_CONTROL"),
                  [&options](const QString &name, const QString &text) -> Result<void> {
                      if (text.trimmed().compare(u"off", Qt::CaseInsensitive) == 0) {
                          options.control.reset();
                          return {};
                      }
                      const Result<ListenAddress> address = parseListenAddress(name, text);
                      if (!address)
                          return address.error();
                      if (!address->address.isLoopback())
                          return refused(name, text, QStringLiteral("a loopback address with a port, or off"));
                      options.control = *address;
                      return {};
                  });
    if (!step)
        return step;
    if (commandLine.publicUrl)
        return assign(options.publicUrl, parseBaseUrl(u"--public-url", *commandLine.publicUrl));
    return {};
}

Result<void> readLimits(ProcessOptions &options, const QProcessEnvironment &environment)
{
    if (const auto text = variable(environment, QStringLiteral("UW_MAX_CONNECTIONS"))) {
        const Result<qint64> value = parseWhole(u"UW_MAX_CONNECTIONS", *text, 1, 100'000);
        if (!value)
            return value.error();
        options.maximumConnections = int(*value);
    }
    if (const auto text = variable(environment, QStringLiteral("UW_STORE_MAX_BYTES")))
        return assign(options.storeMaximumBytes,
                      parseWhole(u"UW_STORE_MAX_BYTES", *text, limits::mebibyte, std::numeric_limits<qint64>::max()));
    return {};
}

Result<void> readLogging(ProcessOptions &options, const QProcessEnvironment &environment)
{
    options.logLevel = variable(environment, QStringLiteral("LOG_LEVEL")).value_or(options.logLevel);
    if (const auto format = variable(environment, QStringLiteral("UW_LOG_FORMAT"))) {
        const QString word = format->trimmed().toLower();
        if (word != u"text" && word != u"json")
            return refused(u"UW_LOG_FORMAT", *format, QStringLiteral("text or json"));
        options.logFormat = word == u"json" ? LogFormat::Json : LogFormat::Text;
    }
    return {};
}

Result<void> readTls(ProcessOptions &options, const ProcessOptions::CommandLine &commandLine)
{
    if (commandLine.tlsCertificate.has_value() != commandLine.tlsKey.has_value())
        return Error{ErrorCode::InvalidInput,
                     QStringLiteral("TLS needs both --tls-cert and --tls-key. Give the missing one, or neither.")};
    options.tlsCertificate = commandLine.tlsCertificate.value_or(QString());
    options.tlsKey = commandLine.tlsKey.value_or(QString());
    return {};
}

} // namespace

QString defaultDataDirectory()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/universal-webhook");
}

Result<ListenAddress> parseListenAddress(QStringView name, const QString &text)
{
    const QString wanted = QStringLiteral("an address and a port, as 127.0.0.1:8001 or [::1]:8001");
    const QString trimmed = text.trimmed();
    const qsizetype colon = trimmed.lastIndexOf(u':');
    if (colon < 0)
        return refused(name, text, wanted);
    bool isNumber = false;
    const uint port = trimmed.mid(colon + 1).toUInt(&isNumber, 10);
    if (!isNumber || port > 65535)
        return refused(name, text, wanted);

    QString host = trimmed.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    else if (host.contains(u':'))
        return refused(name, text, wanted);

    ListenAddress result{QHostAddress(), quint16(port)};
    if (host == u"*")
        result.address = QHostAddress(QHostAddress::Any);
    else if (host.compare(u"localhost", Qt::CaseInsensitive) == 0)
        result.address = QHostAddress(QHostAddress::LocalHost);
    else if (!result.address.setAddress(host))
        return refused(name, text, wanted);
    return result;
}

QString listenUrl(const QString &scheme, const QHostAddress &address, quint16 port)
{
    QHostAddress shown = address;
    if (address == QHostAddress(QHostAddress::Any) || address == QHostAddress(QHostAddress::AnyIPv4))
        shown = QHostAddress(QHostAddress::LocalHost);
    else if (address == QHostAddress(QHostAddress::AnyIPv6))
        shown = QHostAddress(QHostAddress::LocalHostIPv6);
    QUrl url;
    url.setScheme(scheme);
    url.setHost(shown.toString());
    url.setPort(port);
    return url.toString(QUrl::FullyEncoded);
}

Result<QString> databasePathFromUrl(QStringView name, const QString &url)
{
    const QString scheme = url.section(u':', 0, 0).toLower();
    if (scheme.startsWith(u"postgres"))
        return Error{ErrorCode::Unsupported,
                     QStringLiteral("%1 names a PostgreSQL database, which this version cannot use. "
                                    "Set it to sqlite:///path/to/universal_webhook.db, or leave it out.")
                         .arg(name)};
    if (scheme != u"sqlite" && scheme != u"sqlite+aiosqlite")
        return refused(name, scheme + QStringLiteral(":…"),
                       QStringLiteral("an address such as sqlite:///path/to/universal_webhook.db"));
    const QString rest = url.mid(url.indexOf(u':') + 1);
    const QString path = rest.startsWith(u"///") ? QUrl::fromPercentEncoding(rest.mid(3).toUtf8()) : QString();
    if (path.isEmpty() || path == u":memory:" || path.contains(u'?'))
        return refused(name, url, QStringLiteral("the path of a file, as sqlite:///path/to/universal_webhook.db"));
    return QDir::cleanPath(QDir::current().absoluteFilePath(path));
}

Result<QString> parseBaseUrl(QStringView name, const QString &text)
{
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    const bool isHttp = url.scheme() == u"http" || url.scheme() == u"https";
    if (!url.isValid() || !isHttp || url.host().isEmpty() || url.hasQuery() || url.hasFragment()
        || !url.userInfo().isEmpty())
        return refused(name, withoutUser(text),
                       QStringLiteral("an address such as https://hooks.example.com, without user, query or fragment"));
    QString base = url.toString(QUrl::FullyEncoded);
    while (base.endsWith(u'/'))
        base.chop(1);
    return base;
}

Result<QString> parseClockifyBaseUrl(QStringView name, const QString &text)
{
    const Result<QString> base = parseBaseUrl(name, text);
    if (!base)
        return base;
    const QUrl url(*base);
    const bool isClockifys = url.host() == u"clockify.me" || url.host().endsWith(u".clockify.me");
    return isClockifys && url.path().isEmpty() ? *base + QStringLiteral("/api") : *base;
}

Result<ProcessOptions> ProcessOptions::read(const QProcessEnvironment &environment, const CommandLine &commandLine)
{
    ProcessOptions options;
    for (const Result<void> &step :
         {readPlaces(options, environment, commandLine), readAddresses(options, environment, commandLine),
          readLimits(options, environment), readLogging(options, environment), readTls(options, commandLine)}) {
        if (!step)
            return step.error();
    }
    if (const auto text = variable(environment, QStringLiteral("CLOCKIFY_API_BASE_URL"))) {
        if (const Result<void> step =
                assign(options.clockifyBaseUrl, parseClockifyBaseUrl(u"CLOCKIFY_API_BASE_URL", *text));
            !step)
            return step.error();
    }
    const Result<SettingValues> settings = SettingValues::fromEnvironment(environment);
    if (!settings)
        return settings.error();
    const Result<SettingValues> said = settings->withCommandLine(commandLine.settings);
    if (!said)
        return said.error();
    options.settings = *said;
    return options;
}

} // namespace uw
