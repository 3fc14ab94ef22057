// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/providers/crypto.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace uw {

// The bytes that a scheme signs, written as text with places to fill in:
//   {body}         the raw body             {ts}      the timestamp as sent
//   {id}           the delivery id          {METHOD}  the method in upper case
//   {url}          the full public URL      {secret}  the secret itself (schemes without HMAC)
//   {url_decoded}  the URL with the escapes undone that HubSpot undoes before it signs
//   {form}         names and values of a form's fields, sorted, as Twilio joins them
//   {crc32}        the CRC-32 of the body, decimal
// A plain value.
class SignedTemplate final {
public:
    enum class Part { Literal, Body, Timestamp, Id, Method, Url, UrlDecoded, Form, Crc32, Secret };

    // What is filled in; views that outlive the rendering.
    struct Values {
        QByteArrayView body;
        QByteArrayView timestamp;
        QByteArrayView id;
        QByteArrayView method;
        QByteArrayView url;
        QByteArrayView form;
        QByteArrayView secret;
    };

    SignedTemplate() = default;
    // InvalidInput for a brace that opens no place of the list above.
    [[nodiscard]] static Result<SignedTemplate> parse(const QString &text);

    [[nodiscard]] bool uses(Part part) const;
    [[nodiscard]] bool usesUrl() const { return uses(Part::Url) || uses(Part::UrlDecoded); }
    // Whether a change of the body changes what is signed.
    [[nodiscard]] bool bindsBody() const { return uses(Part::Body) || uses(Part::Form) || uses(Part::Crc32); }
    // As it was parsed.
    [[nodiscard]] const QString &text() const { return m_text; }

    // The message in pieces. They point into `values`, into this template and into `storage`, which has to be
    // empty before.
    [[nodiscard]] crypto::Segments render(const Values &values, QList<QByteArray> &storage) const;

    bool operator==(const SignedTemplate &other) const { return m_text == other.m_text; }

private:
    struct Piece {
        Part part = Part::Literal;
        QByteArray literal;
    };

    QString m_text;
    QList<Piece> m_pieces;
};

} // namespace uw
