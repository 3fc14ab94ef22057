// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/urlquery.h"

namespace uw {

QList<std::pair<QByteArray, QByteArray>> queryItems(const QByteArray &url)
{
    QList<std::pair<QByteArray, QByteArray>> items;
    const qsizetype mark = url.indexOf('?');
    if (mark < 0)
        return items;
    const qsizetype fragment = url.indexOf('#', mark);
    const QByteArrayList pieces = url.mid(mark + 1, fragment < 0 ? -1 : fragment - mark - 1).split('&');
    for (QByteArray piece : pieces) {
        if (piece.isEmpty())
            continue;
        piece.replace('+', ' ');
        const qsizetype equals = piece.indexOf('=');
        items.append({QByteArray::fromPercentEncoding(equals < 0 ? piece : piece.left(equals)),
                      equals < 0 ? QByteArray() : QByteArray::fromPercentEncoding(piece.mid(equals + 1))});
    }
    return items;
}

} // namespace uw
