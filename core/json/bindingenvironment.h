// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/evaluationmeter.h"
#include "core/json/rootpath.h"

#include <functional>

namespace uw::json {

// All that the evaluation of bindings reads beside its template. One per evaluation, on one thread; what it refers
// to outlives it. A function that is not set makes its filter fail.
struct BindingEnvironment {
    const Scope &scope;
    // Milliseconds since 1970-01-01T00:00:00Z; the same for the whole of an execution, so that a replay repeats it.
    std::function<qint64()> nowMs = {};
    // The text of a new UUID; recorded by who runs the execution.
    std::function<QString()> uuid = {};
    // The value of a credential by its name. Its error is handed on.
    std::function<Result<QByteArray>(const QString &name)> credential = {};
    EvaluationMeter meter = EvaluationMeter();
    // Filled by the evaluation: texts that were made with a credential and are to be masked in records.
    QList<QByteArray> tainted = {};
};

} // namespace uw::json
