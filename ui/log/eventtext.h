// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/wiretext.h"
#include "core/store/event.h"

#include <QString>

namespace uw::ui {

// The local time of day with milliseconds; on another day than `nowMs` with its date before it.
[[nodiscard]] QString clockText(qint64 ms, qint64 nowMs);
// The same as short as a row can say it: without milliseconds on another day, and in another year without seconds.
[[nodiscard]] QString rowTimeText(qint64 ms, qint64 nowMs);
// How long ago under a day ("12 s ago", "3 min ago"), else the local date. Within a second: "now".
[[nodiscard]] QString ageText(qint64 ms, qint64 nowMs);
// Local date and time and the exact UTC one, on two lines.
[[nodiscard]] QString timeToolTip(qint64 ms);
// "310 B", "1.2 K", "12 M": three digits at most, 1,024 the step.
[[nodiscard]] QString sizeText(qint64 bytes);
// What people call a sender: the name of a custom source, else the provider's name as it writes itself.
[[nodiscard]] QString sourceText(const QString &source, const QString &customSource);
// At most `characters`, with an ellipsis in the middle of what is longer.
[[nodiscard]] QString shortened(const QString &text, qsizetype characters);

} // namespace uw::ui
