// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

namespace uw {

// An API description that the profile knows, without its bytes.
struct DocumentRecord {
    qint64 id = 0;
    // A file's path, an http(s) address, "paste:…" or ":/…" for what the program brings along; one row for each.
    QString origin;
    // How commands and flows call it: "clockify", "stripe-api"; unique.
    QString name;
    QString title;
    // Of OpenAPI, "3.0.1".
    QString version;
    qint64 operations = 0;
    // What relative references count from: the path, or the address after redirects.
    QString base;
    QByteArray etag;
    qint64 bytes = 0;
    // UTC milliseconds; 0: never.
    qint64 fetchedAtMs = 0;
    qint64 openedAtMs = 0;
    // What a person allowed for the files that it refers to.
    bool allowsOutside = false;
    bool allowsRemote = false;
    // What a person chose for it, as a JSON object ("nesting": "brackets"); never a secret.
    QByteArray options = "{}";

    bool operator==(const DocumentRecord &) const = default;
};

// The bytes of a description and of the files that were fetched for it, by absolute address.
struct DocumentBytes {
    QByteArray body;
    QHash<QString, QByteArray> files;
};

} // namespace uw
