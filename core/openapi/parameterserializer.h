// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/operation.h"

#include <QByteArray>

namespace uw::openapi {

// How nested values of a deepObject are written, which the specification leaves open and servers want in one of these ways.
enum class NestedStyle {
    // a[b][c]=1&a[l][0]=x: qs, PHP, Stripe. The default.
    BracketsIndexed,
    // a[b][c]=1&a[l][]=x: Rails, PHP.
    BracketsEmpty,
    // a[b][c]=1&a[l]=x&a[l]=y
    BracketsRepeated,
    // a.b.c=1&a.l[0]=x: ASP.NET, Spring.
    DotsIndexed,
    // a.b.c=1&a.l=x&a.l=y
    DotsRepeated,
    // a={"b":{"c":1},"l":["x"]}
    Json,
};

// As it is kept with a document: "brackets-indexed", …; the default for an unknown word.
[[nodiscard]] QString nestedStyleWord(NestedStyle style);
[[nodiscard]] NestedStyle nestedStyleOf(QStringView word);
// Every way, in the order to offer them in.
[[nodiscard]] QList<NestedStyle> nestedStyles();

// A parameter's value as it stands in its place: a piece of the path ("blue", ";color=blue"), of the query or of the
// Cookie header ("color=blue&color=black", without a leading mark), or a header's value. By the tables of OpenAPI
// 3.2.0 section 4.12.9, percent-encoded but in headers and in cookies of style "cookie".
// The formats of Swagger 2.0 are styles too: `tabDelimited`, and those with a delimiter in paths and headers.
// Null is the tables' undefined value. Empty arrays and objects give nothing at all, as in RFC 6570 section 3.2.1.
// What the specification leaves open: null among elements is left out, elements that are arrays or objects are
// written as JSON (arrays of Swagger 2.0 by their own collectionFormat), nested values of deepObject by `nesting`,
// numbers as in JSON.
[[nodiscard]] QByteArray serializeParameter(const Parameter &parameter, const json::Value &value,
                                            NestedStyle nesting = NestedStyle::BracketsIndexed);

// A value as text: a string as it is, null as nothing, anything else as JSON.
[[nodiscard]] QByteArray plainText(const json::Value &value);

} // namespace uw::openapi
