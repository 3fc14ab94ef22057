// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/paging.h"

#include "core/http/linkheader.h"

#include <QUrl>

#include <algorithm>

namespace uw::openapi {

namespace {

using json::Value;

// Members that hold what is said about a list besides the list.
const QStringList &envelopes()
{
    static const QStringList names{QString(),
                                   u"meta"_qs,
                                   u"paging"_qs,
                                   u"pagination"_qs,
                                   u"page"_qs,
                                   u"links"_qs,
                                   u"_links"_qs,
                                   u"page_info"_qs,
                                   u"pageInfo"_qs,
                                   u"cursors"_qs,
                                   u"response_metadata"_qs,
                                   u"paging/cursors"_qs,
                                   u"meta/pagination"_qs};
    return names;
}

const QStringList &addressNames()
{
    static const QStringList names{u"next"_qs,     u"next_url"_qs,  u"nextUrl"_qs,         u"next_page_url"_qs,
                                   u"nextLink"_qs, u"next_link"_qs, u"@odata.nextLink"_qs, u"next_href"_qs};
    return names;
}

struct CursorName {
    QString member;
    // The parameters that usually take it, the likeliest first.
    QStringList parameters;
};

const QList<CursorName> &cursorNames()
{
    static const QList<CursorName> names{
        {u"next_cursor"_qs, {u"cursor"_qs, u"next_cursor"_qs, u"start_cursor"_qs, u"after"_qs, u"page_cursor"_qs}},
        {u"nextCursor"_qs, {u"cursor"_qs, u"nextCursor"_qs, u"after"_qs}},
        {u"nextPageToken"_qs, {u"pageToken"_qs, u"nextPageToken"_qs, u"page_token"_qs}},
        {u"next_page_token"_qs, {u"page_token"_qs, u"next_page_token"_qs, u"pageToken"_qs}},
        {u"next_token"_qs, {u"next_token"_qs, u"token"_qs, u"pagination_token"_qs}},
        {u"nextToken"_qs, {u"nextToken"_qs, u"token"_qs}},
        {u"next_start_cursor"_qs, {u"start_cursor"_qs}},
        {u"end_cursor"_qs, {u"after"_qs, u"cursor"_qs}},
        {u"endCursor"_qs, {u"after"_qs, u"cursor"_qs}},
        {u"after"_qs, {u"after"_qs, u"cursor"_qs}},
        {u"cursor"_qs, {u"cursor"_qs, u"after"_qs}},
        {u"next"_qs, {u"cursor"_qs, u"next"_qs, u"start"_qs, u"after"_qs, u"page_token"_qs, u"page"_qs}},
        {u"continuation"_qs, {u"continuation"_qs}},
        {u"continuationToken"_qs, {u"continuationToken"_qs, u"continuation"_qs}},
        {u"bookmark"_qs, {u"bookmark"_qs}},
    };
    return names;
}

QString firstOf(const QStringList &wanted, const QStringList &there)
{
    for (const QString &name : wanted) {
        if (there.contains(name))
            return name;
    }
    return {};
}

// A member of the body or of what surrounds its list; `place` gets its pointer.
const Value *find(const Value &body, const QString &name, QString *place)
{
    for (const QString &envelope : envelopes()) {
        const QString parent = envelope.isEmpty() ? QString() : u'/' + envelope;
        const Value *holder = json::resolvePointer(body, parent);
        const Value *found = holder && holder->is_object() ? json::member(*holder, QStringView(name)) : nullptr;
        if (!found)
            continue;
        *place = parent + u'/' + json::escapePointerToken(name);
        return found;
    }
    return nullptr;
}

qint64 numberIn(const QString &text)
{
    bool isNumber = false;
    const qint64 number = text.trimmed().toLongLong(&isNumber);
    return isNumber && number >= 0 ? number : -1;
}

qint64 numberFrom(const PageSeen &page, const QStringList &headers, const QStringList &members)
{
    for (const QString &name : headers) {
        const qint64 number = numberIn(QString::fromLatin1(headerValue(page.response.headers, name.toLatin1())));
        if (number >= 0)
            return number;
    }
    for (const QString &name : members) {
        QString place;
        const Value *found = page.body ? find(*page.body, name, &place) : nullptr;
        if (found && found->is_number_integer())
            return found->get<qint64>();
    }
    return -1;
}

// "has_more" and its relatives, where the body has one.
std::optional<bool> saysMore(const PageSeen &page)
{
    for (const QString &name :
         {u"has_more"_qs, u"hasMore"_qs, u"has_next_page"_qs, u"hasNextPage"_qs, u"has_next"_qs, u"hasNext"_qs}) {
        QString place;
        const Value *found = page.body ? find(*page.body, name, &place) : nullptr;
        if (found && found->is_boolean())
            return found->get<bool>();
    }
    return std::nullopt;
}

bool isSameOrigin(const QUrl &a, const QUrl &b)
{
    const auto port = [](const QUrl &url) { return url.port(url.scheme() == u"https" ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

void goTo(NextPage &next, const PageSeen &page, const QByteArray &address)
{
    const QUrl from = QUrl::fromEncoded(page.request.url, QUrl::StrictMode);
    const QUrl to = from.resolved(QUrl::fromEncoded(address, QUrl::TolerantMode));
    if (!isSameOrigin(from, to)) {
        next.problem =
            QStringLiteral("The next page lies on another host (%1), where the key shall not go. Fetch it by "
                           "a call of its own.")
                .arg(to.host());
        return;
    }
    next.request = page.request;
    next.request->url = to.toEncoded(QUrl::RemoveFragment);
}

void set(NextPage &next, const PageSeen &page, PagingKind kind, const QString &parameter, const QString &value)
{
    next.kind = kind;
    next.by = parameter;
    next.request = page.request;
    next.request->url = withQueryValue(page.request.url, parameter, value);
}

bool byLink(NextPage &next, const PageSeen &page)
{
    const QList<WebLink> links = linksOf(page.response.headers);
    if (links.isEmpty())
        return false;
    const QByteArray target = linkTarget(page.response.headers, "next");
    const bool isPaged = !target.isEmpty() || !linkTarget(page.response.headers, "prev").isEmpty()
                      || !linkTarget(page.response.headers, "first").isEmpty();
    if (!isPaged)
        return false;
    next.kind = PagingKind::LinkHeader;
    next.by = QStringLiteral("Link");
    if (!target.isEmpty())
        goTo(next, page, target);
    const QByteArray last = linkTarget(page.response.headers, "last");
    for (const QString &name : {u"page"_qs, u"page_number"_qs}) {
        if (const std::optional<QString> number = last.isEmpty() ? std::nullopt : queryValue(last, name))
            next.totalPages = numberIn(*number);
    }
    return true;
}

bool byAddress(NextPage &next, const PageSeen &page)
{
    for (const QString &name : addressNames()) {
        QString place;
        const Value *found = page.body ? find(*page.body, name, &place) : nullptr;
        // {"next":{"href":"…"}} as in HAL
        if (found && found->is_object())
            found = json::member(*found, "href");
        const QString text = found ? json::toQString(*found) : QString();
        if (!text.startsWith(u"http:") && !text.startsWith(u"https:") && !text.startsWith(u'/')
            && !text.startsWith(u'?'))
            continue;
        next.kind = PagingKind::NextAddress;
        next.by = place;
        goTo(next, page, text.toUtf8());
        return true;
    }
    return false;
}

bool byCursor(NextPage &next, const PageSeen &page, const QStringList &parameters)
{
    for (const CursorName &name : cursorNames()) {
        QString place;
        const Value *found = page.body ? find(*page.body, name.member, &place) : nullptr;
        const QString parameter = firstOf(name.parameters, parameters);
        if (!found || parameter.isEmpty())
            continue;
        next.kind = PagingKind::Cursor;
        next.by = parameter;
        const bool isScalar = found->is_string() || found->is_number_integer();
        const QString cursor = found->is_string() ? json::toQString(*found)
                             : isScalar           ? QString::fromUtf8(json::serialize(*found))
                                                  : QString();
        if (!cursor.isEmpty() && saysMore(page).value_or(true))
            set(next, page, PagingKind::Cursor, parameter, cursor);
        return true;
    }
    return false;
}

bool byLastItem(NextPage &next, const PageSeen &page, const QStringList &parameters)
{
    const QString parameter = firstOf({u"starting_after"_qs, u"after_id"_qs, u"since_id"_qs}, parameters);
    const std::optional<bool> more = saysMore(page);
    if (parameter.isEmpty() || !more)
        return false;
    next.kind = PagingKind::LastItem;
    next.by = parameter;
    const Value *list = page.body ? json::resolvePointer(*page.body, page.listPointer) : nullptr;
    const Value *id = list && list->is_array() && !list->empty() ? json::member(list->back(), "id") : nullptr;
    if (*more && id)
        set(next, page, PagingKind::LastItem, parameter,
            id->is_string() ? json::toQString(*id) : QString::fromUtf8(json::serialize(*id)));
    return true;
}

// Whether the page just seen was the last one, where the API says so.
std::optional<bool> saysLast(const PageSeen &page)
{
    const QByteArray header = headerValue(page.response.headers, "Last-Page").trimmed().toLower();
    if (header == "true" || header == "false")
        return header == "true";
    if (const std::optional<bool> more = saysMore(page))
        return !*more;
    return std::nullopt;
}

bool byNumber(NextPage &next, const PageSeen &page, const QStringList &parameters)
{
    const QString parameter = firstOf(
        {u"page"_qs, u"pageNumber"_qs, u"page_number"_qs, u"page[number]"_qs, u"pageIndex"_qs, u"p"_qs}, parameters);
    if (parameter.isEmpty())
        return false;
    next.kind = PagingKind::PageNumber;
    next.by = parameter;
    const qint64 present = std::max<qint64>(numberIn(queryValue(page.request.url, parameter).value_or(u"1"_qs)), 0);
    const QString sizeName = firstOf({u"page-size"_qs, u"pageSize"_qs, u"page_size"_qs, u"per_page"_qs, u"perPage"_qs,
                                      u"limit"_qs, u"page[size]"_qs, u"size"_qs},
                                     parameters);
    const qint64 size = sizeName.isEmpty() ? -1 : numberIn(queryValue(page.request.url, sizeName).value_or(QString()));
    if (next.totalPages < 0 && next.totalItems >= 0 && size > 0)
        next.totalPages = (next.totalItems + size - 1) / size;
    const std::optional<bool> last = saysLast(page);
    bool isLast = page.items == 0 || last.value_or(false);
    if (!last && next.totalPages >= 0)
        isLast = isLast || present >= next.totalPages;
    else if (!last && size > 0)
        isLast = isLast || page.items < size;
    if (!isLast)
        set(next, page, PagingKind::PageNumber, parameter, QString::number(present + 1));
    return true;
}

bool byOffset(NextPage &next, const PageSeen &page, const QStringList &parameters)
{
    const QString parameter =
        firstOf({u"offset"_qs, u"skip"_qs, u"start"_qs, u"startAt"_qs, u"startIndex"_qs}, parameters);
    if (parameter.isEmpty())
        return false;
    next.kind = PagingKind::Offset;
    next.by = parameter;
    const qint64 present = std::max<qint64>(numberIn(queryValue(page.request.url, parameter).value_or(u"0"_qs)), 0);
    const QString sizeName =
        firstOf({u"limit"_qs, u"count"_qs, u"maxResults"_qs, u"pageSize"_qs, u"top"_qs}, parameters);
    const qint64 size = sizeName.isEmpty() ? -1 : numberIn(queryValue(page.request.url, sizeName).value_or(QString()));
    const qint64 reached = present + page.items;
    const bool isLast = page.items == 0 || saysLast(page).value_or(false)
                     || (next.totalItems >= 0 ? reached >= next.totalItems : size > 0 && page.items < size);
    if (!isLast)
        set(next, page, PagingKind::Offset, parameter, QString::number(reached));
    return true;
}

} // namespace

std::optional<QString> queryValue(const QByteArray &url, const QString &name)
{
    const qsizetype question = url.indexOf('?');
    if (question < 0)
        return std::nullopt;
    QByteArray query = url.mid(question + 1);
    query = query.left(query.indexOf('#') < 0 ? query.size() : query.indexOf('#'));
    const auto decoded = [](QByteArray part) {
        return QString::fromUtf8(QByteArray::fromPercentEncoding(part.replace('+', ' ')));
    };
    for (const QByteArray &pair : query.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        if (decoded(equals < 0 ? pair : pair.first(equals)) == name)
            return equals < 0 ? QString() : decoded(pair.mid(equals + 1));
    }
    return std::nullopt;
}

QByteArray withQueryValue(const QByteArray &url, const QString &name, const QString &value)
{
    const QByteArray pair = QUrl::toPercentEncoding(name, "[]") + '=' + QUrl::toPercentEncoding(value);
    const qsizetype question = url.indexOf('?');
    if (question < 0)
        return url + '?' + pair;
    QList<QByteArray> pairs = url.mid(question + 1).split('&');
    const auto same = std::find_if(pairs.begin(), pairs.end(), [&name](const QByteArray &one) {
        const qsizetype equals = one.indexOf('=');
        return QString::fromUtf8(QByteArray::fromPercentEncoding(equals < 0 ? one : one.first(equals))) == name;
    });
    if (same != pairs.end())
        *same = pair;
    else if (pairs.size() == 1 && pairs.constFirst().isEmpty())
        pairs.first() = pair;
    else
        pairs.append(pair);
    return url.first(question + 1) + pairs.join('&');
}

NextPage nextPage(const PageSeen &page, const QStringList &queryParameters)
{
    NextPage next;
    next.totalPages =
        numberFrom(page, {u"X-Total-Pages"_qs, u"X-Pages"_qs},
                   {u"total_pages"_qs, u"totalPages"_qs, u"page_count"_qs, u"pageCount"_qs, u"last_page"_qs});
    next.totalItems = numberFrom(
        page, {u"X-Total-Count"_qs, u"X-Total"_qs},
        {u"total_count"_qs, u"totalCount"_qs, u"total"_qs, u"count_total"_qs, u"totalResults"_qs, u"total_results"_qs});
    if (byLink(next, page) || byAddress(next, page) || byLastItem(next, page, queryParameters)
        || byCursor(next, page, queryParameters) || byNumber(next, page, queryParameters))
        return next;
    (void)byOffset(next, page, queryParameters);
    return next;
}

} // namespace uw::openapi
