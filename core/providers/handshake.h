// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providersecrets.h"
#include "core/providers/signaturescheme.h"

namespace uw {

// A question that a provider asks before it sends events, and what answers it: an entry of the provider
// table. A plain value.
struct Handshake {
    enum class Signed {
        // Answered only after the signature verified.
        Always,
        // A signature has to verify where there is one. What is echoed or signed then cannot be a webhook, since
        // a token has no character that opens a body.
        IfPresent,
        Never,
    };

    QString name;
    QByteArray method = "POST";
    QList<Condition> when;
    Signed signature = Signed::Never;
    // What is echoed or signed: 1 to 128 of A-Za-z0-9._~-, or one of `sentences`.
    Locator token;
    // Texts of a provider that uses no token; {uuid} stands for a UUID.
    QStringList sentences;
    // Has to equal the verify token, or a secret where none is stored.
    Locator verifyToken;
    // {mac} of the answer is HMAC-SHA256 of the token under the first secret, in this encoding.
    // Verbatim: the answer has none.
    SignatureScheme::Encoding macEncoding = SignatureScheme::Encoding::Verbatim;
    // The token becomes the provider's secret, in the window that the user opened for it.
    bool learnsSecret = false;

    int status = 200;
    QByteArray contentType;
    // {token} and {mac} are filled in.
    QByteArray body;
    HeaderList headers;

    bool operator==(const Handshake &) const = default;
};

// What is said to a handshake. A plain value.
struct HandshakeAnswer {
    int status = 200;
    QByteArray contentType;
    QByteArray body;
    HeaderList headers;
    // Of a refusal: the sentence of the problem; nothing else is set then.
    QString refusal;
    // The key that the provider offers: the answer may go out only once it was taken.
    QByteArray offeredSecret;

    bool operator==(const HandshakeAnswer &) const = default;
};

// Reads an element of a provider's "handshakes".
[[nodiscard]] Result<Handshake> handshakeFromJson(const json::Value &object, const QString &path);

// The first handshake that the request asks for, or null.
[[nodiscard]] const Handshake *findHandshake(const QList<Handshake> &handshakes, const RequestView &request);

// What answers it, once its signature has been found good enough. Refusals: 400 for what may not be echoed, 401
// for a wrong verify token or without the secret that the answer needs.
[[nodiscard]] HandshakeAnswer answerHandshake(const Handshake &handshake, const RequestView &request,
                                              const ProviderSecrets &secrets);

// Whether text may be echoed: 1 to 128 of A-Za-z0-9._~-.
[[nodiscard]] bool isHandshakeToken(QByteArrayView text);

} // namespace uw
