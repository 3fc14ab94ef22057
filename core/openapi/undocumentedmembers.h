// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <QStringList>

namespace uw::openapi {

// Members of a body that its schema does not name.
struct UndocumentedMembers {
    // RFC 6901; of the members of one name in the elements of an array the first.
    QStringList pointers;
    // There are more, or the body was too large to be walked to its end.
    bool isCut = false;
};

// Walks a body beside its schema. A member is documented when any part of the schema (allOf, anyOf, oneOf, a $ref within
// the document `root`) names it, and where a schema says what further members look like, or names none at all. Bounded
// in time. At most `most` members.
[[nodiscard]] UndocumentedMembers findUndocumentedMembers(const json::Value &root, const json::Value &schema,
                                                          const json::Value &body, qsizetype most);

} // namespace uw::openapi
