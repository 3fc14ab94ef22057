// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/mediatype.h"

namespace uw::openapi {

QString essence(const QString &mediaType)
{
    return mediaType.section(QLatin1Char(';'), 0, 0).trimmed().toLower();
}

bool isJsonType(const QString &mediaType)
{
    const QString type = essence(mediaType);
    return type == u"application/json" || type == u"text/json" || type.endsWith(u"+json");
}

} // namespace uw::openapi
