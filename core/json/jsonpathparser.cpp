// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/jsonpathparser.h"

using namespace Qt::StringLiterals;

namespace uw::json::path {

bool Parser::refuse(std::size_t offset, const QString &message)
{
    m_text.fail(offset, message);
    return false;
}

bool Parser::query()
{
    if (!m_text.checkEncoding(maximumQueryBytes))
        return false;
    if (!m_text.accept('$'))
        return refuse(u"A JSONPath begins with $, not with %1."_s.arg(m_text.here()));
    if (!segments(m_program.main))
        return false;
    if (m_text.atEnd())
        return true;
    const std::size_t start = m_text.position();
    m_text.skipBlanks();
    if (m_text.atEnd())
        return refuse(start, u"Blanks at the end do not belong to a JSONPath."_s);
    return refuse(u"%1 begins no segment; there are .name, ..name, [selector] and ..[selector]."_s.arg(m_text.here()));
}

bool Parser::segments(Query &query)
{
    while (true) {
        const std::size_t start = m_text.position();
        m_text.skipBlanks();
        if (m_text.peek() != '.' && m_text.peek() != '[') {
            m_text.setPosition(start);
            return true;
        }
        if (!segment(query))
            return false;
    }
}

bool Parser::segment(Query &query)
{
    Segment segment;
    if (m_text.accept("..")) {
        segment.isDescendant = true;
        query.isSingular = false;
        if (m_text.peek() == '[' ? !brackets(query, segment) : !dotted(segment))
            return false;
    } else if (m_text.accept('.')) {
        if (!dotted(segment))
            return false;
    } else if (!brackets(query, segment)) {
        return false;
    }
    const Selector::Kind kind = segment.selectors.front().kind;
    if (segment.selectors.size() > 1 || (kind != Selector::Kind::Name && kind != Selector::Kind::Index))
        query.isSingular = false;
    query.segments.push_back(std::move(segment));
    return true;
}

bool Parser::dotted(Segment &segment)
{
    Selector selector;
    if (!m_text.accept('*')) {
        std::optional<std::string> name = m_text.memberName();
        if (!name)
            return refuse(
                u"After a dot stands a name or *, not %1. Other names are written ['…']."_s.arg(m_text.here()));
        selector.kind = Selector::Kind::Name;
        selector.name = std::move(*name);
    }
    segment.selectors.push_back(std::move(selector));
    return true;
}

bool Parser::brackets(Query &query, Segment &segment)
{
    const std::size_t opened = m_text.position();
    m_text.accept('[');
    do {
        const std::size_t before = m_text.position();
        m_text.skipBlanks();
        Selector next;
        const std::size_t start = m_text.position();
        if (!selector(next))
            return false;
        segment.selectors.push_back(std::move(next));
        const std::size_t end = m_text.position();
        m_text.skipBlanks();
        if (start != before || m_text.position() != end)
            query.isPlain = false;
    } while (m_text.accept(','));
    if (m_text.accept(']'))
        return true;
    if (m_text.atEnd())
        return refuse(opened, u"This bracket is not closed."_s);
    return refuse(u"After a selector stands a comma or ], not %1."_s.arg(m_text.here()));
}

bool Parser::selector(Selector &selector)
{
    if (m_text.atString()) {
        std::optional<std::string> name = m_text.string();
        if (!name)
            return false;
        selector.kind = Selector::Kind::Name;
        selector.name = std::move(*name);
        return true;
    }
    if (m_text.accept('*'))
        return true;
    if (m_text.accept('?'))
        return filter(selector);
    if (m_text.atNumber() || m_text.peek() == ':')
        return indexOrSlice(selector);
    return refuse(u"%1 begins no selector; there are 'name', 0, 0:2, * and ?condition."_s.arg(m_text.here()));
}

bool Parser::indexOrSlice(Selector &selector)
{
    if (!slicePart(selector.start))
        return false;
    const std::size_t end = m_text.position();
    m_text.skipBlanks();
    if (!m_text.accept(':')) {
        m_text.setPosition(end);
        selector.kind = Selector::Kind::Index;
        return true;
    }
    selector.kind = Selector::Kind::Slice;
    m_text.skipBlanks();
    if (!slicePart(selector.end))
        return false;
    const std::size_t beforeStep = m_text.position();
    m_text.skipBlanks();
    if (!m_text.accept(':')) {
        m_text.setPosition(beforeStep);
        return true;
    }
    const std::size_t beforeBlanks = m_text.position();
    m_text.skipBlanks();
    std::optional<qint64> step;
    if (!slicePart(step))
        return false;
    if (!step)
        m_text.setPosition(beforeBlanks);
    selector.step = step.value_or(1);
    return true;
}

bool Parser::slicePart(std::optional<qint64> &part)
{
    if (!m_text.atNumber())
        return true;
    part = m_text.integer();
    return part.has_value();
}

bool Parser::filter(Selector &selector)
{
    if (++m_nesting > maximumNesting)
        return refuse(u"Conditions are nested too deeply."_s);
    m_text.skipBlanks();
    const std::optional<std::size_t> expression = logicalOr();
    if (!expression)
        return false;
    selector.kind = Selector::Kind::Filter;
    selector.filter = *expression;
    --m_nesting;
    return true;
}

std::size_t Parser::add(Expression expression)
{
    m_program.expressions.push_back(std::move(expression));
    return m_program.expressions.size() - 1;
}

std::optional<std::size_t> Parser::logicalOr()
{
    return chain(Expression::Kind::Or, "||");
}

std::optional<std::size_t> Parser::logicalAnd()
{
    return chain(Expression::Kind::And, "&&");
}

// A chain of any length is one flat expression, so that no chain is too deep for the evaluator.
std::optional<std::size_t> Parser::chain(Expression::Kind kind, std::string_view sign)
{
    Expression whole;
    whole.kind = kind;
    while (true) {
        const std::optional<std::size_t> part = kind == Expression::Kind::Or ? logicalAnd() : basic();
        if (!part)
            return std::nullopt;
        whole.parts.push_back(*part);
        const std::size_t end = m_text.position();
        m_text.skipBlanks();
        if (!m_text.accept(sign)) {
            m_text.setPosition(end);
            return whole.parts.size() == 1 ? *part : add(std::move(whole));
        }
        m_text.skipBlanks();
    }
}

std::optional<std::size_t> Parser::basic()
{
    if (m_text.peek() == '!')
        return negated();
    if (m_text.peek() == '(')
        return parenthesized();
    const std::optional<Term> left = term();
    if (!left)
        return std::nullopt;
    const std::size_t end = m_text.position();
    m_text.skipBlanks();
    if (const std::optional<Comparison> sign = comparisonSign())
        return comparison(*left, *sign);
    if (m_text.failed())
        return std::nullopt;
    m_text.setPosition(end);
    return test(*left);
}

std::optional<std::size_t> Parser::negated()
{
    m_text.advance();
    m_text.skipBlanks();
    std::optional<std::size_t> inner;
    if (m_text.peek() == '(') {
        inner = parenthesized();
    } else if (const std::optional<Term> only = term()) {
        const std::size_t end = m_text.position();
        m_text.skipBlanks();
        const std::size_t sign = m_text.position();
        if (comparisonSign())
            refuse(sign, u"To turn a comparison around, write it in parentheses after the “!”."_s);
        if (m_text.failed())
            return std::nullopt;
        m_text.setPosition(end);
        inner = test(*only);
    }
    if (!inner)
        return std::nullopt;
    Expression expression;
    expression.kind = Expression::Kind::Not;
    expression.parts.push_back(*inner);
    return add(std::move(expression));
}

std::optional<std::size_t> Parser::parenthesized()
{
    const std::size_t opened = m_text.position();
    if (++m_nesting > maximumNesting) {
        refuse(u"Conditions are nested too deeply."_s);
        return std::nullopt;
    }
    m_text.advance();
    m_text.skipBlanks();
    const std::optional<std::size_t> inner = logicalOr();
    if (!inner)
        return std::nullopt;
    m_text.skipBlanks();
    if (!m_text.accept(')')) {
        if (m_text.atEnd())
            refuse(opened, u"This parenthesis is not closed."_s);
        else
            refuse(u"After a condition stands “&&”, “||” or “)”, not %1."_s.arg(m_text.here()));
        return std::nullopt;
    }
    --m_nesting;
    return inner;
}

std::optional<std::size_t> Parser::test(const Term &term)
{
    Expression expression;
    expression.index = term.operand.index;
    if (term.operand.kind == Operand::Kind::Literal) {
        refuse(term.start, u"A literal alone is no condition; compare something with it."_s);
        return std::nullopt;
    }
    if (term.operand.kind == Operand::Kind::Function) {
        if (!term.isLogical) {
            refuse(term.start, u"This function gives a value, not true or false; compare it with something."_s);
            return std::nullopt;
        }
        expression.kind = Expression::Kind::Function;
    }
    return add(std::move(expression));
}

std::optional<std::size_t> Parser::comparison(const Term &left, Comparison sign)
{
    m_text.skipBlanks();
    const std::optional<Term> right = term();
    if (!right || !checkIsValue(left, u"A comparison"_s) || !checkIsValue(*right, u"A comparison"_s))
        return std::nullopt;
    Expression expression;
    expression.kind = Expression::Kind::Compare;
    expression.comparison = sign;
    expression.left = left.operand;
    expression.right = right->operand;
    return add(std::move(expression));
}

std::optional<Comparison> Parser::comparisonSign()
{
    struct Sign {
        std::string_view spelling;
        Comparison comparison;
    };
    static constexpr Sign signs[] = {{"==", Comparison::Equal},       {"!=", Comparison::NotEqual},
                                     {"<=", Comparison::LessOrEqual}, {">=", Comparison::GreaterOrEqual},
                                     {"<", Comparison::Less},         {">", Comparison::Greater}};
    for (const Sign &sign : signs) {
        if (m_text.accept(sign.spelling))
            return sign.comparison;
    }
    if (m_text.peek() == '=')
        refuse(u"JSONPath compares with “==” and searches with search(value, 'pattern')."_s);
    else if ((m_text.peek() == '&' || m_text.peek() == '|') && m_text.peek(1) != m_text.peek())
        refuse(u"JSONPath writes “&&” for and, “||” for or."_s);
    return std::nullopt;
}

bool Parser::checkIsValue(const Term &term, const QString &role)
{
    if (term.isLogical)
        return refuse(term.start,
                      u"%1 takes values; match() and search() are true or false by themselves."_s.arg(role));
    if (term.operand.kind != Operand::Kind::Query)
        return true;
    const Query &query = m_program.queries[term.operand.index];
    if (!query.isSingular)
        return refuse(
            term.start,
            u"%1 takes one value, and this path may select several: use names and indexes alone, or value()."_s.arg(
                role));
    return query.isPlain || refuse(term.start, u"%1 takes a path without blanks inside its brackets."_s.arg(role));
}

} // namespace uw::json::path
