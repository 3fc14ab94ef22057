// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/querytext.h"

#include "core/json/number.h"
#include "core/json/utf8.h"

#include <charconv>

using namespace Qt::StringLiterals;

namespace uw::json {

namespace {

// The integers that every reader of JSON holds exactly (RFC 7493, section 2.2).
constexpr qint64 largestInteger = (Q_INT64_C(1) << 53) - 1;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool beginsName(char c)
{
    return isLower(c) || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

} // namespace

QString QueryFault::text() const
{
    return u"Column %1: %2"_s.arg(column).arg(message);
}

bool QueryText::accept(char c)
{
    if (atEnd() || m_text[m_position] != c)
        return false;
    ++m_position;
    return true;
}

bool QueryText::accept(std::string_view word)
{
    if (!follows(word))
        return false;
    m_position += word.size();
    return true;
}

void QueryText::skipBlanks()
{
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')
        ++m_position;
}

bool QueryText::checkEncoding(std::size_t maximumBytes)
{
    if (m_text.size() > maximumBytes) {
        fail(0, u"This is longer than the %1 bytes that are read."_s.arg(maximumBytes));
        return false;
    }
    const char *const end = m_text.data() + m_text.size();
    for (const char *c = m_text.data(); c != end;) {
        const std::ptrdiff_t length = utf8SequenceLength(c, end);
        if (length == 0 || *c == '\0') {
            fail(static_cast<std::size_t>(c - m_text.data()),
                 length == 0 ? u"This is not UTF-8."_s : u"A text cannot hold the character U+0000; write \\u0000."_s);
            return false;
        }
        c += length;
    }
    return true;
}

std::optional<std::string> QueryText::memberName()
{
    if (atEnd() || !beginsName(peek()))
        return std::nullopt;
    const std::size_t start = m_position;
    while (!atEnd() && (beginsName(peek()) || isDigit(peek())))
        ++m_position;
    return std::string(between(start, m_position));
}

std::string_view QueryText::functionName()
{
    const std::size_t start = m_position;
    if (!isLower(peek()))
        return {};
    while (isLower(peek()) || isDigit(peek()) || peek() == '_')
        ++m_position;
    return between(start, m_position);
}

std::optional<qint64> QueryText::integer()
{
    const std::size_t start = m_position;
    accept('-');
    const std::size_t digits = m_position;
    while (isDigit(peek()))
        ++m_position;
    if (m_position == digits) {
        fail(start, u"A number needs at least one digit."_s);
        return std::nullopt;
    }
    if (m_text[digits] == '0' && m_position - start > 1) {
        fail(start, u"An index has neither leading zeros nor the form -0."_s);
        return std::nullopt;
    }
    qint64 value = 0;
    const std::from_chars_result read = std::from_chars(m_text.data() + start, m_text.data() + m_position, value);
    if (read.ec != std::errc() || value > largestInteger || value < -largestInteger) {
        fail(start, u"Indexes and steps lie between -9007199254740991 and 9007199254740991."_s);
        return std::nullopt;
    }
    return value;
}

std::optional<Value> QueryText::number()
{
    const std::size_t start = m_position;
    accept('-');
    const std::size_t digits = m_position;
    while (isDigit(peek()))
        ++m_position;
    if (m_position == digits || (m_text[digits] == '0' && m_position - digits > 1)) {
        fail(start,
             m_position == digits ? u"A number needs at least one digit."_s : u"A number has no leading zeros."_s);
        return std::nullopt;
    }
    bool isInteger = true;
    const auto digitsOf = [this, start](const QString &part) {
        const std::size_t first = m_position;
        while (isDigit(peek()))
            ++m_position;
        if (m_position == first)
            fail(start, u"The %1 of this number has no digit."_s.arg(part));
        return m_position != first;
    };
    if (accept('.')) {
        isInteger = false;
        if (!digitsOf(u"fraction"_s))
            return std::nullopt;
    }
    if (accept('e') || accept('E')) {
        isInteger = false;
        if (!accept('+'))
            accept('-');
        if (!digitsOf(u"exponent"_s))
            return std::nullopt;
    }
    std::optional<Value> value = readNumber(m_text.data() + start, m_text.data() + m_position, isInteger);
    if (!value)
        fail(start, u"This number is larger than any that can be held."_s);
    return value;
}

std::optional<std::string> QueryText::string()
{
    const std::size_t start = m_position;
    const char quote = peek();
    ++m_position;
    std::string text;
    while (!atEnd() && peek() != quote) {
        const auto c = static_cast<unsigned char>(peek());
        if (c < 0x20) {
            fail(u"A string holds no raw control character; write an escape such as \\n or \\u0009."_s);
            return std::nullopt;
        }
        if (c == '\\') {
            if (!escape(text, quote))
                return std::nullopt;
            continue;
        }
        text.push_back(peek());
        ++m_position;
    }
    if (atEnd()) {
        fail(start, u"This string is not closed."_s);
        return std::nullopt;
    }
    ++m_position;
    return text;
}

bool QueryText::escape(std::string &text, char quote)
{
    const std::size_t start = m_position;
    ++m_position;
    static constexpr std::string_view letters = "bfnrt/\\";
    static constexpr std::string_view meanings = "\b\f\n\r\t/\\";
    const char c = peek();
    if (c == 'u') {
        ++m_position;
        return unicodeEscape(text);
    }
    const std::size_t known = c == '\0' ? std::string_view::npos : letters.find(c);
    if (c != quote && known == std::string_view::npos) {
        fail(start,
             u"\\%1 is no escape in this string; there are \\b \\f \\n \\r \\t \\/ \\\\ \\u and the quote."_s.arg(
                 QLatin1Char(c >= 0x20 ? c : ' ')));
        return false;
    }
    text.push_back(c == quote ? quote : meanings[known]);
    ++m_position;
    return true;
}

std::optional<unsigned> QueryText::hexUnit()
{
    if (m_text.size() - m_position < 4)
        return std::nullopt;
    unsigned unit = 0;
    const char *begin = m_text.data() + m_position;
    const std::from_chars_result read = std::from_chars(begin, begin + 4, unit, 16);
    if (read.ec != std::errc() || read.ptr != begin + 4)
        return std::nullopt;
    m_position += 4;
    return unit;
}

bool QueryText::unicodeEscape(std::string &text)
{
    const std::size_t start = m_position - 2;
    const std::optional<unsigned> first = hexUnit();
    if (!first) {
        fail(start, u"\\u takes four hexadecimal digits."_s);
        return false;
    }
    if (!QChar::isSurrogate(*first)) {
        appendUtf8(text, static_cast<char32_t>(*first));
        return true;
    }
    std::optional<unsigned> second;
    if (QChar::isHighSurrogate(*first) && accept("\\u"))
        second = hexUnit();
    if (!second || !QChar::isLowSurrogate(*second)) {
        fail(start, u"A surrogate stands in pairs: a high one (\\uD800 to \\uDBFF), then a low one."_s);
        return false;
    }
    appendUtf8(text, QChar::surrogateToUcs4(static_cast<char16_t>(*first), static_cast<char16_t>(*second)));
    return true;
}

void QueryText::fail(std::size_t offset, const QString &message)
{
    if (m_fault)
        return;
    const auto at = static_cast<qint64>(std::min(offset, m_text.size()));
    // One line, whatever line breaks it holds: a query is typed into one field.
    int column = 1;
    for (const char c : m_text.substr(0, static_cast<std::size_t>(at)))
        column += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
    m_fault = QueryFault{.offset = at, .column = column, .message = message};
}

QString QueryText::here() const
{
    if (atEnd())
        return u"the end"_s;
    const char *begin = m_text.data() + m_position;
    const std::ptrdiff_t length = std::max(std::ptrdiff_t(1), utf8SequenceLength(begin, m_text.data() + m_text.size()));
    return u"“%1”"_s.arg(QString::fromUtf8(begin, length));
}

} // namespace uw::json
