// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

namespace uw {

// Whether a text may be the {source} of /webhooks/custom/{source}: 1 to 64 of a-z A-Z 0-9 . _ - and neither "." nor "..".
[[nodiscard]] bool isSourceName(QStringView name);

} // namespace uw
