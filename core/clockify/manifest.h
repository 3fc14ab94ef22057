// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/clockify/eventcatalogue.h"
#include "core/json/value.h"

#include <QStringList>

namespace uw::clockify {

// The add-on's manifest as Clockify reads it, made from manifest.universal-webhook.json. Immutable; any thread.
class Manifest final {
public:
    struct Request {
        ManifestVersion version = ManifestVersion::V1_6;
        // Where Clockify reaches the public port: http or https, without a slash at its end.
        QString baseUrl;
        // Subscribe to these alone; empty: to all that the version allows.
        QStringList events;
    };

    // The file that is part of the program.
    static Result<Manifest> builtIn();
    // DocumentInvalid unless it is an object with a key of 2 to 50 characters and a list of webhooks.
    static Result<Manifest> parse(QByteArrayView text);

    // Identifies the add-on for ever; the subject of Clockify's tokens.
    [[nodiscard]] const QString &key() const { return m_key; }
    // The manifest for that address. InvalidInput names an event that is unknown or not allowed in the version.
    [[nodiscard]] Result<QByteArray> toJson(const Request &request) const;

private:
    Manifest() = default;

    json::Value m_document;
    QString m_key;
};

} // namespace uw::clockify
