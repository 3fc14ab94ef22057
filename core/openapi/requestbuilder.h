// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/httpmessage.h"
#include "core/openapi/operation.h"
#include "core/openapi/parameterserializer.h"

#include <QMap>

namespace uw::openapi {

// What a person filled in for one call. An absent parameter is not sent.
struct RequestInput {
    // By parameter name; values as JSON (text stays a JSON string).
    QMap<QString, json::Value> parameters;
    // The body as it goes on the wire; absent: none.
    std::optional<QByteArray> body;
    // Absolute base URL; empty: the operation's first server.
    QString server;
    // How nested values of deepObject parameters are written; a choice that is kept per document.
    NestedStyle nesting = NestedStyle::BracketsIndexed;
    // Fields added as they are, for example the API key.
    HeaderList extraHeaders;
};

// One thing wrong with an input, so that a form can show it under its field ("" = the request as a whole, "body").
struct InputError {
    QString field;
    QString text;
    // To be mended before anything is sent (something required is missing); otherwise it may be sent all the same.
    bool blocking = false;
};

// Finds every missing required parameter and every value that does not fit its type or enum.
[[nodiscard]] QList<InputError> validate(const OperationDetails &operation, const RequestInput &input);

// Builds the request: path parameters percent-encoded (unreserved characters of RFC 3986 stay), query by
// style and explode, header parameters, JSON body with Content-Type. Errors: InvalidInput naming the parameter.
[[nodiscard]] Result<HttpRequest> buildRequest(const OperationDetails &operation, const RequestInput &input);

// A command line that sends the same request from a POSIX shell, every argument quoted. Values of headers that
// carry secrets are shown as they are in `request`: mask them before.
[[nodiscard]] QString toCurl(const HttpRequest &request);

} // namespace uw::openapi
