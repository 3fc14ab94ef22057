// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace uw {

// A request that a person keeps under a name. A plain value; no secret stands in it.
struct SavedRequest {
    // UUIDv7 text.
    QString id;
    // "Reports/Monthly"; empty: at the top.
    QString folder;
    QString name;
    // Its place in the folder, from 0.
    qint64 position = 0;
    // An operation of a document, or, with both empty, a free request: method and URL.
    QString document;
    QString operation;
    QByteArray method;
    QByteArray url;
    // What the form held, as JSON; see core/history/callarguments.
    QByteArray arguments;
    qint64 createdAtMs = 0;
    qint64 updatedAtMs = 0;

    bool operator==(const SavedRequest &) const = default;
};

// All of them, in the order in which a tree shows them.
struct SavedRequests {
    // Paths, by name; those without requests too. Every parent of one stands in front of it.
    QStringList folders;
    QList<SavedRequest> requests;
};

} // namespace uw
