// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/clockify/installationdirectory.h"
#include "core/clockify/lifecyclecall.h"
#include "core/secrets/secretstore.h"
#include "core/settings/settingservice.h"

#include <QObject>

#include <deque>
#include <functional>

namespace uw {
class Store;
} // namespace uw

namespace uw::clockify {

// The add-on's life in its workspaces: installations, their tokens and settings, and the webhooks that are known by
// token. Each change is one transaction; the directory follows after the commit, and only then is the caller told.
// Changes are made one after the other, in the order of the calls. Lives on the thread of the secret store; owned
// by the composition.
class Addon final : public QObject {
    Q_OBJECT

public:
    // All outlive the add-on.
    struct Parts {
        Store &store;
        SecretStore &secrets;
        const Clock &clock;
        InstallationDirectory &directory;
        // Already loaded when load() is called.
        SettingService &settings;
    };
    // StoreUnavailable and the like: nothing was changed, the call may be repeated.
    using Done = std::function<void(Result<void>)>;

    explicit Addon(const Parts &parts, QObject *parent = nullptr);
    ~Addon() override;

    // Reads what the store knows; before the listener starts, and again when that failed: meanwhile the directory has a
    // fault, and every change is answered with Unavailable.
    void load(Done done);

    // Before the listener stops: answers everything that waits with Unavailable, and whatever is asked from now on. The
    // change that is being made still ends, without anybody hearing of it.
    void close();

    // Keeps the token, then the installation; an earlier one of the workspace is replaced. Unavailable when
    // there is no place for the token.
    void install(const InstalledCall &call, Done done);
    // Hides the workspace and forgets its token. Success as well when it is not installed, or when another
    // installation has followed since.
    void uninstall(const AddonClaims &claims, Done done);
    // Forbidden unless that installation is there.
    void changeStatus(const AddonClaims &claims, Installation::Status status, Done done);
    void updateSettings(const AddonClaims &claims, const PushedSettings &settings, Done done);
    // What a person set for a workspace; empty: for what belongs to none. InvalidInput for an unknown id or a value out of
    // range: nothing is stored then. NotFound when the add-on is not installed there.
    void storeSettings(const QString &workspaceId, const SettingChanges &changes, Done done);

    // Remembers the token that Clockify gave to a workspace's own webhook when that was registered, in place of an
    // earlier one. `eventType` may be empty. InvalidArgument for ids that are none and for an empty token.
    void learnWebhook(const QString &workspaceId, const QString &webhookId, const QString &eventType,
                      const QByteArray &token, Done done);
    void forgetWebhook(const QString &workspaceId, const QString &webhookId, Done done);

    // The token for calls of the workspace's API; nothing when it is not installed.
    void readToken(const QString &workspaceId, QObject *context, SecretStore::ReadDone done);

    // Those installed, active or not, by workspace.
    [[nodiscard]] QList<Installation> installations() const;
    // Those that were uninstalled and whose events are hidden, by workspace.
    [[nodiscard]] QList<Installation> formerInstallations() const;
    // What is in force for that workspace; one that never had the add-on has the settings of none. Any thread.
    [[nodiscard]] SettingValues settings(const QString &workspaceId) const;
    // What is in force for requests that name no workspace: the settings of the installed one while there is one alone,
    // else those of none. Any thread.
    [[nodiscard]] SettingValues portSettings() const;

Q_SIGNALS:
    // After the commit and after the directory changed.
    void installed(const QString &workspaceId);
    void uninstalled(const QString &workspaceId);
    void statusChanged(const QString &workspaceId, bool active);
    void settingsChanged(const QString &workspaceId);

private:
    using Job = std::function<void(Done)>;

    void enqueue(Job job, Done done);
    void runNext();
    void commitInstallation(const InstalledCall &call, const Done &done);
    void afterInstallation(const Installation &fresh, const QList<RegisteredWebhook> &webhooks);
    [[nodiscard]] bool isInstalled(const QString &workspaceId) const;
    [[nodiscard]] Result<void> checkInstalled(const AddonClaims &claims) const;
    void publish();
    void dropOwnWebhook(const QString &workspaceId, const QString &webhookId);
    void removeToken(const QString &workspaceId, const QString &addonId);

    Parts m_parts;
    // What the store holds, by workspace.
    QMap<QString, Installation> m_installations;
    QList<RegisteredWebhook> m_webhooks;
    std::deque<std::pair<Job, Done>> m_waiting;
    // Who waits for the change that is being made; nobody after close().
    Done m_current;
    bool m_busy = false;
    bool m_closed = false;
    // The last load() failed.
    bool m_isUnknown = false;
};

// The name under which the secret store keeps an installation's token.
[[nodiscard]] QString installationTokenKey(const QString &workspaceId, const QString &addonId);

} // namespace uw::clockify
