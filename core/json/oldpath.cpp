// SPDX-License-Identifier: GPL-3.0-or-later
// Queries in the dialect of the Python library jsonpath-ng, as earlier versions of this program stored them.
#include "core/json/oldpath.h"

#include "core/json/jsonpath.h"
#include "core/json/regex.h"

using namespace Qt::StringLiterals;

namespace uw::json {

namespace {

constexpr std::size_t maximumBytes = 16 * 1024;

// Reads the old grammar and writes the new one. Notes what changes; stops at what cannot be said.
class OldPathTranslator final {
public:
    explicit OldPathTranslator(std::string_view text) : m_text(text) {}

    Result<TranslatedPath> translate()
    {
        if (!m_text.checkEncoding(maximumBytes) || !path())
            return error();
        m_text.skipBlanks();
        if (!m_text.atEnd()) {
            refuseRest();
            return error();
        }
        TranslatedPath result{.path = QString::fromStdString(m_out), .notices = m_notices};
        const Result<JsonPath> valid = JsonPath::compile(result.path);
        if (!valid)
            return Error{ErrorCode::InvalidInput,
                         u"This is no JSONPath, neither today's nor the older kind. %1"_s.arg(valid.error().text)};
        return result;
    }

private:
    [[nodiscard]] Error error() const
    {
        if (m_isUnsupported)
            return {ErrorCode::Unsupported, m_text.fault()->text()};
        return {ErrorCode::InvalidInput,
                u"This is no JSONPath, neither today's nor the older kind. %1"_s.arg(m_text.fault()->text())};
    }

    bool refuse(const QString &message)
    {
        m_text.fail(message);
        return false;
    }

    bool unsupported(const QString &message)
    {
        m_isUnsupported = !m_text.failed();
        return refuse(message);
    }

    void note(const QString &notice)
    {
        if (!m_notices.contains(notice))
            m_notices += notice;
    }

    void refuseRest()
    {
        const char c = m_text.peek();
        if (c == '|' || c == '&' || c == '~' || m_text.follows("where"))
            unsupported(u"JSONPath does not join or intersect paths; write two rules or two bindings instead."_s);
        else if (c == '+' || c == '-' || c == '*' || c == '/')
            unsupported(u"JSONPath does not calculate; use the filters of bindings, such as sum or round."_s);
        else
            refuse(u"%1 begins no part of a path."_s.arg(m_text.here()));
    }

    bool path()
    {
        m_text.skipBlanks();
        m_out += '$';
        if (m_text.accept('$') || m_text.accept("`this`") || m_text.accept("`root`"))
            return steps();
        note(u"A path begins with $ now."_s);
        if (m_text.peek() != '[' && m_text.peek() != '.' && !field(false))
            return false;
        return steps();
    }

    bool steps()
    {
        while (true) {
            if (m_text.accept("..")) {
                if (m_text.peek() == '[')
                    m_out += "..";
                if (m_text.peek() == '[' ? !brackets() : !field(true))
                    return false;
            } else if (m_text.accept('.')) {
                m_text.skipBlanks();
                if (m_text.peek() == '[')
                    note(u"The dot in front of a bracket is left out now."_s);
                else if (!field(false))
                    return false;
            } else if (m_text.peek() == '[') {
                if (!brackets())
                    return false;
            } else {
                return true;
            }
        }
    }

    // One or several names, "*", or a function in backticks.
    bool field(bool isDescendant)
    {
        const std::string dots = isDescendant ? ".." : "";
        if (m_text.peek() == '`')
            return backticks();
        if (m_text.accept('*')) {
            m_out += isDescendant ? "..*" : ".*";
            return true;
        }
        std::vector<std::string> names;
        do {
            m_text.skipBlanks();
            std::optional<std::string> next = name();
            if (!next)
                return false;
            names.push_back(std::move(*next));
        } while (m_text.accept(','));
        if (names.size() == 1)
            m_out += dots + step(names.front(), isDescendant);
        else
            m_out += dots + list(names);
        return true;
    }

    std::optional<std::string> name()
    {
        if (m_text.atString())
            return m_text.string();
        const std::size_t start = m_text.position();
        // Names of the old dialect may hold hyphens.
        const auto continues = [this, start] {
            const char c = m_text.peek();
            const bool isDigit = c >= '0' && c <= '9';
            return m_text.memberName() || ((c == '-' || isDigit) && m_text.position() > start && m_text.accept(c));
        };
        while (continues())
            ;
        if (m_text.position() == start) {
            refuse(u"A name is missing in front of %1."_s.arg(m_text.here()));
            return std::nullopt;
        }
        return std::string(m_text.between(start, m_text.position()));
    }

    static std::string quoted(const std::string &name)
    {
        std::string text = "'";
        for (const char c : name) {
            if (c == '\'' || c == '\\')
                text += '\\';
            if (static_cast<unsigned char>(c) < 0x20)
                text += QStringLiteral("\\u%1").arg(int(c), 4, 16, QLatin1Char('0')).toStdString();
            else
                text += c;
        }
        return text + '\'';
    }

    static std::string list(const std::vector<std::string> &names)
    {
        std::string text = "[";
        for (const std::string &name : names)
            text += (text.size() > 1 ? "," : "") + quoted(name);
        return text + ']';
    }

    static std::string step(const std::string &name, bool isDescendant)
    {
        QueryText text(name);
        if (text.memberName() && text.atEnd())
            return (isDescendant ? "" : ".") + name;
        return '[' + quoted(name) + ']';
    }

    bool backticks()
    {
        if (m_text.accept("`this`")) {
            note(u"`this` is left out now: it means the value itself."_s);
            return true;
        }
        if (m_text.follows("`len`"))
            return m_isInCondition
                || unsupported(u"A path does not count any more. In a binding write {{ %1 | length }}."_s.arg(
                    QString::fromStdString(m_out)));
        if (m_text.follows("`parent`"))
            return unsupported(u"JSONPath does not climb to a parent; choose it by a condition, such as [?@.child]."_s);
        return unsupported(u"JSONPath has no function %1; the filters of bindings replace most of them."_s.arg(
            QString::fromUtf8(functionText())));
    }

    std::string_view functionText()
    {
        const std::size_t start = m_text.position();
        do
            m_text.advance();
        while (!m_text.atEnd() && m_text.peek() != '`');
        m_text.accept('`');
        const std::string_view text = m_text.between(start, m_text.position());
        m_text.setPosition(start);
        return text;
    }

    bool brackets()
    {
        m_text.accept('[');
        m_text.skipBlanks();
        if (m_text.peek() == '/' || m_text.peek() == '\\')
            return unsupported(u"JSONPath does not sort; in a binding use the filter sort."_s);
        m_out += '[';
        if (m_text.accept('?')) {
            if (!filter())
                return false;
        } else if (!selectors()) {
            return false;
        }
        m_text.skipBlanks();
        if (!m_text.accept(']'))
            return refuse(u"A bracket is not closed in front of %1."_s.arg(m_text.here()));
        m_out += ']';
        return true;
    }

    bool selectors()
    {
        do {
            m_text.skipBlanks();
            if (m_out.back() != '[')
                m_out += ',';
            const char c = m_text.peek();
            if (c == '*' || c == ':' || c == '-' || (c >= '0' && c <= '9')) {
                for (; std::string_view("*:-0123456789 ").find(m_text.peek()) != std::string_view::npos
                       && !m_text.atEnd();
                     m_text.advance()) {
                    if (m_text.peek() != ' ')
                        m_out += m_text.peek();
                }
                continue;
            }
            const bool isBare = !m_text.atString();
            const std::optional<std::string> next = name();
            if (!next)
                return false;
            if (isBare)
                note(u"Names in brackets stand in quotes now."_s);
            m_out += quoted(*next);
        } while (m_text.accept(','));
        return true;
    }

    // The condition between "[?" and "]".
    bool filter()
    {
        m_out += '?';
        m_text.skipBlanks();
        const bool isWrapped = m_text.accept('(');
        note(u"A condition also looks at the members of objects now, not at elements of arrays alone."_s);
        const bool outer = std::exchange(m_isInCondition, true);
        while (true) {
            if (!rule())
                return false;
            m_text.skipBlanks();
            if (!m_text.accept('&'))
                break;
            if (!m_text.accept('&'))
                note(u"“&” is written “&&” now."_s);
            m_out += " && ";
        }
        m_isInCondition = outer;
        return !isWrapped || m_text.accept(')')
            || refuse(u"A parenthesis is not closed in front of %1."_s.arg(m_text.here()));
    }

    bool rule()
    {
        m_text.skipBlanks();
        const std::string before = std::exchange(m_out, "@");
        if (!m_text.accept('@')) {
            note(u"In a condition a path begins with @ now."_s);
            if (!field(false))
                return false;
        }
        if (!steps())
            return false;
        std::string left = std::move(m_out);
        m_out = before;
        if (m_text.accept("`len`")) {
            note(u"`len` is written length() now."_s);
            left = "length(" + left + ')';
        }
        m_text.skipBlanks();
        return comparison(left);
    }

    bool comparison(const std::string &left)
    {
        if (m_text.accept("=~"))
            return search(left);
        static constexpr std::string_view signs[] = {"==", "!=", "<=", ">=", "<", ">", "="};
        const auto *sign = std::find_if(std::begin(signs), std::end(signs),
                                        [this](std::string_view candidate) { return m_text.accept(candidate); });
        if (sign == std::end(signs)) {
            m_out += left;
            return true;
        }
        if (*sign == "=")
            note(u"“=” is written “==” now."_s);
        m_out += left + ' ' + (*sign == "=" ? "==" : std::string(*sign)) + ' ';
        m_text.skipBlanks();
        return literal();
    }

    bool literal()
    {
        if (m_text.atString()) {
            const std::optional<std::string> text = m_text.string();
            if (text)
                m_out += quoted(*text);
            return text.has_value();
        }
        note(u"Text is not turned into a number for a comparison any more: \"5\" is not 5."_s);
        if (m_text.atNumber()) {
            const std::size_t start = m_text.position();
            if (!m_text.number())
                return false;
            m_out += m_text.between(start, m_text.position());
            return true;
        }
        const std::optional<std::string> word = name();
        if (!word)
            return false;
        if (*word == "true" || *word == "True" || *word == "false" || *word == "False") {
            m_out += word->front() == 't' || word->front() == 'T' ? "true" : "false";
            return true;
        }
        note(u"Text in a comparison stands in quotes now."_s);
        m_out += quoted(*word);
        return true;
    }

    bool search(const std::string &left)
    {
        m_text.skipBlanks();
        const std::optional<std::string> pattern = m_text.atString() ? m_text.string() : std::optional<std::string>();
        if (!pattern)
            return refuse(u"After “=~” stands a pattern in quotes."_s);
        const Result<Regex> regex = Regex::compileIRegexp(*pattern);
        if (!regex)
            return unsupported(
                u"This pattern cannot stand in a JSONPath. %1 In a rule, the operator matches takes it."_s.arg(
                    regex.error().text));
        note(u"“=~” is written search() now, with patterns of RFC 9485."_s);
        m_out += "search(" + left + ", " + quoted(*pattern) + ')';
        return true;
    }

    QueryText m_text;
    std::string m_out;
    QStringList m_notices;
    bool m_isInCondition = false;
    bool m_isUnsupported = false;
};

} // namespace

Result<TranslatedPath> translateOldPath(QStringView path)
{
    if (JsonPath::compile(path))
        return TranslatedPath{.path = path.toString(), .notices = {}};
    const std::string text = path.toString().toStdString();
    return OldPathTranslator(text).translate();
}

} // namespace uw::json
