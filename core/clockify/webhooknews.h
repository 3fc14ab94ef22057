// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpmessage.h"

#include <QList>

namespace uw::clockify {

// What an answer of Clockify's API tells about a workspace's own webhooks that send to this program. Holds tokens: kept
// in memory only until they are learnt.
struct WebhookNews {
    struct Learnt {
        QString workspaceId;
        QString webhookId;
        // Empty when the answer does not say.
        QString eventType;
        QByteArray token;

        bool operator==(const Learnt &) const = default;
    };
    struct Gone {
        QString workspaceId;
        QString webhookId;

        bool operator==(const Gone &) const = default;
    };

    QList<Learnt> learnt;
    QList<Gone> gone;
};

// Reads the answers of …/v1/workspaces/{id}/webhooks and what lies below it: a webhook that was made, changed, listed or
// given a new token, and one that was deleted. Only successful answers of Clockify's own hosts over https, or of
// `configuredBase` (UW's address of the API, with or without "/api"), are believed; webhooks of other addresses than
// /webhooks/clockify and tokens of add-ons are left out, and so is an answer over a mebibyte.
[[nodiscard]] WebhookNews webhookNews(const HttpRequest &request, const HttpResponse &response,
                                      const QString &configuredBase);

} // namespace uw::clockify
