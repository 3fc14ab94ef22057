// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/textbytes.h"

#include <QList>
#include <QMutex>

#include <memory>

namespace uw {

// One line as it is shown: a line of the text, or a piece of one that is too long to be shown whole.
struct ShownLine {
    // In bytes; the line feed is not part of it.
    qint64 begin = 0;
    qint64 end = 0;
    // Of the line that it belongs to, from 1.
    qint64 number = 1;
    // It goes on with the line before.
    bool isContinued = false;

    bool operator==(const ShownLine &) const = default;
};

// Where the lines of a long text begin. Keeps every 64th one only (a quarter of a byte a line) and finds the others by
// reading. One thread advances it, every thread asks; shared by who shows the text.
class LineIndex final {
public:
    // Lines of more than `longest` bytes (at least 8) are cut, never within a UTF-8 character.
    LineIndex(std::shared_ptr<const TextBytes> text, int longest);
    // For a text whose lines are all of `length` bytes with the line feed: nothing has to be read.
    [[nodiscard]] static std::shared_ptr<LineIndex> ofEqualLines(std::shared_ptr<const TextBytes> text, int length);

    // Reads on, about `bytes` more, and at most to what there is of the text. `isWhole`: nothing will be added to it, so
    // that its end is the end of the last line. False once that end is reached.
    bool advance(qint64 bytes, bool isWhole);

    [[nodiscard]] qint64 count() const;
    // The lines that the text would have by what is read of it, for a scroll bar that jumps little.
    [[nodiscard]] qint64 bytesRead() const;
    [[nodiscard]] QList<ShownLine> lines(qint64 first, qint64 count) const;
    // The line that holds the byte at `offset`, or the nearest before it; -1 without lines.
    [[nodiscard]] qint64 lineAt(qint64 offset) const;

private:
    struct Cut {
        qint64 begin = 0;
        qint64 number = 1;
        bool isContinued = false;
    };
    struct Snapshot {
        QList<Cut> marks;
        qint64 count = 0;
        bool isWhole = false;
    };

    [[nodiscard]] qint64 cut(Cut &at, QByteArrayView piece, qint64 pieceBegin, bool isEnd, qint64 most,
                             QList<ShownLine> &lines) const;
    [[nodiscard]] Cut markBefore(qint64 line, bool *isWhole) const;

    const std::shared_ptr<const TextBytes> m_text;
    const int m_longest;
    int m_equalLength = 0;
    mutable QMutex m_mutex;
    Snapshot m_state;
    // The next line begins there. Only advance() uses it.
    Cut m_next;
    qint64 m_read = 0;
};

} // namespace uw
