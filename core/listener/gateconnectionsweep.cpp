// SPDX-License-Identifier: GPL-3.0-or-later
// The deadlines of GateConnection.
#include "core/listener/gateconnection.h"
#include "core/listener/gateserver.h"
#include "core/listener/problem.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr qint64 nanoseconds(int milliseconds)
{
    return qint64(milliseconds) * 1'000'000;
}

} // namespace

void GateConnection::sweep(qint64 now)
{
    const GateLimits &limits = m_server.limits();
    const qint64 inState = now - m_stateSince;
    const bool unread = m_writer.stalledFor(now) > nanoseconds(limits.writeDeadline);
    switch (m_state) {
    case State::Handshake:
        if (inState > nanoseconds(limits.headerDeadline))
            close();
        break;
    case State::Reading:
        if (unread)
            close();
        else
            sweepReading(now);
        break;
    case State::Busy:
        if (inState > nanoseconds(limits.answerDeadline)) {
            ServerResponse response = internalProblem(u"no answer to %1 in time"_s.arg(m_peer));
            response.close = true;
            answer(m_requestNumber, std::move(response));
        }
        break;
    case State::Flushing:
    case State::Streaming:
        if (unread)
            close();
        break;
    case State::Lingering:
        if (inState > nanoseconds(limits.lingerDeadline))
            close();
        break;
    case State::Closed:
        break;
    }
}

void GateConnection::sweepReading(qint64 now)
{
    const GateLimits &limits = m_server.limits();
    const QString tooLongText = u"The whole request did not arrive in time."_s;
    const bool tooLong = now - m_requestSince > nanoseconds(limits.requestDeadline);
    switch (m_framer.state()) {
    case RequestFramer::State::Idle:
        if (now - m_stateSince > nanoseconds(limits.idleDeadline))
            close();
        break;
    case RequestFramer::State::Head:
        if (tooLong)
            refuse(problem(408, tooLongText));
        else if (now - m_requestSince > nanoseconds(limits.headerDeadline))
            refuse(problem(408, u"The header did not arrive in time."_s));
        break;
    case RequestFramer::State::HeadComplete:
    case RequestFramer::State::Body:
        // Each that is refused makes room, so that of several that block each other the rest goes on.
        if (m_paused && waitsForBudget() && now - m_pausedSince > nanoseconds(limits.budgetDeadline)) {
            refuse(problemWithRetry(503, u"Too many large bodies are arriving at once."_s));
        } else if (tooLong) {
            refuse(problem(408, tooLongText));
        } else if (now - m_bodySince > nanoseconds(limits.bodyDeadline)) {
            refuse(problem(408, u"The body did not arrive in time."_s));
        }
        break;
    case RequestFramer::State::Complete:
    case RequestFramer::State::Refused:
        break;
    }
}

} // namespace uw
