// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/documentargument.h"

namespace uw::cli {

// `uwh openapi FILE [--json] [--allow-outside] [--allow-remote]`: what an API description holds.
class OpenApiCommand final : public Command {
    Q_OBJECT

public:
    explicit OpenApiCommand(Streams streams) : Command(streams) {}

    void start(const QStringList &arguments) override;

private:
    void report(const openapi::Document &document);

    DocumentArgument m_documents;
    bool m_asJson = false;
};

} // namespace uw::cli
