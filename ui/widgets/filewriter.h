// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace uw::ui {

// Writes a file whole, or leaves what is there as it was. Empty when it is written, else why not, in the system's words.
// Any thread.
[[nodiscard]] QString writeFile(const QString &path, const QByteArray &content);

} // namespace uw::ui
