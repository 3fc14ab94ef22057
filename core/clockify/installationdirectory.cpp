// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/installationdirectory.h"

#include "core/clockify/addontoken.h"

using namespace Qt::StringLiterals;

namespace uw::clockify {

InstallationSnapshot::InstallationSnapshot(const QList<Installation> &installations,
                                           const QList<RegisteredWebhook> &webhooks)
{
    for (const Installation &installation : installations) {
        m_installations.insert(installation.workspaceId, installation);
        m_installed += installation.isInstalled() ? 1 : 0;
    }
    for (const RegisteredWebhook &webhook : webhooks) {
        if (webhook.origin == RegisteredWebhook::Origin::Addon) {
            m_addon[webhook.workspaceId].append(webhook);
        } else {
            m_own.insert(webhook.tokenDigest, webhook);
            m_owners.insert(webhook.workspaceId);
        }
    }
}

InstallationSnapshot::InstallationSnapshot(QString fault) : m_fault(std::move(fault)) {}

const Installation *InstallationSnapshot::installation(const QString &workspaceId) const
{
    const auto found = m_installations.constFind(workspaceId);
    return found == m_installations.cend() ? nullptr : &*found;
}

QList<RegisteredWebhook> InstallationSnapshot::addonWebhooks(const QString &workspaceId) const
{
    return m_addon.value(workspaceId);
}

const RegisteredWebhook *InstallationSnapshot::ownWebhook(QByteArrayView token) const
{
    if (token.isEmpty() || m_own.isEmpty())
        return nullptr;
    const auto found = m_own.constFind(tokenDigest(token));
    return found == m_own.cend() ? nullptr : &*found;
}

QString InstallationSnapshot::onlyInstalled() const
{
    if (m_installed != 1)
        return {};
    const auto found = std::find_if(m_installations.cbegin(), m_installations.cend(),
                                    [](const Installation &installation) { return installation.isInstalled(); });
    return found->workspaceId;
}

std::optional<Error> InstallationSnapshot::refusal(const QString &workspaceId, WorkspaceGate::NamedBy by) const
{
    const auto forbidden = [](const QString &text) { return Error{ErrorCode::Forbidden, text}; };
    if (!m_fault.isEmpty())
        return Error{ErrorCode::Unavailable, m_fault};
    const Installation *known = installation(workspaceId);
    if (known && !known->isInstalled())
        return forbidden(u"The add-on was uninstalled from this workspace. Install it again to receive its events."_s);
    if (known && !known->isActive())
        return forbidden(
            u"The add-on is switched off in this workspace. Switch it on in Clockify to receive its events."_s);
    // What another system calls a workspace is none of Clockify's.
    if (known || by == WorkspaceGate::NamedBy::Other || installedCount() == 0 || hasOwnWebhooks(workspaceId))
        return std::nullopt;
    return forbidden(u"The add-on is not installed in this workspace."_s);
}

InstallationDirectory::InstallationDirectory()
    : m_snapshot(std::make_shared<const InstallationSnapshot>(QList<Installation>(), QList<RegisteredWebhook>()))
{}

std::shared_ptr<const InstallationSnapshot> InstallationDirectory::snapshot() const
{
    const QMutexLocker locker(&m_mutex);
    return m_snapshot;
}

void InstallationDirectory::replace(const QList<Installation> &installations, const QList<RegisteredWebhook> &webhooks)
{
    publish(std::make_shared<const InstallationSnapshot>(installations, webhooks));
}

void InstallationDirectory::setFault(const QString &reason)
{
    publish(std::make_shared<const InstallationSnapshot>(reason));
}

void InstallationDirectory::publish(std::shared_ptr<const InstallationSnapshot> fresh)
{
    const QMutexLocker locker(&m_mutex);
    m_snapshot.swap(fresh);
}

std::optional<Error> InstallationDirectory::refusal(const QString &workspaceId, NamedBy by) const
{
    return snapshot()->refusal(workspaceId, by);
}

} // namespace uw::clockify
