// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/openapi/operation.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace uw::ui {

// Where calls of a document may go by themselves.
struct TargetContext {
    // The document is Clockify's own description that the program brings along.
    bool clockify = false;
    // Clockify's base URL as set; may be empty.
    QString baseUrl;
};

// Which stored secret a call carries, in which header field, and the one place it goes to.
struct KeyPlace {
    // "X-Api-Key"
    QString header;
    // "https://api.clockify.me"
    QString origin;
    // Name in the SecretStore.
    QString secretKey;
    // Sending it over plain HTTP would show it to everybody on the way.
    bool isPrivate = true;

    bool operator==(const KeyPlace &) const = default;
};

// Scheme, host and port of a URL in one spelling, the usual port left out; empty for what is no http(s) URL.
[[nodiscard]] QString originOf(const QString &url);
// Whether nobody on the way can read along: https, or http to this computer.
[[nodiscard]] bool isPrivateUrl(const QString &url);

// Base URLs to choose from, the first is the default. For Clockify's own document the base URL that is set takes the
// place of the regular host, and a region's base URL brings the region's report host with it.
[[nodiscard]] QStringList serverChoices(const QStringList &documentServers, const TargetContext &context);

// Says why `server` cannot be called: not a URL, not http or https, user and password inside, or Clockify's base URL
// over plain HTTP to another computer.
[[nodiscard]] Result<void> checkServer(const QString &server, const TargetContext &context);

// The key that a call of `operation` to `server` carries; nothing when the operation takes none. Each key
// belongs to one origin and is never read for another: Clockify's key goes to the servers that Clockify's own
// document names for the operation and to the base URL's host, every other origin has a key of its own.
[[nodiscard]] std::optional<KeyPlace> keyPlace(const openapi::OperationDetails &operation, const QString &server,
                                               const TargetContext &context);

} // namespace uw::ui
