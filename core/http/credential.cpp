// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/credential.h"

#include "core/http/hostentry.h"
#include "core/http/requestrules.h"
#include "core/json/value.h"

#include <QHostAddress>

namespace uw {
namespace {

Error refused(const QString &name, const QString &fault)
{
    return {ErrorCode::InvalidInput, QStringLiteral("The credential “%1” cannot be used: %2").arg(name, fault)};
}

std::optional<Credential::Kind> kindOf(const QString &word)
{
    if (word == u"header")
        return Credential::Kind::Header;
    if (word == u"bearer")
        return Credential::Kind::Bearer;
    if (word == u"basic")
        return Credential::Kind::Basic;
    if (word == u"query")
        return Credential::Kind::Query;
    return std::nullopt;
}

QString textOf(const json::Value &object, std::string_view name)
{
    const json::Value *member = json::member(object, name);
    return member ? json::toQString(*member) : QString();
}

QByteArray withQueryItem(const QByteArray &url, const QByteArray &name, const QByteArray &value)
{
    const qsizetype mark = url.indexOf('?');
    QByteArrayList items = mark < 0 ? QByteArrayList() : url.mid(mark + 1).split('&');
    items.removeIf([&name](const QByteArray &item) { return item.isEmpty() || item.split('=').first() == name; });
    items << name + '=' + value;
    return (mark < 0 ? url : url.left(mark)) + '?' + items.join('&');
}

} // namespace

bool isCredentialName(QStringView name)
{
    return !name.isEmpty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
    });
}

Result<Credential> parseCredential(const QString &name, QByteArrayView json)
{
    const Result<json::Value> parsed = json::parse(json, {.maximumDepth = 4, .maximumNodes = 1000});
    if (!parsed || !parsed->is_object())
        return refused(name, QStringLiteral("it has to be a JSON object with kind, header, value and hosts."));
    Credential credential;
    const std::optional<Credential::Kind> kind = kindOf(textOf(*parsed, "kind"));
    if (!kind)
        return refused(name, QStringLiteral("its kind has to be header, bearer, basic or query."));
    credential.kind = *kind;
    credential.header = textOf(*parsed, "header");
    if (*kind == Credential::Kind::Header && !isToken(credential.header.toUtf8()))
        return refused(name, QStringLiteral("“header” has to name the header it travels in."));
    if (*kind == Credential::Kind::Query && credential.header.isEmpty())
        return refused(name, QStringLiteral("“header” has to name the query parameter it travels in."));
    credential.value = textOf(*parsed, "value").toUtf8();
    if (credential.value.isEmpty() || !isFieldValue(credential.value))
        return refused(name, QStringLiteral("its value is empty or holds a line break."));
    const json::Value *hosts = json::member(*parsed, "hosts");
    if (!hosts || !hosts->is_array() || hosts->empty())
        return refused(name, QStringLiteral("“hosts” has to list the hosts that may see it."));
    for (const json::Value &host : *hosts) {
        const QString text = json::toQString(host);
        if (!parseHostEntry(text))
            return refused(name, QStringLiteral("“%1” in “hosts” is not a host such as api.example.com or "
                                                "10.0.0.5:8080.")
                                     .arg(text));
        credential.hosts << text;
    }
    return credential;
}

bool allowsUrl(const Credential &credential, const QUrl &url)
{
    if (url.scheme() != u"https" && !isLoopbackHost(url.host()))
        return false;
    const int port = url.port(url.scheme() == u"https" ? 443 : 80);
    return std::any_of(credential.hosts.begin(), credential.hosts.end(), [&](const QString &text) {
        const std::optional<HostEntry> entry = parseHostEntry(text);
        return entry && entry->matches(url.host(), port);
    });
}

Result<void> applyCredential(const QString &name, const Credential &credential, HttpRequest &request)
{
    const Result<QUrl> url = parseRequestUrl(request.url);
    if (!url)
        return url.error();
    if (!allowsUrl(credential, *url))
        return Error{ErrorCode::AddressRefused,
                     QStringLiteral("The credential “%1” may not be sent to %2://%3: it is bound to %4, by https. Add "
                                    "the host to the credential, or use another one.")
                         .arg(name, url->scheme(), url->authority(), credential.hosts.join(u", "))};
    const bool isMask = credential.value == maskedSecret;
    const auto setHeader = [&request](const QByteArray &field, const QByteArray &value) {
        request.headers.removeIf(
            [&field](const HeaderField &other) { return other.name.compare(field, Qt::CaseInsensitive) == 0; });
        request.headers << HeaderField{field, value};
    };
    switch (credential.kind) {
    case Credential::Kind::Header:
        setHeader(credential.header.toUtf8(), credential.value);
        break;
    case Credential::Kind::Bearer:
        setHeader("Authorization", "Bearer " + credential.value);
        break;
    case Credential::Kind::Basic:
        setHeader("Authorization", "Basic " + (isMask ? credential.value : credential.value.toBase64()));
        break;
    case Credential::Kind::Query:
        request.url = withQueryItem(request.url, QUrl::toPercentEncoding(credential.header),
                                    QUrl::toPercentEncoding(QString::fromUtf8(credential.value)));
        break;
    }
    return {};
}

Credential masked(const Credential &credential)
{
    Credential copy = credential;
    copy.value = maskedSecret.toByteArray();
    return copy;
}

} // namespace uw
