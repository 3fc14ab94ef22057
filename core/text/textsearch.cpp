// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/textsearch.h"

#include "core/base/limits.h"

#include <QByteArrayMatcher>

#include <algorithm>

namespace uw {

namespace {

constexpr qint64 pieceBytes = 1 * limits::mebibyte;
// Bytes of one UTF-16 unit in UTF-8 at most.
constexpr qint64 bytesAUnit = 4;

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

bool isContinuation(char byte)
{
    return (static_cast<uchar>(byte) & 0xC0) == 0x80;
}

} // namespace

TextSearch::TextSearch(std::shared_ptr<const TextBytes> text, const QString &wanted)
    : m_text(std::move(text))
    , m_wanted(wanted)
{
    if (isAscii(wanted))
        m_plain = wanted.toLatin1().toLower();
    m_overlap = m_plain.isEmpty() ? wanted.size() * bytesAUnit : m_plain.size() - 1;
}

bool TextSearch::step(QList<TextMatch> &found)
{
    const qint64 total = m_text->size();
    if (m_wanted.isEmpty() || m_position >= total)
        return false;
    const QByteArray piece = m_text->read(m_position, pieceBytes + m_overlap);
    if (piece.isEmpty()) {
        m_position = total;
        return false;
    }
    // What begins behind that is left to the next piece, which sees it whole.
    qint64 until = m_position + piece.size() >= total ? piece.size() : std::min<qint64>(piece.size(), pieceBytes);
    while (until > 1 && until < piece.size() && isContinuation(piece[until]))
        --until;
    const qint64 begin = m_position;
    m_position += until;
    if (m_plain.isEmpty())
        findFolded(piece, until, found);
    else
        findPlain(piece, until, found);
    // A match that reaches into the next piece is not looked into again.
    if (!found.isEmpty() && found.last().begin >= begin)
        m_position = std::max(m_position, found.last().begin + found.last().length);
    return m_position < total;
}

void TextSearch::findPlain(const QByteArray &piece, qint64 until, QList<TextMatch> &found)
{
    const qint64 begin = m_position - until;
    const QByteArray folded = piece.toLower();
    const QByteArrayMatcher matcher(m_plain);
    for (qsizetype at = matcher.indexIn(folded); at >= 0 && at < until;
         at = matcher.indexIn(folded, at + m_plain.size()))
        found.append({begin + at, m_plain.size()});
}

void TextSearch::findFolded(const QByteArray &piece, qint64 until, QList<TextMatch> &found)
{
    qint64 byte = m_position - until;
    const QString text = QString::fromUtf8(piece);
    qsizetype unit = 0;
    for (qsizetype at = text.indexOf(m_wanted, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(m_wanted, unit, Qt::CaseInsensitive)) {
        byte += QStringView(text).sliced(unit, at - unit).toUtf8().size();
        if (byte >= m_position)
            return;
        const qint64 length = QStringView(text).sliced(at, m_wanted.size()).toUtf8().size();
        found.append({byte, length});
        byte += length;
        unit = at + m_wanted.size();
    }
}

} // namespace uw
