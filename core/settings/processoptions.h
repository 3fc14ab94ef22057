// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/limits.h"
#include "core/base/logging.h"
#include "core/base/result.h"
#include "core/settings/configfile.h"
#include "core/settings/settingvalues.h"

#include <QHostAddress>

#include <optional>

class QProcessEnvironment;

namespace uw {

// An address to listen on. Port 0: any free one.
struct ListenAddress {
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    quint16 port = 0;

    bool operator==(const ListenAddress &) const = default;
};

// Reads "127.0.0.1:8001", "[::1]:8001", "localhost:0" or "*:8001" (every interface). InvalidInput says what is
// wanted; `name` is what the message calls the value.
[[nodiscard]] Result<ListenAddress> parseListenAddress(QStringView name, const QString &text);

// "http://127.0.0.1:8001", "https://[::1]:8001": where a server on that address is reached from this machine
// (a server on every interface is shown by its loopback address).
[[nodiscard]] QString listenUrl(const QString &scheme, const QHostAddress &address, quint16 port);

// What a process is started with: defaults, over them the environment, over them the command line. Read once in
// main(); the settings of a workspace are in `settings`.
struct ProcessOptions {
    // Folder of database, logs and window state; absolute.
    QString dataDirectory;
    // Absolute path of the SQLite file.
    QString databasePath;
    ListenAddress listen{QHostAddress(QHostAddress::LocalHost), 8001};
    // Absent: the control API is off.
    std::optional<ListenAddress> control = ListenAddress{QHostAddress(QHostAddress::LocalHost), 8002};
    // Without a trailing slash; empty: the address listened on.
    QString publicUrl;
    QString tlsCertificate;
    QString tlsKey;
    int maximumConnections = limits::connections;
    qint64 storeMaximumBytes = limits::storeBytesDefault;
    QString clockifyBaseUrl = QStringLiteral("https://api.clockify.me/api");
    QString logLevel = QStringLiteral("INFO");
    LogFormat logFormat = LogFormat::Text;
    SettingValues settings;
    // What a configuration file says about providers, and its name for messages; both empty without one.
    QList<ConfiguredProvider> configuredProviders;
    QString configFile;

    // What the command line said, each absent where it said nothing.
    struct CommandLine {
        std::optional<QString> dataDirectory;
        std::optional<QString> listen;
        std::optional<QString> control;
        std::optional<QString> publicUrl;
        std::optional<QString> tlsCertificate;
        std::optional<QString> tlsKey;
        // Each "max_rps=10".
        QStringList settings;
    };

    // InvalidInput names the variable or option, the value and what is allowed; Unsupported for postgresql://.
    static Result<ProcessOptions> read(const QProcessEnvironment &environment, const CommandLine &commandLine);
};

// The folder both programs use unless told otherwise: GenericDataLocation + "/universal-webhook".
[[nodiscard]] QString defaultDataDirectory();

// "sqlite:////srv/hooks.db" (absolute), "sqlite:///hooks.db" (relative to the working directory), also with
// "sqlite+aiosqlite:". Returns an absolute path. Unsupported: postgresql; InvalidInput: anything else.
[[nodiscard]] Result<QString> databasePathFromUrl(QStringView name, const QString &url);

// Checks a public URL (http or https, a host, no query, no fragment, no user) and drops a trailing slash.
[[nodiscard]] Result<QString> parseBaseUrl(QStringView name, const QString &text);

// The base address of Clockify's API: completes "/api" for Clockify's own hosts when the path is empty.
[[nodiscard]] Result<QString> parseClockifyBaseUrl(QStringView name, const QString &text);

} // namespace uw
