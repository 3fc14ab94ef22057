// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/conditiontest.h"
#include "core/json/rootpath.h"

// What the expression between "{{" and "}}" is compiled into. Only the parser writes it, only the evaluator reads it.
namespace uw::json::binding {

struct Filter;
struct Expression;

struct FilterCall {
    const Filter *filter = nullptr;
    std::vector<Expression> arguments; // without the path of map, where and sort
    std::string input;                 // how the value that comes in is spelt, for messages
    std::optional<JsonPath> elementPath;
    std::optional<Regex> regex;        // where match or search got a literal
    std::optional<ConditionTest> test; // where where got a literal
    std::optional<Operator> op;        // of where
};

struct Expression {
    enum class Kind : quint8 { Literal, Path, Credential, Call };

    Kind kind = Kind::Literal;
    Value literal;
    std::optional<RootPath> path;
    QString credential;
    std::vector<FilterCall> filters; // a Call is the first of them, with nothing that comes in
    std::string text;                // as it is spelt
};

// A tree with bindings: constant parts are kept whole, text with bindings as its pieces.
struct Template {
    enum class Kind : quint8 { Constant, Text, Array, Object };
    struct Piece {
        std::string text; // when there is no expression
        std::optional<Expression> expression;
    };

    Kind kind = Kind::Constant;
    Value constant;
    std::vector<Piece> pieces;
    std::vector<std::string> names; // of Object
    std::vector<Template> parts;    // of Array and Object
    std::string pointer;            // RFC 6901, of Text

    // The string is one binding and nothing else, so that the value keeps its type.
    [[nodiscard]] bool isOneBinding() const { return pieces.size() == 1 && pieces.front().expression.has_value(); }
};

} // namespace uw::json::binding
