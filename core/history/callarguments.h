// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/headerlist.h"
#include "core/json/value.h"

#include <QMap>

namespace uw {

// What a person filled in for one call, so that it can be filled in again. A plain value.
struct CallArguments {
    // By parameter name; an absent one is not sent.
    QMap<QString, json::Value> parameters;
    // As it was written, empty: none.
    QByteArray body;
    HeaderList headers;
    // Empty: the document's first one.
    QString server;

    bool operator==(const CallArguments &) const = default;
};

// {"parameters":{…},"headers":[[name,value]],"body":"…","bodyEncoding":"base64","server":"…"}; what is empty is left out,
// the encoding stands there for a body that is no UTF-8.
[[nodiscard]] json::Value toJson(const CallArguments &arguments);
// InvalidInput names the member that is wrong.
[[nodiscard]] Result<CallArguments> callArgumentsFromJson(const json::Value &value);
// Of a text of at most 8 MiB; empty: none were kept.
[[nodiscard]] Result<CallArguments> parseCallArguments(const QByteArray &text);

// The same without secrets: headers that carry one (see SecretMask) have the mask for a value, parameters that are
// named like one are left out.
[[nodiscard]] CallArguments withoutSecrets(const CallArguments &arguments);
// The fields whose value is not a mask: what can be sent again.
[[nodiscard]] HeaderList withoutMasks(const HeaderList &headers);

} // namespace uw
