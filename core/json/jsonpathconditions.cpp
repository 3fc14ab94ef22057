// SPDX-License-Identifier: GPL-3.0-or-later
// The evaluator's other half: conditions, comparisons and functions.
#include "core/json/jsonpathevaluator.h"
#include "core/json/textsearch.h"
#include "core/json/treehash.h"

namespace uw::json::path {

namespace {

// What compiling a pattern that came out of the tree costs, in visits.
constexpr qint64 patternCost = 2000;
constexpr std::size_t keptPatterns = 32;

const std::string *textOf(const Value *value)
{
    return value ? value->get_ptr<const std::string *>() : nullptr;
}

bool isLess(const Value *left, const Value *right, EvaluationMeter &meter)
{
    if (!left || !right)
        return false;
    const std::string *leftText = textOf(left);
    const std::string *rightText = textOf(right);
    // Bytes of UTF-8 stand in the order of code points.
    if (leftText && rightText)
        return meter.visit(textCost(std::min(leftText->size(), rightText->size()))) && *leftText < *rightText;
    return compareNumbers(*left, *right) == std::partial_ordering::less;
}

} // namespace

qint64 codePointCount(std::string_view text)
{
    return std::count_if(text.begin(), text.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

bool Evaluator::holds(std::size_t index, const Value &current)
{
    const Expression &expression = m_program.expressions[index];
    const auto part = [this, &current](std::size_t inner) { return holds(inner, current); };
    switch (expression.kind) {
    case Expression::Kind::Or:
        return std::any_of(expression.parts.begin(), expression.parts.end(), part);
    case Expression::Kind::And:
        return std::all_of(expression.parts.begin(), expression.parts.end(), part);
    case Expression::Kind::Not:
        return !part(expression.parts.front());
    case Expression::Kind::Exists:
        return exists(m_program.queries[expression.index], current);
    case Expression::Kind::Compare:
        return compare(expression, current);
    case Expression::Kind::Function:
        return matches(m_program.functions[expression.index], current);
    }
    return false;
}

bool Evaluator::exists(const Query &query, const Value &current)
{
    const Value &start = query.fromRoot ? m_root : current;
    return query.isSingular ? single(query, start) != nullptr : !inner(query, current).empty();
}

std::vector<Node> Evaluator::inner(const Query &query, const Value &current)
{
    // Nobody asks where the nodes of a condition lie.
    std::vector<Location> *locations = std::exchange(m_locations, nullptr);
    std::vector<Node> nodes = run(query, query.fromRoot ? m_root : current);
    m_locations = locations;
    return nodes;
}

bool Evaluator::isEqual(const Value *left, const Value *right)
{
    if (!left || !right)
        return left == right;
    qint64 work = 0;
    const bool result = equalCounting(*left, *right, work);
    return m_meter.visit(work - 1) && result;
}

bool Evaluator::compare(const Expression &expression, const Value &current)
{
    Term left;
    Term right;
    resolve(expression.left, current, left);
    resolve(expression.right, current, right);
    const Value *a = left.value;
    const Value *b = right.value;
    switch (expression.comparison) {
    case Comparison::Equal:
        return isEqual(a, b);
    case Comparison::NotEqual:
        return !isEqual(a, b);
    case Comparison::Less:
        return isLess(a, b, m_meter);
    case Comparison::LessOrEqual:
        return isLess(a, b, m_meter) || isEqual(a, b);
    case Comparison::Greater:
        return isLess(b, a, m_meter);
    case Comparison::GreaterOrEqual:
        return isLess(b, a, m_meter) || isEqual(a, b);
    }
    return false;
}

void Evaluator::resolve(const Operand &operand, const Value &current, Term &term)
{
    switch (operand.kind) {
    case Operand::Kind::Literal:
        term.value = &m_program.literals[operand.index];
        return;
    case Operand::Kind::Query: {
        const Query &query = m_program.queries[operand.index];
        term.value = single(query, query.fromRoot ? m_root : current);
        return;
    }
    case Operand::Kind::Function:
        return call(m_program.functions[operand.index], current, term);
    }
}

// RFC 9535, sections 2.4.4, 2.4.5 and 2.4.8.
void Evaluator::call(const Function &function, const Value &current, Term &term)
{
    const Operand &argument = function.arguments.front();
    if (function.name == FunctionName::Length) {
        Term of;
        resolve(argument, current, of);
        const std::string *text = textOf(of.value);
        if (text && !m_meter.visit(textCost(text->size())))
            return;
        if (text)
            term.made = static_cast<std::int64_t>(codePointCount(*text));
        else if (of.value && of.value->is_structured())
            term.made = static_cast<std::int64_t>(of.value->size());
        else
            return;
        term.value = &term.made;
        return;
    }
    const std::vector<Node> nodes = inner(m_program.queries[argument.index], current);
    if (function.name == FunctionName::Count) {
        term.made = static_cast<std::int64_t>(nodes.size());
        term.value = &term.made;
    } else if (function.name == FunctionName::Value && nodes.size() == 1) {
        term.value = nodes.front().value;
    }
}

// RFC 9535, sections 2.4.6 and 2.4.7.
bool Evaluator::matches(const Function &function, const Value &current)
{
    Term subject;
    resolve(function.arguments.front(), current, subject);
    const std::string *text = textOf(subject.value);
    if (!text)
        return false;
    const Regex *regex = function.pattern ? &*function.pattern : nullptr;
    if (!function.hasFixedPattern) {
        Term spelt;
        resolve(function.arguments.back(), current, spelt);
        const std::string *patternText = textOf(spelt.value);
        regex = patternText ? pattern(*patternText) : nullptr;
    }
    if (!regex)
        return false;
    return function.name == FunctionName::Match ? regex->matchesWhole(*text, m_meter)
                                                : regex->matchesPart(*text, m_meter);
}

const Regex *Evaluator::pattern(const std::string &text)
{
    const auto known = m_patterns.find(text);
    if (known != m_patterns.end())
        return known->second ? &*known->second : nullptr;
    if (!m_meter.visit(patternCost))
        return nullptr;
    if (m_patterns.size() >= keptPatterns)
        m_patterns.clear();
    Result<Regex> compiled = Regex::compileIRegexp(text);
    std::optional<Regex> regex;
    if (compiled)
        regex = std::move(compiled).value();
    const auto &entry = m_patterns.emplace(text, std::move(regex)).first->second;
    return entry ? &*entry : nullptr;
}

} // namespace uw::json::path
