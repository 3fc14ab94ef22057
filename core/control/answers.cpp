// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/answers.h"

#include "core/listener/problem.h"

namespace uw::control {

WayBack::WayBack(DeliveryHub &hub, const ResponseChannel &channel)
    : m_home(hub.recipient(channel.lifetime()))
    , m_channel(channel)
{}

void WayBack::run(std::function<void(const ResponseChannel &)> answer) const
{
    DeliveryHub::deliver(m_home, [channel = m_channel, answer = std::move(answer)] { answer(channel); });
}

ServerResponse problemOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NotFound:
        return problem(404, error.text);
    case ErrorCode::InvalidInput:
    case ErrorCode::InvalidArgument:
    case ErrorCode::LimitExceeded:
    case ErrorCode::AddressRefused:
        return problem(400, error.text);
    case ErrorCode::Conflict:
    case ErrorCode::CredentialMissing:
        return problem(409, error.text);
    case ErrorCode::Unavailable:
    case ErrorCode::Timeout:
    case ErrorCode::Unsupported:
    case ErrorCode::StoreFull:
    case ErrorCode::StoreUnavailable:
        return problemWithRetry(503, error.text);
    default:
        return internalProblem(error.text);
    }
}

void sendJson(const ResponseChannel &channel, const json::Value &value)
{
    channel.send(jsonResponse(200, json::serialize(value)));
}

} // namespace uw::control
