// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/longtextrow.h"

#include "core/json/utf8.h"

#include <algorithm>

namespace uw::ui {

namespace {

// The first of the pictures that Unicode has for control characters.
constexpr char16_t controlPictures = 0x2400;
constexpr char16_t deletePicture = 0x2421;
constexpr char16_t newlinePicture = 0x2424;

QChar shown(char byte)
{
    const auto code = static_cast<uchar>(byte);
    if (code == '\t' || (code >= 0x20 && code < 0x7F))
        return QChar(char16_t(code));
    return code == 0x7F ? QChar(deletePicture) : QChar(char16_t(controlPictures + code));
}

} // namespace

LongTextRow::LongTextRow(const ShownLine &line, QByteArrayView bytes) : m_line(line)
{
    if (bytes.endsWith('\r'))
        bytes.chop(1);
    m_text.reserve(bytes.size());
    const bool isAscii = std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<uchar>(c) < 0x80; });
    if (isAscii) {
        for (const char byte : bytes)
            m_text += shown(byte);
        return;
    }
    const char *const end = bytes.data() + bytes.size();
    for (const char *at = bytes.data(); at != end;) {
        const auto place = int(at - bytes.data());
        const std::ptrdiff_t length = static_cast<uchar>(*at) < 0x80 ? 1 : json::utf8SequenceLength(at, end);
        if (length == 1)
            m_text += shown(*at);
        else if (length == 0)
            m_text += QChar(QChar::ReplacementCharacter);
        else
            m_text += QString::fromUtf8(at, length);
        // A layout would begin another line there.
        if (m_text.back() == QChar::LineSeparator || m_text.back() == QChar::ParagraphSeparator)
            m_text.back() = QChar(newlinePicture);
        m_bytes.resize(size_t(m_text.size()), place);
        at += std::max<std::ptrdiff_t>(length, 1);
    }
    m_bytes.push_back(int(bytes.size()));
}

qint64 LongTextRow::offsetOf(qsizetype unit) const
{
    unit = std::clamp<qsizetype>(unit, 0, m_text.size());
    return m_line.begin + (m_bytes.empty() ? unit : m_bytes[size_t(unit)]);
}

int LongTextRow::unitOf(qint64 offset) const
{
    const qint64 place = std::clamp<qint64>(offset - m_line.begin, 0, m_line.end - m_line.begin);
    if (m_bytes.empty())
        return int(std::min<qint64>(place, m_text.size()));
    const auto found = std::lower_bound(m_bytes.begin(), m_bytes.end(), int(place));
    return int(std::min<qint64>(found - m_bytes.begin(), m_text.size()));
}

} // namespace uw::ui
