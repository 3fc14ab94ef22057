// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headerlist.h"

#include <optional>

namespace uw {

// The header block as one blob of the log: for each field the length of its name, the name,
// the length of its value, the value, lengths in base 128 (low groups first, the top bit
// marks that another byte follows). Bytes, order, case and duplicates are kept exactly.
[[nodiscard]] QByteArray encodeHeaders(const HeaderList &headers);

// Nothing when the bytes are not such a blob (a damaged row).
[[nodiscard]] std::optional<HeaderList> decodeHeaders(const QByteArray &blob);

} // namespace uw
