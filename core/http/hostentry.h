// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace uw {

// One entry of a list of hosts: "api.example.com", "10.0.0.5:8080" or "[::1]:80". Plain value.
struct HostEntry {
    // Lower case, IPv6 without brackets.
    QString host;
    // 0: any.
    int port = 0;

    // `host` as QUrl gives it.
    [[nodiscard]] bool matches(const QString &host, int port) const;
    bool operator==(const HostEntry &) const = default;
};

// Reads an entry; nothing for a path, a user, a wildcard or anything else that is not a host with a port.
[[nodiscard]] std::optional<HostEntry> parseHostEntry(const QString &text);

} // namespace uw
