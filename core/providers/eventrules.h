// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/locator.h"
#include "core/providers/objectreader.h"

#include <QHash>

namespace uw {

// How a provider's own names of events become "resource.action".
enum class TypeStyle {
    // "payment.updated", "repo:push", "orders/create", "Merge Request Hook": only characters change.
    Plain,
    // "taskStatusUpdated": the first word is the resource.
    Camel,
    // "createCard": the first word is the action.
    CamelVerbFirst,
    // "issue_created", "TIME_ENTRY_UPDATED": the last word is the action.
    SnakeVerbLast,
    // "create_item": the first word is the action.
    SnakeVerbFirst,
};

// One way to find the thing that an event is about.
struct EntityRule {
    // For these event types only; empty: for all.
    QStringList events;
    QList<Locator> id;
    // A fixed word, else where the word stands, else the resource of the normalised type.
    QString type;
    Locator typeFrom;

    bool operator==(const EntityRule &) const = default;
};

// What is read off a verified request. A plain value of the provider table.
struct EventRules {
    QList<Locator> type;
    // A second word of the type ("opened" of GitHub's issues).
    QList<Locator> action;
    // The same on every delivery of one event.
    QList<Locator> deliveryId;
    // Members without which a request is no event of this provider.
    QList<Locator> required;
    TypeStyle style = TypeStyle::Plain;
    // Taken off a type before it is normalised.
    QString stripPrefix;
    QString stripSuffix;
    // Types that follow no style.
    QHash<QString, QString> exceptions;
    // The first whose id is there counts.
    QList<EntityRule> entities;

    bool operator==(const EventRules &) const = default;
};

// The identity of one event.
struct EventIdentity {
    QString eventType;
    QString normalizedType;
    QString entityId;
    QString entityType;
    QString deliveryId;

    bool operator==(const EventIdentity &) const = default;
};

// Reads the members "event", "required" and "entities" of a provider's entry.
[[nodiscard]] EventRules eventRulesFromJson(ObjectReader &provider);

// "create" → "created" and the like, so that one word stands for one thing across providers.
using VerbTable = QHash<QString, QString>;

[[nodiscard]] QString normalizeType(const EventRules &rules, const QString &type, const QString &action,
                                    const VerbTable &verbs);

// What a sender wrote as text that may stand in a column and in a sentence. Longer than 256 characters or with control
// characters it is taken for missing: nobody names things so, and what all can write must not fill the memory.
[[nodiscard]] QString nameFrom(const std::optional<QByteArray> &bytes);

// All its members are names in the sense of nameFrom().
[[nodiscard]] EventIdentity identify(const EventRules &rules, const RequestView &request, QByteArrayView formField,
                                     const VerbTable &verbs);

// The first member that is required and missing; nothing when all are there.
[[nodiscard]] std::optional<Locator> missingMember(const EventRules &rules, const RequestView &request,
                                                   QByteArrayView formField);

} // namespace uw
