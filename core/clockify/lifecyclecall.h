// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clockify/addontoken.h"
#include "core/clockify/pushedsettings.h"
#include "core/store/installation.h"

#include <QList>

namespace uw::clockify {

// The four calls that Clockify makes about an add-on, as it sends them.
enum class LifecycleKind { Installed, Uninstalled, SettingsUpdated, StatusChanged };

// What an INSTALLED call says. Holds tokens: kept in memory only until they are stored.
struct InstalledCall {
    AddonClaims claims;
    // The installation's token, an administrator's power over the workspace.
    QByteArray authToken;
    // Where the workspace's API is; empty when the call does not say.
    QString apiUrl;
    QString installedBy;
    QString addonUserId;
    // With the digests of their tokens.
    QList<RegisteredWebhook> webhooks;
};

// The readers below hold a body against the claims of the token it came with, which Clockify signed and the body it did
// not: Unauthorized where the body names another workspace or installation than the token; members that the body
// leaves out are taken from the token. InvalidInput names the member that is wrong; LimitExceeded for floods.

// For all calls.
[[nodiscard]] Result<void> checkIdentity(const json::Value &body, const AddonClaims &claims);
[[nodiscard]] Result<InstalledCall> readInstalled(const json::Value &body, const AddonClaims &claims);
[[nodiscard]] Result<Installation::Status> readStatus(const json::Value &body);
[[nodiscard]] Result<PushedSettings> readSettings(const json::Value &body);

// The path of a webhook as Clockify reports it: a path, a whole URL, with slashes doubled. Begins with one slash; no
// query. Empty for what has none.
[[nodiscard]] QString normalizedWebhookPath(const QString &reported);

} // namespace uw::clockify
