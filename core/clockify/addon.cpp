// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/addon.h"

#include "core/base/logging.h"
#include "core/store/installationrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

#include <memory>

using namespace Qt::StringLiterals;

namespace uw::clockify {

namespace {

// Clockify calls seldom; more than this waits only when nothing can be stored at all.
constexpr std::size_t waitingMaximum = 1'000;

struct Loaded {
    QList<Installation> installations;
    QList<RegisteredWebhook> webhooks;
};

Result<Loaded> readAll(Connection &connection)
{
    const Result<QList<Installation>> installations = installationrepository::all(connection);
    if (!installations)
        return installations.error();
    const Result<QList<RegisteredWebhook>> webhooks = installationrepository::webhooks(connection);
    if (!webhooks)
        return webhooks.error();
    return Loaded{.installations = *installations, .webhooks = *webhooks};
}

Error closing()
{
    return {ErrorCode::Unavailable, u"The program is closing. Call again in a moment."_s};
}

// Whoever is installed, and how, cannot be read.
Error unknown()
{
    return {ErrorCode::Unavailable, u"The installations of the add-on cannot be read now. Call again in a moment."_s};
}

} // namespace

QString installationTokenKey(const QString &workspaceId, const QString &addonId)
{
    return u"clockify/installation/%1/%2"_s.arg(workspaceId, addonId);
}

Addon::Addon(const Parts &parts, QObject *parent) : QObject(parent), m_parts(parts)
{
    connect(&parts.settings, &SettingService::changed, this, &Addon::settingsChanged);
}

Addon::~Addon() = default;

void Addon::load(Done done)
{
    m_parts.store.readers().run<Loaded>(this, readAll, [this, done = std::move(done)](const Result<Loaded> &loaded) {
        m_isUnknown = !loaded;
        if (!loaded) {
            m_parts.directory.setFault(unknown().text);
            done(loaded.error());
            return;
        }
        m_installations.clear();
        for (const Installation &installation : loaded->installations)
            m_installations.insert(installation.workspaceId, installation);
        m_webhooks = loaded->webhooks;
        publish();
        done({});
    });
}

void Addon::close()
{
    m_closed = true;
    const auto waiting = std::exchange(m_waiting, {});
    if (const Done done = std::exchange(m_current, {}))
        done(closing());
    for (const auto &[job, done] : waiting)
        done(closing());
}

void Addon::install(const InstalledCall &call, Done done)
{
    enqueue(
        [this, call](const Done &finish) {
            const QString key = installationTokenKey(call.claims.workspaceId, call.claims.addonId);
            m_parts.secrets.write(key, call.authToken, this, [this, call, finish](const Result<void> &kept) {
                if (kept) {
                    commitInstallation(call, finish);
                    return;
                }
                qCWarning(uwClockify).noquote()
                    << "An installation was refused because its token cannot be kept:" << kept.error().text;
                finish(Error{ErrorCode::Unavailable, u"The installation's token cannot be kept now."_s});
            });
        },
        std::move(done));
}

void Addon::commitInstallation(const InstalledCall &call, const Done &done)
{
    const qint64 now = m_parts.clock.nowMs();
    const Installation fresh{.workspaceId = call.claims.workspaceId,
                             .addonId = call.claims.addonId,
                             .status = Installation::Status::Active,
                             .installedAtMs = now,
                             .updatedAtMs = now,
                             .apiUrl = call.apiUrl,
                             .installedBy = call.installedBy,
                             .addonUserId = call.addonUserId};
    m_parts.store.submit(
        [fresh, webhooks = call.webhooks](Connection &connection) {
            const Result<void> put = installationrepository::put(connection, fresh);
            return put ? installationrepository::replaceAddonWebhooks(connection, fresh.workspaceId, webhooks) : put;
        },
        this,
        [this, fresh, webhooks = call.webhooks, done](const Result<void> &stored) {
            if (stored)
                afterInstallation(fresh, webhooks);
            // A token without its installation is of no use; one that the store knows already stays.
            else if (!checkInstalled({fresh.workspaceId, fresh.addonId}))
                removeToken(fresh.workspaceId, fresh.addonId);
            done(stored);
        });
}

void Addon::afterInstallation(const Installation &fresh, const QList<RegisteredWebhook> &webhooks)
{
    const QString before = m_installations.value(fresh.workspaceId).addonId;
    if (isInstalled(fresh.workspaceId) && before != fresh.addonId)
        removeToken(fresh.workspaceId, before);
    m_installations.insert(fresh.workspaceId, fresh);
    m_webhooks.removeIf([&fresh](const RegisteredWebhook &webhook) {
        return webhook.workspaceId == fresh.workspaceId && webhook.origin == RegisteredWebhook::Origin::Addon;
    });
    m_webhooks += webhooks;
    publish();
    qCInfo(uwClockify).noquote() << "Installed in workspace" << fresh.workspaceId;
    Q_EMIT installed(fresh.workspaceId);
    Q_EMIT settingsChanged(fresh.workspaceId);
}

void Addon::uninstall(const AddonClaims &claims, Done done)
{
    enqueue(
        [this, claims](const Done &finish) {
            if (!checkInstalled(claims)) {
                finish({});
                return;
            }
            const qint64 now = m_parts.clock.nowMs();
            m_parts.store.submit(
                [claims, now](Connection &connection) {
                    return installationrepository::markUninstalled(connection, claims.workspaceId, now);
                },
                this,
                [this, claims, now, finish](const Result<void> &stored) {
                    if (stored) {
                        m_installations[claims.workspaceId].deletedAtMs = now;
                        m_installations[claims.workspaceId].updatedAtMs = now;
                        m_webhooks.removeIf([&claims](const RegisteredWebhook &webhook) {
                            return webhook.workspaceId == claims.workspaceId
                                && webhook.origin == RegisteredWebhook::Origin::Addon;
                        });
                        publish();
                        removeToken(claims.workspaceId, claims.addonId);
                        qCInfo(uwClockify).noquote() << "Uninstalled from workspace" << claims.workspaceId;
                        Q_EMIT uninstalled(claims.workspaceId);
                        Q_EMIT settingsChanged(claims.workspaceId);
                    }
                    finish(stored);
                });
        },
        std::move(done));
}

void Addon::changeStatus(const AddonClaims &claims, Installation::Status status, Done done)
{
    enqueue(
        [this, claims, status](const Done &finish) {
            if (const Result<void> checked = checkInstalled(claims); !checked) {
                finish(checked);
                return;
            }
            const qint64 now = m_parts.clock.nowMs();
            m_parts.store.submit(
                [claims, status, now](Connection &connection) {
                    return installationrepository::setStatus(connection, claims.workspaceId, status, now);
                },
                this,
                [this, claims, status, now, finish](const Result<void> &stored) {
                    if (stored) {
                        m_installations[claims.workspaceId].status = status;
                        m_installations[claims.workspaceId].updatedAtMs = now;
                        publish();
                        Q_EMIT statusChanged(claims.workspaceId, status == Installation::Status::Active);
                    }
                    finish(stored);
                });
        },
        std::move(done));
}

void Addon::updateSettings(const AddonClaims &claims, const PushedSettings &settings, Done done)
{
    enqueue(
        [this, claims, settings](const Done &finish) {
            if (const Result<void> checked = checkInstalled(claims); !checked) {
                finish(checked);
                return;
            }
            if (!settings.unknown.isEmpty())
                qCWarning(uwClockify) << "Clockify sent settings that are not ours:" << settings.unknown;
            m_parts.settings.push(claims.workspaceId, settings.values, finish);
        },
        std::move(done));
}

void Addon::storeSettings(const QString &workspaceId, const SettingChanges &changes, Done done)
{
    enqueue(
        [this, workspaceId, changes](const Done &finish) {
            if (workspaceId.isEmpty() || isInstalled(workspaceId))
                m_parts.settings.change(workspaceId, changes, finish);
            else
                finish(Error{ErrorCode::NotFound, u"The add-on is not installed in this workspace."_s});
        },
        std::move(done));
}

void Addon::learnWebhook(const QString &workspaceId, const QString &webhookId, const QString &eventType,
                         const QByteArray &token, Done done)
{
    if (!isClockifyId(workspaceId) || !isClockifyId(webhookId) || token.isEmpty()) {
        done(Error{ErrorCode::InvalidArgument, u"A webhook has a workspace, an id and a token."_s});
        return;
    }
    const RegisteredWebhook webhook{.workspaceId = workspaceId,
                                    .origin = RegisteredWebhook::Origin::Workspace,
                                    .webhookId = webhookId,
                                    .eventType = eventType,
                                    .tokenDigest = tokenDigest(token)};
    enqueue(
        [this, webhook](const Done &finish) {
            if (m_webhooks.contains(webhook)) {
                finish({});
                return;
            }
            m_parts.store.submit(
                [webhook](Connection &connection) {
                    return installationrepository::putWorkspaceWebhook(connection, webhook);
                },
                this,
                [this, webhook, finish](const Result<void> &stored) {
                    if (stored) {
                        dropOwnWebhook(webhook.workspaceId, webhook.webhookId);
                        m_webhooks.append(webhook);
                        publish();
                    }
                    finish(stored);
                });
        },
        std::move(done));
}

void Addon::forgetWebhook(const QString &workspaceId, const QString &webhookId, Done done)
{
    enqueue(
        [this, workspaceId, webhookId](const Done &finish) {
            m_parts.store.submit(
                [workspaceId, webhookId](Connection &connection) {
                    return installationrepository::removeWorkspaceWebhook(connection, workspaceId, webhookId);
                },
                this,
                [this, workspaceId, webhookId, finish](const Result<void> &stored) {
                    if (stored) {
                        dropOwnWebhook(workspaceId, webhookId);
                        publish();
                    }
                    finish(stored);
                });
        },
        std::move(done));
}

void Addon::readToken(const QString &workspaceId, QObject *context, SecretStore::ReadDone done)
{
    if (!isInstalled(workspaceId)) {
        QMetaObject::invokeMethod(
            context, [done = std::move(done)] { done(std::optional<QByteArray>()); }, Qt::QueuedConnection);
        return;
    }
    m_parts.secrets.read(installationTokenKey(workspaceId, m_installations.value(workspaceId).addonId), context,
                         std::move(done));
}

QList<Installation> Addon::installations() const
{
    QList<Installation> installed;
    for (const Installation &installation : m_installations) {
        if (installation.isInstalled())
            installed.append(installation);
    }
    return installed;
}

QList<Installation> Addon::formerInstallations() const
{
    QList<Installation> former = m_installations.values();
    former.removeIf([](const Installation &installation) { return installation.isInstalled(); });
    return former;
}

SettingValues Addon::settings(const QString &workspaceId) const
{
    const bool isKnown = m_parts.directory.snapshot()->installation(workspaceId) != nullptr;
    return m_parts.settings.values(isKnown ? workspaceId : QString());
}

SettingValues Addon::portSettings() const
{
    return m_parts.settings.values(m_parts.directory.snapshot()->onlyInstalled());
}

// One change at a time: an uninstallation must not overtake the installation that still waits for the keychain.
void Addon::enqueue(Job job, Done done)
{
    if (m_closed) {
        done(closing());
        return;
    }
    if (m_isUnknown) {
        done(unknown());
        return;
    }
    if (m_waiting.size() >= waitingMaximum) {
        done(Error{ErrorCode::Unavailable, u"Too many changes of installations wait already."_s});
        return;
    }
    m_waiting.emplace_back(std::move(job), std::move(done));
    if (!m_busy)
        runNext();
}

void Addon::runNext()
{
    if (m_waiting.empty()) {
        m_busy = false;
        return;
    }
    m_busy = true;
    Job job = std::move(m_waiting.front().first);
    m_current = std::move(m_waiting.front().second);
    m_waiting.pop_front();
    job([this](const Result<void> &result) {
        if (const Done done = std::exchange(m_current, {}))
            done(result);
        // Later, so that a long queue of jobs that end at once does not nest.
        QMetaObject::invokeMethod(this, &Addon::runNext, Qt::QueuedConnection);
    });
}

bool Addon::isInstalled(const QString &workspaceId) const
{
    const auto known = m_installations.constFind(workspaceId);
    return known != m_installations.cend() && known->isInstalled();
}

Result<void> Addon::checkInstalled(const AddonClaims &claims) const
{
    if (!isInstalled(claims.workspaceId))
        return Error{ErrorCode::Forbidden, u"The add-on is not installed in this workspace."_s};
    if (m_installations.value(claims.workspaceId).addonId != claims.addonId)
        return Error{ErrorCode::Forbidden, u"Another installation has followed in this workspace."_s};
    return {};
}

void Addon::publish()
{
    m_parts.directory.replace(m_installations.values(), m_webhooks);
}

void Addon::dropOwnWebhook(const QString &workspaceId, const QString &webhookId)
{
    m_webhooks.removeIf([&](const RegisteredWebhook &webhook) {
        return webhook.origin == RegisteredWebhook::Origin::Workspace && webhook.workspaceId == workspaceId
            && webhook.webhookId == webhookId;
    });
}

// Best effort: what stays behind is a token that Clockify no longer honours.
void Addon::removeToken(const QString &workspaceId, const QString &addonId)
{
    m_parts.secrets.remove(installationTokenKey(workspaceId, addonId), this, [](const Result<void> &removed) {
        if (!removed)
            qCWarning(uwClockify).noquote()
                << "A token that is worth nothing any more stays in the keychain:" << removed.error().text;
    });
}

} // namespace uw::clockify
