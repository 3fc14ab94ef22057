// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace uw::cli {

// `uwh openapi FILE [--json]`: what an API description holds.
class OpenApiCommand final : public Command {
    Q_OBJECT

public:
    explicit OpenApiCommand(Streams streams) : Command(streams) {}

    void start(const QStringList &arguments) override;

private:
    int run(const QStringList &arguments);
};

} // namespace uw::cli
