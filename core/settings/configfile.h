// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

#include <optional>

namespace uw {

// What a configuration file says about one provider.
struct ConfiguredProvider {
    // In lower case.
    QString name;
    std::optional<bool> enabled;
    // Empty: none.
    QByteArray secret;

    bool operator==(const ConfiguredProvider &) const = default;
};

// What `uwh serve --config` takes over from the YAML file of earlier versions:
//   webhooks: {enabled, host, port, providers: {<name>: {enabled, webhook_secret}}}
//   clickup: {webhook_secret}
// A plain value.
struct ConfigFile {
    std::optional<bool> enabled;
    std::optional<QString> host;
    std::optional<int> port;
    // Each name once, in the order of the file.
    QList<ConfiguredProvider> providers;

    bool operator==(const ConfigFile &) const = default;
};

// Reads the YAML text. Sections and members that are none of the above belong to others and are passed over.
// InvalidInput names the line or the member at fault, never a secret; LimitExceeded beyond 1 MiB, 20 levels or 20,000
// elements. Aliases are refused: the file needs none, and a few of them can stand for gigabytes.
[[nodiscard]] Result<ConfigFile> parseConfigFile(const QByteArray &text);
// The same for a file. Io when it cannot be read.
[[nodiscard]] Result<ConfigFile> readConfigFile(const QString &path);

} // namespace uw
