// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace uw::json {

// A place in a text as an editor shows it, both counted from 1.
struct TextPosition {
    int line = 1;   // "\n", "\r\n" and "\r" end a line
    int column = 1; // in characters (code points)

    bool operator==(const TextPosition &) const = default;
};

// The place of the byte at `offset` (0 to the size of the text). Reads the text up to there.
[[nodiscard]] TextPosition textPosition(QByteArrayView text, qint64 offset);

} // namespace uw::json
