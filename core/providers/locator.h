// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/providers/requestview.h"

namespace uw {

// Where a value stands in a request, as one word of the provider table:
//   header:NAME    a header field
//   item:NAME      a "name=value" item of the header that holds the signature
//   body:POINTER   a member of the JSON body (RFC 6901); text, number or boolean
//   key:SUFFIX     the name of the first member of the JSON body that ends in SUFFIX ("" takes any)
//   form:NAME      a field of a form body
//   query:NAME     a parameter of the query, decoded
//   media:         the media type of the body, in lower case
//   method:        the method
// A plain value.
struct Locator {
    enum class Kind { None, Header, Item, Body, Key, Form, Query, Media, Method };

    Kind kind = Kind::None;
    QByteArray name;

    [[nodiscard]] bool isNone() const { return kind == Kind::None; }
    // As it stands in the table; for messages.
    [[nodiscard]] QString text() const;
    // "the header X-Signature", "the body's /event": for sentences.
    [[nodiscard]] QString description() const;

    bool operator==(const Locator &) const = default;
};

// InvalidInput for any other text.
[[nodiscard]] Result<Locator> parseLocator(const QString &text);

// The value, or nothing when it is not there or not a plain one. Of an Item nothing: the
// engine, which has read the header, answers those.
[[nodiscard]] std::optional<QByteArray> locate(const Locator &locator, const RequestView &request,
                                               QByteArrayView formField = {});
// The first of several that is there and not empty.
[[nodiscard]] std::optional<QByteArray> locateFirst(const QList<Locator> &locators, const RequestView &request,
                                                    QByteArrayView formField = {});

} // namespace uw
