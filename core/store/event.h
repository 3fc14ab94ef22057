// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headerlist.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace uw {

// What is known about the sender of an event (docs: interfaces, verdicts).
enum class Verdict { Valid, Invalid, Stale, Unsigned, NotConfigured };

// "valid", "invalid", "stale", "unsigned", "not_configured".
[[nodiscard]] QLatin1StringView verdictWord(Verdict verdict);
[[nodiscard]] std::optional<Verdict> verdictFromWord(QStringView word);

// One received webhook, whole: the request byte for byte and what was derived
// from it. A plain value; immutable once it was handed to another thread.
struct Event {
    // Row number in order of commit; 0 until stored.
    qint64 sequence = 0;
    // UUIDv7 text.
    QString id;
    // UTC milliseconds, the moment the request was complete.
    qint64 receivedAtMs = 0;
    // CLOCKIFY, CUSTOM or a provider's name in upper case.
    QString source;
    // The {source} of /webhooks/custom/{source}, else empty.
    QString customSource;
    // The provider's route name ("clockify", "github", "custom").
    QString provider;
    QString eventType;
    QString normalizedType;
    QString entityId;
    QString entityType;
    // The same on every delivery of one event; empty when the sender gives none.
    QString deliveryId;
    // The id of the event that came first with this deliveryId, the same sender, workspace and verdict; else empty.
    // Found by the store.
    QString duplicateOf;
    // Empty: no workspace.
    QString workspaceId;
    Verdict verdict = Verdict::Unsigned;
    QString verdictReason;
    // {"code","message"} of an invalid verdict as JSON text, else empty.
    QByteArray cause;
    // The request was answered 401 and starts no flow.
    bool rejected = false;

    QByteArray method;
    // The request target exactly as received.
    QByteArray target;
    QByteArray httpVersion;
    QString publicUrl;
    // "address:port" of the sender.
    QString peer;
    HeaderList headers;
    // Which headers were hidden because they carry a secret, with keyed digests, as JSON text; empty: none.
    QByteArray maskedHeaders;
    QByteArray body;

    // What people put on it later; not read when it is stored.
    bool starred = false;
    QString note;

    bool operator==(const Event &) const = default;
};

// What a row of the log shows; read without touching headers and body.
struct EventSummary {
    qint64 sequence = 0;
    QString id;
    qint64 receivedAtMs = 0;
    QString source;
    QString customSource;
    QString provider;
    QString eventType;
    QString workspaceId;
    Verdict verdict = Verdict::Unsigned;
    bool rejected = false;
    QByteArray method;
    QByteArray target;
    qint64 bodySize = 0;
    // As in Event.
    QString duplicateOf;
    bool starred = false;
    QString note;

    bool operator==(const EventSummary &) const = default;
};

// Which events a list holds. An empty or absent member does not filter; members are joined by AND,
// the words of one list by OR.
struct EventFilter {
    QStringList sources;
    QStringList customSources;
    // Route names ("github").
    QStringList providers;
    QStringList eventTypes;
    QList<Verdict> verdicts;
    std::optional<QString> workspaceId;
    // Inclusive, UTC milliseconds of receipt.
    std::optional<qint64> fromMs;
    std::optional<qint64> toMs;
    bool starredOnly = false;
    // Words that the event holds, as a person types them (see searchExpression()).
    QString text;

    [[nodiscard]] bool isEmpty() const { return *this == EventFilter{}; }
    bool operator==(const EventFilter &) const = default;
};

} // namespace uw
