// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/gateserver.h"

#include "core/base/logging.h"
#include "core/listener/gateconnection.h"
#include "core/listener/gatesocket.h"
#include "core/listener/problem.h"
#include "core/listener/tlssession.h"

#include <QDateTime>
#include <QLocale>
#include <QSignalBlocker>

#include <array>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr qsizetype scratchBytes = 64 * 1024;
constexpr int sweepMs = 100;
// How long accepting rests after the machine had no descriptor left.
constexpr int acceptRestMs = 200;
// Connections being turned away at one time; beyond, they are closed without a word.
constexpr std::size_t turnedAwayAtOnce = 256;
// Connections accepted before those that are open get their turn.
constexpr int acceptsPerTurn = 64;
constexpr int listenBacklog = 1024;

// A request as Qt is shown it: the least that makes it call its handler, which takes what the gate read. Each byte shown
// is parsed a second time, one by one, and a body would be copied twice; fields such as Upgrade, Expect and
// Connection are the gate's business and would make Qt act on its own.
QByteArray presentation()
{
    return QByteArrayLiteral("GET / HTTP/1.1\r\nHost: gate\r\n\r\n");
}

} // namespace

GateServer::GateServer(const GateLimits &limits, const Clock &clock, const Router &router,
                       std::shared_ptr<TlsContext> tls, std::shared_ptr<ServerCounters> counters)
    : m_limits(limits)
    , m_clock(clock)
    , m_router(router)
    , m_tls(std::move(tls))
    , m_counters(counters ? std::move(counters) : std::make_shared<ServerCounters>())
    , m_sweepTimer(this)
    , m_restTimer(this)
    , m_scratch(scratchBytes, Qt::Uninitialized)
    , m_bodyBudget(limits.bodyBytesInFlight)
{
    setListenBacklogSize(listenBacklog);
    m_sweepTimer.setInterval(sweepMs);
    connect(&m_sweepTimer, &QTimer::timeout, this, &GateServer::sweep);
    m_restTimer.setSingleShot(true);
    m_restTimer.setInterval(acceptRestMs);
    connect(&m_restTimer, &QTimer::timeout, this, [this] { m_acceptNotifier->setEnabled(true); });
}

GateServer::~GateServer()
{
    const QSignalBlocker quiet(this);
    for (GateConnection *connection : everyConnection())
        delete connection;
    m_counters->openConnections.store(0, std::memory_order_relaxed);
    m_counters->waitingBodies.store(0, std::memory_order_relaxed);
}

bool GateServer::countsByAddress(const QHostAddress &address) const
{
    return !(m_limits.loopbackExempt && address.isLoopback());
}

void GateServer::startAccepting()
{
    pauseAccepting(); // Qt's own; see StreamSocket::accept()
    m_acceptNotifier = std::make_unique<QSocketNotifier>(socketDescriptor(), QSocketNotifier::Read);
    connect(m_acceptNotifier.get(), &QSocketNotifier::activated, this, &GateServer::acceptWaiting);
}

QTcpSocket *GateServer::nextPendingConnection()
{
    QTcpSocket *facade = QTcpServer::nextPendingConnection();
    pauseAccepting(); // which the call above undoes
    return facade;
}

void GateServer::acceptWaiting()
{
    for (int turn = 0; turn < acceptsPerTurn; ++turn) {
        const StreamSocket::Accepted accepted = StreamSocket::accept(socketDescriptor());
        if (accepted.isExhausted) {
            m_counters->countTurnedAway(ServerCounters::TurnedAway::NoDescriptor);
            qCWarning(uwListener) << "cannot accept connections now: no file descriptor or memory is left";
            m_acceptNotifier->setEnabled(false);
            m_restTimer.start();
            return;
        }
        if (accepted.descriptor < 0)
            return;
        receive(std::make_unique<StreamSocket>(accepted.descriptor));
    }
}

void GateServer::receive(std::unique_ptr<StreamSocket> socket)
{
    if (m_finishing || int(m_connections.size()) >= m_limits.connections) {
        turnAway(std::move(socket), ServerCounters::TurnedAway::AllTaken,
                 problemWithRetry(503, u"All connections are taken."_s));
    } else if (countsByAddress(socket->peerAddress())
               && m_byAddress.value(socket->peerAddress()) >= m_limits.connectionsPerAddress) {
        turnAway(std::move(socket), ServerCounters::TurnedAway::TooManyOfAddress,
                 problemWithRetry(429, u"Too many connections come from this address."_s));
    } else {
        admit(std::move(socket));
    }
    if (!m_sweepTimer.isActive())
        m_sweepTimer.start();
}

void GateServer::admit(std::unique_ptr<StreamSocket> socket)
{
    if (m_tls) {
        std::unique_ptr<TlsSession> session = m_tls->session(socket->descriptor());
        if (!session)
            return; // out of memory: the socket closes here
        socket->setTls(std::move(session));
    }
    if (countsByAddress(socket->peerAddress()))
        ++m_byAddress[socket->peerAddress()];
    auto *connection = new GateConnection(*this, std::move(socket));
    m_connections.insert(connection);
    m_counters->acceptedConnections.fetch_add(1, std::memory_order_relaxed);
    publishCount();
    connection->start();
}

void GateServer::publishCount()
{
    m_connectionCount.store(int(m_connections.size()), std::memory_order_relaxed);
    m_counters->openConnections.store(int(m_connections.size()), std::memory_order_relaxed);
}

void GateServer::turnAway(std::unique_ptr<StreamSocket> socket, ServerCounters::TurnedAway reason,
                          const ServerResponse &response)
{
    m_counters->countTurnedAway(reason);
    // A TLS client could read an answer only after a handshake, which is the work to be spared.
    if (m_tls || m_turnedAway.size() >= turnedAwayAtOnce)
        return;
    auto *connection = new GateConnection(*this, std::move(socket));
    m_turnedAway.insert(connection);
    connection->refuse(response);
}

void GateServer::noteRefusal(const Refusal &refusal, const QString &peer)
{
    qCDebug(uwListener).noquote() << "refused a request of" << peer << "with" << refusal.status << refusal.detail;
    if (refusal.status == 413)
        m_tooLargeBodies.fetch_add(1, std::memory_order_relaxed);
}

void GateServer::remove(GateConnection &connection)
{
    if (m_connections.erase(&connection) > 0) {
        const auto count = m_byAddress.find(connection.peerAddress());
        if (count != m_byAddress.end() && --*count == 0)
            m_byAddress.erase(count);
        publishCount();
    } else if (m_turnedAway.erase(&connection) == 0) {
        return;
    }
    connection.deleteLater();
    if (m_connections.empty() && m_turnedAway.empty()) {
        m_sweepTimer.stop();
        if (m_finishing)
            Q_EMIT drained();
    }
}

void GateServer::deliver(GateConnection &connection, ServerRequest request)
{
    QPointer<GateSocket> &facade = connection.facade();
    if (!facade || !facade->isAttached()) {
        facade = new GateSocket(connection.peerAddress(), connection.peerPort(), this);
        // Qt takes it within this call.
        addPendingConnection(facade);
    }
    m_counters->bodyBytes.fetch_add(quint64(request.body.size()), std::memory_order_relaxed);
    m_delivery = std::move(request);
    m_delivering = &connection;
    facade->present(presentation());
    if (std::exchange(m_delivering, nullptr)) {
        // Qt did not call its handler for a request that the gate found sound.
        const ResponseChannel channel(&connection, connection.requestNumber());
        channel.send(internalProblem(u"the HTTP server did not take the request"_s));
    }
}

bool GateServer::handOver()
{
    GateConnection *connection = std::exchange(m_delivering, nullptr);
    if (!connection)
        return false;
    ServerRequest request = std::move(m_delivery);
    m_router.dispatch(request, ResponseChannel(connection, connection->requestNumber()));
    return true;
}

const QByteArray &GateServer::date()
{
    const qint64 second = m_clock.nowMs() / 1000;
    if (second != m_dateSecond) {
        m_dateSecond = second;
        m_date = QLocale::c()
                     .toString(QDateTime::fromSecsSinceEpoch(second, Qt::UTC), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'")
                     .toLatin1();
    }
    return m_date;
}

// A copy, because a connection that ends leaves its set. It is deleted later, so each pointer stays good.
std::vector<GateConnection *> GateServer::everyConnection() const
{
    std::vector<GateConnection *> connections(m_connections.begin(), m_connections.end());
    connections.insert(connections.end(), m_turnedAway.begin(), m_turnedAway.end());
    return connections;
}

void GateServer::sweep()
{
    const qint64 now = m_clock.monotonicNs();
    const bool hasRoomAgain = m_bodyBudget.takeRelief();
    for (GateConnection *connection : everyConnection()) {
        connection->sweep(now);
        if (hasRoomAgain)
            connection->resumeAfterBudget();
    }
}

void GateServer::finish()
{
    m_finishing = true;
    m_acceptNotifier.reset();
    m_restTimer.stop();
    close();
    for (GateConnection *connection : everyConnection())
        connection->finish();
    if (m_connections.empty() && m_turnedAway.empty())
        Q_EMIT drained();
}

} // namespace uw
