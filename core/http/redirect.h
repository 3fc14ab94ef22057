// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpmessage.h"

#include <optional>

namespace uw {

// The next hop of a redirect.
struct RedirectHop {
    HttpRequest request;
    // Scheme, host and port are those of the hop before.
    bool isSameOrigin = false;
};

// Whether `status` is a redirect that says where to (RFC 9110 section 15.4).
[[nodiscard]] bool isRedirect(int status);

// The request that follows from an answer which redirects `request`: 303, and 301 and 302 after a POST, become a GET
// without a body. Headers that may carry a secret, all but a few that never do, stay behind when the origin changes, and
// so does what pinned the address. Nothing when there is no Location; ConnectionFailed when it cannot be followed (not
// http or https, from https to http, or no address at all).
[[nodiscard]] Result<std::optional<RedirectHop>> redirectOf(const HttpRequest &request, const HttpResponse &response);

} // namespace uw
