// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/chunkeddecoder.h"

#include "core/listener/httpsyntax.h"

namespace uw {

namespace {

// Enough for any size below 2^60; more digits, leading zeros too, are nobody's honest chunk.
constexpr int maximumSizeDigits = 15;

} // namespace

void ChunkedDecoder::start(const FramingLimits &limits, int fieldsLeft)
{
    *this = ChunkedDecoder();
    m_limits = limits;
    m_fieldsLeft = fieldsLeft;
}

ChunkedDecoder::Status ChunkedDecoder::feed(QByteArrayView bytes, QByteArray &body, qsizetype &taken)
{
    taken = 0;
    while (taken < bytes.size()) {
        if (m_step == Step::Data) {
            const qsizetype part = qsizetype(qMin<qint64>(m_left, bytes.size() - taken));
            body.append(bytes.sliced(taken, part));
            taken += part;
            m_left -= part;
            if (m_left == 0)
                m_step = Step::DataCr;
            continue;
        }
        const char byte = bytes[taken++];
        Status status = Status::NeedMore;
        switch (m_step) {
        case Step::Size:
            status = sizeByte(byte);
            break;
        case Step::Extension:
            status = extensionByte(byte);
            break;
        case Step::SizeEnd:
            if (byte != '\n')
                return Status::Malformed;
            if (m_size > m_limits.bodyBytes - body.size())
                return Status::BodyTooLarge;
            m_left = m_size;
            m_step = m_size == 0 ? Step::TrailerLine : Step::Data;
            m_size = 0;
            m_digits = 0;
            m_blankBeforeExtension = false;
            break;
        case Step::DataCr:
            if (byte != '\r')
                return Status::Malformed;
            m_step = Step::DataLf;
            break;
        case Step::DataLf:
            if (byte != '\n')
                return Status::Malformed;
            m_step = Step::Size;
            break;
        case Step::TrailerLine:
        case Step::TrailerEnd:
            status = trailerByte(byte);
            break;
        case Step::Data:
            Q_UNREACHABLE();
        }
        if (status != Status::NeedMore)
            return status;
    }
    return Status::NeedMore;
}

// chunk-size [ BWS ";" … ] CRLF
ChunkedDecoder::Status ChunkedDecoder::sizeByte(char byte)
{
    const int digit = httpsyntax::hexDigit(byte);
    if (digit >= 0 && !m_blankBeforeExtension) {
        if (++m_digits > maximumSizeDigits)
            return Status::Malformed;
        m_size = m_size * 16 + digit;
        return Status::NeedMore;
    }
    if (m_digits == 0)
        return Status::Malformed;
    if (byte == '\r' && !m_blankBeforeExtension) {
        m_step = Step::SizeEnd;
        return Status::NeedMore;
    }
    if (byte == ';') {
        m_step = Step::Extension;
    } else if (byte == ' ' || byte == '\t') {
        m_blankBeforeExtension = true;
    } else {
        return Status::Malformed;
    }
    return countOverhead() ? Status::NeedMore : Status::TrailerTooLarge;
}

ChunkedDecoder::Status ChunkedDecoder::extensionByte(char byte)
{
    if (byte == '\r') {
        m_step = Step::SizeEnd;
        return Status::NeedMore;
    }
    if (!httpsyntax::isFieldByte(byte))
        return Status::Malformed;
    return countOverhead() ? Status::NeedMore : Status::TrailerTooLarge;
}

ChunkedDecoder::Status ChunkedDecoder::trailerByte(char byte)
{
    if (!countOverhead())
        return Status::TrailerTooLarge;
    if (m_step == Step::TrailerLine) {
        if (byte == '\r')
            m_step = Step::TrailerEnd;
        else if (httpsyntax::isFieldByte(byte))
            m_line.append(byte);
        else
            return Status::Malformed;
        return Status::NeedMore;
    }
    if (byte != '\n')
        return Status::Malformed;
    if (m_line.isEmpty())
        return Status::Complete;
    if (--m_fieldsLeft < 0)
        return Status::TrailerTooLarge;
    const qsizetype colon = m_line.indexOf(':');
    if (colon <= 0 || !httpsyntax::isToken(QByteArrayView(m_line).first(colon)))
        return Status::Malformed;
    m_line.clear();
    m_step = Step::TrailerLine;
    return Status::NeedMore;
}

} // namespace uw
