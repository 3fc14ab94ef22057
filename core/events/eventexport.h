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
    // Put before the target in HAR and cURL; empty: they name the public URL under which the event came.
    QString baseUrl;
};

// A copy of the event in which what may let somebody in stands as "••••": values of header fields, of query parameters
// (of the target and of the public URL), of form fields and of members of JSON that are named as secrets are
// (authorization, cookie, token, signature, secret, password, API key), and all texts and numbers below such a member.
// JSON is the body, or a form field or text in it. A body without such a name keeps its bytes; one that is masked is
// written anew.
[[nodiscard]] Event redacted(const Event &event);

// Where the request goes when it is sent again: its target at `baseUrl`; where that is empty, the public URL under which
// it came. A target in absolute form says so itself.
[[nodiscard]] QByteArray sendingUrl(const Event &event, const QString &baseUrl);

// The events as one file, in their order:
// JSON as the control API shows them, in an array; HAR 1.2 (softwareishard.com/blog/har-12-spec), answered with 401 where
// that was refused and else with 0, since the answer is not stored; cURL, one command each; raw HTTP/1.1, one request byte for byte (RFC 9112), whose length is
// set anew where the body was masked or came in chunks. InvalidInput for no event, or several as raw HTTP. Takes as long
// as the bodies are large.
[[nodiscard]] Result<QByteArray> exportEvents(const QList<Event> &events, const ExportOptions &options);

} // namespace uw
