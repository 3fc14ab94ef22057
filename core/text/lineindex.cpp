// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/lineindex.h"

#include "core/base/limits.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace uw {

namespace {

constexpr qint64 linesAMark = 64;
constexpr qint64 readAtOnce = 256 * limits::kibibyte;
constexpr qint64 noBound = std::numeric_limits<qint64>::max();

bool isContinuation(char byte)
{
    return (static_cast<uchar>(byte) & 0xC0) == 0x80;
}

// Where a line that is too long is cut: at `at`, or up to three bytes before when that is within a character.
qint64 characterStart(QByteArrayView piece, qint64 at)
{
    qint64 start = at;
    while (start > 0 && at - start < 3 && isContinuation(piece[start]))
        --start;
    return isContinuation(piece[start]) ? at : start;
}

} // namespace

LineIndex::LineIndex(std::shared_ptr<const TextBytes> text, int longest)
    : m_text(std::move(text))
    , m_longest(std::max(longest, 8))
{}

std::shared_ptr<LineIndex> LineIndex::ofEqualLines(std::shared_ptr<const TextBytes> text, int length)
{
    auto index = std::make_shared<LineIndex>(std::move(text), length);
    index->m_equalLength = length;
    return index;
}

// Cuts the lines of `piece`, which begins at `pieceBegin` in the text, from `at` on; `isEnd`: the text ends with it.
// Returns how many lines were cut, at most `most`; `at` is then where the next one begins.
qint64 LineIndex::cut(Cut &at, QByteArrayView piece, qint64 pieceBegin, bool isEnd, qint64 most,
                      QList<ShownLine> &lines) const
{
    qint64 done = 0;
    while (done < most) {
        const qint64 from = at.begin - pieceBegin;
        const qint64 left = piece.size() - from;
        if (left <= 0)
            break;
        // One more, for the line feed after a line that is just as long as may be.
        const qint64 looked = std::min<qint64>(left, m_longest + 1);
        const void *feed = std::memchr(piece.data() + from, '\n', size_t(looked));
        qint64 length = left;
        const bool endsLine = feed != nullptr;
        if (feed)
            length = static_cast<const char *>(feed) - piece.data() - from;
        else if (left > m_longest)
            length = characterStart(piece, from + m_longest) - from;
        else if (!isEnd)
            break;
        lines.append({at.begin, at.begin + length, at.number, at.isContinued});
        at.begin += length + (endsLine ? 1 : 0);
        at.number += endsLine ? 1 : 0;
        at.isContinued = !endsLine;
        ++done;
    }
    return done;
}

bool LineIndex::advance(qint64 bytes, bool isWhole)
{
    const qint64 total = m_text->size();
    if (m_equalLength > 0) {
        const QMutexLocker lock(&m_mutex);
        m_read = total;
        m_state.count = (total + m_equalLength - 1) / m_equalLength;
        m_state.isWhole = isWhole;
        return false;
    }
    const qint64 goal = std::min(total, m_next.begin + std::max(bytes, readAtOnce));
    QList<ShownLine> lines;
    QList<Cut> marks;
    qint64 count = m_state.count;
    while (m_next.begin < goal) {
        const QByteArray piece = m_text->read(m_next.begin, readAtOnce + m_longest);
        const qint64 pieceBegin = m_next.begin;
        const bool isEnd = isWhole && pieceBegin + piece.size() >= total;
        lines.clear();
        Cut first = m_next;
        const qint64 done = cut(m_next, piece, pieceBegin, isEnd, noBound, lines);
        for (const ShownLine &line : std::as_const(lines)) {
            if (count++ % linesAMark == 0)
                marks.append({line.begin, line.number, line.isContinued});
        }
        if (done == 0 || m_next.begin == first.begin)
            break;
    }
    const QMutexLocker lock(&m_mutex);
    m_state.marks += marks;
    m_state.count = count;
    m_read = m_next.begin;
    const bool isDone = isWhole && m_next.begin >= total;
    m_state.isWhole = m_state.isWhole || isDone;
    return !isDone && m_next.begin < total;
}

qint64 LineIndex::count() const
{
    const QMutexLocker lock(&m_mutex);
    return m_state.count;
}

qint64 LineIndex::bytesRead() const
{
    const QMutexLocker lock(&m_mutex);
    return m_read;
}

LineIndex::Cut LineIndex::markBefore(qint64 line, bool *isWhole) const
{
    const QMutexLocker lock(&m_mutex);
    *isWhole = m_state.isWhole;
    return m_state.marks.value(line / linesAMark);
}

QList<ShownLine> LineIndex::lines(qint64 first, qint64 wanted) const
{
    QList<ShownLine> found;
    const qint64 there = count();
    first = std::max<qint64>(first, 0);
    const qint64 last = std::min(there, first + wanted);
    if (first >= last)
        return found;
    if (m_equalLength > 0) {
        const qint64 total = m_text->size();
        for (qint64 line = first; line < last; ++line)
            found.append({line * m_equalLength, std::min(total, (line + 1) * m_equalLength - 1), line + 1, false});
        return found;
    }
    bool isWhole = false;
    Cut at = markBefore(first, &isWhole);
    qint64 skip = first % linesAMark;
    const qint64 total = m_text->size();
    while (found.size() < skip + last - first) {
        const qint64 begin = at.begin;
        const QByteArray piece = m_text->read(begin, std::max<qint64>(64 * limits::kibibyte, 2 * m_longest));
        const bool isEnd = isWhole && begin + piece.size() >= total;
        if (cut(at, piece, begin, isEnd, skip + last - first - found.size(), found) == 0)
            break;
    }
    return found.mid(std::min<qsizetype>(skip, found.size()));
}

qint64 LineIndex::lineAt(qint64 offset) const
{
    const qint64 there = count();
    if (there == 0)
        return -1;
    if (m_equalLength > 0)
        return std::clamp<qint64>(offset / m_equalLength, 0, there - 1);
    qint64 mark = 0;
    {
        const QMutexLocker lock(&m_mutex);
        const auto after = std::upper_bound(m_state.marks.cbegin(), m_state.marks.cend(), offset,
                                            [](qint64 value, const Cut &at) { return value < at.begin; });
        mark = std::max<qint64>(after - m_state.marks.cbegin() - 1, 0);
    }
    const QList<ShownLine> around = lines(mark * linesAMark, linesAMark);
    const auto after = std::upper_bound(around.cbegin(), around.cend(), offset,
                                        [](qint64 value, const ShownLine &line) { return value < line.begin; });
    return mark * linesAMark + std::max<qint64>(after - around.cbegin() - 1, 0);
}

} // namespace uw
