// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/textposition.h"

namespace uw::json {

TextPosition textPosition(QByteArrayView text, qint64 offset)
{
    TextPosition position;
    const QByteArrayView before = text.first(std::min<qint64>(offset, text.size()));
    qint64 i = before.startsWith("\xEF\xBB\xBF") ? 3 : 0;
    for (; i < before.size(); ++i) {
        const char c = before[i];
        if (c == '\n' || (c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) {
            ++position.line;
            position.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) { // the bytes within a character do not count
            ++position.column;
        }
    }
    return position;
}

} // namespace uw::json
