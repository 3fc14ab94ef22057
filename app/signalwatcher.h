// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace uw {

// Turns SIGTERM and SIGINT into one Qt signal on the main thread. Owned by main(); one a process.
// The handler itself only writes a byte, as POSIX allows.
class SignalWatcher final : public QObject {
    Q_OBJECT

public:
    // Io when the system refuses the pipe or the handler.
    static Result<std::unique_ptr<SignalWatcher>> install();
    ~SignalWatcher() override;

Q_SIGNALS:
    void stopRequested();

private:
    SignalWatcher() = default;
    void drain();

    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace uw
