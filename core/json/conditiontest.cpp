// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/conditiontest.h"

#include "core/json/textsearch.h"
#include "core/json/treehash.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace uw::json {

namespace {

struct OperatorName {
    QLatin1StringView word;
    Operator op;
};

constexpr OperatorName operatorNames[] = {
    {"equals"_L1, Operator::Equals},
    {"not_equals"_L1, Operator::NotEquals},
    {"less"_L1, Operator::Less},
    {"less_or_equal"_L1, Operator::LessOrEqual},
    {"greater"_L1, Operator::Greater},
    {"greater_or_equal"_L1, Operator::GreaterOrEqual},
    {"contains"_L1, Operator::Contains},
    {"not_contains"_L1, Operator::NotContains},
    {"starts_with"_L1, Operator::StartsWith},
    {"ends_with"_L1, Operator::EndsWith},
    {"matches"_L1, Operator::Matches},
    {"not_matches"_L1, Operator::NotMatches},
    {"in"_L1, Operator::In},
    {"not_in"_L1, Operator::NotIn},
    {"exists"_L1, Operator::Exists},
    {"not_exists"_L1, Operator::NotExists},
    {"is_null"_L1, Operator::IsNull},
    {"is_empty"_L1, Operator::IsEmpty},
    {"is_type"_L1, Operator::IsType},
    {"before"_L1, Operator::Before},
    {"after"_L1, Operator::After},
};

constexpr std::string_view typeNames[] = {"null", "boolean", "number", "integer", "string", "array", "object"};

const std::string *textOf(const Value &value)
{
    return value.get_ptr<const std::string *>();
}

bool isWhole(const Value &value)
{
    const auto *number = value.get_ptr<const double *>();
    return value.is_number_integer() || (number && std::trunc(*number) == *number);
}

} // namespace

QLatin1StringView operatorWord(Operator op)
{
    return operatorNames[static_cast<std::size_t>(op)].word;
}

std::optional<Operator> operatorFromWord(std::string_view word)
{
    for (const OperatorName &name : operatorNames) {
        if (word == std::string_view(name.word.data(), static_cast<std::size_t>(name.word.size())))
            return name.op;
    }
    return std::nullopt;
}

bool takesValue(Operator op)
{
    return op != Operator::Exists && op != Operator::NotExists && op != Operator::IsNull && op != Operator::IsEmpty;
}

Result<ConditionTest> ConditionTest::compile(Operator op, Value value)
{
    ConditionTest test(op, std::move(value));
    if (Result<void> prepared = test.prepare(); !prepared)
        return prepared.error();
    return test;
}

Result<void> ConditionTest::prepare()
{
    const std::string *text = textOf(m_value);
    const auto wants = [this](const QString &what) {
        return Error{ErrorCode::InvalidInput, u"The operator %1 takes %2 as its value, not %3."_s.arg(
                                                  operatorWord(m_operator), what, typeWord(m_value))};
    };
    switch (m_operator) {
    case Operator::StartsWith:
    case Operator::EndsWith:
        return text ? Result<void>() : wants(u"a string"_s);
    case Operator::In:
    case Operator::NotIn:
        return m_value.is_array() ? Result<void>() : wants(u"an array"_s);
    case Operator::Less:
    case Operator::LessOrEqual:
    case Operator::Greater:
    case Operator::GreaterOrEqual:
        return text || m_value.is_number() ? Result<void>() : wants(u"a number or a string"_s);
    case Operator::IsType:
        return text && std::find(std::begin(typeNames), std::end(typeNames), *text) != std::end(typeNames)
                 ? Result<void>()
                 : wants(u"null, boolean, number, integer, string, array or object"_s);
    case Operator::Matches:
    case Operator::NotMatches: {
        if (!text)
            return wants(u"a pattern"_s);
        Result<Regex> regex = Regex::compile(*text);
        if (!regex)
            return regex.error();
        m_regex = std::move(regex).value();
        return {};
    }
    case Operator::Before:
    case Operator::After: {
        std::optional<Instant> instant = text ? Instant::read(*text) : std::nullopt;
        if (!instant)
            return wants(u"a time such as 2026-01-31T08:00:00Z"_s);
        m_instant = std::move(*instant);
        return {};
    }
    default:
        return {};
    }
}

bool ConditionTest::holdsForNothing() const
{
    return m_operator == Operator::NotExists || m_operator == Operator::NotEquals || m_operator == Operator::NotIn
        || m_operator == Operator::NotContains;
}

bool ConditionTest::isSame(const Value &a, const Value &b, EvaluationMeter &meter) const
{
    qint64 work = 0;
    const bool same = equalCounting(a, b, work);
    return meter.visit(work) && same;
}

bool ConditionTest::contains(const Value &value, EvaluationMeter &meter) const
{
    if (const auto *array = value.get_ptr<const Array *>())
        return std::any_of(array->begin(), array->end(),
                           [this, &meter](const Value &element) { return isSame(element, m_value, meter); });
    const std::string *text = textOf(value);
    const std::string *part = textOf(m_value);
    return text && part && TextSearch(*part).find(*text, 0, meter) != std::string::npos;
}

bool ConditionTest::isIn(const Value &value, EvaluationMeter &meter) const
{
    const auto *array = m_value.get_ptr<const Array *>();
    return std::any_of(array->begin(), array->end(),
                       [this, &value, &meter](const Value &element) { return isSame(element, value, meter); });
}

bool ConditionTest::compares(const Value &value, EvaluationMeter &meter) const
{
    const std::string *text = textOf(value);
    const std::string *other = textOf(m_value);
    if (!meter.visit(1 + (text && other ? textCost(std::min(text->size(), other->size())) : 0)))
        return false;
    // Bytes of UTF-8 stand in the order of code points. What is neither two texts nor two numbers is unordered.
    const std::partial_ordering order =
        text && other ? std::partial_ordering(text->compare(*other) <=> 0) : compareNumbers(value, m_value);
    switch (m_operator) {
    case Operator::Less:
        return order < 0;
    case Operator::LessOrEqual:
        return order <= 0;
    case Operator::Greater:
        return order > 0;
    default:
        return order >= 0;
    }
}

bool ConditionTest::holdsForText(const std::string &text, EvaluationMeter &meter) const
{
    const std::string *other = textOf(m_value);
    switch (m_operator) {
    case Operator::StartsWith:
        return text.starts_with(*other);
    case Operator::EndsWith:
        return text.ends_with(*other);
    case Operator::Matches:
        return m_regex->matchesPart(text, meter);
    case Operator::NotMatches:
        return !m_regex->matchesPart(text, meter);
    default: {
        const std::optional<Instant> instant = Instant::read(text);
        return instant && (m_operator == Operator::Before ? *instant < m_instant : *instant > m_instant);
    }
    }
}

bool ConditionTest::isOfType(const Value &value) const
{
    const std::string &wanted = *textOf(m_value);
    return wanted == "integer" ? isWhole(value)
                               : typeWord(value) == QLatin1StringView(wanted.data(), qsizetype(wanted.size()));
}

bool ConditionTest::holds(const Value &value, EvaluationMeter &meter) const
{
    switch (m_operator) {
    case Operator::Equals:
        return isSame(value, m_value, meter);
    case Operator::NotEquals:
        return !isSame(value, m_value, meter);
    case Operator::Less:
    case Operator::LessOrEqual:
    case Operator::Greater:
    case Operator::GreaterOrEqual:
        return compares(value, meter);
    case Operator::Contains:
        return contains(value, meter);
    case Operator::NotContains:
        return !contains(value, meter);
    case Operator::In:
        return isIn(value, meter);
    case Operator::NotIn:
        return !isIn(value, meter);
    case Operator::Exists:
        return true;
    case Operator::NotExists:
        return false;
    case Operator::IsNull:
        return value.is_null();
    case Operator::IsEmpty:
        return (value.is_structured() && value.empty()) || (textOf(value) && textOf(value)->empty());
    case Operator::IsType:
        return isOfType(value);
    default:
        return meter.visit() && textOf(value) && holdsForText(*textOf(value), meter);
    }
}

} // namespace uw::json
