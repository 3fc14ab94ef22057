// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/event.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace uw {

enum class ExportFormat { Json, Har, Curl, RawHttp };

// "json", "har", "curl", "raw".
[[nodiscard]] std::optional<ExportFormat> exportFormatFromWord(QStringView word);
// "json", "har", "sh", "http": how files of that format end.
[[nodiscard]] QString exportFileSuffix(ExportFormat format);

struct ExportOptions {
    ExportFormat format = ExportFormat::Json;
    // Values that let somebody in (see redacted()) are masked.
    bool redacted = true;
    // Put before the target in HAR and cURL; empty: the public URL under which the event came.
    QString baseUrl;
};

// A copy of the event in which what may let somebody in stands as "••••": values of header fields, of query
// parameters, of form fields and of members of a JSON body that are named as secrets are (authorization, cookie, token,
// signature, secret, password, API key). A body without such a name keeps its bytes; one that is masked is written anew.
[[nodiscard]] Event redacted(const Event &event);

// The events as one file, in their order:
// JSON as the control API shows them, in an array; HAR 1.2 (softwareishard.com/blog/har-12-spec), answered with 202, or
// 401 for what was refused; cURL, one command each; raw HTTP/1.1, one request byte for byte (RFC 9112), whose length is
// set anew where the body was masked or came in chunks. InvalidInput for no event, or several as raw HTTP. Takes as long
// as the bodies are large.
[[nodiscard]] Result<QByteArray> exportEvents(const QList<Event> &events, const ExportOptions &options);

} // namespace uw
