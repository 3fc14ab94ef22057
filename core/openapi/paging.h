// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpmessage.h"
#include "core/json/value.h"

#include <QStringList>

#include <optional>

namespace uw::openapi {

// One page as it came: the request that asked for it, its head and its body.
struct PageSeen {
    HttpRequest request;
    HttpResponse response;
    // Parsed; null where it is no JSON.
    const json::Value *body = nullptr;
    // Where the list stands in the body (RFC 6901), and how many elements it has.
    QString listPointer;
    qint64 items = 0;
};

// How an API hands out its lists.
enum class PagingKind { None, LinkHeader, NextAddress, Cursor, LastItem, PageNumber, Offset };

// What is known after a page: how to ask for the next, and how much there is.
struct NextPage {
    PagingKind kind = PagingKind::None;
    // The parameter that is set, or the place the address was found at ("Link", "/links/next"); for people.
    QString by;
    // Nothing: this was the last page, or nobody knows how to ask for another.
    std::optional<HttpRequest> request;
    // Pages or items there are in all, where the API says so; -1: it does not.
    qint64 totalPages = -1;
    qint64 totalItems = -1;
    // Why it goes no further although there seems to be more; a sentence.
    QString problem;
};

// Finds out how to ask for the page after this one. `queryParameters` are the names that the operation takes in its
// query. In this order: a Link header with rel="next" (RFC 8288); an address in the body ("next", "links/next"); a
// cursor in the body by its usual names ("next_cursor", "nextPageToken", …) and the parameter that takes it; "has_more"
// with "starting_after" and the id of the last item; a page number, ended by Clockify's Last-Page header, by a total or
// by a page that is not full; an offset. An address on another host is not followed: the key would go there.
[[nodiscard]] NextPage nextPage(const PageSeen &page, const QStringList &queryParameters);

// The value of a query parameter of an address, decoded; nothing when it has none.
[[nodiscard]] std::optional<QString> queryValue(const QByteArray &url, const QString &name);
// The address with that parameter set; all others stay byte for byte.
[[nodiscard]] QByteArray withQueryValue(const QByteArray &url, const QString &name, const QString &value);

} // namespace uw::openapi
