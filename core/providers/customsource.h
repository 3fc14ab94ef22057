// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/bodyschema.h"
#include "core/providers/providerdefinition.h"

namespace uw {

// How /webhooks/custom/{source} behaves, as its owner set it. A plain value; the default takes POST without a
// signature and answers 202.
struct CustomSource {
    // The scheme, event rules and limits; its name is "custom".
    ProviderDefinition definition;
    bool allowsBrowsers = false;
    QByteArrayList methods{"POST"};
    // What is said to an accepted event; 202 with its id when there is none.
    struct Answer {
        int status = 202;
        QByteArray contentType;
        QByteArray body;

        bool operator==(const Answer &) const = default;
    };
    std::optional<Answer> answer;
    // Where events belong that name no workspace; empty: none.
    QString workspaceId;
    // What a body has to meet; absent: nothing.
    std::optional<BodySchema> schema;

    bool operator==(const CustomSource &) const = default;
};

// The default of a source that nobody configured.
[[nodiscard]] CustomSource defaultCustomSource();

// Reads {"scheme":"github"|{…},"methods":["POST"],"allowBrowsers":false,"answer":{"status":200,"type":"…","body":"…"},
// "workspaceId":"…","schema":{…},"maximumBodyBytes":…,"event":{…},"required":[…],"entities":[…]}, all of it optional.
// A text as scheme takes those of that provider in `table`. InvalidInput names the member at fault.
[[nodiscard]] Result<CustomSource> customSourceFromJson(const json::Value &settings, const ProviderTable &table);

} // namespace uw
