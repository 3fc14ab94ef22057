// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/schema/characters.h"
#include "core/json/schema/pattern.h"
#include "core/json/utf8.h"

#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace uw::json::schema {

namespace {

// What ECMA-262 calls white space and line ends, and all the rest: RE2's own \s knows ASCII alone.
constexpr std::string_view whiteSpace =
    R"(\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff})";
constexpr std::string_view noWhiteSpace =
    R"(\x00-\x08\x0e-\x1f!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e})"
    R"(\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff})";
constexpr std::string_view anyButLineEnd = R"([^\n\r\x{2028}\x{2029}])";
constexpr std::string_view anything = R"([\x00-\x{10ffff}])";
constexpr std::string_view nothing = R"([^\x00-\x{10ffff}])";

struct Category {
    std::string_view name;
    std::string_view letters;
};

constexpr auto categories = std::to_array<Category>({
    {"Letter", "L"},
    {"Cased_Letter", "L&"},
    {"Uppercase_Letter", "Lu"},
    {"Lowercase_Letter", "Ll"},
    {"Titlecase_Letter", "Lt"},
    {"Modifier_Letter", "Lm"},
    {"Other_Letter", "Lo"},
    {"Mark", "M"},
    {"Nonspacing_Mark", "Mn"},
    {"Spacing_Mark", "Mc"},
    {"Enclosing_Mark", "Me"},
    {"Number", "N"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Letter_Number", "Nl"},
    {"Other_Number", "No"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Connector_Punctuation", "Pc"},
    {"Dash_Punctuation", "Pd"},
    {"Open_Punctuation", "Ps"},
    {"Close_Punctuation", "Pe"},
    {"Initial_Punctuation", "Pi"},
    {"Final_Punctuation", "Pf"},
    {"Other_Punctuation", "Po"},
    {"Symbol", "S"},
    {"Math_Symbol", "Sm"},
    {"Currency_Symbol", "Sc"},
    {"Modifier_Symbol", "Sk"},
    {"Other_Symbol", "So"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Line_Separator", "Zl"},
    {"Paragraph_Separator", "Zp"},
    {"Other", "C"},
    {"Control", "Cc"},
    {"Format", "Cf"},
    {"Private_Use", "Co"},
});

std::optional<unsigned> hexDigit(char c)
{
    if (isDigit(c))
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? std::optional<unsigned>(lower - 'a' + 10) : std::nullopt;
}

// Walks over the source once; what it writes is read by RE2 and by PCRE2 alike.
class Translator final {
public:
    explicit Translator(std::string_view source) : m_source(source) {}

    Result<std::string> run()
    {
        while (m_position < m_source.size() && m_problem.isEmpty()) {
            const char c = m_source[m_position];
            if (c == '\\')
                escape(false);
            else if (c == '[')
                characterClass();
            else if (startsWith("(?<") && !startsWith("(?<=") && !startsWith("(?<!"))
                copyAs(3, "(?P<");
            else if (c == '.')
                copyAs(1, anyButLineEnd);
            else if (c == '$')
                copyAs(1, "\\z");
            else
                copyAs(1, m_source.substr(m_position, 1));
        }
        if (!m_problem.isEmpty())
            return Error{ErrorCode::InvalidInput, m_problem};
        return std::move(m_result);
    }

private:
    [[nodiscard]] bool startsWith(std::string_view text) const { return m_source.substr(m_position).starts_with(text); }
    void copyAs(std::size_t length, std::string_view text)
    {
        m_result += text;
        m_position += length;
    }
    void fail(const QString &problem) { m_problem = problem; }

    void characterClass()
    {
        if (startsWith("[^]"))
            return copyAs(3, anything);
        if (startsWith("[]"))
            return copyAs(2, nothing);
        copyAs(1, "[");
        if (startsWith("^"))
            copyAs(1, "^");
        while (m_position < m_source.size() && m_problem.isEmpty()) {
            const char c = m_source[m_position];
            if (c == ']')
                return copyAs(1, "]");
            if (c == '\\')
                escape(true);
            else if (c == '[')
                copyAs(1, "\\["); // a plain character here, and no name of a class as in POSIX
            else
                copyAs(1, m_source.substr(m_position, 1));
        }
        if (m_problem.isEmpty())
            fail(u"the class that \"[\" begins has no end"_s);
    }

    void escape(bool inClass)
    {
        if (m_position + 1 == m_source.size())
            return fail(u"the pattern ends with a backslash"_s);
        const char c = m_source[m_position + 1];
        switch (c) {
        case 's':
            return copyAs(2, inClass ? std::string(whiteSpace) : "[" + std::string(whiteSpace) + "]");
        case 'S':
            return copyAs(2, inClass ? std::string(noWhiteSpace) : "[" + std::string(noWhiteSpace) + "]");
        case 'd':
        case 'D':
        case 'w':
        case 'W':
        case 't':
        case 'n':
        case 'r':
        case 'f':
            return copyAs(2, m_source.substr(m_position, 2));
        case 'v':
            return copyAs(2, "\\x0b");
        case 'b':
            return copyAs(2, inClass ? "\\x08" : "\\b");
        case 'B':
            return inClass ? fail(u"\\B cannot stand in a class"_s) : copyAs(2, "\\B");
        case 'c':
            return control();
        case 'x':
            return hexadecimal();
        case 'u':
            return unicode();
        case 'p':
        case 'P':
            return property(c);
        case 'k':
            return reference();
        default:
            break;
        }
        if (c == '0' && (m_position + 2 == m_source.size() || !isDigit(m_source[m_position + 2])))
            return copyAs(2, "\\x00");
        if (isDigit(c) && c != '0' && !inClass)
            return copyAs(2, "\\" + std::string(1, c)); // a back-reference, which RE2 refuses
        if (isLetter(c) || isDigit(c))
            return fail(u"there is no escape \"\\%1\""_s.arg(QLatin1Char(c)));
        if (static_cast<unsigned char>(c) >= 0x80)
            return copyAs(1, ""); // a character beyond ASCII stands for itself
        copyAs(2, m_source.substr(m_position, 2));
    }

    void put(char32_t c)
    {
        m_result += "\\x{";
        m_result += QByteArray::number(static_cast<uint>(c), 16).toStdString();
        m_result += '}';
    }

    void control()
    {
        if (m_position + 2 >= m_source.size() || !isLetter(m_source[m_position + 2]))
            return fail(u"after \"\\c\" a letter is wanted"_s);
        put(static_cast<unsigned char>(m_source[m_position + 2]) & 0x1FU);
        m_position += 3;
    }

    // `count` hexadecimal digits at `from`, or nothing.
    [[nodiscard]] std::optional<char32_t> digits(std::size_t from, std::size_t count) const
    {
        char32_t number = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const auto digit = from + i < m_source.size() ? hexDigit(m_source[from + i]) : std::nullopt;
            if (!digit)
                return std::nullopt;
            number = number * 16 + *digit;
        }
        return number;
    }

    void hexadecimal()
    {
        const auto number = digits(m_position + 2, 2);
        if (!number)
            return fail(u"after \"\\x\" two hexadecimal digits are wanted"_s);
        put(*number);
        m_position += 4;
    }

    // \u with four digits or with braces, or a pair of surrogates.
    void unicode()
    {
        if (m_source.substr(m_position + 2).starts_with('{')) {
            const std::size_t end = m_source.find('}', m_position);
            const std::size_t count = end == std::string_view::npos ? 0 : end - m_position - 3;
            const auto number = count >= 1 && count <= 6 ? digits(m_position + 3, count) : std::nullopt;
            if (!number || *number > 0x10FFFF)
                return fail(u"after \"\\u{\" a code point up to 10FFFF and \"}\" are wanted"_s);
            put(*number);
            m_position = end + 1;
            return;
        }
        const auto first = digits(m_position + 2, 4);
        if (!first)
            return fail(u"after \"\\u\" four hexadecimal digits are wanted"_s);
        const bool hasSecond = m_source.substr(m_position + 6).starts_with("\\u");
        const auto second = hasSecond ? digits(m_position + 8, 4) : std::nullopt;
        if (*first >= 0xD800 && *first <= 0xDBFF && second && *second >= 0xDC00 && *second <= 0xDFFF) {
            put(0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00));
            m_position += 12;
            return;
        }
        put(*first);
        m_position += 6;
    }

    void property(char kind)
    {
        const std::size_t end = m_source.find('}', m_position);
        if (!m_source.substr(m_position + 2).starts_with('{') || end == std::string_view::npos)
            return fail(u"after \"\\%1\" a property in braces is wanted"_s.arg(QLatin1Char(kind)));
        std::string_view name = m_source.substr(m_position + 3, end - m_position - 3);
        for (const std::string_view prefix : {"General_Category=", "gc=", "Script=", "sc="}) {
            if (name.starts_with(prefix))
                name.remove_prefix(prefix.size());
        }
        const auto found = std::find_if(categories.begin(), categories.end(),
                                        [name](const Category &category) { return category.name == name; });
        if (found != categories.end())
            name = found->letters;
        m_result += '\\';
        m_result += kind;
        m_result += '{';
        m_result += name;
        m_result += '}';
        m_position = end + 1;
    }

    void reference()
    {
        const std::size_t end = m_source.find('>', m_position);
        if (!m_source.substr(m_position + 2).starts_with('<') || end == std::string_view::npos)
            return fail(u"after \"\\k\" the name of a group in angle brackets is wanted"_s);
        copyAs(end + 1 - m_position, m_source.substr(m_position, end + 1 - m_position));
    }

    std::string_view m_source;
    std::size_t m_position = 0;
    std::string m_result;
    QString m_problem;
};

} // namespace

Result<std::string> translatePattern(std::string_view source)
{
    return Translator(source).run();
}

} // namespace uw::json::schema
