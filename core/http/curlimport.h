// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/httpmessage.h"

#include <QList>
#include <QStringList>

namespace uw {

// A request that a curl command would send, without what curl adds by itself (User-Agent, Accept).
struct CurlRequest {
    HttpRequest request;
    // What was left out or cannot be known from the command alone, each a sentence: files, certificates, proxies.
    QStringList notes;
};

// Reads curl commands as people and the "Copy as cURL" of browsers write them, for POSIX shells and for the prompt of
// Windows (curl(1) 7.88). No file is read and nothing is run. At most 100 commands and 8 MiB of text.
// Errors: InvalidInput (no curl command, an option without its value, no address), LimitExceeded.
[[nodiscard]] Result<QList<CurlRequest>> fromCurlCommands(const QByteArray &text);

inline constexpr qsizetype maximumCurlCommands = 100;
inline constexpr qsizetype maximumCurlBytes = 8 * 1024 * 1024;

// The address with everything percent-encoded that may not stand in one (RFC 3986, section 2); what is encoded already
// stays.
[[nodiscard]] QByteArray completedUrl(const QByteArray &url);

} // namespace uw
