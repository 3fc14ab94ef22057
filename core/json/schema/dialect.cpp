// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/schema/dialect.h"

#include <array>

using namespace Qt::StringLiterals;

namespace uw::json::schema {

namespace {

constexpr quint8 d4 = bit(SchemaDialect::Draft4);
constexpr quint8 d6 = bit(SchemaDialect::Draft6);
constexpr quint8 d7 = bit(SchemaDialect::Draft7);
constexpr quint8 d19 = bit(SchemaDialect::Draft2019);
constexpr quint8 d20 = bit(SchemaDialect::Draft2020);
constexpr quint8 oas = bit(SchemaDialect::OpenApi30);
constexpr quint8 from19 = d19 | d20;
constexpr quint8 from7 = d7 | from19;
constexpr quint8 from6 = d6 | from7;
constexpr quint8 all = d4 | from6 | oas;

constexpr auto keywords = std::to_array<Keyword>({
    {"$ref", Shape::Text, all},
    {"$dynamicRef", Shape::Text, d20},
    {"$recursiveRef", Shape::Text, d19},
    {"id", Shape::Text, d4},
    {"$id", Shape::Text, from6},
    {"$schema", Shape::Text, d4 | from6},
    {"$anchor", Shape::Text, from19},
    {"$dynamicAnchor", Shape::Text, d20},
    {"$recursiveAnchor", Shape::Flag, d19},
    {"$comment", Shape::Text, from7},
    {"$defs", Shape::SchemaMap, from19},
    {"definitions", Shape::SchemaMap, d4 | from6},
    {"type", Shape::Type, all},
    {"enum", Shape::Array, all},
    {"const", Shape::Any, from6},
    {"multipleOf", Shape::PositiveNumber, all},
    {"minimum", Shape::Number, all},
    {"maximum", Shape::Number, all},
    {"exclusiveMinimum", Shape::Flag, d4 | oas},
    {"exclusiveMaximum", Shape::Flag, d4 | oas},
    {"exclusiveMinimum", Shape::Number, from6},
    {"exclusiveMaximum", Shape::Number, from6},
    {"minLength", Shape::Size, all},
    {"maxLength", Shape::Size, all},
    {"pattern", Shape::Pattern, all},
    {"format", Shape::Text, all},
    {"minItems", Shape::Size, all},
    {"maxItems", Shape::Size, all},
    {"uniqueItems", Shape::Flag, all},
    {"items", Shape::SchemaOrArray, d4 | d6 | d7 | d19},
    {"items", Shape::Schema, d20 | oas},
    {"prefixItems", Shape::SchemaArray, d20},
    {"additionalItems", Shape::Schema, d4 | d6 | d7 | d19},
    {"contains", Shape::Schema, from6},
    {"minContains", Shape::Size, from19},
    {"maxContains", Shape::Size, from19},
    {"unevaluatedItems", Shape::Schema, from19},
    {"minProperties", Shape::Size, all},
    {"maxProperties", Shape::Size, all},
    {"required", Shape::Texts, all},
    {"properties", Shape::SchemaMap, all},
    {"patternProperties", Shape::PatternMap, d4 | from6},
    {"additionalProperties", Shape::Schema, all},
    {"propertyNames", Shape::Schema, from6},
    {"dependencies", Shape::SchemaOrTextsMap, d4 | from6},
    {"dependentRequired", Shape::TextsMap, from19},
    {"dependentSchemas", Shape::SchemaMap, from19},
    {"unevaluatedProperties", Shape::Schema, from19},
    {"allOf", Shape::SchemaArray, all},
    {"anyOf", Shape::SchemaArray, all},
    {"oneOf", Shape::SchemaArray, all},
    {"not", Shape::Schema, all},
    {"if", Shape::Schema, from7},
    {"then", Shape::Schema, from7},
    {"else", Shape::Schema, from7},
    {"nullable", Shape::Flag, oas},
    {"readOnly", Shape::Flag, oas | from7},
    {"writeOnly", Shape::Flag, oas | from7},
    {"title", Shape::Text, all},
    {"description", Shape::Text, all},
    {"contentEncoding", Shape::Text, from7},
    {"contentMediaType", Shape::Text, from7},
    {"contentSchema", Shape::Schema, from19},
});

struct Address {
    QLatin1StringView uri; // without a trailing "#"
    SchemaDialect dialect;
};

constexpr auto addresses = std::to_array<Address>({
    {"http://json-schema.org/draft-04/schema"_L1, SchemaDialect::Draft4},
    {"http://json-schema.org/draft-06/schema"_L1, SchemaDialect::Draft6},
    {"http://json-schema.org/draft-07/schema"_L1, SchemaDialect::Draft7},
    {"https://json-schema.org/draft/2019-09/schema"_L1, SchemaDialect::Draft2019},
    {"https://json-schema.org/draft/2020-12/schema"_L1, SchemaDialect::Draft2020},
    {"https://spec.openapis.org/oas/3.1/dialect/base"_L1, SchemaDialect::Draft2020},
    {"https://spec.openapis.org/oas/3.1/dialect/2024-11-10"_L1, SchemaDialect::Draft2020},
    {"https://spec.openapis.org/oas/3.2/dialect/2025-09-17"_L1, SchemaDialect::Draft2020},
});

Value object(std::initializer_list<std::pair<std::string, Value>> members)
{
    Object result;
    for (const auto &[name, value] : members)
        result.emplace(name, value);
    return Value(std::move(result));
}

Value typed(const char *type)
{
    return object({{"type", Value(type)}});
}

Value either(Value a, Value b)
{
    Array variants;
    variants.push_back(std::move(a));
    variants.push_back(std::move(b));
    return object({{"anyOf", Value(std::move(variants))}});
}

Value arrayOf(const Value &element, bool mayBeEmpty)
{
    Value array = object({{"type", Value("array")}, {"items", element}});
    if (!mayBeEmpty)
        array["minItems"] = std::uint64_t(1);
    return array;
}

Value mapOf(const Value &member)
{
    return object({{"type", Value("object")}, {"additionalProperties", member}});
}

Value typeNames()
{
    Array names;
    for (const char *name : {"array", "boolean", "integer", "null", "number", "object", "string"})
        names.emplace_back(name);
    return object({{"enum", Value(std::move(names))}});
}

Value texts()
{
    Value set = arrayOf(typed("string"), true);
    set["uniqueItems"] = true;
    return set;
}

// The schema of a keyword's value; `self` refers to the schema of schemas.
Value shapeSchema(const Keyword &keyword, const Value &self, SchemaDialect dialect)
{
    switch (keyword.shape) {
    case Shape::Schema:
        return self;
    case Shape::SchemaOrArray:
        return either(self, arrayOf(self, false));
    case Shape::SchemaArray:
        return arrayOf(self, false);
    case Shape::SchemaMap:
    case Shape::PatternMap:
        return mapOf(self);
    case Shape::SchemaOrTextsMap:
        return mapOf(either(self, texts()));
    case Shape::TextsMap:
        return mapOf(texts());
    case Shape::Type: {
        Value several = arrayOf(typeNames(), false);
        several["uniqueItems"] = true;
        return either(typeNames(), std::move(several));
    }
    case Shape::Array:
        return typed("array");
    case Shape::Number:
        return typed("number");
    case Shape::PositiveNumber:
        if (dialect == SchemaDialect::Draft4)
            return object(
                {{"type", Value("number")}, {"minimum", Value(std::uint64_t(0))}, {"exclusiveMinimum", Value(true)}});
        return object({{"type", Value("number")}, {"exclusiveMinimum", Value(std::uint64_t(0))}});
    case Shape::Size:
        return object({{"type", Value("integer")}, {"minimum", Value(std::uint64_t(0))}});
    case Shape::Text:
    case Shape::Pattern:
        return typed("string");
    case Shape::Texts: {
        Value set = texts();
        if (dialect == SchemaDialect::Draft4)
            set["minItems"] = std::uint64_t(1);
        return set;
    }
    case Shape::Flag:
        return typed("boolean");
    case Shape::Any:
        break;
    }
    return object({});
}

} // namespace

const Keyword *findKeyword(std::string_view name, SchemaDialect dialect)
{
    const auto found = std::find_if(keywords.begin(), keywords.end(), [=](const Keyword &keyword) {
        return keyword.name == name && (keyword.dialects & bit(dialect)) != 0;
    });
    return found == keywords.end() ? nullptr : &*found;
}

bool refStandsAlone(SchemaDialect dialect)
{
    return dialect != SchemaDialect::Draft2019 && dialect != SchemaDialect::Draft2020;
}

std::string_view idKeyword(SchemaDialect dialect)
{
    return dialect == SchemaDialect::Draft4 ? "id" : "$id";
}

std::optional<SchemaDialect> dialectOf(QStringView metaschemaUri)
{
    if (metaschemaUri.endsWith(u'#'))
        metaschemaUri.chop(1);
    const auto found = std::find_if(addresses.begin(), addresses.end(),
                                    [=](const Address &address) { return address.uri == metaschemaUri; });
    return found == addresses.end() ? std::nullopt : std::optional(found->dialect);
}

std::optional<Value> metaschema(const QString &uri)
{
    const std::optional<SchemaDialect> dialect = dialectOf(uri);
    if (!dialect)
        return std::nullopt;
    const bool isDynamic = *dialect == SchemaDialect::Draft2020;
    const Value self = isDynamic ? object({{"$dynamicRef", Value("#meta")}}) : object({{"$ref", Value("#")}});
    Value properties = Value::object();
    for (const Keyword &keyword : keywords) {
        if ((keyword.dialects & bit(*dialect)) != 0)
            properties[std::string(keyword.name)] = shapeSchema(keyword, self, *dialect);
    }
    // Draft 4 knows true and false in these two places only.
    if (*dialect == SchemaDialect::Draft4) {
        for (const char *name : {"additionalItems", "additionalProperties"})
            properties[name] = either(typed("boolean"), self);
    }
    Value schema = object({{"$schema", fromQString(uri)}, {std::string(idKeyword(*dialect)), fromQString(uri)}});
    if (isDynamic)
        schema["$dynamicAnchor"] = "meta";
    if (*dialect == SchemaDialect::Draft4)
        schema["type"] = "object";
    else
        schema["type"] = Array{Value("object"), Value("boolean")};
    schema["properties"] = std::move(properties);
    return schema;
}

} // namespace uw::json::schema
