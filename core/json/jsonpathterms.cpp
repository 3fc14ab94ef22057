// SPDX-License-Identifier: GPL-3.0-or-later
// The parser's lower half: literals, paths and functions inside of conditions.
#include "core/json/jsonpathparser.h"

using namespace Qt::StringLiterals;

namespace uw::json::path {

namespace {

struct Signature {
    std::string_view name;
    FunctionName function;
    std::size_t parameters;
};

// RFC 9535, sections 2.4.4 to 2.4.8.
constexpr Signature signatures[] = {{"length", FunctionName::Length, 1},
                                    {"count", FunctionName::Count, 1},
                                    {"match", FunctionName::Match, 2},
                                    {"search", FunctionName::Search, 2},
                                    {"value", FunctionName::Value, 1}};

bool isLogical(FunctionName name)
{
    return name == FunctionName::Match || name == FunctionName::Search;
}

bool takesNodes(FunctionName name)
{
    return name == FunctionName::Count || name == FunctionName::Value;
}

QString quoted(std::string_view name)
{
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

} // namespace

std::optional<Parser::Term> Parser::term()
{
    Term term;
    term.start = m_text.position();
    if (m_text.peek() == '@' || m_text.peek() == '$') {
        if (!filterQuery(term))
            return std::nullopt;
        return term;
    }
    const std::string_view word = m_text.functionName();
    if (!word.empty() && m_text.peek() == '(') {
        if (!function(term, word))
            return std::nullopt;
        return term;
    }
    m_text.setPosition(term.start);
    if (!literal(term))
        return std::nullopt;
    return term;
}

bool Parser::literal(Term &term)
{
    std::optional<Value> value;
    if (m_text.atString()) {
        if (std::optional<std::string> text = m_text.string())
            value.emplace(std::move(*text));
    } else if (m_text.atNumber()) {
        value = m_text.number();
    } else {
        const std::string_view word = m_text.functionName();
        if (word == "true" || word == "false")
            value.emplace(word == "true");
        else if (word == "null")
            value.emplace(nullptr);
        else
            m_text.setPosition(term.start);
    }
    if (!value)
        return refuse(term.start,
                      u"Here stands a path (@.name), a literal ('text', 1, true, null) or a function, not %1."_s.arg(
                          m_text.here()));
    m_program.literals.push_back(std::move(*value));
    term.operand = {Operand::Kind::Literal, m_program.literals.size() - 1};
    return true;
}

bool Parser::filterQuery(Term &term)
{
    Query query;
    query.fromRoot = m_text.peek() == '$';
    m_text.advance();
    if (!segments(query))
        return false;
    m_program.queries.push_back(std::move(query));
    term.operand = {Operand::Kind::Query, m_program.queries.size() - 1};
    return true;
}

bool Parser::function(Term &term, std::string_view name)
{
    const auto *signature = std::find_if(std::begin(signatures), std::end(signatures),
                                         [name](const Signature &known) { return known.name == name; });
    if (signature == std::end(signatures))
        return refuse(term.start, u"There is no function “%1”; there are length, count, match, search and value."_s.arg(
                                      quoted(name)));
    if (++m_nesting > maximumNesting)
        return refuse(u"Functions are nested too deeply."_s);
    Function function;
    function.name = signature->function;
    std::vector<Term> outer = std::exchange(m_terms, {});
    m_text.advance();
    if (!arguments(function))
        return false;
    if (function.arguments.size() != signature->parameters)
        return refuse(term.start, u"%1() takes %2 argument(s), not %3."_s.arg(quoted(name))
                                      .arg(signature->parameters)
                                      .arg(function.arguments.size()));
    if (!checkArguments(function.name, quoted(name) + u"()"_s) || !fixPattern(function))
        return false;
    m_terms = std::move(outer);
    m_program.functions.push_back(std::move(function));
    term.operand = {Operand::Kind::Function, m_program.functions.size() - 1};
    term.isLogical = isLogical(signature->function);
    --m_nesting;
    return true;
}

bool Parser::arguments(Function &function)
{
    m_text.skipBlanks();
    if (m_text.accept(')'))
        return true;
    do {
        m_text.skipBlanks();
        if (!argument(function))
            return false;
        m_text.skipBlanks();
    } while (m_text.accept(','));
    return m_text.accept(')') || refuse(u"After an argument stands a comma or “)”, not %1."_s.arg(m_text.here()));
}

bool Parser::argument(Function &function)
{
    const std::size_t start = m_text.position();
    const QString noCondition = u"A condition is no argument; these functions take values and paths."_s;
    if (m_text.peek() == '!' || m_text.peek() == '(')
        return refuse(noCondition);
    const std::optional<Term> read = term();
    if (!read)
        return false;
    const std::size_t end = m_text.position();
    m_text.skipBlanks();
    if (comparisonSign() || m_text.follows("&&") || m_text.follows("||"))
        return refuse(start, noCondition);
    if (m_text.failed())
        return false;
    m_text.setPosition(end);
    function.arguments.push_back(read->operand);
    m_terms.push_back(*read);
    return true;
}

bool Parser::checkArguments(FunctionName name, const QString &role)
{
    for (const Term &term : m_terms) {
        if (!takesNodes(name)) {
            if (!checkIsValue(term, role))
                return false;
        } else if (term.operand.kind != Operand::Kind::Query) {
            return refuse(term.start, u"%1 takes a path, such as @.*."_s.arg(role));
        }
    }
    return true;
}

bool Parser::fixPattern(Function &function)
{
    if (!isLogical(function.name) || function.arguments[1].kind != Operand::Kind::Literal)
        return true;
    function.hasFixedPattern = true;
    const auto *pattern = m_program.literals[function.arguments[1].index].get_ptr<const std::string *>();
    if (!pattern)
        return true;
    Result<Regex> regex = Regex::compileIRegexp(*pattern);
    if (regex)
        function.pattern = std::move(regex).value();
    return regex || regex.error().code != ErrorCode::LimitExceeded || refuse(m_terms.back().start, regex.error().text);
}

} // namespace uw::json::path
