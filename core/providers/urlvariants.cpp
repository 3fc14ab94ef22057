// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/urlvariants.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// http or https URL in three parts, taken apart without normalising a byte.
struct UrlParts {
    QByteArray scheme;
    QByteArray authority;
    QByteArray rest;

    [[nodiscard]] bool isNull() const { return scheme.isEmpty(); }
    [[nodiscard]] QByteArray whole() const { return scheme + "://" + authority + rest; }
};

UrlParts split(QByteArrayView url)
{
    for (const char *scheme : {"https", "http"}) {
        const QByteArray front = QByteArray(scheme) + "://";
        if (!url.startsWith(front))
            continue;
        const QByteArrayView after = url.sliced(front.size());
        qsizetype end = 0;
        while (end < after.size() && after[end] != '/' && after[end] != '?')
            ++end;
        if (end == 0)
            return {};
        return {scheme, after.first(end).toByteArray(), after.sliced(end).toByteArray()};
    }
    return {};
}

QByteArray defaultPort(const QByteArray &scheme)
{
    return scheme == "https" ? ":443" : ":80";
}

bool hasPort(const QByteArray &authority)
{
    const qsizetype colon = authority.lastIndexOf(':');
    return colon >= 0 && !authority.sliced(colon).contains(']');
}

QByteArray withoutPort(const QByteArray &authority)
{
    return hasPort(authority) ? authority.first(authority.lastIndexOf(':')) : authority;
}

bool isHost(const QByteArray &text)
{
    return !text.isEmpty() && text.size() <= 255 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-'
            || c == ':' || c == '[' || c == ']' || c == '_';
    });
}

// Collects the variants of one URL; a URL that was seen before is left out.
class Collector final {
public:
    explicit Collector(QSet<QByteArray> seen) : m_seen(std::move(seen)) {}

    void add(const QByteArray &url, const QString &description)
    {
        if (url.isEmpty() || m_seen.contains(url))
            return;
        m_seen.insert(url);
        m_variants.append({url, description});
    }
    [[nodiscard]] QList<UrlVariant> take() { return std::move(m_variants); }

private:
    QSet<QByteArray> m_seen;
    QList<UrlVariant> m_variants;
};

void addSpellings(Collector &collector, const UrlParts &url, const QString &description)
{
    collector.add(url.whole(), description);
    const UrlParts other{url.scheme == "https" ? "http" : "https", url.authority, url.rest};
    collector.add(other.whole(), description + u" with %1"_s.arg(QLatin1StringView(other.scheme)));
    for (const UrlParts &each : {url, other}) {
        collector.add(urlWithOtherPort(each.whole()),
                      description + (hasPort(each.authority) ? u" without its port"_s : u" with its port written"_s));
    }
    if (hasPort(url.authority)) {
        for (const QByteArray &scheme : {url.scheme, other.scheme})
            collector.add(UrlParts{scheme, withoutPort(url.authority), url.rest}.whole(),
                          description + u" without its port"_s);
    }
}

void addRests(Collector &collector, const UrlParts &url, const QString &description)
{
    const qsizetype question = url.rest.indexOf('?');
    const QByteArray path = question < 0 ? url.rest : url.rest.first(question);
    const QByteArray query = question < 0 ? QByteArray() : url.rest.sliced(question);
    if (question >= 0)
        collector.add(url.scheme + "://" + url.authority + path, description + u" without its query"_s);
    if (path.endsWith('/'))
        collector.add(url.scheme + "://" + url.authority + path.chopped(1) + query,
                      description + u" without the slash at its end"_s);
    else
        collector.add(url.scheme + "://" + url.authority + path + '/' + query,
                      description + u" with a slash at its end"_s);
}

} // namespace

QByteArray urlWithOtherPort(QByteArrayView url)
{
    const UrlParts parts = split(url);
    if (parts.isNull())
        return {};
    const QByteArray port = defaultPort(parts.scheme);
    if (!hasPort(parts.authority))
        return UrlParts{parts.scheme, parts.authority + port, parts.rest}.whole();
    if (parts.authority.endsWith(port))
        return UrlParts{parts.scheme, withoutPort(parts.authority), parts.rest}.whole();
    return {};
}

QList<UrlVariant> urlVariants(const RequestView &request)
{
    QSet<QByteArray> tried;
    QList<UrlParts> known;
    const QStringList urls = request.signedUrls();
    for (const QString &url : urls) {
        tried.insert(url.toUtf8());
        if (const UrlParts parts = split(url.toUtf8()); !parts.isNull())
            known.append(parts);
    }
    Collector collector(tried);
    for (const UrlParts &url : known)
        addSpellings(collector, url, u"this URL"_s);
    const QByteArray rest = request.target().startsWith('/') ? request.target() : QByteArray("/");
    for (const char *header : {"X-Forwarded-Host", "X-Original-Host", "Host"}) {
        const QByteArray host = request.header(header).value_or(QByteArray()).split(',').constFirst().trimmed();
        if (!isHost(host))
            continue;
        const QString description = u"the host of the header %1"_s.arg(QLatin1StringView(header));
        addSpellings(collector, {"https", host, rest}, description);
        if (!known.isEmpty())
            addSpellings(collector, {"https", host, known.constFirst().rest}, description);
    }
    for (const UrlParts &url : known)
        addRests(collector, url, u"this URL"_s);
    return collector.take();
}

} // namespace uw
