// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/document.h"

namespace uw::openapi {

// One thing that differs between two versions of a description.
struct DocumentChange {
    enum class Kind { OperationAdded, OperationRemoved, OperationMoved, ParameterAdded, ParameterRemoved, Changed };

    Kind kind = Kind::Changed;
    // Calls that were right before may fail now, or their answers lack something.
    bool isBreaking = false;
    // The operation as the newer version has it; of one that is gone, as the older one had it.
    QByteArray method;
    QString path;
    QString operationId;
    // A sentence: "The parameter limit (query) is required now."
    QString text;

    bool operator==(const DocumentChange &) const = default;
};

// What a newer version of a description changed: operations that came, went or moved (the same operationId under
// another path), and of those in both their parameters, bodies and answers as far as callers notice: names, places,
// required, types, enums, styles, media types, properties. References are followed, circles end. Descriptions, examples
// and the order of things do not count. At most limits: maximumChanges, the last one says that there are more.
// Costs about as much as opening every operation twice: for a worker thread.
[[nodiscard]] QList<DocumentChange> compareDocuments(const Document &older, const Document &newer);

inline constexpr qsizetype maximumChanges = 2000;

// A request that a person saved or a flow makes, as far as a description says whether it still fits.
struct SavedCall {
    QByteArray method;
    QString path;
    // May be empty: then method and path count.
    QString operationId;
    // Names of the parameters that it sets.
    QStringList arguments;
    bool hasBody = false;
};

// Why a saved call no longer fits.
struct BrokenCall {
    // Position in the list that was asked about.
    qsizetype call = 0;
    // Sentences, at least one.
    QStringList reasons;
};

// Which of `calls` the newer version no longer fits although the older one did, with the reasons that are new.
[[nodiscard]] QList<BrokenCall> callsBrokenBy(const Document &older, const Document &newer,
                                              const QList<SavedCall> &calls);

// Which of `calls` a description does not fit: its operation is gone or elsewhere, a parameter that it sets is gone, one
// that is required is not set, a body is missing or no longer taken. Opens each operation once.
[[nodiscard]] QList<BrokenCall> brokenCalls(const Document &document, const QList<SavedCall> &calls);

} // namespace uw::openapi
