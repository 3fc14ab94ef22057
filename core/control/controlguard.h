// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/serverrequest.h"
#include "core/listener/serverresponse.h"

#include <functional>
#include <optional>

namespace uw::control {

// What every request to the control API has to pass, in this order: no Origin (a web page), a Host
// that is this machine by name (DNS rebinding), the bearer token (all routes but /health), and for what belongs to
// workspaces the name of one while there are several.
// A plain value; called on the control server's thread.
class ControlGuard final {
public:
    // `token` is not empty. `hasSeveralWorkspaces` is called on the server's thread; empty: there are none.
    explicit ControlGuard(QByteArray token, std::function<bool()> hasSeveralWorkspaces = {});

    // The refusal (403, 401 or 400), or nothing when the request may go on.
    [[nodiscard]] std::optional<ServerResponse> operator()(const ServerRequest &request) const;

private:
    [[nodiscard]] std::optional<ServerResponse> workspaceRefusal(const ServerRequest &request) const;

    QByteArray m_token;
    std::function<bool()> m_hasSeveralWorkspaces;
};

// True for localhost, 127.0.0.1 and [::1] with any port or none, in any case.
[[nodiscard]] bool isLocalHostHeader(QByteArrayView host);

} // namespace uw::control
