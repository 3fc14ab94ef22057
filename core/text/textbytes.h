// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace uw {

// A text too long to be held in one string: read in parts, by their place in bytes. Usable from every thread; shared
// by who reads it.
class TextBytes {
public:
    TextBytes() = default;
    virtual ~TextBytes() = default;
    Q_DISABLE_COPY_MOVE(TextBytes)

    // Bytes there are now; a text that is still being written grows and never shrinks.
    [[nodiscard]] virtual qint64 size() const = 0;
    // The bytes from `offset` on, at most `length`; fewer at the end, none when they cannot be read.
    [[nodiscard]] virtual QByteArray read(qint64 offset, qint64 length) const = 0;
};

} // namespace uw
