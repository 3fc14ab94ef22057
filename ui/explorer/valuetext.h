// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/operation.h"

#include <QString>

#include <optional>

namespace uw::ui {

// A value as a person types it: a string bare, everything else as JSON.
[[nodiscard]] QString valueText(const json::Value &value);

// A number as a person writes it: "200", "0.5", "5000000".
[[nodiscard]] QString numberText(double number);

// What was typed as the value of a schema type ("string", "integer", …). Text that does not fit
// becomes a string, so that nothing typed is lost and the validation names it; integers stay exact. An
// empty type takes JSON where it is JSON, else text. Empty text is no value.
[[nodiscard]] std::optional<json::Value> valueFromText(const QString &text, const QString &type);

// What may be filled in, in few words: "string, 2-250", "integer, at least 1", "array of string".
[[nodiscard]] QString typeCaption(const openapi::ValueSchema &schema);

// What an empty field says: the default or an example. May be empty.
[[nodiscard]] QString fieldHint(const openapi::ValueSchema &schema);

// A description in Markdown as rich text that is safe to show: only emphasis, code and the texts of
// links are kept; nothing in it can load or open anything. Cut at `maximumLength` characters.
[[nodiscard]] QString helpHtml(const QString &markdown, qsizetype maximumLength = 4000);

} // namespace uw::ui
