// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/reader.h"
#include "core/json/textbuffer.h"

namespace uw::json {

// Lays JSON text out anew a part at a time: what prettyPrint() does at once, for texts whose result is not held in
// memory. On one thread; text and limits must outlive it.
class PrettyStream final {
public:
    enum class State : quint8 { More, Done, Failed };

    PrettyStream(QByteArrayView text, const ParseLimits &limits, Indent indent = Indent::Two);

    // Makes room for a result of that many bytes at once.
    void reserve(qsizetype bytes) { m_result.reserve(bytes); }
    // Goes on until there are about `bytes` of laid-out text.
    State step(qsizetype bytes);
    // The text laid out since it was taken last.
    [[nodiscard]] QByteArray take() { return m_result.take(); }
    // How much of the text is read, in bytes.
    [[nodiscard]] qint64 position() const { return m_reader.token().offset(); }

    // Ends the work with an error at the place where it is; `message` is a sentence without the place.
    State refuse(ErrorCode code, const QString &message);
    // Only after Failed.
    [[nodiscard]] const Error &error() const { return m_reader.error(); }

private:
    void write(Reader::Event event);
    void breakLine(int depth);

    Reader m_reader;
    int m_indent;
    TextBuffer m_result;
    Reader::Event m_last = Reader::Event::End; // none yet
};

} // namespace uw::json
