// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/listener/basicjudge.h"

#include "core/json/value.h"
#include "core/listener/problem.h"

using namespace Qt::StringLiterals;

namespace uw::test {

namespace {

Judgement answerOnly(ServerResponse response)
{
    Judgement judgement;
    judgement.outcome = Judgement::Outcome::AnswerOnly;
    judgement.response = std::move(response);
    return judgement;
}

// The member "workspaceId" of the body, else the X-Workspace-Id header.
QString workspaceOf(const json::Value &body, const ServerRequest &request)
{
    const json::Value *member = json::member(body, "workspaceId");
    const QString name = member ? json::toQString(*member) : QString();
    return name.isEmpty() ? QString::fromUtf8(request.header("X-Workspace-Id")) : name;
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
        judgement.workspaceId = workspaceOf(json::parse(request.body).valueOr({}), request);
        return judgement;
    }
    const Result<json::Value> body = json::parse(request.body);
    if (!body)
        return answerOnly(problem(400, u"Clockify sends JSON; this body is none: %1"_s.arg(body.error().text)));
    judgement.verdict = Verdict::NotConfigured;
    judgement.verdictReason = u"no secret is stored for Clockify"_s;
    judgement.eventType = QString::fromUtf8(request.header("clockify-webhook-event-type"));
    judgement.workspaceId = workspaceOf(*body, request);
    return judgement;
}

} // namespace uw::test
