// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QStringList>

namespace uw::json {

// A query of the older dialect of the Python library jsonpath-ng in RFC 9535's spelling.
struct TranslatedPath {
    QString path;
    QStringList notices; // what was rewritten, and what it may change; empty when the text was valid as it stood
};

// `a.b`, `$.a[?(@.x = 1 & @.y =~ "re")]`, `[?(@.tags.`len` > 2)]` … become valid JSONPath. Errors: InvalidInput for
// what neither dialect knows, Unsupported for what JSONPath cannot say (`` `parent` ``, sorting, arithmetic …).
[[nodiscard]] Result<TranslatedPath> translateOldPath(QStringView path);

} // namespace uw::json
