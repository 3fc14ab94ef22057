// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QLoggingCategory>

#include <memory>

Q_DECLARE_LOGGING_CATEGORY(uwBase)
Q_DECLARE_LOGGING_CATEGORY(uwStore)
Q_DECLARE_LOGGING_CATEGORY(uwListener)
Q_DECLARE_LOGGING_CATEGORY(uwControl)
Q_DECLARE_LOGGING_CATEGORY(uwHttp)
Q_DECLARE_LOGGING_CATEGORY(uwSecrets)
Q_DECLARE_LOGGING_CATEGORY(uwOpenApi)
Q_DECLARE_LOGGING_CATEGORY(uwProviders)
Q_DECLARE_LOGGING_CATEGORY(uwClockify)
Q_DECLARE_LOGGING_CATEGORY(uwUi)

namespace uw {

enum class LogFormat { Text, Json };

struct LogOptions {
    // Folder of universal-webhook.log; empty: stderr alone.
    QString directory;
    // DEBUG, INFO, WARNING or ERROR, in any case; what LOG_LEVEL says.
    QString level = QStringLiteral("INFO");
    LogFormat format = LogFormat::Text;
    // A file that has grown past this is renamed to .1, .1 to .2 and so on.
    qint64 maximumBytes = 5 * 1024 * 1024;
    int keptFiles = 3;
    bool toStderr = true;
};

// Takes over Qt's message handler for the life of the process: every category is
// written as one line to a rotating file and to stderr. Owned by main(); messages
// may come from every thread. The handler before it comes back on destruction.
class LogSink final {
public:
    // InvalidArgument for an unknown level; Io when the file cannot be opened.
    static Result<std::unique_ptr<LogSink>> install(const LogOptions &options);
    ~LogSink();
    Q_DISABLE_COPY_MOVE(LogSink)

    class Private;

private:
    explicit LogSink(std::unique_ptr<Private> sink);
    std::unique_ptr<Private> d;
};

} // namespace uw
