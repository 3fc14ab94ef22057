// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace uw::cli {

// `uwh jsonpath QUERY [FILE|-] [--paths]`: what a query selects from a JSON text.
class JsonPathCommand final : public Command {
    Q_OBJECT

public:
    explicit JsonPathCommand(Streams streams) : Command(streams) {}

    void start(const QStringList &arguments) override;

private:
    int run(const QStringList &arguments);
    int select(const QString &query, const QString &file, bool wantsPaths);
};

} // namespace uw::cli
