// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/evaluationmeter.h"
#include "core/json/jsonpathprogram.h"

#include <limits>
#include <unordered_map>

namespace uw::json::path {

// Where a node lies: its parent's entry and its own name or index. Only kept when paths are asked for.
struct Location {
    std::size_t parent;
    const std::string *name; // null for an element
    std::size_t index;
};

inline constexpr std::size_t noLocation = std::numeric_limits<std::size_t>::max();

struct Node {
    const Value *value;
    std::size_t location; // into the list of locations; noLocation for the root and when none are kept
};

// Runs one compiled query over one tree, in document order, without copying anything of it. Descendants are walked
// without recursion; conditions recurse as deep as the parser let them nest. When the meter is empty every step
// gives nothing and the caller reads the meter. One thread, lives as long as one evaluation.
class Evaluator final {
public:
    // `root` is what "$" means in conditions. `locations` may be null.
    Evaluator(const Program &program, const Value &root, EvaluationMeter &meter, std::vector<Location> *locations)
        : m_program(program)
        , m_root(root)
        , m_meter(meter)
        , m_locations(locations)
    {}

    // The nodes that `query` selects from `start`.
    [[nodiscard]] std::vector<Node> run(const Query &query, const Value &start);
    // The only node of a singular query, or null.
    [[nodiscard]] const Value *single(const Query &query, const Value &start);

private:
    // The value of a comparable or an argument; null is "Nothing" (RFC 9535, section 2.4.1).
    struct Term {
        const Value *value = nullptr;
        Value made;
    };

    void select(const Segment &segment, const Node &node, std::vector<Node> &found);
    void selectDescendants(const Segment &segment, const Node &node, std::vector<Node> &found);
    void apply(const Selector &selector, const Node &node, std::vector<Node> &found);
    void slice(const Selector &selector, const Node &node, const Array &array, std::vector<Node> &found);
    template<typename Accept>
    void children(const Node &node, std::vector<Node> &found, const Accept &accept);
    [[nodiscard]] Node element(const Node &parent, const Array &array, std::size_t index);
    [[nodiscard]] Node member(const Node &parent, const Object::value_type &entry);

    [[nodiscard]] bool holds(std::size_t expression, const Value &current);
    [[nodiscard]] bool exists(const Query &query, const Value &current);
    [[nodiscard]] bool compare(const Expression &expression, const Value &current);
    [[nodiscard]] bool isEqual(const Value *left, const Value *right);
    void resolve(const Operand &operand, const Value &current, Term &term);
    void call(const Function &function, const Value &current, Term &term);
    [[nodiscard]] bool matches(const Function &function, const Value &current);
    [[nodiscard]] const Regex *pattern(const std::string &text);
    [[nodiscard]] std::vector<Node> inner(const Query &query, const Value &current);

    const Program &m_program;
    const Value &m_root;
    EvaluationMeter &m_meter;
    std::vector<Location> *m_locations;
    // Patterns that came out of the tree.
    std::unordered_map<std::string, std::optional<Regex>> m_patterns;
};

// The element that an index (from the end when negative) means, or null.
[[nodiscard]] const Value *elementAt(const Array &array, qint64 index);
// How many code points a UTF-8 text holds.
[[nodiscard]] qint64 codePointCount(std::string_view text);

} // namespace uw::json::path
