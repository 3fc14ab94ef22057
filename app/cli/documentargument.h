// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/document.h"

namespace uw::cli {

// Opens the description a command names: a file, "-" for standard input, or "clockify" for the one the program
// brings along (unless a file has that name). Errors as of Document::loadFile().
[[nodiscard]] Result<std::shared_ptr<const openapi::Document>> openDocument(const QString &argument);

} // namespace uw::cli
