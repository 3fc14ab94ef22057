// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/serverrequest.h"
#include "core/listener/serverresponse.h"

#include <optional>

namespace uw::control {

// What every request to the control API has to pass, in this order: no Origin (a web page), a Host
// that is this machine by name (DNS rebinding), the bearer token (all routes but /health).
// A plain value; called on the control server's thread.
class ControlGuard final {
public:
    // `token` is not empty.
    explicit ControlGuard(QByteArray token);

    // The refusal (403 or 401), or nothing when the request may go on.
    [[nodiscard]] std::optional<ServerResponse> operator()(const ServerRequest &request) const;

private:
    QByteArray m_token;
};

// True for localhost, 127.0.0.1 and [::1] with any port or none, in any case.
[[nodiscard]] bool isLocalHostHeader(QByteArrayView host);

} // namespace uw::control
