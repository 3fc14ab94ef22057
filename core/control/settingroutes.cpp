// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/settingroutes.h"

#include "core/clockify/addon.h"
#include "core/control/answers.h"
#include "core/listener/problem.h"
#include "core/listener/router.h"

using namespace Qt::StringLiterals;

namespace uw::control {

namespace {

ServerResponse faultsProblem(const QList<SettingFault> &faults)
{
    json::Value errors = json::Value::array();
    QStringList sentences;
    for (const SettingFault &fault : faults) {
        json::Value error = json::Value::object();
        error["field"] = json::fromQString(fault.field);
        error["message"] = json::fromQString(fault.message);
        errors.push_back(std::move(error));
        sentences << fault.field + u": "_s + fault.message;
    }
    // Every fault is in `errors`; the sentence stays one that can be read.
    constexpr qsizetype shown = 5;
    const QString more = sentences.size() > shown ? u" …"_s : QString();
    return problem(422, u"Nothing was changed. "_s + sentences.first(qMin(shown, sentences.size())).join(u' ') + more,
                   {{"errors", errors}});
}

// All handlers share it; on the server's thread unless told otherwise.
class Routes final {
public:
    explicit Routes(const SettingParts &parts) : m_parts(parts), m_toService(m_hub.recipient(parts.service)) {}

    void show(const ServerRequest &request, const ResponseChannel &channel) const
    {
        const QString asked = request.queryValue(u"workspaceId").value_or(QString());
        const WayBack back(m_hub, channel);
        DeliveryHub::deliver(m_toService, [parts = m_parts, asked, back] {
            const Result<QString> workspace = workspaceOf(parts, asked);
            back.run(answerWith(parts, workspace));
        });
    }

    void change(const ServerRequest &request, const ResponseChannel &channel) const
    {
        const QString asked = request.queryValue(u"workspaceId").value_or(QString());
        const Result<json::Value> body = json::parse(request.body, bodyLimits);
        if (!body) {
            channel.send(problem(400, u"The body is no JSON: %1"_s.arg(body.error().text)));
            return;
        }
        QList<SettingFault> faults;
        const Result<SettingChanges> changes = settingChangesFromJson(*body, faults);
        if (!changes || !faults.isEmpty()) {
            channel.send(changes ? faultsProblem(faults) : problemOf(changes.error()));
            return;
        }
        const WayBack back(m_hub, channel);
        DeliveryHub::deliver(m_toService, [parts = m_parts, asked, changes = *changes, back] {
            const Result<QString> workspace = workspaceOf(parts, asked);
            const auto done = [parts, workspace, back](const Result<void> &stored) {
                back.run(answerWith(parts, stored ? workspace : stored.error()));
            };
            if (!workspace)
                done(workspace.error());
            else if (parts.addon)
                parts.addon->storeSettings(*workspace, changes, done);
            else
                parts.service->change(*workspace, changes, done);
        });
    }

private:
    // Whose settings are meant. On the service's thread.
    static Result<QString> workspaceOf(const SettingParts &parts, const QString &asked)
    {
        const QList<Installation> installed = parts.addon ? parts.addon->installations() : QList<Installation>();
        if (asked.isEmpty()) {
            if (installed.size() > 1)
                return Error{ErrorCode::InvalidInput, u"Say which workspace is meant with ?workspaceId=."_s};
            return installed.isEmpty() ? QString() : installed.constFirst().workspaceId;
        }
        const bool isInstalled = std::any_of(installed.cbegin(), installed.cend(),
                                             [&asked](const Installation &one) { return one.workspaceId == asked; });
        if (!isInstalled)
            return Error{ErrorCode::NotFound, u"The add-on is not installed in this workspace."_s};
        return asked;
    }

    // On the service's thread.
    static std::function<void(const ResponseChannel &)> answerWith(const SettingParts &parts,
                                                                   const Result<QString> &workspace)
    {
        if (!workspace)
            return [error = workspace.error()](const ResponseChannel &channel) { channel.send(problemOf(error)); };
        const json::Value settings =
            settingsToJson(parts.service->values(*workspace), *workspace, parts.service->isRestricted(*workspace));
        return [settings](const ResponseChannel &channel) { sendJson(channel, settings); };
    }

    SettingParts m_parts;
    // Its use changes nothing that a handler sees.
    mutable DeliveryHub m_hub;
    DeliveryHub::Recipient m_toService;
};

} // namespace

void addSettingRoutes(Router &router, const SettingParts &parts)
{
    const auto routes = std::make_shared<const Routes>(parts);
    router.add("GET", "/ui/settings", [routes](const ServerRequest &request, const ResponseChannel &channel) {
        routes->show(request, channel);
    });
    router.add("PUT", "/ui/settings", [routes](const ServerRequest &request, const ResponseChannel &channel) {
        routes->change(request, channel);
    });
}

} // namespace uw::control
