// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/warninglist.h"

namespace uw::openapi {

// What a list of operations needs from a document.
struct DocumentIndex {
    QStringList servers;
    QStringList tags;
    // The host that the description is of: of the root's first server, else the one that most paths name.
    QString usualHost;
    QList<OperationSummary> operations;
    // What the API itself calls: the path items under `webhooks` and `x-webhooks`, their names in place of paths.
    QList<OperationSummary> webhooks;
};

// Reads the index off a document's tree: one walk over the path items, no reference followed but those of path items
// themselves. Whatever is wrong becomes a warning and the rest stays usable. `origin` is the document's file or
// address. LimitExceeded for more than limits::documentOperations operations.
[[nodiscard]] Result<DocumentIndex> indexDocument(const json::Value &root, const QString &origin,
                                                  WarningList &warnings);

} // namespace uw::openapi
