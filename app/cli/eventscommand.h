// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/events/personaldata.h"

class QCommandLineParser;

namespace uw {
class Connection;
} // namespace uw

namespace uw::cli {

// `uwh events`: a page of the log, newest first, or one event whole. Reads the database of a profile, which another
// process may serve meanwhile.
class EventsCommand final : public Command {
    Q_OBJECT

public:
    explicit EventsCommand(Streams streams) : Command(streams) {}

    void start(const QStringList &arguments) override;

private:
    void list(Connection &connection, const QCommandLineParser &parser, const PersonalDataRule &masks);
    void show(Connection &connection, const QString &id, const PersonalDataRule &masks);
};

} // namespace uw::cli
