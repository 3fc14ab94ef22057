// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace uw {

// The text that bytes from the wire are as UTF-8 (RFC 3629), with the byte-order mark that they may begin with, so that
// they can be made of it again; nothing when they are none.
[[nodiscard]] std::optional<QString> utf8Text(QByteArrayView bytes);
// The same, and Latin-1 where they are no UTF-8, as the old rule for header fields has it (RFC 9110, section 5.5).
[[nodiscard]] QString wireText(QByteArrayView bytes);

} // namespace uw
