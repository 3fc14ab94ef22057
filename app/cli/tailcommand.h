// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/events/personaldata.h"
#include "core/store/connection.h"
#include "core/store/event.h"

#include <QTimer>

#include <memory>

namespace uw {
class SignalWatcher;
}

namespace uw::cli {

// `uwh tail`: prints events as they are stored, until SIGINT or SIGTERM. Reads the database of a profile beside the
// process that serves it, so it needs no token and no port: SQLite says by a number that somebody has committed.
class TailCommand final : public Command {
    Q_OBJECT

public:
    explicit TailCommand(Streams streams);
    ~TailCommand() override;

    void start(const QStringList &arguments) override;

private:
    void begin(int last);
    void look();
    // Prints what is newer than what was looked at; whether there may be more already.
    Result<bool> printNews();
    void print(const EventSummary &event);

    std::unique_ptr<SignalWatcher> m_signals;
    std::unique_ptr<Connection> m_log;
    EventFilter m_filter;
    PersonalDataRule m_masks;
    bool m_json = false;
    QTimer m_timer;
    // PRAGMA data_version: another number when another connection has committed.
    qint64 m_version = -1;
    qint64 m_sequence = 0;
};

} // namespace uw::cli
