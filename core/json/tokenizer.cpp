// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/tokenizer.h"

#include <algorithm>

namespace uw::json {

namespace {

bool isSpace(char16_t c)
{
    return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r';
}

bool isDigit(char16_t c)
{
    return c >= u'0' && c <= u'9';
}

bool isHexDigit(char16_t c)
{
    return isDigit(c) || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

// What ends a run of characters that belong together, such as a misspelt word.
bool isDelimiter(char16_t c)
{
    return isSpace(c) || QStringView(u"{}[]:,\"").contains(QChar(c));
}

// RFC 8259, section 6.
bool isNumber(QStringView text)
{
    qsizetype i = text.startsWith(u'-') ? 1 : 0;
    const auto digits = [&text, &i] {
        const qsizetype first = i;
        while (i < text.size() && isDigit(text[i].unicode()))
            ++i;
        return i - first;
    };
    const bool leadingZero = i < text.size() && text[i] == u'0';
    const qsizetype integer = digits();
    if (integer == 0 || (leadingZero && integer > 1))
        return false;
    if (i < text.size() && text[i] == u'.') {
        ++i;
        if (digits() == 0)
            return false;
    }
    if (i < text.size() && (text[i] == u'e' || text[i] == u'E')) {
        ++i;
        if (i < text.size() && (text[i] == u'+' || text[i] == u'-'))
            ++i;
        if (digits() == 0)
            return false;
    }
    return i == text.size();
}

} // namespace

std::optional<Tokenizer::Token> Tokenizer::next()
{
    if (m_state != State::Between && m_position < m_text.size())
        return string(m_position);
    while (m_position < m_text.size() && isSpace(at(m_position)))
        ++m_position;
    if (m_position == m_text.size())
        return std::nullopt;
    const qsizetype begin = m_position;
    switch (at(begin)) {
    case u'{':
    case u'}':
        ++m_position;
        return token(Kind::Brace, begin);
    case u'[':
    case u']':
        ++m_position;
        return token(Kind::Bracket, begin);
    case u':':
        ++m_position;
        return token(Kind::Colon, begin);
    case u',':
        ++m_position;
        return token(Kind::Comma, begin);
    case u'"':
        ++m_position;
        m_state = State::InString;
        return string(begin);
    default:
        return word();
    }
}

// Reads on inside a string up to its closing quote or the end of the text.
Tokenizer::Token Tokenizer::string(qsizetype begin)
{
    Kind kind = Kind::String;
    if (m_state == State::AfterBackslash) {
        ++m_position;
        m_state = State::InString;
    }
    while (m_position < m_text.size()) {
        const char16_t c = at(m_position);
        if (c == u'"') {
            ++m_position;
            m_state = State::Between;
            if (kind == Kind::String && colonFollows())
                kind = Kind::Name;
            return token(kind, begin);
        }
        if (c != u'\\') {
            if (c < u' ')
                kind = Kind::Invalid;
            ++m_position;
            continue;
        }
        if (m_position + 1 == m_text.size()) {
            ++m_position;
            m_state = State::AfterBackslash;
            break;
        }
        const qsizetype length = escapeLength();
        if (length == 0)
            kind = Kind::Invalid;
        m_position += std::max<qsizetype>(length, 2);
    }
    return token(kind, begin);
}

// Of the escape at the position, at least two characters from the end; 0 when JSON does not know it.
qsizetype Tokenizer::escapeLength() const
{
    const char16_t kind = at(m_position + 1);
    if (kind != u'u')
        return QStringView(u"\"\\/bfnrt").contains(QChar(kind)) ? 2 : 0;
    for (qsizetype i = m_position + 2; i < m_position + 6; ++i) {
        if (!isHexDigit(at(i)))
            return 0;
    }
    return 6;
}

bool Tokenizer::colonFollows() const
{
    qsizetype position = m_position;
    while (position < m_text.size() && isSpace(at(position)))
        ++position;
    return at(position) == u':';
}

Tokenizer::Token Tokenizer::word()
{
    const qsizetype begin = m_position;
    while (m_position < m_text.size() && !isDelimiter(at(m_position)))
        ++m_position;
    const QStringView word = m_text.sliced(begin, m_position - begin);
    if (word == u"true" || word == u"false" || word == u"null")
        return token(Kind::Keyword, begin);
    return token(isNumber(word) ? Kind::Number : Kind::Invalid, begin);
}

} // namespace uw::json
