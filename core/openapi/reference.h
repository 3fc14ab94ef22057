// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"

namespace uw::openapi {

// What a local reference ("#/components/schemas/User") leads to in the document `root`. The fragment is
// percent-decoded, then read as an RFC 6901 pointer. NotFound names the reference: there is nothing there, or it
// leads into another file.
[[nodiscard]] Result<const json::Value *> findReference(const json::Value &root, QStringView reference);

// The text of `$ref` when `value` is a reference object; empty otherwise.
[[nodiscard]] QString referenceOf(const json::Value &value);

// Follows `value` while it is a reference. NotFound as above; DocumentInvalid when references lead in a circle.
[[nodiscard]] Result<const json::Value *> followReferences(const json::Value &root, const json::Value &value);

} // namespace uw::openapi
