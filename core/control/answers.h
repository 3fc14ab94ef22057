// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/delivery.h"
#include "core/base/result.h"
#include "core/json/value.h"
#include "core/listener/responsechannel.h"
#include "core/listener/serverresponse.h"

#include <functional>

namespace uw::control {

// What a body of the control API may hold.
inline constexpr json::ParseLimits bodyLimits{.maximumDepth = 100, .maximumNodes = 50'000};

// Brings an answer back to the server's thread from another one, unless the client is gone by then. Made on the
// server's thread. A plain value; `hub` outlives it.
class WayBack final {
public:
    WayBack(DeliveryHub &hub, const ResponseChannel &channel);

    // Any thread.
    void run(std::function<void(const ResponseChannel &)> answer) const;

private:
    DeliveryHub::Recipient m_home;
    ResponseChannel m_channel;
};

// The answer that an error of core becomes.
[[nodiscard]] ServerResponse problemOf(const Error &error);
// 200.
void sendJson(const ResponseChannel &channel, const json::Value &value);

} // namespace uw::control
