// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/base/result.h"

#include <QByteArray>

namespace uw::cli {

// `uwh eval TEMPLATE [--context FILE|-]`: what one binding becomes.
class EvalCommand final : public Command {
    Q_OBJECT

public:
    explicit EvalCommand(Streams streams) : Command(streams) {}

    void start(const QStringList &arguments) override;

private:
    int run(const QStringList &arguments);
    int evaluate(const QString &text, const QString &contextFile, bool hasContext);
};

} // namespace uw::cli
