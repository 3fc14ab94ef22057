// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/eventstreams.h"

#include "core/base/limits.h"
#include "core/base/uuidv7.h"
#include "core/control/eventquery.h"
#include "core/events/eventjson.h"
#include "core/listener/problem.h"
#include "core/listener/router.h"
#include "core/store/connection.h"
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

using namespace Qt::StringLiterals;

namespace uw::control {

namespace {

// A comment that keeps proxies from closing a quiet stream, and that finds clients which are gone.
constexpr int keepAliveMs = 15'000;
// How soon a client that had too much unread is looked at again.
constexpr int retryMs = 100;
constexpr int batchRows = 100;
// Nothing more is read for a client while so much waits for it.
constexpr qint64 backlogBytes = 256 * limits::kibibyte;

// The Unix milliseconds that a UUIDv7 begins with (RFC 9562 section 5.7).
qint64 timeOf(const QString &id)
{
    return QString(id.first(8) + id.mid(9, 4)).toLongLong(nullptr, 16);
}

// Where a client goes on that has read up to the event `lastId`; without one, at the end.
Result<qint64> startAfter(Connection &connection, const QString &lastId)
{
    if (lastId.isEmpty())
        return eventrepository::horizon(connection, {});
    const Result<std::optional<Event>> known = eventrepository::find(connection, lastId);
    if (!known)
        return known.error();
    if (*known)
        return (*known)->sequence;
    // It was deleted meanwhile: after those that are as old.
    const Result<QList<EventSummary>> older = eventrepository::page(connection, {.toMs = timeOf(lastId)}, {.limit = 1});
    if (!older)
        return older.error();
    return older->isEmpty() ? 0 : older->first().sequence;
}

QByteArray messageOf(const EventSummary &event)
{
    // JSON as it is written here has no line breaks, so one data line holds it.
    return "id: " + event.id.toLatin1() + "\ndata: " + json::serialize(toJson(event)) + "\n\n";
}

} // namespace

EventStreams::EventStreams(Store &store, PersonalDataRule masks)
    : m_store(store)
    , m_masks(std::move(masks))
    , m_keepAliveTimer(this)
    , m_retryTimer(this)
{
    m_keepAliveTimer.setInterval(keepAliveMs);
    connect(&m_keepAliveTimer, &QTimer::timeout, this, &EventStreams::keepAlive);
    m_retryTimer.setInterval(retryMs);
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &EventStreams::feedAll);
}

void EventStreams::addRoute(Router &router)
{
    router.add("GET", "/ui/webhooks/stream",
               [this](const ServerRequest &request, const ResponseChannel &channel) { open(request, channel); });
}

void EventStreams::begin()
{
    connect(&m_store, &Store::eventsStored, this, &EventStreams::feedAll, Qt::QueuedConnection);
    m_keepAliveTimer.start();
}

void EventStreams::open(const ServerRequest &request, const ResponseChannel &channel)
{
    const Result<EventQuery> query = parseEventQuery(request.queryItems());
    if (!query) {
        channel.send(problem(400, query.error().text));
        return;
    }
    const QString lastId = QString::fromLatin1(request.header("Last-Event-ID")).toLower();
    if (!lastId.isEmpty() && !isUuid(lastId)) {
        channel.send(problem(400, u"Last-Event-ID is not the id of an event."_s));
        return;
    }
    m_store.readers().run<qint64>(
        channel.lifetime(), [lastId](Connection &connection) { return startAfter(connection, lastId); },
        [this, channel, filter = query->filter](const Result<qint64> &sequence) {
            if (sequence)
                admit(channel, filter, *sequence);
            else
                channel.send(problemWithRetry(503, sequence.error().text));
        });
}

void EventStreams::admit(const ResponseChannel &channel, const EventFilter &filter, qint64 sequence)
{
    forgetClosed();
    if (m_clients.size() >= std::size_t(maximumClients)) {
        channel.send(problemWithRetry(503, u"%1 clients read the stream already."_s.arg(maximumClients)));
        return;
    }
    if (!channel.beginStream(200, "text/event-stream", {{"Cache-Control", "no-store"}}))
        return;
    // Shows the client that the stream is open, and how soon to come back when it breaks.
    channel.write("retry: 2000\n\n");
    m_clients.push_back(std::make_shared<Client>(Client{.channel = channel, .filter = filter, .sequence = sequence}));
    feed(m_clients.back());
}

void EventStreams::feedAll()
{
    forgetClosed();
    for (const std::shared_ptr<Client> &client : m_clients)
        feed(client);
}

void EventStreams::feed(const std::shared_ptr<Client> &client)
{
    client->isBehind = true;
    if (client->isReading)
        return;
    if (client->channel.backlog() > backlogBytes) {
        m_retryTimer.start();
        return;
    }
    client->isReading = true;
    client->isBehind = false;
    m_store.readers().run<Batch>(
        client->channel.lifetime(),
        [filter = client->filter, after = client->sequence, masks = m_masks](Connection &connection) -> Result<Batch> {
            // Asked first: what is committed in between belongs to the next batch or is in this one already.
            const ReadTransaction transaction(connection);
            const Result<qint64> newest = eventrepository::horizon(connection, filter);
            const Result<qint64> last = eventrepository::horizon(connection, {});
            if (!newest || !last)
                return newest ? last.error() : newest.error();
            Result<QList<EventSummary>> rows =
                eventrepository::page(connection, filter, {.after = after, .limit = batchRows, .fromOldest = true});
            if (!rows)
                return rows.error();
            std::reverse(rows->begin(), rows->end());
            for (EventSummary &row : *rows)
                row = asShown(row, masks);
            Batch batch{.events = std::move(*rows), .sequence = after};
            batch.isLast = batch.events.size() < batchRows;
            if (!batch.events.isEmpty())
                batch.sequence = batch.events.last().sequence;
            // Rows that the filter leaves out need not be looked at again.
            if (batch.isLast)
                batch.sequence = qMax(batch.sequence, *newest);
            batch.isUnread = *last > batch.sequence;
            return batch;
        },
        [this, client](const Result<Batch> &batch) {
            client->isReading = false;
            if (batch)
                send(client, *batch);
            else
                client->channel.endStream(); // it comes back by itself, with the id of its last event
        });
}

void EventStreams::send(const std::shared_ptr<Client> &client, const Batch &batch)
{
    QByteArray text;
    for (const EventSummary &event : batch.events)
        text += messageOf(event);
    client->sequence = batch.sequence;
    if (!client->channel.write(text))
        return;
    if (client->isBehind || !batch.isLast)
        feed(client);
    else if (batch.isUnread)
        m_retryTimer.start(); // the search index has not come to the newest events yet
}

void EventStreams::keepAlive()
{
    for (const std::shared_ptr<Client> &client : m_clients) {
        if (client->channel.backlog() == 0)
            client->channel.write(":\n\n");
    }
    forgetClosed();
}

void EventStreams::forgetClosed()
{
    std::erase_if(m_clients, [](const std::shared_ptr<Client> &client) { return !client->channel.isOpen(); });
}

} // namespace uw::control
