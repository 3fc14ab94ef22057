// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/operation.h"

namespace uw::openapi {

// Reads schemas of a document into what a form needs. References are followed as they are met; a
// wrapper of one variant (`oneOf`, `anyOf`, `allOf`) is its content; what contradicts itself ends as
// "anything". A short-lived reader over a document that outlives it.
class SchemaReader final {
public:
    // `siblingsCount`: keywords beside a `$ref` are read too (OpenAPI 3.1 and later).
    SchemaReader(const json::Value &root, bool siblingsCount) : m_root(root), m_siblingsCount(siblingsCount) {}

    [[nodiscard]] ValueSchema read(const json::Value &schema) const { return read(schema, 0); }

private:
    [[nodiscard]] ValueSchema read(const json::Value &schema, int depth) const;
    [[nodiscard]] ValueSchema readReferenced(const json::Value &schema, int depth) const;
    void readKeywords(const json::Value &schema, ValueSchema &result) const;
    void readType(const json::Value &schema, ValueSchema &result) const;
    void readItems(const json::Value &schema, ValueSchema &result, int depth) const;
    void readAllOf(const json::Value &schema, ValueSchema &result, int depth) const;
    void readVariants(const json::Value &variants, ValueSchema &result, int depth) const;

    const json::Value &m_root;
    bool m_siblingsCount;
};

} // namespace uw::openapi
