// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

namespace uw::json {

// What aliases and merge keys may add, beside the bounds of ParseLimits: a few lines of YAML can describe more than
// any memory holds.
struct YamlLimits {
    ParseLimits text;
    qint64 maximumAliases = 10'000;
    qint64 maximumCopiedNodes = 1'000'000;             // values that anchors and aliases repeat
    qint64 maximumCopiedBytes = 64 * limits::mebibyte; // of their texts
};

// Reads one YAML document in UTF-8 into a JSON tree by the core schema of YAML 1.2: plain null, true, false and
// numbers are what they are called, everything else is text, also "no", "on" and dates. Integers of 64 bits are
// exact; .inf and .nan, which JSON lacks, stay text. Names of members are texts as they are spelt (200 is "200").
// A merge key (a plain "<<", of YAML 1.1) adds the members of one mapping or of several that the mapping around it
// does not have itself. Of members that stand twice the last counts, and `report` is told.
// Errors: InvalidInput for what is no YAML, for a second document, a name that is no scalar, an unknown alias and an
// anchor that contains itself; LimitExceeded beyond the limits. Both name line and column. Never throws or recurses.
[[nodiscard]] Result<Value> parseYaml(QByteArrayView text, const YamlLimits &limits = {},
                                      ParseReport *report = nullptr);

} // namespace uw::json
