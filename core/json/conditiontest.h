// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/evaluationmeter.h"
#include "core/json/instant.h"
#include "core/json/regex.h"
#include "core/json/value.h"

namespace uw::json {

// What a rule asks of a value.
enum class Operator : quint8 {
    Equals,
    NotEquals,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    NotContains,
    StartsWith,
    EndsWith,
    Matches,
    NotMatches,
    In,
    NotIn,
    Exists,
    NotExists,
    IsNull,
    IsEmpty,
    IsType,
    Before,
    After,
};

// The word of a flow document ("less_or_equal"), and back.
[[nodiscard]] QLatin1StringView operatorWord(Operator op);
[[nodiscard]] std::optional<Operator> operatorFromWord(std::string_view word);
// Whether the operator compares with a value (all but exists, not_exists, is_null, is_empty).
[[nodiscard]] bool takesValue(Operator op);

// An operator with the value it compares with, ready to judge many values. Nothing is converted: 5 is not "5", and
// an operator that a value's type knows nothing of is false (not_contains alone is true then).
// Immutable; any thread.
class ConditionTest final {
public:
    // Checks the value: a string for starts_with, ends_with, matches (RE2) and their kin, an array for in, a type's
    // name for is_type (null boolean number integer string array object), RFC 3339 for before and after. Errors:
    // InvalidInput with a sentence, LimitExceeded for a pattern that is too large.
    static Result<ConditionTest> compile(Operator op, Value value);

    [[nodiscard]] Operator op() const { return m_operator; }
    [[nodiscard]] const Value &value() const { return m_value; }
    // What a path that selects nothing gives.
    [[nodiscard]] bool holdsForNothing() const;
    // When the meter is empty the answer means nothing.
    [[nodiscard]] bool holds(const Value &value, EvaluationMeter &meter) const;

private:
    ConditionTest(Operator op, Value value) : m_operator(op), m_value(std::move(value)) {}

    [[nodiscard]] Result<void> prepare();
    [[nodiscard]] bool isSame(const Value &a, const Value &b, EvaluationMeter &meter) const;
    [[nodiscard]] bool contains(const Value &value, EvaluationMeter &meter) const;
    [[nodiscard]] bool isIn(const Value &value, EvaluationMeter &meter) const;
    [[nodiscard]] bool compares(const Value &value, EvaluationMeter &meter) const;
    [[nodiscard]] bool holdsForText(const std::string &text, EvaluationMeter &meter) const;
    [[nodiscard]] bool isOfType(const Value &value) const;

    Operator m_operator;
    Value m_value;
    std::optional<Regex> m_regex;
    Instant m_instant;
};

} // namespace uw::json
