// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/document.h"

namespace uw::openapi {

// An operation as the control API lists it: {"operationId","method","path","tags","summary","description","deprecated",
// "parameters","requestBody","responses"}. The last three stand as in the document (in the form of OpenAPI 3), their own
// references followed, those of their schemas not; parameters are those of the path and the operation.
[[nodiscard]] json::Value endpointReport(const Document &document, const OperationSummary &operation);

// Which operations are meant; what is empty lets every one pass.
struct EndpointFilter {
    // In any case.
    QByteArray method;
    QString tag;
    // Each word has to stand in id, path, summary, description, tags or a parameter's name.
    QString text;
};
[[nodiscard]] bool passes(const Document &document, const OperationSummary &operation, const EndpointFilter &filter);

} // namespace uw::openapi
