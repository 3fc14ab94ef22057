// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providerjudge.h"
#include "core/store/installation.h"

#include <QHash>
#include <QMutex>

#include <memory>

namespace uw::clockify {

// All installations and registered webhooks at one moment. Immutable; any thread.
class InstallationSnapshot final {
public:
    InstallationSnapshot(const QList<Installation> &installations, const QList<RegisteredWebhook> &webhooks);
    // Of a moment when none of them can be read, for that reason.
    explicit InstallationSnapshot(QString fault);

    // Why nothing is known; empty: all is.
    [[nodiscard]] const QString &fault() const { return m_fault; }

    // Null for a workspace that never had the add-on.
    [[nodiscard]] const Installation *installation(const QString &workspaceId) const;
    // The add-on's webhooks in that workspace.
    [[nodiscard]] QList<RegisteredWebhook> addonWebhooks(const QString &workspaceId) const;
    // The workspace's own webhook that has this token; null when there is none. Found by digest: what the time of
    // a look-up may tell is of the digest and not of the token.
    [[nodiscard]] const RegisteredWebhook *ownWebhook(QByteArrayView token) const;
    [[nodiscard]] bool hasOwnWebhooks(const QString &workspaceId) const { return m_owners.contains(workspaceId); }
    // In how many workspaces the add-on is installed, active or not.
    [[nodiscard]] qsizetype installedCount() const { return m_installed; }
    // The one workspace that has it; empty while there are none or several.
    [[nodiscard]] QString onlyInstalled() const;
    // Whether there is anything that a request of Clockify can be held against.
    [[nodiscard]] bool isEmpty() const { return m_installed == 0 && m_own.isEmpty(); }
    // Why events of that workspace are refused; nothing when they are taken. See WorkspaceGate.
    [[nodiscard]] std::optional<Error> refusal(const QString &workspaceId, WorkspaceGate::NamedBy by) const;

private:
    QHash<QString, Installation> m_installations;
    QHash<QString, QList<RegisteredWebhook>> m_addon;
    // By digest.
    QHash<QByteArray, RegisteredWebhook> m_own;
    QSet<QString> m_owners;
    qsizetype m_installed = 0;
    QString m_fault;
};

// What the judges know of workspaces. Filled by the add-on after each commit, read on every thread; a change holds from
// the next request on. Owned by the composition, outlives listener and judges.
class InstallationDirectory final : public WorkspaceGate {
public:
    InstallationDirectory();

    [[nodiscard]] std::shared_ptr<const InstallationSnapshot> snapshot() const;
    void replace(const QList<Installation> &installations, const QList<RegisteredWebhook> &webhooks);
    // Nothing is known until replace(): whoever may be shut out is not let in meanwhile.
    void setFault(const QString &reason);

    [[nodiscard]] std::optional<Error> refusal(const QString &workspaceId, NamedBy by) const override;

private:
    void publish(std::shared_ptr<const InstallationSnapshot> fresh);

    mutable QMutex m_mutex;
    std::shared_ptr<const InstallationSnapshot> m_snapshot;
};

} // namespace uw::clockify
