// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/tokenizer.h"
#include "core/text/lineindex.h"

#include <QString>
#include <QTextLayout>

#include <memory>
#include <vector>

namespace uw::ui {

// One shown line of a long text: its characters, and which bytes they are. What is no UTF-8 is shown as a replacement
// character, what cannot be seen as its picture. Plain value of the GUI thread.
class LongTextRow final {
public:
    LongTextRow() = default;
    LongTextRow(const ShownLine &line, QByteArrayView bytes);

    [[nodiscard]] const ShownLine &line() const { return m_line; }
    [[nodiscard]] const QString &text() const { return m_text; }
    // The place in the text of the UTF-16 unit `unit`, 0 to the length.
    [[nodiscard]] qint64 offsetOf(qsizetype unit) const;
    // The unit that holds the byte at `offset`, the nearest end for one outside.
    [[nodiscard]] int unitOf(qint64 offset) const;

    // What a string was open as where the line begins and ends; for colours.
    json::Tokenizer::State begins = json::Tokenizer::State::Between;
    json::Tokenizer::State ends = json::Tokenizer::State::Between;
    // Made when it is painted.
    std::shared_ptr<QTextLayout> layout;

private:
    ShownLine m_line;
    QString m_text;
    // Bytes from the line's begin by unit; empty where both are the same (ASCII).
    std::vector<int> m_bytes;
};

} // namespace uw::ui
