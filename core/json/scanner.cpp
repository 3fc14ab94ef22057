// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/scanner.h"

#include "core/json/plainrun.h"
#include "core/json/utf8.h"

#include <cstring>

namespace uw::json {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isWordCharacter(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

} // namespace

Scanner::Scanner(QByteArrayView text)
    : m_text(text.data())
    , m_position(m_text)
    , m_end(m_text + text.size())
    , m_begin(m_text)
{
    if (text.startsWith("\xEF\xBB\xBF"))
        m_position += 3;
}

Scanner::Token Scanner::next()
{
    if (m_problem != Problem::None)
        return Token::Invalid;
    while (m_position != m_end
           && (*m_position == ' ' || *m_position == '\n' || *m_position == '\r' || *m_position == '\t'))
        ++m_position;
    m_begin = m_position;
    if (m_position == m_end)
        return Token::End;
    switch (*m_position) {
    case '{':
        ++m_position;
        return Token::BeginObject;
    case '}':
        ++m_position;
        return Token::EndObject;
    case '[':
        ++m_position;
        return Token::BeginArray;
    case ']':
        ++m_position;
        return Token::EndArray;
    case ':':
        ++m_position;
        return Token::Colon;
    case ',':
        ++m_position;
        return Token::Comma;
    case '"':
        return string();
    case 't':
        return word("true", 4, Token::True);
    case 'f':
        return word("false", 5, Token::False);
    case 'n':
        return word("null", 4, Token::Null);
    default:
        if (*m_position == '-' || isDigit(*m_position))
            return number();
        return fail(isWordCharacter(*m_position) ? Problem::BadWord : Problem::UnexpectedByte, m_position);
    }
}

Scanner::Token Scanner::fail(Problem problem, const char *position)
{
    m_problem = problem;
    m_position = position;
    return Token::Invalid;
}

Scanner::Token Scanner::word(const char *spelling, qsizetype length, Token token)
{
    if (m_end - m_position < length || std::memcmp(m_position, spelling, std::size_t(length)) != 0)
        return fail(Problem::BadWord, m_begin);
    m_position += length;
    if (m_position != m_end && isWordCharacter(*m_position))
        return fail(Problem::BadWord, m_begin);
    return token;
}

bool Scanner::digits()
{
    const char *first = m_position;
    while (m_position != m_end && isDigit(*m_position))
        ++m_position;
    return m_position != first;
}

Scanner::Token Scanner::number()
{
    m_isInteger = true;
    if (*m_position == '-')
        ++m_position;
    const char *integer = m_position;
    if (!digits())
        return fail(Problem::BadNumber, m_begin);
    if (*integer == '0' && m_position - integer > 1)
        return fail(Problem::LeadingZero, m_begin);
    if (m_position != m_end && *m_position == '.') {
        m_isInteger = false;
        ++m_position;
        if (!digits())
            return fail(Problem::BadNumber, m_begin);
    }
    if (m_position != m_end && (*m_position == 'e' || *m_position == 'E')) {
        m_isInteger = false;
        ++m_position;
        if (m_position != m_end && (*m_position == '+' || *m_position == '-'))
            ++m_position;
        if (!digits())
            return fail(Problem::BadNumber, m_begin);
    }
    if (m_position != m_end && (isWordCharacter(*m_position) || *m_position == '.'))
        return fail(Problem::BadNumber, m_begin);
    return Token::Number;
}

Scanner::Token Scanner::string()
{
    m_hasEscapes = false;
    ++m_position;
    for (;;) {
        m_position = skipPlain(m_position, m_end);
        if (m_position == m_end)
            return fail(Problem::UnterminatedString, m_begin);
        const auto c = static_cast<unsigned char>(*m_position);
        if (c == '"') {
            ++m_position;
            return Token::String;
        }
        if (c < 0x20)
            return fail(Problem::ControlCharacter, m_position);
        if (c == '\\' && !escape())
            return fail(Problem::BadEscape, m_position);
        if (c >= 0x80) {
            const std::ptrdiff_t length = utf8SequenceLength(m_position, m_end);
            if (length == 0)
                return fail(Problem::BadUtf8, m_position);
            m_position += length;
        }
    }
}

bool Scanner::escape()
{
    m_hasEscapes = true;
    if (m_end - m_position < 2)
        return false;
    const char kind = m_position[1];
    if (kind != 'u') {
        if (std::memchr("\"\\/bfnrt", kind, 8) == nullptr)
            return false;
        m_position += 2;
        return true;
    }
    if (m_end - m_position < 6)
        return false;
    for (int i = 2; i < 6; ++i) {
        if (!isHexDigit(m_position[i]))
            return false;
    }
    m_position += 6;
    return true;
}

QString Scanner::problemText() const
{
    switch (m_problem) {
    case Problem::None:
        return {};
    case Problem::UnexpectedByte:
        return QStringLiteral("this character does not begin a JSON value; text must stand in double quotes");
    case Problem::ControlCharacter:
        return QStringLiteral(
            "a control character or line break stands in a string; write it as an escape such as \\n");
    case Problem::BadEscape:
        return QStringLiteral(
            "unknown escape in a string; JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits");
    case Problem::BadUtf8:
        return QStringLiteral("a byte here is not valid UTF-8; save the text as UTF-8");
    case Problem::BadNumber:
        return QStringLiteral("this is not a JSON number; write it like 12, -0.5 or 1e3");
    case Problem::LeadingZero:
        return QStringLiteral("a number must not begin with a superfluous 0");
    case Problem::BadWord:
        return QStringLiteral("unknown word; JSON knows true, false and null, other text needs double quotes");
    case Problem::UnterminatedString:
        return QStringLiteral("the string that begins here has no closing quote");
    }
    Q_UNREACHABLE();
}

} // namespace uw::json
