// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/gatelimits.h"

#include <QByteArray>
#include <QByteArrayView>

namespace uw {

// Takes the framing off a chunked body (RFC 9112 section 7.1). Extensions and trailer fields are checked,
// bounded and dropped: nobody asked for them, and merged into the header they could forge it.
// A plain value; part of RequestFramer.
class ChunkedDecoder final {
public:
    enum class Status {
        NeedMore,
        Complete,
        // 400: a chunk size, line end or trailer field that is not as the RFC has it.
        Malformed,
        // 413: the body is larger than the limit.
        BodyTooLarge,
        // 431: extensions or trailer larger than the header may be.
        TrailerTooLarge,
    };

    // `fieldsLeft`: how many fields the trailer may have.
    void start(const FramingLimits &limits, int fieldsLeft);
    // Appends the decoded bytes to `body` and says in `taken` how many of `bytes` were used;
    // after Complete the rest belongs to the next request.
    Status feed(QByteArrayView bytes, QByteArray &body, qsizetype &taken);
    void setBodyLimit(qint64 bytes) { m_limits.bodyBytes = bytes; }

private:
    enum class Step { Size, Extension, SizeEnd, Data, DataCr, DataLf, TrailerLine, TrailerEnd };

    Status sizeByte(char byte);
    Status extensionByte(char byte);
    Status trailerByte(char byte);
    [[nodiscard]] bool countOverhead() { return ++m_overhead <= m_limits.headerBytes; }

    FramingLimits m_limits;
    Step m_step = Step::Size;
    int m_digits = 0;
    qint64 m_size = 0;
    // Bytes of the current chunk that are still to come.
    qint64 m_left = 0;
    // Bytes of extensions and trailer so far.
    qint64 m_overhead = 0;
    int m_fieldsLeft = 0;
    bool m_blankBeforeExtension = false;
    QByteArray m_line;
};

} // namespace uw
