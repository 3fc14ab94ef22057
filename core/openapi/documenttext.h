// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"

namespace uw::openapi {

// Reads the text of a description, or of a file that one refers to, into a tree: JSON when it begins like JSON, else
// YAML, within the limits of descriptions. `origin` is the name that messages call it by; `report` gets duplicates.
// Errors: DocumentInvalid (neither JSON nor YAML, or another kind of file altogether; says where), LimitExceeded for
// what is larger or deeper than limits::documentBytes, documentNodes and jsonDepth allow.
[[nodiscard]] Result<json::Value> parseDocumentText(const QByteArray &bytes, const QString &origin,
                                                    json::ParseReport &report);

// The bytes of a description's file. NotFound and Io for what cannot be read, LimitExceeded beyond
// limits::documentBytes.
[[nodiscard]] Result<QByteArray> readDocumentFile(const QString &path);

// The error of a document: “origin” and then `rest`, which begins with a verb.
[[nodiscard]] Error documentError(const QString &origin, const QString &rest);

} // namespace uw::openapi
