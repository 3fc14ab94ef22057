// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/basicjudge.h"

#include "core/listener/bodyglance.h"
#include "core/listener/problem.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

Judgement answerOnly(ServerResponse response)
{
    Judgement judgement;
    judgement.outcome = Judgement::Outcome::AnswerOnly;
    judgement.response = std::move(response);
    return judgement;
}

// The member "workspaceId" of the body, else the X-Workspace-Id header.
QString workspaceOf(const QString &fromBody, const ServerRequest &request)
{
    return fromBody.isEmpty() ? QString::fromUtf8(request.header("X-Workspace-Id")) : fromBody;
}

// Only what can be an object is worth reading: bytes, forms and plain text are custom events too.
bool looksLikeObject(const QByteArray &body)
{
    const QByteArray front = body.first(qMin<qsizetype>(body.size(), 64)).trimmed();
    return front.startsWith('{');
}

} // namespace

QByteArrayList BasicJudge::methods(const QString &route, const QString &) const
{
    static const QByteArrayList post{"POST"};
    return route == "clockify"_L1 || route == "custom"_L1 ? post : QByteArrayList();
}

bool BasicJudge::allowsBrowsers(const QString &, const QString &) const
{
    return false;
}

Judgement BasicJudge::judge(const ReceivedRequest &received) const
{
    const ServerRequest &request = received.request;
    Judgement judgement;
    judgement.provider = received.route;
    judgement.source = received.route.toUpper();
    if (received.route == "custom"_L1) {
        judgement.verdictReason = u"custom sources are not signed"_s;
        const bool mayName = looksLikeObject(request.body);
        judgement.workspaceId =
            workspaceOf(mayName ? topLevelString(request.body, "workspaceId").valueOr({}) : QString(), request);
        return judgement;
    }
    const Result<QString> workspace = topLevelString(request.body, "workspaceId");
    if (!workspace)
        return answerOnly(problem(400, u"Clockify sends JSON; this body is none: %1"_s.arg(workspace.error().text)));
    judgement.verdict = Verdict::NotConfigured;
    judgement.verdictReason = u"no secret is stored for Clockify"_s;
    judgement.eventType = QString::fromUtf8(request.header("clockify-webhook-event-type"));
    judgement.workspaceId = workspaceOf(*workspace, request);
    return judgement;
}

} // namespace uw
