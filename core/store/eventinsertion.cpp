// SPDX-License-Identifier: GPL-3.0-or-later
// What eventrepository does to store an event.
#include "core/store/connection.h"
#include "core/store/deliverylog.h"
#include "core/store/eventkind.h"
#include "core/store/eventrepository.h"
#include "core/store/headercodec.h"
#include "core/store/logtime.h"
#include "core/store/rejectedlog.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace uw::eventrepository {

namespace {

// Under which a connection remembers the last number that it gave.
const QByteArray lastSequenceKey = QByteArrayLiteral("last sequence");

// One number for everything that makes two deliveries the same, so that the index on it stays small; 0: none. A verdict
// belongs to it, and what was rejected has no key: nobody who cannot sign makes a signed event look like a copy.
qint64 deliveryKey(const Event &event)
{
    if (event.deliveryId.isEmpty() || event.rejected)
        return 0;
    const QString sameness = event.provider + u'\n' + event.customSource + u'\n' + event.workspaceId + u'\n'
                           + verdictWord(event.verdict) + u'\n' + event.deliveryId;
    const QByteArray digest = QCryptographicHash::hash(sameness.toUtf8(), QCryptographicHash::Sha256);
    const auto key = qFromBigEndian<qint64>(digest.constData());
    return key == 0 ? 1 : key;
}

// Columns that most events leave empty: what is not bound costs nothing.
struct RareColumns {
    bool entityId;
    bool cause;
    bool publicUrl;
    bool maskedHeaders;
    // A delivery without a key keeps its id, for people, and finds no other.
    bool delivery;

    [[nodiscard]] std::size_t number() const
    {
        return std::size_t(entityId) | std::size_t(cause) << 1U | std::size_t(publicUrl) << 2U
             | std::size_t(maskedHeaders) << 3U | std::size_t(delivery) << 4U;
    }
};

QString insertText(const RareColumns &rare)
{
    const auto valueOr = [](bool isBound, QLatin1StringView name, QLatin1StringView empty) {
        return QString(isBound ? name : empty);
    };
    QString columns = u"seq, id, received_at, kind_id, target, entity_id, verdict_reason, cause, public_url, peer, "
                      "headers, masked_headers, body"_s;
    QString values = QStringList{u":seq"_s,
                                 u":id"_s,
                                 u":received_at"_s,
                                 u":kind_id"_s,
                                 u":target"_s,
                                 valueOr(rare.entityId, ":entity_id"_L1, "''"_L1),
                                 u":verdict_reason"_s,
                                 valueOr(rare.cause, ":cause"_L1, "x''"_L1),
                                 valueOr(rare.publicUrl, ":public_url"_L1, "''"_L1),
                                 u":peer"_s,
                                 u":headers"_s,
                                 valueOr(rare.maskedHeaders, ":masked_headers"_L1, "x''"_L1),
                                 u":body"_s}
                         .join(u", "_s);
    if (rare.delivery) {
        columns += u", delivery_id, delivery_key, duplicate_of"_s;
        values += u", :delivery_id, :delivery_key, coalesce(("_s + deliverylog::firstOlder() + u"), :first_recent)"_s;
    }
    return u"INSERT INTO universal_webhook_log ("_s + columns + u") VALUES ("_s + values + u')';
}

Result<Statement> prepareInsert(Connection &connection, const RareColumns &rare)
{
    static const std::array<QString, 32> texts = [] {
        std::array<QString, 32> all;
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = insertText({(i & 1U) != 0, (i & 2U) != 0, (i & 4U) != 0, (i & 8U) != 0, (i & 16U) != 0});
        return all;
    }();
    return connection.prepare(texts[rare.number()]);
}

} // namespace

Result<qint64> lastSequence(Connection &connection)
{
    if (const std::optional<qint64> known = connection.remembered(lastSequenceKey))
        return *known;
    Result<Statement> statement = connection.prepare(
        u"SELECT coalesce((SELECT max(seq) FROM universal_webhook_log), 0), seq FROM universal_webhook_log_end"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    return *row ? std::max(statement->integer(0), statement->integer(1)) : 0;
}

EventPreparation prepare(const Event &event)
{
    return {eventkind::keyOf(event), encodeHeaders(event.headers), deliveryKey(event)};
}

Result<qint64> insert(Connection &connection, const Event &event)
{
    return insert(connection, event, prepare(event));
}

Result<qint64> insert(Connection &connection, const Event &event, const EventPreparation &preparation)
{
    const Result<qint64> kind = eventkind::ensure(connection, event, preparation.kindKey);
    if (!kind)
        return kind;
    const Result<qint64> last = lastSequence(connection);
    if (!last)
        return last;
    const qint64 sequence = *last + 1;
    const RareColumns rare{!event.entityId.isEmpty(), !event.cause.isEmpty(), !event.publicUrl.isEmpty(),
                           !event.maskedHeaders.isEmpty(), !event.deliveryId.isEmpty()};
    const bool hasKey = preparation.deliveryKey != 0;
    const Result<QString> firstRecent =
        hasKey ? deliverylog::firstRecent(connection, preparation.deliveryKey) : Result<QString>(QString());
    if (!firstRecent)
        return firstRecent.error();
    Result<Statement> statement = prepareInsert(connection, rare);
    if (!statement)
        return statement.error();
    statement->bind(u":seq"_s, sequence)
        .bind(u":id"_s, event.id)
        .bind(u":received_at"_s, event.receivedAtMs)
        .bind(u":kind_id"_s, *kind)
        .bind(u":target"_s, event.target)
        .bind(u":verdict_reason"_s, event.verdictReason)
        .bind(u":peer"_s, event.peer)
        .bind(u":headers"_s, preparation.headers)
        .bind(u":body"_s, event.body);
    if (rare.entityId)
        statement->bind(u":entity_id"_s, event.entityId);
    if (rare.cause)
        statement->bind(u":cause"_s, event.cause);
    if (rare.publicUrl)
        statement->bind(u":public_url"_s, event.publicUrl);
    if (rare.maskedHeaders)
        statement->bind(u":masked_headers"_s, event.maskedHeaders);
    if (rare.delivery) {
        statement->bind(u":delivery_id"_s, event.deliveryId)
            .bind(u":delivery_key"_s, preparation.deliveryKey)
            .bind(u":wanted_key"_s, preparation.deliveryKey)
            .bind(u":first_recent"_s, *firstRecent);
    }
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    connection.remember(lastSequenceKey, sequence);
    Result<void> noted = event.rejected ? rejectedlog::add(connection, sequence, event) : Result<void>();
    if (noted && hasKey)
        noted = deliverylog::noteStored(connection, sequence, preparation.deliveryKey);
    if (noted)
        noted = logtime::noteStored(connection, sequence);
    return noted ? Result<qint64>(sequence) : noted.error();
}

} // namespace uw::eventrepository
