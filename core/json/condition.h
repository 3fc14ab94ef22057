// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/conditiontest.h"
#include "core/json/rootpath.h"

namespace uw::json {

// Where in a flow's conditions something is wrong.
struct ConditionFault {
    QString field;   // "all[0].operator"; empty for the whole
    QString message; // a sentence without the place
};

// The conditions of a flow: {"all":[…]}, {"any":[…]}, {"not":…} or a rule {"path","operator","value","match"}.
// Compiled once, evaluated for each event without copying anything of it. Immutable and cheap to copy; any thread.
class Condition final {
public:
    static constexpr int maximumDepth = 32;
    static constexpr int maximumRules = 1000;
    static constexpr std::size_t explainedValues = 10;
    static constexpr qint64 explainedBytes = 1024; // of one value

    // Errors: InvalidInput ("condition_invalid" to a flow) naming field and reason, both also in `fault`, which may be
    // null; LimitExceeded.
    static Result<Condition> compile(const Value &json, ConditionFault *fault = nullptr);

    // An empty "all" is true, an empty "any" false. Errors: LimitExceeded when the meter is empty.
    [[nodiscard]] Result<bool> evaluate(const Scope &scope, EvaluationMeter &meter) const;
    // The same with reasons: the document's shape, each part with "result", each rule also with "count" (of the values
    // its path selected) and "found" (the first explainedValues of them; long ones as their cut JSON text). Nothing
    // is skipped. Errors as above.
    [[nodiscard]] Result<Value> explain(const Scope &scope, EvaluationMeter &meter) const;

    // Every path that a rule reads, in the document's order.
    [[nodiscard]] std::vector<RootPath> paths() const;

private:
    struct Part;
    class Compiler;

    explicit Condition(std::shared_ptr<const Part> top) : m_top(std::move(top)) {}

    static bool holds(const Part &part, const Scope &scope, EvaluationMeter &meter);
    static bool ruleHolds(const Part &part, const Scope &scope, EvaluationMeter &meter);
    static bool judge(const Part &part, const Nodes &nodes, EvaluationMeter &meter);
    static Value explained(const Part &part, const Scope &scope, EvaluationMeter &meter);
    static Value explainedRule(const Part &part, const Scope &scope, EvaluationMeter &meter);
    static void collect(const Part &part, std::vector<RootPath> &paths);

    std::shared_ptr<const Part> m_top;
};

} // namespace uw::json
