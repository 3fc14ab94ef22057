// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/documentdiff.h"
#include "core/openapi/schemacomparison.h"

namespace uw::openapi {

// Compares one operation of two versions of a description. A short-lived helper of compareDocuments().
class OperationComparison final {
public:
    OperationComparison(const Document &older, const Document &newer, QList<DocumentChange> &changes);

    void compare(const OperationSummary &before, const OperationSummary &after);

private:
    void compareParameters(const OperationDetails &before, const OperationDetails &after);
    void compareParameter(const Parameter &before, const Parameter &after);
    void compareBody(const OperationSummary &before, const OperationSummary &after);
    void compareResponses(const OperationSummary &before, const OperationSummary &after);
    void compareContent(const json::Value *before, const json::Value *after, const QString &what,
                        SchemaComparison::Direction direction);
    void add(DocumentChange::Kind kind, bool isBreaking, const QString &text);

    const Document &m_older;
    const Document &m_newer;
    QList<DocumentChange> &m_changes;
    const OperationSummary *m_operation = nullptr;
};

} // namespace uw::openapi
