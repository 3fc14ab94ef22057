// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/querytext.h"
#include "core/json/regex.h"
#include "core/json/utf8.h"

#include <array>

using namespace Qt::StringLiterals;

namespace uw::json {

namespace {

// RE2 refuses higher counts.
constexpr int maximumCount = 1000;
constexpr int maximumNesting = 100;

// Reads the grammar of RFC 9485, section 3, and writes the same expression for RE2. Everything that RE2 knows and
// the RFC does not (classes such as \d, lazy quantifiers, look-around, flags) is refused by not being in that grammar.
class IRegexpTranslator final {
public:
    explicit IRegexpTranslator(std::string_view pattern) : m_text(pattern) {}

    Result<std::string> translate()
    {
        if (!m_text.checkEncoding(Regex::maximumPatternBytes) || !alternatives() || !atEndOfAll())
            return Error{m_isTooLarge ? ErrorCode::LimitExceeded : ErrorCode::InvalidInput,
                         u"The pattern is no I-Regexp. %1"_s.arg(m_text.fault()->text())};
        return std::move(m_out);
    }

private:
    bool refuse(const QString &message)
    {
        m_text.fail(message);
        return false;
    }

    bool atEndOfAll()
    {
        return m_text.atEnd() || refuse(u"%1 stands alone; write a backslash in front of it."_s.arg(m_text.here()));
    }

    bool alternatives()
    {
        if (++m_nesting > maximumNesting)
            return refuse(u"Parentheses are nested too deeply."_s);
        do {
            if (!branch())
                return false;
        } while (m_text.peek() == '|' && copy());
        --m_nesting;
        return true;
    }

    bool branch()
    {
        while (!m_text.atEnd() && m_text.peek() != '|' && m_text.peek() != ')') {
            if (!atom() || !quantifier())
                return false;
        }
        return true;
    }

    bool atom()
    {
        switch (m_text.peek()) {
        case '(':
            return group();
        case '[':
            return characterClass();
        case '.':
            m_text.advance();
            m_out += "[^\\n\\r]";
            return true;
        case '\\':
            if (m_text.peek(1) == 'p' || m_text.peek(1) == 'P')
                return category(false);
            return character(true);
        case '^':
        case '$':
            return copy();
        case '*':
        case '+':
        case '?':
        case '{':
        case '}':
        case ']':
            return refuse(u"%1 has nothing to stand for here; write a backslash in front of it."_s.arg(m_text.here()));
        default:
            return character(true);
        }
    }

    bool group()
    {
        m_text.advance();
        m_out += "(?:";
        if (!alternatives())
            return false;
        if (!m_text.accept(')'))
            return refuse(u"A parenthesis is not closed."_s);
        m_out += ')';
        return true;
    }

    bool quantifier()
    {
        const char c = m_text.peek();
        if (c == '*' || c == '+' || c == '?')
            return copy();
        if (c != '{')
            return true;
        m_text.advance();
        const std::optional<int> least = count();
        if (!least)
            return false;
        m_out += '{' + std::to_string(*least);
        if (m_text.accept(',')) {
            m_out += ',';
            if (m_text.peek() != '}') {
                const std::optional<int> most = count();
                if (!most)
                    return false;
                if (*most < *least)
                    return refuse(u"The second count is less than the first."_s);
                m_out += std::to_string(*most);
            }
        }
        m_out += '}';
        return m_text.accept('}') || refuse(u"A count ends with “}”."_s);
    }

    std::optional<int> count()
    {
        qint64 value = -1;
        for (; m_text.peek() >= '0' && m_text.peek() <= '9'; m_text.advance())
            value = std::min(qint64(1'000'000), std::max(qint64(0), value) * 10 + (m_text.peek() - '0'));
        if (value < 0) {
            refuse(u"A count needs a digit here."_s);
            return std::nullopt;
        }
        m_isTooLarge = value > maximumCount;
        if (m_isTooLarge) {
            refuse(u"Counts end at %1."_s.arg(maximumCount));
            return std::nullopt;
        }
        return static_cast<int>(value);
    }

    // charClassExpr: "[", an optional "^", a first and a last "-" that stand for themselves, ranges, categories.
    bool characterClass()
    {
        m_text.advance();
        m_out += '[';
        if (m_text.peek() == '^')
            copy();
        bool isEmpty = true;
        if (m_text.accept('-')) {
            m_out += "\\-";
            isEmpty = false;
        }
        while (!m_text.atEnd() && m_text.peek() != ']') {
            if (m_text.peek() == '-') {
                m_text.advance();
                if (isEmpty || m_text.peek() != ']')
                    return refuse(u"In a class “-” stands first, last or between two characters."_s);
                m_out += "\\-";
            } else if (!classPart()) {
                return false;
            }
            isEmpty = false;
        }
        if (isEmpty || !m_text.accept(']'))
            return refuse(isEmpty ? u"A class holds at least one character."_s : u"A class is not closed."_s);
        m_out += ']';
        return true;
    }

    bool classPart()
    {
        if (m_text.peek() == '\\' && (m_text.peek(1) == 'p' || m_text.peek(1) == 'P'))
            return category(true);
        if (!character(false))
            return false;
        if (m_text.peek() != '-' || m_text.peek(1) == ']')
            return true;
        m_text.advance();
        m_out += '-';
        return character(false);
    }

    // One character, plain or escaped; in a class more of them need no backslash.
    bool character(bool isOutside)
    {
        const char c = m_text.peek();
        if (m_text.atEnd())
            return refuse(u"A character is missing."_s);
        if (c == '\\') {
            m_text.advance();
            static constexpr std::string_view escapable = "()*+-.?[\\]^{|}";
            const char escaped = m_text.peek();
            if (escaped == 'n' || escaped == 'r' || escaped == 't') {
                m_out += '\\';
                return copy();
            }
            if (m_text.atEnd() || escapable.find(escaped) == std::string_view::npos)
                return refuse(u"\\%1 is no escape of an I-Regexp."_s.arg(m_text.here()));
            m_out += '\\';
            return copy();
        }
        if (!isOutside && (c == '[' || c == '-'))
            return refuse(u"%1 needs a backslash in a class."_s.arg(m_text.here()));
        return literal();
    }

    bool literal()
    {
        const std::string_view rest = m_text.between(m_text.position(), std::string_view::npos);
        const std::ptrdiff_t length = utf8SequenceLength(rest.data(), rest.data() + rest.size());
        // Everything of ASCII but letters and digits gets a backslash: to RE2 that is the character itself.
        const auto c = static_cast<unsigned char>(rest.front());
        const bool isPlain = c >= 0x80 || QChar::isLetterOrNumber(c);
        if (c < 0x20 || c == 0x7F) {
            static constexpr std::string_view hex = "0123456789abcdef";
            m_out += "\\x";
            m_out += hex[c >> 4U];
            m_out += hex[c & 0xFU];
        } else {
            if (!isPlain)
                m_out += '\\';
            m_out += rest.substr(0, static_cast<std::size_t>(length));
        }
        m_text.advance(static_cast<std::size_t>(length));
        return true;
    }

    // \p{…} and \P{…} with the general categories of Unicode.
    bool category(bool isInClass)
    {
        static constexpr std::array<std::string_view, 7> known = {"Llmotu", "Mcen",  "Ndlo", "Pcdefios",
                                                                  "Zlps",   "Sckmo", "Ccfno"};
        const bool isComplement = m_text.peek(1) == 'P';
        m_text.advance(2);
        if (!m_text.accept('{'))
            return refuse(u"\\p takes a category in braces, such as \\p{Lu}."_s);
        std::string name;
        for (; !m_text.atEnd() && m_text.peek() != '}'; m_text.advance())
            name += m_text.peek();
        const auto isKnown = [&name](std::string_view group) {
            return !name.empty() && name.size() <= 2 && name.front() == group.front()
                && (name.size() == 1 || group.find(name.back(), 1) != std::string_view::npos);
        };
        if (!m_text.accept('}') || std::none_of(known.begin(), known.end(), isKnown))
            return refuse(u"There is no category of that name; \\p{Lu} would be one."_s);
        return writeCategory(name, isComplement, isInClass);
    }

    bool writeCategory(const std::string &name, bool isComplement, bool isInClass)
    {
        // RE2 has no table of the characters that are not assigned: they are what no other category holds.
        const bool holdsUnassigned = name == "C" || name == "Cn";
        if (!holdsUnassigned) {
            m_out += (isComplement ? "\\P{" : "\\p{") + name + '}';
            return true;
        }
        if (isInClass) {
            m_isTooLarge = true;
            return refuse(u"\\p{%1} cannot be used inside a class."_s.arg(QString::fromStdString(name)));
        }
        m_out += isComplement ? "[" : "[^";
        m_out += "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Z}";
        m_out += name == "Cn" ? "\\p{Cc}\\p{Cf}\\p{Co}]" : "]";
        return true;
    }

    bool copy()
    {
        m_out += m_text.peek();
        m_text.advance();
        return true;
    }

    QueryText m_text;
    std::string m_out;
    int m_nesting = 0;
    bool m_isTooLarge = false;
};

} // namespace

Result<std::string> translateIRegexp(std::string_view pattern)
{
    return IRegexpTranslator(pattern).translate();
}

} // namespace uw::json
