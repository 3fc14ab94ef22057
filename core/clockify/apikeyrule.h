// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QUrl>

namespace uw::clockify {

inline constexpr QLatin1StringView apiKeyHeader{"X-Api-Key"};
// What Clockify's own description names first.
inline constexpr QLatin1StringView regularServer{"https://api.clockify.me/api"};

// The base URL that is set (CLOCKIFY_API_BASE_URL) takes the place of Clockify's regular host: the server for a call of an
// operation with these, empty: the operation's own first one.
[[nodiscard]] QString serverInForce(const QStringList &operationServers, const QString &baseUrl);

// Whether Clockify's key may travel there: to Clockify's own hosts, to the base address that is set, and to this computer
// when a person chose that server; a document alone cannot send it anywhere.
[[nodiscard]] bool mayCarryApiKey(const QUrl &url, const QString &baseUrl, bool isServerChosen);

} // namespace uw::clockify
