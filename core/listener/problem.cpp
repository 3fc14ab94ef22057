// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/problem.h"

#include "core/base/logging.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace uw {

ServerResponse problem(int status, const QString &detail, const json::Object &extra)
{
    json::Value members = json::Value::object();
    members["type"] = "about:blank";
    members["title"] = reasonPhrase(status).data();
    members["status"] = status;
    members["detail"] = json::fromQString(detail);
    for (const auto &[name, value] : extra)
        members[name] = value;
    return {.status = status, .contentType = "application/problem+json", .body = json::serialize(members)};
}

ServerResponse problemWithRetry(int status, const QString &detail, int retryAfterSeconds)
{
    ServerResponse response = problem(status, detail);
    response.headers.append({"Retry-After", QByteArray::number(retryAfterSeconds)});
    return response;
}

ServerResponse methodNotAllowed(const QByteArray &allow)
{
    ServerResponse response = problem(405, u"This route answers %1."_s.arg(QString::fromLatin1(allow)));
    response.headers.append({"Allow", allow});
    return response;
}

ServerResponse internalProblem(const QString &reason)
{
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    qCCritical(uwListener).noquote() << "request failed, id" << id << ":" << reason;
    return problem(500, u"Something failed on this side. The log tells more under the id %1."_s.arg(id),
                   {{"id", json::fromQString(id)}});
}

} // namespace uw
