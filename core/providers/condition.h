// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/objectreader.h"

namespace uw {

// What has to stand somewhere in a request for an entry of the provider table to apply. A plain value.
struct Condition {
    Locator where;
    // Compared without case; "*": anything but nothing; empty: nothing may stand there.
    QByteArray value;

    bool operator==(const Condition &) const = default;
};

// Reads {"header:X-Version":"v2"} from a member of the table.
[[nodiscard]] QList<Condition> conditionsFromJson(ObjectReader &reader, const char *name);
// Whether all of them hold.
[[nodiscard]] bool allHold(const QList<Condition> &conditions, const RequestView &request);

} // namespace uw
