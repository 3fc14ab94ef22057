// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <optional>

namespace uw::json {

// Cuts text that wants to be JSON into coloured pieces, for an editor that highlights while one types:
// never fails, broken text gives Invalid tokens and goes on. Takes a line at a time; a string that is
// still open at its end can be carried on into the next piece by state(). Checks spelling, not order:
// whether the whole is JSON says parse(). A short-lived helper on one thread; the text must outlive it.
class Tokenizer final {
public:
    enum class Kind : quint8 {
        Brace,   // { or }
        Bracket, // [ or ]
        Colon,
        Comma,
        Name, // a string that a colon follows
        String,
        Number,
        Keyword, // true, false, null
        Invalid,
    };
    struct Token {
        Kind kind;
        qsizetype begin;  // in UTF-16 units from the start of the text
        qsizetype length; // at least 1; the quotes of a string included

        bool operator==(const Token &) const = default;
    };
    // What is still open where a text ends. Fits the int that QSyntaxHighlighter keeps for a block.
    enum class State : qint8 {
        Between = 0,
        InString = 1,
        AfterBackslash = 2,
    };

    explicit Tokenizer(QStringView text, State state = State::Between) : m_text(text), m_state(state) {}

    // The next token, or nothing at the end of the text. A string with a control character or an unknown
    // escape is Invalid as a whole; one that the text's end leaves open is a String.
    std::optional<Token> next();
    // At the end: whether a string is open. JSON strings end with their line, so a reader of whole lines
    // starts the next one with Between and a reader of arbitrary pieces hands this on.
    [[nodiscard]] State state() const { return m_state; }

private:
    Token string(qsizetype begin);
    Token word();
    [[nodiscard]] qsizetype escapeLength() const;
    [[nodiscard]] bool colonFollows() const;
    [[nodiscard]] Token token(Kind kind, qsizetype begin) const { return {kind, begin, m_position - begin}; }
    [[nodiscard]] char16_t at(qsizetype position) const
    {
        return position < m_text.size() ? m_text[position].unicode() : u'\0';
    }

    QStringView m_text;
    qsizetype m_position = 0;
    State m_state;
};

} // namespace uw::json
