// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/schema/schema.h"

namespace uw::json::schema {

// What the value of a keyword looks like.
enum class Shape : quint8 {
    Any,
    Schema,
    SchemaOrArray, // `items` before 2020-12
    SchemaArray,   // not empty
    SchemaMap,
    PatternMap,       // schemas by regular expression
    SchemaOrTextsMap, // `dependencies`
    TextsMap,         // `dependentRequired`
    Type,             // a type's name or several
    Array,            // `enum`
    Number,
    PositiveNumber,
    Size, // an integer from 0 on
    Text,
    Texts,
    Flag,
    Pattern,
};

struct Keyword {
    std::string_view name;
    Shape shape;
    quint8 dialects; // a bit each, see bit()
};

[[nodiscard]] constexpr quint8 bit(SchemaDialect dialect)
{
    return static_cast<quint8>(1U << static_cast<unsigned>(dialect));
}

// Null for a word that is no keyword of the dialect.
[[nodiscard]] const Keyword *findKeyword(std::string_view name, SchemaDialect dialect);

// Whether a $ref makes all that stands beside it void.
[[nodiscard]] bool refStandsAlone(SchemaDialect dialect);
// "$id", or "id" in draft 4.
[[nodiscard]] std::string_view idKeyword(SchemaDialect dialect);

// The dialect that a $schema names; nothing for one that is not known here.
[[nodiscard]] std::optional<SchemaDialect> dialectOf(QStringView metaschemaUri);
// A schema of the dialect's schemas, made from the table of keywords, for a $ref to it. `uri` has no fragment.
[[nodiscard]] std::optional<Value> metaschema(const QString &uri);

} // namespace uw::json::schema
