// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/event.h"

namespace uw::test {

// A whole Clockify event with every member set, the `number`-th of its kind: id, time and
// body depend on the number, so that two events never equal each other.
[[nodiscard]] Event sampleEvent(int number);

} // namespace uw::test
