// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/bindingparser.h"

#include "core/json/bindingfilters.h"

using namespace Qt::StringLiterals;

namespace uw::json::binding {

namespace {

QString spelling(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

bool Parser::refuse(std::size_t offset, const QString &message)
{
    m_text.fail(offset, message);
    return false;
}

std::optional<std::vector<Template::Piece>> Parser::pieces()
{
    std::vector<Template::Piece> pieces;
    if (!m_text.checkEncoding(maximumTextBytes))
        return std::nullopt;
    std::size_t start = m_text.position();
    const auto addText = [this, &pieces, &start] {
        if (m_text.position() > start)
            pieces.push_back({.text = std::string(m_text.between(start, m_text.position())), .expression = {}});
    };
    while (!m_text.atEnd()) {
        if (!m_text.follows("{{")) {
            m_text.advance();
            continue;
        }
        addText();
        m_text.advance(2);
        std::optional<Expression> read = expression();
        if (!read)
            return std::nullopt;
        m_text.skipBlanks();
        if (!m_text.accept("}}")) {
            refuse(u"After an expression stands “|” and a filter or “}}”, not %1."_s.arg(m_text.here()));
            return std::nullopt;
        }
        pieces.push_back({.text = {}, .expression = std::move(read)});
        start = m_text.position();
    }
    addText();
    return pieces;
}

std::optional<Expression> Parser::expression()
{
    if (++m_nesting > maximumNesting) {
        refuse(u"Expressions are nested too deeply."_s);
        return std::nullopt;
    }
    m_text.skipBlanks();
    const std::size_t start = m_text.position();
    Expression expression;
    if (!term(expression) || !filters(expression, start))
        return std::nullopt;
    expression.text = std::string(m_text.between(start, m_text.position()));
    --m_nesting;
    return expression;
}

bool Parser::term(Expression &expression)
{
    if (RootPath::follows(m_text)) {
        expression.kind = Expression::Kind::Path;
        expression.path = RootPath::read(m_text);
        return expression.path.has_value();
    }
    if (const char c = m_text.peek(); m_text.atString() || m_text.atNumber() || c == '[' || c == '{') {
        std::optional<Value> value = literal();
        if (value)
            expression.literal = std::move(*value);
        return value.has_value();
    }
    return word(expression);
}

bool Parser::word(Expression &expression)
{
    const std::size_t start = m_text.position();
    const std::string_view name = m_text.functionName();
    if (name == "true" || name == "false" || name == "null") {
        if (name != "null")
            expression.literal = name == "true";
        return true;
    }
    if (const Filter *filter = findFilter(name);
        filter && (filter->special == Special::Generator || filter->name == "coalesce")) {
        expression.kind = Expression::Kind::Call;
        return call(expression.filters.emplace_back(), name, start);
    }
    m_text.setPosition(start);
    return refuse(u"An expression begins with a path ($, trigger, steps, workspace, item, execution), a literal, now, "
                  "uuid or coalesce, not with %1."_s.arg(name.empty() ? m_text.here() : u"“%1”"_s.arg(spelling(name))));
}

// JSON, with strings in either kind of quotes.
std::optional<Value> Parser::literal()
{
    if (m_text.atNumber())
        return m_text.number();
    if (m_text.atString()) {
        std::optional<std::string> text = m_text.string();
        return text ? std::optional<Value>(std::in_place, std::move(*text)) : std::nullopt;
    }
    std::optional<Value> value;
    if (++m_nesting > maximumNesting) {
        refuse(u"Literals are nested too deeply."_s);
        return std::nullopt;
    }
    if (m_text.peek() == '[')
        value = arrayLiteral();
    else if (m_text.peek() == '{')
        value = objectLiteral();
    else if (m_text.accept("true"))
        value.emplace(true);
    else if (m_text.accept("false"))
        value.emplace(false);
    else if (m_text.accept("null"))
        value.emplace(nullptr);
    else
        refuse(u"Here stands a literal, not %1."_s.arg(m_text.here()));
    --m_nesting;
    return value;
}

std::optional<Value> Parser::arrayLiteral()
{
    Array array;
    m_text.advance();
    m_text.skipBlanks();
    if (m_text.accept(']'))
        return Value(std::move(array));
    do {
        m_text.skipBlanks();
        std::optional<Value> element = literal();
        if (!element)
            return std::nullopt;
        array.push_back(std::move(*element));
        m_text.skipBlanks();
    } while (m_text.accept(','));
    if (m_text.accept(']'))
        return Value(std::move(array));
    refuse(u"After an element stands a comma or ], not %1."_s.arg(m_text.here()));
    return std::nullopt;
}

std::optional<Value> Parser::objectLiteral()
{
    Value object = Value::object();
    m_text.advance();
    m_text.skipBlanks();
    if (m_text.accept('}'))
        return object;
    do {
        m_text.skipBlanks();
        std::optional<std::string> name;
        if (m_text.atString())
            name = m_text.string();
        m_text.skipBlanks();
        if (!name || !m_text.accept(':')) {
            refuse(u"A member is written \"name\": value."_s);
            return std::nullopt;
        }
        m_text.skipBlanks();
        std::optional<Value> member = literal();
        if (!member)
            return std::nullopt;
        object[*name] = std::move(*member);
        m_text.skipBlanks();
    } while (m_text.accept(','));
    if (m_text.accept('}'))
        return object;
    refuse(u"After a member stands a comma or }, not %1."_s.arg(m_text.here()));
    return std::nullopt;
}

bool Parser::filters(Expression &expression, std::size_t start)
{
    while (true) {
        const std::size_t end = m_text.position();
        m_text.skipBlanks();
        if (!m_text.accept('|')) {
            m_text.setPosition(end);
            return true;
        }
        m_text.skipBlanks();
        const std::size_t at = m_text.position();
        const std::string_view name = m_text.functionName();
        FilterCall next;
        next.input = std::string(m_text.between(start, end));
        if (!call(next, name, at))
            return false;
        expression.filters.push_back(std::move(next));
    }
}

bool Parser::call(FilterCall &call, std::string_view name, std::size_t start)
{
    call.filter = findFilter(name);
    if (!call.filter) {
        m_text.setPosition(start);
        return refuse(name.empty() ? u"Here stands the name of a filter, not %1."_s.arg(m_text.here())
                                   : u"There is no filter “%1”."_s.arg(spelling(name)));
    }
    if (m_text.peek() == '(' && !arguments(call))
        return false;
    const auto count = static_cast<int>(call.arguments.size());
    if (call.filter->special == Special::Where && !call.op)
        return refuse(start, u"The filter where takes a path, an operator and, for most operators, a value."_s);
    if (call.filter->name == "map" && !call.elementPath)
        return refuse(start, u"The filter map takes a path, such as map(@.name)."_s);
    const int minimum = call.op && takesValue(*call.op) ? 1 : call.filter->minimum;
    const int maximum = call.op && !takesValue(*call.op) ? 0 : call.filter->maximum;
    if (count < minimum || count > maximum) {
        const QString wanted = minimum == maximum ? QString::number(minimum)
                             : maximum > 100      ? u"at least %1"_s.arg(minimum)
                                                  : u"%1 to %2"_s.arg(minimum).arg(maximum);
        return refuse(start,
                      u"The filter %1 takes %2 argument(s) here, not %3."_s.arg(spelling(name), wanted).arg(count));
    }
    return precompile(call, start);
}

bool Parser::arguments(FilterCall &call)
{
    m_text.advance();
    m_text.skipBlanks();
    if (m_text.accept(')'))
        return true;
    const bool takesPath = call.filter->special == Special::ElementPath || call.filter->special == Special::Where;
    for (int i = 0; i == 0 || m_text.accept(','); ++i) {
        m_text.skipBlanks();
        const bool isPath = i == 0 && takesPath;
        const bool isOperator = i == 1 && call.filter->special == Special::Where;
        if (isPath ? !elementPath(call) : isOperator ? !whereOperator(call) : !argument(call))
            return false;
        m_text.skipBlanks();
    }
    return m_text.accept(')') || refuse(u"After an argument stands a comma or “)”, not %1."_s.arg(m_text.here()));
}

// Below an element: @.name, $.name, name, or one of these as a string.
bool Parser::elementPath(FilterCall &call)
{
    const std::size_t start = m_text.position();
    std::string spelt;
    if (m_text.atString()) {
        std::optional<std::string> text = m_text.string();
        if (!text)
            return false;
        spelt = std::move(*text);
    } else {
        if (!m_text.accept('@') && !m_text.accept('$'))
            m_text.memberName();
        if (!JsonPath::readSegments(m_text))
            return false;
        spelt = std::string(m_text.between(start, m_text.position()));
    }
    if (spelt.starts_with('@'))
        spelt.front() = '$';
    else if (!spelt.starts_with('$'))
        spelt.insert(0, spelt.starts_with('[') || spelt.starts_with('.') ? "$" : "$.");
    Result<JsonPath> path = JsonPath::compile(spelt);
    if (!path)
        return refuse(start, u"The filter %1 takes a path below each element, such as @.name. %2"_s.arg(
                                 spelling(call.filter->name), path.error().text));
    call.elementPath = std::move(path).value();
    return true;
}

bool Parser::whereOperator(FilterCall &call)
{
    const std::size_t start = m_text.position();
    std::optional<std::string> word;
    if (m_text.atString())
        word = m_text.string();
    else
        word = std::string(m_text.functionName());
    if (!word)
        return false;
    call.op = operatorFromWord(*word);
    return call.op || refuse(start, u"There is no operator “%1”; equals would be one."_s.arg(spelling(*word)));
}

bool Parser::argument(FilterCall &call)
{
    if (call.filter->special == Special::Key && m_text.follows("credential"))
        return credential(call.arguments.emplace_back());
    std::optional<Expression> argument = expression();
    if (argument)
        call.arguments.push_back(std::move(*argument));
    return argument.has_value();
}

bool Parser::credential(Expression &expression)
{
    const std::size_t start = m_text.position();
    m_text.functionName();
    std::optional<std::string> name;
    if (m_text.accept('(')) {
        m_text.skipBlanks();
        if (m_text.atString())
            name = m_text.string();
        m_text.skipBlanks();
    }
    const bool isName = name && !name->empty() && name->size() <= 64
                     && name->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    if (!isName || !m_text.accept(')'))
        return refuse(start, u"A credential is written credential(\"name\"); names are 1 to 64 of a-z, 0-9 and -."_s);
    expression.kind = Expression::Kind::Credential;
    expression.credential = spelling(*name);
    expression.text = std::string(m_text.between(start, m_text.position()));
    return true;
}

// What is known now need not be compiled at each evaluation, and is told where it is wrong.
bool Parser::precompile(FilterCall &call, std::size_t start)
{
    const bool isFixed = !call.arguments.empty() && call.arguments.front().kind == Expression::Kind::Literal
                      && call.arguments.front().filters.empty();
    if (call.filter->special == Special::Pattern && isFixed) {
        const auto *pattern = call.arguments.front().literal.get_ptr<const std::string *>();
        if (!pattern)
            return refuse(start, u"The filter %1 takes a pattern in quotes."_s.arg(spelling(call.filter->name)));
        Result<Regex> regex = Regex::compile(*pattern);
        if (!regex)
            return refuse(start, regex.error().text);
        call.regex = std::move(regex).value();
    }
    if (call.op && (isFixed || !takesValue(*call.op))) {
        Result<ConditionTest> test =
            ConditionTest::compile(*call.op, isFixed ? call.arguments.front().literal : Value());
        if (!test)
            return refuse(start, test.error().text);
        call.test = std::move(test).value();
    }
    return true;
}

} // namespace uw::json::binding
