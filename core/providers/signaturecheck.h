// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/jwt.h"
#include "core/providers/signaturekey.h"

namespace uw {

// One scheme held against one request: reads what the request carries once, then says for any key whether
// it signed. Body and URL can be exchanged, so that the search for a cause asks the same code "what if".
// Short-lived, on one thread; scheme and request outlive it.
class SignatureCheck final {
public:
    // What the signature is tried on; by default what was received.
    struct Material {
        QByteArray body;
        QList<QByteArray> urls;
    };

    SignatureCheck(const SignatureScheme &scheme, const RequestView &request);

    [[nodiscard]] const SignatureScheme &scheme() const { return m_scheme; }
    // The scheme's conditions hold for this request.
    [[nodiscard]] bool applies() const { return m_applies; }
    // The place of the signature is not empty.
    [[nodiscard]] bool isPresent() const { return m_isPresent; }
    // Why no key could match: a part is missing or malformed. A sentence, or empty.
    [[nodiscard]] const QString &problem() const { return m_problem; }

    [[nodiscard]] Material received() const;
    // Whether `key`, made of `secret`, signed the material. Takes the same time for every wrong signature.
    [[nodiscard]] bool matches(const SignatureKey &key, QByteArrayView secret, const Material &material) const;

    // When it was signed, in UTC milliseconds, where the request says so.
    [[nodiscard]] std::optional<qint64> signedAtMs() const { return m_signedAtMs; }
    // Of a JWT: the end of its life.
    [[nodiscard]] std::optional<qint64> expiresAtMs() const;
    // As sent, where the scheme has one.
    [[nodiscard]] const QByteArray &timestamp() const { return m_timestamp; }
    // The values that the header offers as signatures, not decoded.
    [[nodiscard]] const QList<QByteArray> &offered() const { return m_offered; }
    // Of a scheme with a certificate: its address, checked to be https on a host of the provider; else empty.
    [[nodiscard]] const QString &certificateUrl() const { return m_certificateUrl; }

private:
    void readSignatures();
    void readPairs(QByteArrayView text, char separator);
    void readVersions();
    void offer(QByteArrayView value);
    void readTime();
    void readId();
    void readCertificateUrl();
    void readBodyHash();
    void decode();
    [[nodiscard]] std::optional<QByteArray> find(const Locator &locator) const;
    [[nodiscard]] bool matchesSigned(const SignatureKey &key, QByteArrayView secret, const QByteArray &body,
                                     const QByteArray &url) const;
    [[nodiscard]] bool matchesToken(QByteArrayView secret) const;
    [[nodiscard]] bool matchesBasic(QByteArrayView secret) const;
    [[nodiscard]] bool matchesJwt(const SignatureKey &key, const QByteArray &body) const;
    void complain(const QString &problem);

    const SignatureScheme &m_scheme;
    const RequestView &m_request;
    bool m_applies = true;
    bool m_isPresent = false;
    bool m_hasOlderOnly = false;
    QString m_problem;
    QByteArray m_value;
    QList<std::pair<QByteArray, QByteArray>> m_items;
    QList<QByteArray> m_offered;
    QList<QByteArray> m_signatures;
    std::optional<Jwt> m_jwt;
    QByteArray m_timestamp;
    std::optional<qint64> m_signedAtMs;
    QByteArray m_id;
    QByteArray m_bodyHash;
    QString m_certificateUrl;
};

// A timestamp as sent, in UTC milliseconds; nothing for what is no time of that unit.
[[nodiscard]] std::optional<qint64> readTimestamp(QByteArrayView text, SignatureScheme::TimeUnit unit);
// Names and values of a form as Twilio joins them: sorted by name, repeated values once. Nothing when the body is
// neither a form nor empty, for then its bytes would be signed by nobody.
[[nodiscard]] std::optional<QByteArray> joinedForm(const RequestView &request, QByteArrayView body);

} // namespace uw
