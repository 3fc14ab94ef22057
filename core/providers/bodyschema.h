// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/schema/schema.h"

namespace uw {

// The JSON Schema that bodies of a custom source have to meet, compiled once. An immutable value; any thread.
class BodySchema final {
public:
    static constexpr int maximumSchemas = 10'000;
    static constexpr int maximumPatterns = 200;

    // Why a body is refused.
    struct Fault {
        QString sentence; // for the sender: names the place, and tells nothing of what the schema compares it with
        QString field;    // RFC 6901; empty for the whole
    };

    // `schema` is of the version that its $schema names, 2020-12 without one; `format` says nothing about validity.
    // InvalidInput or LimitExceeded with the place in it.
    [[nodiscard]] static Result<BodySchema> fromJson(const json::Value &schema);

    // The first fault, or nothing. `bodyBytes` decides how long it may take: small bodies are judged where others wait.
    [[nodiscard]] std::optional<Fault> check(const json::Value &body, qint64 bodyBytes) const;

    bool operator==(const BodySchema &other) const { return m_text == other.m_text; }

private:
    BodySchema(QByteArray text, json::Schema schema) : m_text(std::move(text)), m_schema(std::move(schema)) {}

    QByteArray m_text;
    json::Schema m_schema;
};

} // namespace uw
