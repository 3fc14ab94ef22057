// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <optional>
#include <vector>

namespace uw::openapi {

// Makes a first value to edit from a schema: its examples and defaults where it has them, else a
// value of its type and format. Read-only properties are left out, a schema inside itself ends, and
// depth and size are bounded. A short-lived builder over a document that outlives it.
class SampleBuilder final {
public:
    explicit SampleBuilder(const json::Value &root) : m_root(root) {}

    // Nothing when the schema says nothing usable.
    [[nodiscard]] std::optional<json::Value> build(const json::Value &schema);

private:
    [[nodiscard]] std::optional<json::Value> sample(const json::Value &schema);
    [[nodiscard]] std::optional<json::Value> sampleOf(const json::Value &schema);
    [[nodiscard]] std::optional<json::Value> ofVariants(const json::Value &schema);
    [[nodiscard]] std::optional<json::Value> ofParts(const json::Value &schema);
    [[nodiscard]] json::Value ofObject(const json::Value &schema);
    [[nodiscard]] json::Value ofArray(const json::Value &schema);

    const json::Value &m_root;
    // The schemas being sampled, outermost first.
    std::vector<const json::Value *> m_open;
    int m_made = 0;
};

} // namespace uw::openapi
