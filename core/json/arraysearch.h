// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/valuescan.h"

namespace uw::json {

// An array in a JSON text.
struct FoundArray {
    // RFC 6901; empty: the text itself.
    QString pointer;
    qint64 begin = 0;
    // Its first element is an object.
    bool ofObjects = false;
};

// The arrays of a text that are lists of things: itself, or those that stand in its members or in theirs ("data",
// "result/items"), those of objects first; at most 50. Reads the text once and builds no tree.
[[nodiscard]] QList<FoundArray> findArrays(QByteArrayView text);

} // namespace uw::json
