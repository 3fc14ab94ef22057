// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headerlist.h"

namespace uw {

// One link of a Link header field (RFC 8288).
struct WebLink {
    // As written between the angle brackets; may be relative.
    QByteArray target;
    // The relations, in lower case.
    QList<QByteArray> relations;
};

// The links of all Link fields, in their order, at most 100. What is not well-formed is left out.
[[nodiscard]] QList<WebLink> linksOf(const HeaderList &headers);
// The target of the first link of that relation ("next"), or nothing.
[[nodiscard]] QByteArray linkTarget(const HeaderList &headers, const QByteArray &relation);

} // namespace uw
