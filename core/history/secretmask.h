// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpmessage.h"

#include <QByteArray>
#include <QList>

namespace uw {

// Takes secrets out of what is kept of a call: headers and query items by their names, and the values that it knows
// wherever they stand: plain, percent-encoded, in base64 (also inside of longer base64) and as JSON escapes them.
// A plain value; any thread.
class SecretMask final {
public:
    // Shorter ones would take ordinary words away: they are masked in headers and queries alone.
    static constexpr qsizetype ShortestSecret = 4;
    // Of values that only look like a secret by where they stand.
    static constexpr qsizetype ShortestFound = 8;

    // A value that is known to be secret.
    void add(const QByteArray &secret);
    // Learns the secrets of a request: values of secret headers (of Basic the password, of Cookie each value) and of
    // secret query items.
    void learnFrom(const HttpRequest &request);

    [[nodiscard]] QByteArray inText(const QByteArray &text) const;
    [[nodiscard]] QByteArray inUrl(const QByteArray &url) const;
    // Known schemes of Authorization stay readable: "Bearer ••••".
    [[nodiscard]] HeaderList inHeaders(const HeaderList &headers) const;
    // The longest run of bytes that it would replace: what is cut has to be masked with so much more of it.
    [[nodiscard]] qsizetype longestRun() const;

    // Whether a header, or a query item or form field, of that name carries a secret whatever it holds.
    [[nodiscard]] static bool isSecretHeader(const QByteArray &name);
    [[nodiscard]] static bool isSecretItem(const QByteArray &name);

private:
    void learn(const QByteArray &value);
    [[nodiscard]] qsizetype matchAt(QByteArrayView text, qsizetype at, const QByteArray &secret) const;
    [[nodiscard]] QByteArray replaced(const QByteArray &text, QByteArrayView mask) const;

    // The longest first, so that a secret that begins like another one is not left half.
    QByteArrayList m_secrets;
    // What is looked for as it is: base64 and JSON forms.
    QByteArrayList m_forms;
};

} // namespace uw
