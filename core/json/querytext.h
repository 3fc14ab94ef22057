// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <optional>
#include <string>
#include <string_view>

namespace uw::json {

// Where and why a query, a binding or a pattern is not valid.
struct QueryFault {
    qint64 offset = 0; // in bytes of the UTF-8 text, from 0
    int column = 1;    // in characters (code points), from 1
    QString message;   // a sentence without the place

    [[nodiscard]] QString text() const; // "Column 7: <message>"
};

// The cursor that the parsers of JSONPath and of bindings share: blanks, names, numbers and strings as RFC 9535
// spells them. Remembers the first fault; after it every reader gives nothing. One thread, lives as long as a parse;
// the text must outlive it.
class QueryText final {
public:
    explicit QueryText(std::string_view text) : m_text(text) {}

    [[nodiscard]] std::size_t position() const { return m_position; }
    void setPosition(std::size_t position) { m_position = position; }
    [[nodiscard]] bool atEnd() const { return m_position >= m_text.size(); }
    // The byte `ahead` of the cursor; 0 behind the end (a text that holds 0 is refused by checkEncoding()).
    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return m_position + ahead < m_text.size() ? m_text[m_position + ahead] : '\0';
    }
    [[nodiscard]] bool follows(std::string_view word) const { return m_text.substr(m_position).starts_with(word); }
    [[nodiscard]] std::string_view between(std::size_t from, std::size_t to) const
    {
        return m_text.substr(from, to - from);
    }
    void advance(std::size_t bytes = 1) { m_position += bytes; }
    bool accept(char c);
    bool accept(std::string_view word);
    // Space, tab, line feed, carriage return (RFC 9535, section 2.1.1).
    void skipBlanks();

    // Refuses what is not UTF-8 and what is longer than `maximumBytes`. True when the text may be read.
    bool checkEncoding(std::size_t maximumBytes);

    // A name as it stands after a dot (member-name-shorthand). Nothing when none stands here, without a fault.
    std::optional<std::string> memberName();
    // A function's or a filter's name: lower-case letters, then also digits and "_". Empty when none stands here.
    std::string_view functionName();
    [[nodiscard]] bool atNumber() const { return peek() == '-' || (peek() >= '0' && peek() <= '9'); }
    // An integer within ±(2^53 - 1), without leading zeros, not "-0".
    std::optional<qint64> integer();
    // A number as in JSON.
    std::optional<Value> number();
    [[nodiscard]] bool atString() const { return peek() == '"' || peek() == '\''; }
    // A string in either kind of quotes, its escapes resolved.
    std::optional<std::string> string();

    // Notes a fault at `offset` unless there is one.
    void fail(std::size_t offset, const QString &message);
    void fail(const QString &message) { fail(m_position, message); }
    [[nodiscard]] bool failed() const { return m_fault.has_value(); }
    [[nodiscard]] const std::optional<QueryFault> &fault() const { return m_fault; }
    // What stands at the cursor, for a message: a character in quotes, or "the end".
    [[nodiscard]] QString here() const;

private:
    bool escape(std::string &text, char quote);
    std::optional<unsigned> hexUnit();
    bool unicodeEscape(std::string &text);

    std::string_view m_text;
    std::size_t m_position = 0;
    std::optional<QueryFault> m_fault;
};

} // namespace uw::json
