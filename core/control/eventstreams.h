// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/personaldata.h"
#include "core/listener/responsechannel.h"
#include "core/store/event.h"

#include <QList>
#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace uw {

class Router;
class Store;
struct ServerRequest;

namespace control {

// GET /ui/webhooks/stream: new events as text/event-stream. Each client reads the log from the store at its own pace,
// from where it is, so that a slow one costs its socket's buffer and nothing else. On the control server's
// thread, which owns it.
class EventStreams final : public QObject {
    Q_OBJECT

public:
    // `store` outlives it; `masks` is asked on the reader threads. Made on any thread and then moved.
    explicit EventStreams(Store &store, PersonalDataRule masks = {});

    // Adds the route; before the server starts.
    void addRoute(Router &router);
    // Called once on the server's thread.
    void begin();

    // More clients than this at once are answered 503.
    static constexpr int maximumClients = 32;

private:
    struct Client {
        ResponseChannel channel;
        EventFilter filter;
        // The newest row that the client has or does not want.
        qint64 sequence = 0;
        bool isReading = false;
        // Something may be there that the last reading did not see.
        bool isBehind = false;
    };
    // What a reader brings: rows in the order of their commit.
    struct Batch {
        QList<EventSummary> events;
        qint64 sequence = 0;
        bool isLast = true;
        // There are newer events that a search does not know yet.
        bool isUnread = false;
    };

    void open(const ServerRequest &request, const ResponseChannel &channel);
    void admit(const ResponseChannel &channel, const EventFilter &filter, qint64 sequence);
    void feedAll();
    void feed(const std::shared_ptr<Client> &client);
    void send(const std::shared_ptr<Client> &client, const Batch &batch);
    void keepAlive();
    void forgetClosed();

    Store &m_store;
    const PersonalDataRule m_masks;
    QTimer m_keepAliveTimer;
    QTimer m_retryTimer;
    std::vector<std::shared_ptr<Client>> m_clients;
};

} // namespace control

} // namespace uw
