// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/httpmessage.h"

#include <QStringList>
#include <QUrl>

namespace uw {

// A named secret and how it travels, bound to the hosts that may see it. Plain value; kept in a
// SecretStore as JSON: {"kind":"header|bearer|basic|query","header":"X-Api-Key","value":"…","hosts":["api.example.com"]}.
struct Credential {
    enum class Kind { Header, Bearer, Basic, Query };

    Kind kind = Kind::Header;
    // The header's name, or of kind Query the query parameter's.
    QString header;
    // The secret; of kind Basic "user:password".
    QByteArray value;
    // "api.example.com" (any port) or "10.0.0.5:8080", compared exactly.
    QStringList hosts;
};

// Whether `name` can name a credential: 1-64 of a-z, 0-9 and hyphen.
[[nodiscard]] bool isCredentialName(QStringView name);

// Reads the JSON form. InvalidInput says which member is wrong and never repeats the value.
[[nodiscard]] Result<Credential> parseCredential(const QString &name, QByteArrayView json);

// Whether `url` may see the credential: one of its hosts, by https unless it is this computer.
[[nodiscard]] bool allowsUrl(const Credential &credential, const QUrl &url);

// Adds the credential to a request; it takes the place of a header or query parameter of the same name.
// AddressRefused, naming the host, when the request's address may not see it.
[[nodiscard]] Result<void> applyCredential(const QString &name, const Credential &credential, HttpRequest &request);

// What stands for a secret where people read.
inline constexpr QByteArrayView maskedSecret{"\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2"};

// The same credential without its secret, so that a request can be shown as it will be sent.
[[nodiscard]] Credential masked(const Credential &credential);

} // namespace uw
