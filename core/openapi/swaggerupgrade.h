// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/warninglist.h"

namespace uw::openapi {

// Turns the tree of a Swagger 2.0 description, in place, into what OpenAPI 3.0 says of the same API, so that all that
// reads a document knows one model: host, basePath and schemes become servers, body and form parameters request
// bodies, other parameters get a schema and a style, responses a content, securityDefinitions security schemes.
// Definitions stay where they are, so that references go on leading to them, and what is used by several operations is
// referred to and never copied. What tells 3.0 nothing ("file", a second scheme for a body) gives a warning.
// `origin` is the document's file or address.
void upgradeSwagger(json::Value &root, const QString &origin, WarningList &warnings);

} // namespace uw::openapi
