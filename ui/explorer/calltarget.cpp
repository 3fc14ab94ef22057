// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/calltarget.h"

#include "core/secrets/secretstore.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QHostAddress>
#include <QUrl>

#include <algorithm>

namespace uw::ui {

namespace {

struct TargetTexts {
    Q_DECLARE_TR_FUNCTIONS(uw::ui::TargetTexts)
};

constexpr QLatin1StringView clockifyHeader{"X-Api-Key"};
constexpr QStringView regularHost = u"api.clockify.me";
constexpr QStringView reportsHost = u"reports.api.clockify.me";
// SecretStore takes names of up to 200 characters.
constexpr qsizetype longestSecretName = 200;

QString withoutSlash(QString url)
{
    while (url.endsWith(u'/'))
        url.chop(1);
    return url;
}

bool isWeb(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() && (url.scheme() == u"https" || url.scheme() == u"http");
}

bool isLoopback(const QUrl &url)
{
    if (url.host() == u"localhost")
        return true;
    const QHostAddress address(url.host());
    return !address.isNull() && address.isLoopback();
}

// Clockify's live description has named other hosts by mistake, which are to get no key.
bool isClockifys(const QString &server)
{
    const QUrl url(server);
    return url.scheme() == u"https" && (url.host() == u"clockify.me" || url.host().endsWith(u".clockify.me"));
}

// "https://euc1.clockify.me/report" for the base URL "https://euc1.clockify.me/api"; empty for every other one.
QString regionalReports(const QString &baseUrl)
{
    const QUrl url(baseUrl);
    const QStringList labels = url.host().split(u'.');
    if (url.scheme() != u"https" || labels.size() != 3 || labels.at(1) != u"clockify" || labels.at(2) != u"me"
        || labels.at(0) == u"api")
        return {};
    return u"https://" % url.host() % u"/report";
}

QString ownSecretName(const QString &header, const QString &origin)
{
    const QString name = u"explorer/" % header.toLower() % u'@' % origin;
    if (name.size() <= longestSecretName)
        return name;
    const QByteArray digest = QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex();
    return u"explorer/" % QString::fromLatin1(digest);
}

// The header that a key goes into: Clockify's where the operation takes it, else the first one.
QString keyHeader(const QStringList &headers)
{
    const auto isClockifys = [](const QString &header) {
        return header.compare(clockifyHeader, Qt::CaseInsensitive) == 0;
    };
    const auto found = std::find_if(headers.begin(), headers.end(), isClockifys);
    return found != headers.end() ? QString(clockifyHeader) : headers.value(0);
}

} // namespace

QString originOf(const QString &url)
{
    const QUrl parsed(url, QUrl::StrictMode);
    if (!isWeb(parsed))
        return {};
    const int usual = parsed.scheme() == u"https" ? 443 : 80;
    const QString host = parsed.host().contains(u':') ? u'[' % parsed.host() % u']' : parsed.host();
    const QString origin = parsed.scheme() % u"://" % host;
    return parsed.port(usual) == usual ? origin : QString(origin % u':' % QString::number(parsed.port()));
}

bool isPrivateUrl(const QString &url)
{
    const QUrl parsed(url, QUrl::StrictMode);
    return isWeb(parsed) && (parsed.scheme() == u"https" || isLoopback(parsed));
}

QStringList serverChoices(const QStringList &documentServers, const TargetContext &context)
{
    QStringList choices;
    for (const QString &server : documentServers) {
        const QString host = QUrl(server).host();
        if (context.clockify && !context.baseUrl.isEmpty() && host == regularHost)
            choices << withoutSlash(context.baseUrl);
        const QString reports = regionalReports(context.baseUrl);
        if (context.clockify && host == reportsHost && !reports.isEmpty())
            choices << reports;
        choices << withoutSlash(server);
    }
    choices.removeAll(QString());
    choices.removeDuplicates();
    return choices;
}

Result<void> checkServer(const QString &server, const TargetContext &context)
{
    if (server.trimmed().isEmpty())
        return Error{ErrorCode::InvalidInput,
                     TargetTexts::tr("No server is set, and the document names none. Enter a base URL such as "
                                     "https://api.example.com above the form.")};
    const QUrl url(server, QUrl::StrictMode);
    if (!isWeb(url))
        return Error{ErrorCode::InvalidInput,
                     TargetTexts::tr("“%1” is not an address that can be called. Enter a base URL that starts with "
                                     "https:// or http://.")
                         .arg(server)};
    if (!url.userInfo().isEmpty())
        return Error{ErrorCode::InvalidInput,
                     TargetTexts::tr("The server's address holds a user name or password, which would end up in "
                                     "logs. Take it out and send a header instead.")};
    if (context.clockify && originOf(server) == originOf(context.baseUrl) && !isPrivateUrl(server))
        return Error{ErrorCode::InvalidInput,
                     TargetTexts::tr("The base URL %1 would send the API key unencrypted. Set one with https in the "
                                     "document's menu; plain http is taken for this computer only.")
                         .arg(server)};
    return {};
}

std::optional<KeyPlace> keyPlace(const openapi::OperationDetails &operation, const QString &server,
                                 const TargetContext &context)
{
    const QString header = keyHeader(operation.apiKeyHeaders);
    const QString origin = originOf(server);
    if (header.isEmpty() || origin.isEmpty())
        return std::nullopt;
    const auto isHere = [&origin](const QString &url) { return originOf(url) == origin; };
    const bool clockifysHost = isHere(context.baseUrl)
                            || (context.clockify && isClockifys(server)
                                && std::any_of(operation.servers.begin(), operation.servers.end(), isHere));
    const bool clockifysKey = clockifysHost && header == clockifyHeader;
    return KeyPlace{
        .header = header,
        .origin = origin,
        .secretKey = clockifysKey ? QString(secretkeys::clockifyApiKey) : ownSecretName(header, origin),
        .isPrivate = isPrivateUrl(server),
    };
}

} // namespace uw::ui
