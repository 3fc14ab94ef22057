// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/sourcename.h"

#include "core/base/limits.h"

#include <algorithm>

namespace uw {

bool isSourceName(QStringView name)
{
    if (name.isEmpty() || name.size() > limits::sourceNameLength || name == u"." || name == u"..")
        return false;
    return std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'.'
            || c == u'_' || c == u'-';
    });
}

} // namespace uw
