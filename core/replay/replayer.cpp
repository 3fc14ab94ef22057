// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replay/replayer.h"

#include "core/http/httpclient.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace uw {

Replayer::Replayer(Parts parts, QObject *parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_caller({.client = &m_parts.http,
                .resolver = m_parts.resolver ? m_parts.resolver : &m_resolver,
                .clock = &m_parts.clock,
                .timers = &m_timers,
                .random = [] { return QRandomGenerator::global()->generateDouble(); }})
{}

Result<PreparedReplay> Replayer::prepare(const Event &event, const ReplayOrder &order) const
{
    const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry.snapshot();
    Result<PreparedReplay> replay = prepareReplay(
        event, order, {.providers = *snapshot, .digestKeys = m_parts.digestKeys(), .nowMs = m_parts.clock.nowMs()});
    if (replay) {
        replay->request.timeoutMs = m_parts.timeoutMs;
        replay->request.maximumResponseBytes = m_parts.maximumAnswerBytes;
        replay->request.cutsResponse = true;
    }
    return replay;
}

void Replayer::send(const Event &event, const ReplayOrder &order, QObject *context, Done done)
{
    Result<PreparedReplay> replay =
        *m_running < m_parts.maximumAtOnce
            ? prepare(event, order)
            : Error{ErrorCode::Unavailable, u"%1 replays are on their way already. Wait "
                                            "until some are answered."_s.arg(m_parts.maximumAtOnce)};
    if (!replay) {
        QMetaObject::invokeMethod(
            context, [error = replay.error(), done = std::move(done)] { done(error); }, Qt::QueuedConnection);
        return;
    }
    ++*m_running;
    // Counts down when the call lets go of it, whichever way it ends.
    std::shared_ptr<int> counted(m_running.get(), [running = m_running](int *) { --*running; });
    const HttpRequest request = replay->request;
    const OutboundRules once{
        .guard = AddressGuard(AddressGuard::Choice::Author, {}, AddressGuard::AllowList::None),
        .retry = {.maximumAttempts = 1},
        .redirects = 0,
    };
    m_caller.send(request, once, context,
                  [counted = std::move(counted), sent = std::move(*replay),
                   done = std::move(done)](OutboundOutcome outcome) mutable {
                      counted.reset();
                      if (outcome.response)
                          done(ReplayOutcome{std::move(sent), std::move(*outcome.response)});
                      else
                          done(outcome.response.error());
                  });
}

} // namespace uw
