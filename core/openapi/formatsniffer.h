// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace uw::openapi {

// Looks at the first bytes of what should be JSON or YAML and, when they are plainly something else (a web page, an
// archive, another encoding, nothing), says what they are and what to do: the end of a sentence that begins with
// the document's name. Nothing for what may be either.
[[nodiscard]] std::optional<QString> tellOtherFormat(QByteArrayView bytes);

} // namespace uw::openapi
