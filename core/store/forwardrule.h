// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace uw {

// Where the events of one source are passed on to, and how far that has come. A plain value, as stored.
struct ForwardRule {
    // A provider's route name ("github"), or "custom:" and the name of a custom source.
    QString source;
    QByteArray url;
    // Its owner said that events may leave for a public address.
    bool allowsPublic = false;
    bool isPaused = false;
    // The sequence of the newest event that is done with; what is newer is held.
    qint64 cursor = 0;
    qint64 delivered = 0;
    // Of those done with: what the target did not want (see Forwarder).
    qint64 refused = 0;
    // UTC milliseconds; 0: never.
    qint64 lastDeliveredAtMs = 0;
    // The last failure or refusal, a sentence; empty: none since the last delivery that went well.
    QString lastError;
    qint64 lastErrorAtMs = 0;
    // Of those that the target did not want, the last one: why, when, and the event's id. Stays after a delivery.
    QString lastRefusal;
    qint64 lastRefusedAtMs = 0;
    QString lastRefusedId;
    qint64 createdAtMs = 0;

    bool operator==(const ForwardRule &) const = default;
};

} // namespace uw
