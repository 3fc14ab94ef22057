// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/evaluationmeter.h"
#include "core/json/querytext.h"

#include <memory>

namespace uw::json {

namespace path {
struct Program;
}

// The nodes a query selects, in document order; they point into the tree.
using Nodes = std::vector<const Value *>;

struct LocatedNode {
    const Value *value;
    std::string path; // normalized (RFC 9535, section 2.7), UTF-8: $['a'][0]
};

// A JSONPath query (RFC 9535), compiled once and evaluated many times: whole grammar, typed functions, I-Regexp,
// members in the tree's order. Immutable and cheap to copy; any thread.
class JsonPath final {
public:
    // Errors: InvalidInput with column and reason (both also in `fault`, which may be null).
    static Result<JsonPath> compile(std::string_view query, QueryFault *fault = nullptr);
    static Result<JsonPath> compile(QStringView query, QueryFault *fault = nullptr);
    // The segments that stand at the text's cursor, as many as there are: a path below something that another
    // language has named. Nothing after a fault, which is left in `text`.
    static std::optional<JsonPath> readSegments(QueryText &text);

    // Whether the query can select at most one node, whatever the tree.
    [[nodiscard]] bool isSingular() const;
    // Whether the query is "$" alone.
    [[nodiscard]] bool isRoot() const;
    // The names and indexes of the query's first segments, as far as each selects exactly one child: what a person
    // or a validation can say about what it reads. Indexes as "[0]".
    [[nodiscard]] QStringList fixedPrefix() const;

    // Errors: LimitExceeded when the meter is empty. Nothing is copied; the tree must outlive the result.
    [[nodiscard]] Result<Nodes> select(const Value &root, EvaluationMeter &meter) const;
    // The same from another node than `root`, which stays what "$" means in conditions.
    [[nodiscard]] Result<Nodes> selectFrom(const Value &start, const Value &root, EvaluationMeter &meter) const;
    [[nodiscard]] Result<std::vector<LocatedNode>> locate(const Value &root, EvaluationMeter &meter) const;
    // The node of a singular query, or null. Costs a few look-ups and no memory.
    [[nodiscard]] const Value *selectSingle(const Value &root) const;

private:
    explicit JsonPath(std::shared_ptr<const path::Program> program) : m_program(std::move(program)) {}

    std::shared_ptr<const path::Program> m_program;
};

} // namespace uw::json
