// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/eventrules.h"
#include "core/providers/handshake.h"

namespace uw {

// An answer to an accepted event other than 202.
struct AcceptedAnswer {
    QList<Condition> when;
    int status = 202;
    QByteArray contentType;

    bool operator==(const AcceptedAnswer &) const = default;
};

// One provider as its entry in resources/providers/providers.json describes it. A plain value that never
// changes after the table was read.
struct ProviderDefinition {
    // The {provider} of /webhooks/{provider}: 1 to 64 of a-z 0-9 -.
    QString name;
    // For people.
    QString title;
    // An event type that it really sends, for samples.
    QString sampleType = QStringLiteral("sample");
    // Where its signature is described.
    QString documentation;
    // The strongest first; none: it signs nothing.
    QList<SignatureScheme> schemes;
    // "json", "form"; empty: any body is an event.
    QStringList accepts;
    // The field of a form that holds the JSON; empty: forms are not JSON.
    QByteArray formField;
    EventRules events;
    QList<Handshake> handshakes;
    std::optional<AcceptedAnswer> accepted;
    // Header fields that hold a secret of the provider even when none is stored, beside those of its schemes.
    QList<QByteArray> secretHeaders;
    // In bytes; 0: what the listener allows.
    qint64 maximumBodyBytes = 0;
    // On even without a secret, unless the user switched it off.
    bool enabledByDefault = false;

    // POST and what its handshakes need.
    [[nodiscard]] QByteArrayList methods() const;
    // `secretHeaders` and those that its schemes compare with a secret.
    [[nodiscard]] QList<QByteArray> allSecretHeaders() const;

    bool operator==(const ProviderDefinition &) const = default;
};

// Reads one entry strictly; `path` is what messages call it.
[[nodiscard]] Result<ProviderDefinition> providerFromJson(const json::Value &object, const QString &path);

// Every provider that is known. A plain value.
struct ProviderTable {
    QList<ProviderDefinition> providers;
    VerbTable verbs;
    // Entries that could not be read; the others are not touched by that.
    QList<Error> faults;

    // Null when there is none of that name.
    [[nodiscard]] const ProviderDefinition *find(QStringView name) const;
};

// Reads {"verbs":{…},"providers":[…]}. A faulty entry, or one whose name stands there already, is left out and
// reported; InvalidInput only for what is no table at all.
[[nodiscard]] Result<ProviderTable> parseProviderTable(QByteArrayView text);
// The table that is built in; read once by whoever composes the program.
[[nodiscard]] ProviderTable builtInProviders();

} // namespace uw
