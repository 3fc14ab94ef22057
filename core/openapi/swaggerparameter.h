// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

// Single objects of Swagger 2.0 as OpenAPI 3.0 writes them. See upgradeSwagger().
namespace uw::openapi {

// The member of that name, to be changed; null when there is none or `owner` is no object.
[[nodiscard]] json::Value *memberOf(json::Value &owner, std::string_view name);

// A parameter that is no part of a body: its type goes into `schema`, collectionFormat becomes style and explode
// (`tabDelimited`, which OpenAPI lacks, for tsv). References and parts of bodies stay as they are, but for "file".
void upgradeParameter(json::Value &parameter);

// The schema of a form field, moved out of its parameter.
[[nodiscard]] json::Value takeFieldSchema(json::Value &parameter);
// Its `encoding`: style and explode for an array, else null.
[[nodiscard]] json::Value fieldStyle(const json::Value &parameter);

// Moves type, format, items and the like into a `schema`, unless there is one.
void moveSchemaKeywords(json::Value &owner);
// {"type":"file"} becomes binary text.
void replaceFileType(json::Value &schema);

// An entry of securityDefinitions as a security scheme.
[[nodiscard]] json::Value securityScheme(const json::Value &definition);

} // namespace uw::openapi
