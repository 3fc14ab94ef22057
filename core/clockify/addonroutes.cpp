// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/addonroutes.h"

#include "core/base/delivery.h"
#include "core/base/logging.h"
#include "core/clockify/addon.h"
#include "core/listener/problem.h"
#include "core/listener/router.h"

#include <memory>

using namespace Qt::StringLiterals;

namespace uw::clockify {

namespace {

constexpr qint64 msPerNote = 1'000;
constexpr json::ParseLimits bodyLimits{.maximumDepth = 20, .maximumNodes = 20'000};

// What the routes of one server share. Everything but the hub is used on the server's thread alone.
struct Shared {
    explicit Shared(AddonRouteParts given) : parts(std::move(given)) {}

    AddonRouteParts parts;
    // Brings calls to the add-on's thread and answers back.
    DeliveryHub hub;
    qint64 lastNoteMs = 0;
};

// What a call asks the add-on to do, once everything about it was checked.
using Change = std::function<void(Addon &, Addon::Done)>;

const char *pathOf(LifecycleKind kind)
{
    switch (kind) {
    case LifecycleKind::Installed:
        return "/lifecycle/installed";
    case LifecycleKind::Uninstalled:
        return "/lifecycle/uninstalled";
    case LifecycleKind::SettingsUpdated:
        return "/lifecycle/settings-updated";
    case LifecycleKind::StatusChanged:
        return "/lifecycle/status-changed";
    }
    Q_UNREACHABLE();
}

ServerResponse refusal(const Error &error)
{
    switch (error.code) {
    case ErrorCode::InvalidInput:
        return problem(400, error.text);
    case ErrorCode::Unauthorized:
        return problem(401, error.text);
    case ErrorCode::Forbidden:
        return problem(403, error.text);
    case ErrorCode::LimitExceeded:
        return problem(413, error.text);
    case ErrorCode::StoreFull:
    case ErrorCode::StoreUnavailable:
    case ErrorCode::Unavailable:
    case ErrorCode::Timeout:
        return problemWithRetry(503, error.text);
    default:
        return internalProblem(error.text);
    }
}

ServerResponse done()
{
    return jsonResponse(200, R"({"status":"ok"})");
}

// The token has to stand there once: of several nobody could say which one counts.
Result<AddonClaims> claimsOf(const ServerRequest &request, const AddonTokenVerifier &tokens)
{
    constexpr QByteArrayView name = "X-Addon-Lifecycle-Token";
    const HeaderField *token = nullptr;
    for (const HeaderField &field : request.headers) {
        if (field.name.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        if (token)
            return Error{ErrorCode::Unauthorized, u"The header X-Addon-Lifecycle-Token stands there twice."_s};
        token = &field;
    }
    if (!token)
        return Error{ErrorCode::Unauthorized, u"The header X-Addon-Lifecycle-Token is missing."_s};
    return tokens.verify(token->value, request.receivedAtMs);
}

// An uninstallation says everything in its token.
Result<json::Value> bodyOf(LifecycleKind kind, const ServerRequest &request)
{
    if (request.body.isEmpty() && kind == LifecycleKind::Uninstalled)
        return json::Value::object();
    Result<json::Value> body = json::parse(request.body, bodyLimits);
    if (!body)
        return Error{ErrorCode::InvalidInput, u"The body is no JSON that is taken here: %1"_s.arg(body.error().text)};
    return body;
}

Result<Change> changeOf(LifecycleKind kind, const json::Value &body, const AddonClaims &claims)
{
    switch (kind) {
    case LifecycleKind::Installed: {
        const Result<InstalledCall> call = readInstalled(body, claims);
        if (!call)
            return call.error();
        return Change([call = *call](Addon &addon, Addon::Done finished) { addon.install(call, std::move(finished)); });
    }
    case LifecycleKind::Uninstalled:
        return Change([claims](Addon &addon, Addon::Done finished) { addon.uninstall(claims, std::move(finished)); });
    case LifecycleKind::SettingsUpdated: {
        const Result<PushedSettings> settings = readSettings(body);
        if (!settings)
            return settings.error();
        return Change([claims, settings = *settings](Addon &addon, Addon::Done finished) {
            addon.updateSettings(claims, settings, std::move(finished));
        });
    }
    case LifecycleKind::StatusChanged: {
        const Result<Installation::Status> status = readStatus(body);
        if (!status)
            return status.error();
        return Change([claims, status = *status](Addon &addon, Addon::Done finished) {
            addon.changeStatus(claims, status, std::move(finished));
        });
    }
    }
    Q_UNREACHABLE();
}

Result<Change> readCall(LifecycleKind kind, const ServerRequest &request, const AddonTokenVerifier &tokens)
{
    if (request.body.size() > lifecycleBodyBytes)
        return Error{ErrorCode::LimitExceeded, u"A lifecycle call has at most %1 bytes."_s.arg(lifecycleBodyBytes)};
    const Result<AddonClaims> claims = claimsOf(request, tokens);
    if (!claims)
        return claims.error();
    const Result<json::Value> body = bodyOf(kind, request);
    if (!body)
        return body.error();
    if (const Result<void> same = checkIdentity(*body, *claims); !same)
        return same.error();
    return changeOf(kind, *body, *claims);
}

// Strangers call as well: a line a second is enough to find out what is wrong.
void note(Shared &shared, LifecycleKind kind, const ServerRequest &request, const Error &error)
{
    if (qAbs(request.receivedAtMs - shared.lastNoteMs) < msPerNote)
        return;
    shared.lastNoteMs = request.receivedAtMs;
    qCWarning(uwClockify).noquote() << "A call of" << pathOf(kind) << "from" << request.peer
                                    << "was refused:" << error.text;
}

void answerLifecycle(const std::shared_ptr<Shared> &shared, LifecycleKind kind, const ServerRequest &request,
                     const ResponseChannel &channel)
{
    const Result<Change> change = readCall(kind, request, shared->parts.tokens);
    if (!change) {
        note(*shared, kind, request, change.error());
        channel.send(refusal(change.error()));
        return;
    }
    // The change is made whether or not the caller waits for its answer.
    const DeliveryHub::Recipient caller = shared->hub.recipient(channel.lifetime());
    Addon &addon = shared->parts.addon;
    DeliveryHub::deliver(shared->hub.recipient(&addon), [&addon, change = *change, caller, channel] {
        change(addon, [caller, channel](const Result<void> &result) {
            DeliveryHub::deliver(
                caller, [channel, answer = result ? done() : refusal(result.error())] { channel.send(answer); });
        });
    });
}

void answerManifest(const Shared &shared, const ServerRequest &request, const ResponseChannel &channel)
{
    Manifest::Request wanted{.baseUrl = shared.parts.baseUrl()};
    if (const std::optional<QString> word = request.queryValue(u"version")) {
        const std::optional<ManifestVersion> version = manifestVersion(*word);
        if (!version) {
            channel.send(problem(400, u"The manifest is offered in the versions 1.3 and 1.6."_s));
            return;
        }
        wanted.version = *version;
    }
    wanted.events = request.queryValue(u"events").value_or(QString()).split(u',', Qt::SkipEmptyParts);
    const Result<QByteArray> manifest = shared.parts.manifest.toJson(wanted);
    if (!manifest) {
        channel.send(refusal(manifest.error()));
        return;
    }
    ServerResponse answer = jsonResponse(200, *manifest);
    // The address in it changes with the tunnel.
    answer.headers.append(HeaderField{"Cache-Control", "no-cache"});
    channel.send(std::move(answer));
}

} // namespace

void addAddonRoutes(Router &router, AddonRouteParts parts)
{
    const auto shared = std::make_shared<Shared>(std::move(parts));
    router.add("GET", "/manifest", [shared](const ServerRequest &request, const ResponseChannel &channel) {
        answerManifest(*shared, request, channel);
    });
    for (const LifecycleKind kind : {LifecycleKind::Installed, LifecycleKind::Uninstalled,
                                     LifecycleKind::SettingsUpdated, LifecycleKind::StatusChanged}) {
        router.add("POST", pathOf(kind), [shared, kind](const ServerRequest &request, const ResponseChannel &channel) {
            answerLifecycle(shared, kind, request, channel);
        });
    }
}

} // namespace uw::clockify
