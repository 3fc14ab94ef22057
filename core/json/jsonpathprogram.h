// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/regex.h"
#include "core/json/value.h"

#include <optional>
#include <string>
#include <vector>

// What a JSONPath query is compiled into: flat lists that refer to each other by index. Only the parser writes one,
// only the evaluator reads one.
namespace uw::json::path {

struct Selector {
    enum class Kind : quint8 { Name, Index, Wildcard, Slice, Filter };

    Kind kind = Kind::Wildcard;
    std::string name;            // of Name
    std::optional<qint64> start; // of Slice; the index of Index
    std::optional<qint64> end;   // of Slice
    qint64 step = 1;             // of Slice
    std::size_t filter = 0;      // of Filter: into Program::expressions
};

struct Segment {
    bool isDescendant = false;
    std::vector<Selector> selectors; // never empty
};

struct Query {
    bool fromRoot = true; // "$", otherwise "@"
    // At most one node: names and indexes alone.
    bool isSingular = true;
    // Also spelt as comparisons and arguments want it (RFC 9535, section 2.3.5.1): no blanks inside its brackets.
    bool isPlain = true;
    std::vector<Segment> segments;
};

// One side of a comparison, or one argument of a function.
struct Operand {
    enum class Kind : quint8 { Literal, Query, Function };

    Kind kind = Kind::Literal;
    std::size_t index = 0; // into the list of Program that holds such things
};

enum class FunctionName : quint8 { Length, Count, Match, Search, Value };

struct Function {
    FunctionName name = FunctionName::Length;
    std::vector<Operand> arguments;
    // The second argument of match() and search(), where it is a literal. A literal that is no pattern matches nothing.
    bool hasFixedPattern = false;
    std::optional<Regex> pattern;
};

enum class Comparison : quint8 { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };

struct Expression {
    enum class Kind : quint8 { Or, And, Not, Exists, Compare, Function };

    Kind kind = Kind::Exists;
    std::vector<std::size_t> parts; // of Or, And and Not: into Program::expressions
    std::size_t index = 0;          // of Exists: into Program::queries; of Function: into Program::functions
    Comparison comparison = Comparison::Equal;
    Operand left;
    Operand right;
};

struct Program {
    Query main;
    std::vector<Query> queries;
    std::vector<Expression> expressions;
    std::vector<Function> functions;
    std::vector<Value> literals;
};

} // namespace uw::json::path
