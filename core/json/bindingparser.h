// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/bindingexpression.h"

namespace uw::json::binding {

// Reads `$.tags[*].name | join(", ") | default("none")`: a path, a literal or one of now, uuid and coalesce, then
// filters. Checks names, numbers of arguments, patterns and operators, so that only types are left to evaluation.
// Faults are left in the text.
class Parser final {
public:
    static constexpr int maximumNesting = 20;
    static constexpr std::size_t maximumTextBytes = 1024 * 1024;

    explicit Parser(QueryText &text) : m_text(text) {}

    // The pieces of a whole string: text and bindings in turn.
    std::optional<std::vector<Template::Piece>> pieces();
    // The expression at the cursor, up to what does not belong to it.
    std::optional<Expression> expression();

private:
    bool refuse(const QString &message) { return refuse(m_text.position(), message); }
    bool refuse(std::size_t offset, const QString &message);

    bool term(Expression &expression);
    bool word(Expression &expression);
    std::optional<Value> literal();
    std::optional<Value> arrayLiteral();
    std::optional<Value> objectLiteral();
    bool filters(Expression &expression, std::size_t start);
    bool call(FilterCall &call, std::string_view name, std::size_t start);
    bool arguments(FilterCall &call);
    bool elementPath(FilterCall &call);
    bool whereOperator(FilterCall &call);
    bool argument(FilterCall &call);
    bool credential(Expression &expression);
    bool precompile(FilterCall &call, std::size_t start);

    QueryText &m_text;
    int m_nesting = 0;
};

} // namespace uw::json::binding
