// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/requestview.h"

namespace uw {

// One way in which the sender may see the address of this request otherwise than we do.
struct UrlVariant {
    QByteArray url;
    // What is different, to follow "the sender signed …".
    QString description;
};

// The URL with ":443" or ":80" where its scheme's port is not written, without it where it is; empty when it has
// another port or is no http URL.
[[nodiscard]] QByteArray urlWithOtherPort(QByteArrayView url);

// The usual mistakes about a public URL, most likely first, without repeats and without the URLs that were tried
// already: scheme, port, the hosts that the request itself names, a slash at the end, the query left out.
[[nodiscard]] QList<UrlVariant> urlVariants(const RequestView &request);

} // namespace uw
