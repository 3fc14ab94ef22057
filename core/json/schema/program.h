// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/schema/format.h"
#include "core/json/schema/pattern.h"
#include "core/json/schema/schema.h"

#include <map>

// A compiled schema: nodes that refer to each other by position. Built by Compiler, read by Evaluator.
namespace uw::json::schema {

using NodeIndex = int;
inline constexpr NodeIndex none = -1;

using Types = quint8;
enum Type : Types {
    NullType = 1,
    BooleanType = 2,
    IntegerType = 4,
    NumberType = 8,
    StringType = 16,
    ArrayType = 32,
    ObjectType = 64,
};

struct Reference {
    NodeIndex target = none;
    // Of a $dynamicRef: the name that is looked up among the resources entered so far, outermost first.
    std::optional<std::string> dynamicAnchor;
    const char *keyword = "$ref";
};

struct Bound {
    Value limit;
    bool isUpper = false;
    bool isExclusive = false;
    const char *keyword = "";
};

struct NumberRules {
    std::vector<Bound> bounds;
    std::optional<Value> multipleOf;
};

struct StringRules {
    std::optional<std::size_t> minLength; // in code points
    std::optional<std::size_t> maxLength;
    std::shared_ptr<const Pattern> pattern;
};

struct ArrayRules {
    std::optional<std::size_t> minItems;
    std::optional<std::size_t> maxItems;
    bool isUnique = false;
    std::vector<NodeIndex> prefix;
    const char *prefixKeyword = "prefixItems";
    NodeIndex rest = none; // of the elements after the prefix
    const char *restKeyword = "items";
    NodeIndex contains = none;
    std::size_t minContains = 1;
    std::optional<std::size_t> maxContains;
    bool containsEvaluates = false; // since 2020-12
    NodeIndex unevaluated = none;
};

struct Dependency {
    std::string name;
    std::vector<std::string> required;
    NodeIndex schema = none;
    const char *keyword = "";
};

struct ObjectRules {
    std::optional<std::size_t> minProperties;
    std::optional<std::size_t> maxProperties;
    std::vector<std::string> required;
    std::vector<std::pair<std::string, NodeIndex>> properties;
    MemberIndex propertyIndex;
    std::vector<std::pair<std::shared_ptr<const Pattern>, NodeIndex>> patterns;
    NodeIndex additional = none;
    NodeIndex names = none;
    std::vector<Dependency> dependencies;
    NodeIndex unevaluated = none;
};

struct Combination {
    std::vector<NodeIndex> allOf;
    std::vector<NodeIndex> anyOf;
    std::vector<NodeIndex> oneOf;
    NodeIndex negated = none;
    NodeIndex condition = none;
    NodeIndex consequence = none;
    NodeIndex alternative = none;
};

// One schema. The parts that most schemas lack are apart.
struct Node {
    enum class Kind : quint8 { Anything, Nothing, Rules };

    std::string location; // RFC 6901, in its document
    int resource = 0;     // the part of a document under one $id; see Program::dynamicAnchors
    Kind kind = Kind::Rules;
    bool isNullable = false;
    bool hasStrictIntegers = false; // draft 4: 1.0 is no integer
    Types types = 0;                // 0: any
    const Format *format = nullptr; // null unless asserted
    std::optional<Value> constant;
    std::unique_ptr<std::vector<Value>> allowed;
    std::vector<Reference> references;
    std::unique_ptr<NumberRules> numbers;
    std::unique_ptr<StringRules> strings;
    std::unique_ptr<ArrayRules> arrays;
    std::unique_ptr<ObjectRules> objects;
    std::unique_ptr<Combination> combination;
};

struct Program {
    std::vector<Node> nodes;
    NodeIndex entry = none;
    // Node by resource and name.
    std::map<std::pair<int, std::string>, NodeIndex> dynamicAnchors;
    // Some schema has unevaluatedItems or unevaluatedProperties.
    bool tracksEvaluated = false;
    QList<SchemaProblem> warnings;
};

} // namespace uw::json::schema
