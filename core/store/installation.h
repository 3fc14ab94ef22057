// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace uw {

// The add-on in one Clockify workspace. A plain value; its token lies in the secret store and nowhere else.
struct Installation {
    enum class Status { Active, Inactive };

    QString workspaceId;
    // Clockify's id of this installation; another one after the add-on was installed anew.
    QString addonId;
    Status status = Status::Active;
    // UTC milliseconds.
    qint64 installedAtMs = 0;
    qint64 updatedAtMs = 0;
    // 0: installed. Else the row stands for a workspace that was uninstalled and whose data is hidden.
    qint64 deletedAtMs = 0;
    // Where the workspace's API is, as Clockify said at the installation.
    QString apiUrl;
    // Ids of the person who installed it and of the user that stands for the add-on.
    QString installedBy;
    QString addonUserId;

    [[nodiscard]] bool isInstalled() const { return deletedAtMs == 0; }
    [[nodiscard]] bool isActive() const { return isInstalled() && status == Status::Active; }
    bool operator==(const Installation &) const = default;
};

// A webhook that Clockify sends with a token of its own, known by the digest of that token.
struct RegisteredWebhook {
    enum class Origin {
        // Declared in the manifest, its token given at the installation.
        Addon,
        // Made in the workspace through the API.
        Workspace,
    };

    QString workspaceId;
    Origin origin = Origin::Addon;
    // Clockify's id; empty for those of the add-on.
    QString webhookId;
    // The path of its URL, beginning with one slash.
    QString path;
    // Empty: not told.
    QString eventType;
    // 32 bytes; never the token.
    QByteArray tokenDigest;

    bool operator==(const RegisteredWebhook &) const = default;
};

} // namespace uw
