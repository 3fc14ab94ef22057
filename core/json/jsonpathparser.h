// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/jsonpathprogram.h"
#include "core/json/querytext.h"

namespace uw::json::path {

// Reads RFC 9535's grammar and checks that functions and comparisons are well typed (section 2.4.3), so that what
// was compiled always evaluates. Recursive descent, held to maximumNesting. Faults are left in the text.
class Parser final {
public:
    static constexpr int maximumNesting = 64;
    static constexpr std::size_t maximumQueryBytes = 64 * 1024;

    explicit Parser(QueryText &text) : m_text(text) {}

    // A whole query, "$" to the end of the text.
    bool query();
    // The segments that follow here, as many as there are (a binding's path after its root).
    bool segments() { return segments(m_program.main); }

    // What was read, after a true.
    [[nodiscard]] Program take() { return std::move(m_program); }

private:
    // What an operand turned out to be, and where it began.
    struct Term {
        Operand operand;
        std::size_t start = 0;
        bool isLogical = false; // match() and search(): true or false, but no value
    };

    bool refuse(const QString &message) { return refuse(m_text.position(), message); }
    bool refuse(std::size_t offset, const QString &message);

    bool segments(Query &query);
    bool segment(Query &query);
    bool brackets(Query &query, Segment &segment);
    bool dotted(Segment &segment);
    bool selector(Selector &selector);
    bool indexOrSlice(Selector &selector);
    bool slicePart(std::optional<qint64> &part);
    bool filter(Selector &selector);

    std::optional<std::size_t> logicalOr();
    std::optional<std::size_t> logicalAnd();
    std::optional<std::size_t> chain(Expression::Kind kind, std::string_view sign);
    std::optional<std::size_t> basic();
    std::optional<std::size_t> negated();
    std::optional<std::size_t> parenthesized();
    std::optional<std::size_t> test(const Term &term);
    std::optional<std::size_t> comparison(const Term &left, Comparison sign);
    std::optional<Comparison> comparisonSign();

    std::optional<Term> term();
    bool literal(Term &term);
    bool filterQuery(Term &term);
    bool function(Term &term, std::string_view name);
    bool arguments(Function &function);
    bool argument(Function &function);
    bool checkArguments(FunctionName name, const QString &role);
    bool fixPattern(Function &function);
    // Whether a term is a value: comparable, and fit for a parameter that takes a value.
    bool checkIsValue(const Term &term, const QString &role);

    std::size_t add(Expression expression);

    QueryText &m_text;
    Program m_program;
    int m_nesting = 0;
    // The arguments of the function being read.
    std::vector<Term> m_terms;
};

} // namespace uw::json::path
