// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/base/logging.h"
#include "core/runtime/runtime.h"

#include <memory>

namespace uw {
class SignalWatcher;
}

namespace uw::cli {

// `uwh serve`: the runtime without a window. Prints the ready line, ends on SIGTERM or SIGINT
// after what was acknowledged is stored.
class ServeCommand final : public Command {
    Q_OBJECT

public:
    explicit ServeCommand(Streams streams);
    ~ServeCommand() override;

    void start(const QStringList &arguments) override;

private:
    void run(const ProcessOptions &options);
    void printReady();

    std::unique_ptr<LogSink> m_log;
    std::unique_ptr<SignalWatcher> m_signals;
    std::unique_ptr<Runtime> m_runtime;
};

} // namespace uw::cli
