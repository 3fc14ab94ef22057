// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/hextext.h"

namespace uw {

HexText::HexText(std::shared_ptr<const TextBytes> bytes)
    : m_bytes(std::move(bytes))
    , m_size((m_bytes->size() + bytesALine - 1) / bytesALine * lineLength)
{}

QByteArray HexText::line(QByteArrayView bytes, qint64 place)
{
    constexpr char digits[] = "0123456789abcdef";
    QByteArray text = QByteArray::number(place, 16).rightJustified(8, '0') + "  ";
    for (int i = 0; i < bytesALine; ++i) {
        if (i < bytes.size()) {
            const auto byte = static_cast<uchar>(bytes[i]);
            text += digits[byte >> 4];
            text += digits[byte & 15];
            text += ' ';
        } else {
            text += "   ";
        }
        if (i == bytesALine / 2 - 1)
            text += ' ';
    }
    text += " |";
    for (const char byte : bytes)
        text += byte >= 0x20 && byte < 0x7F ? byte : '.';
    text += '|';
    return text.leftJustified(lineLength - 1, ' ');
}

QByteArray HexText::read(qint64 offset, qint64 length) const
{
    const qint64 end = qMin(m_size, offset + length);
    if (offset < 0 || offset >= end)
        return {};
    const qint64 first = offset / lineLength;
    const qint64 count = (end + lineLength - 1) / lineLength - first;
    const QByteArray bytes = m_bytes->read(first * bytesALine, count * bytesALine);
    QByteArray text;
    text.reserve(count * lineLength);
    for (qint64 i = 0; i < count && i * bytesALine < bytes.size(); ++i) {
        const qint64 from = i * bytesALine;
        const qint64 there = qMin<qint64>(bytesALine, bytes.size() - from);
        text += line(QByteArrayView(bytes).sliced(from, there), (first + i) * bytesALine) + '\n';
    }
    return text.mid(offset - first * lineLength, end - offset);
}

} // namespace uw
