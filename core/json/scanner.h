// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

namespace uw::json {

// Cuts strict JSON text (RFC 8259) into tokens without copying: the ground that Reader
// stands on. Checks the spelling of each token, UTF-8 included, not their order. A short-lived
// helper on one thread; the text must outlive it.
class Scanner final {
public:
    enum class Token : quint8 {
        End, // of the text
        BeginObject,
        EndObject,
        BeginArray,
        EndArray,
        Colon,
        Comma,
        String,
        Number,
        True,
        False,
        Null,
        Invalid, // see problem(); the scanner goes no further
    };
    enum class Problem : quint8 {
        None,
        UnexpectedByte,
        ControlCharacter,
        BadEscape,
        BadUtf8,
        BadNumber,
        LeadingZero,
        BadWord,
        UnterminatedString,
    };

    // A UTF-8 byte order mark at the start is skipped.
    explicit Scanner(QByteArrayView text);

    // Skips white space and reads the next token.
    Token next();

    // The token's bytes, the quotes of a string included.
    [[nodiscard]] const char *begin() const { return m_begin; }
    [[nodiscard]] const char *end() const { return m_position; }
    // Whether the string just read holds a backslash.
    [[nodiscard]] bool hasEscapes() const { return m_hasEscapes; }
    // Whether the number just read has neither fraction nor exponent.
    [[nodiscard]] bool isInteger() const { return m_isInteger; }

    [[nodiscard]] Problem problem() const { return m_problem; }
    [[nodiscard]] QString problemText() const;
    // Where the last token begins, or where the problem is, in bytes from the start of the text.
    [[nodiscard]] qint64 offset() const { return (m_problem == Problem::None ? m_begin : m_position) - m_text; }
    [[nodiscard]] qint64 offsetOf(const char *position) const { return position - m_text; }

private:
    Token fail(Problem problem, const char *position);
    Token word(const char *spelling, qsizetype length, Token token);
    Token number();
    Token string();
    bool digits();
    bool escape();

    const char *m_text;
    const char *m_position;
    const char *m_end;
    const char *m_begin;
    Problem m_problem = Problem::None;
    bool m_hasEscapes = false;
    bool m_isInteger = false;
};

} // namespace uw::json
