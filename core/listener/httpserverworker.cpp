// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/httpserverworker.h"

#include "core/base/logging.h"
#include "core/listener/gateserver.h"
#include "core/listener/portholder.h"
#include "core/listener/processlimits.h"
#include "core/listener/qhttpbridge.h"
#include "core/listener/tlssession.h"

using namespace Qt::StringLiterals;

namespace uw {

HttpServerWorker::HttpServerWorker(HttpServerOptions options, const Clock &clock, const Router &router)
    : m_options(std::move(options))
    , m_clock(clock)
    , m_router(router)
{}

HttpServerWorker::~HttpServerWorker()
{
    // What hangs on this object ends now and not in QObject's destructor, so that onEnded() is the thread's last word.
    m_bridge.reset();
    while (!children().isEmpty())
        delete children().constFirst();
    if (onEnded)
        onEnded();
}

void HttpServerWorker::start()
{
    prepareProcessForSockets();
    std::shared_ptr<TlsContext> tls;
    if (!m_options.tlsCertificateFile.isEmpty() || !m_options.tlsKeyFile.isEmpty()) {
        Result<std::shared_ptr<TlsContext>> loaded =
            TlsContext::load(m_options.tlsCertificateFile, m_options.tlsKeyFile);
        if (!loaded) {
            onFailed(loaded.error());
            return;
        }
        tls = *loaded;
    }
    auto gate = std::make_unique<GateServer>(m_options.limits, m_clock, m_router, std::move(tls), m_options.counters);
    if (!gate->listen(m_options.address, m_options.port)) {
        onFailed(listenError(*gate));
        return;
    }
    m_bridge = std::make_unique<QHttpBridge>();
    GateServer *bound = gate.release(); // bind() makes the bridge its parent
    if (!m_bridge->attach(bound)) {
        delete bound;
        m_bridge.reset();
        onFailed(Error{ErrorCode::Internal, u"The HTTP server did not take its socket. Restart the program."_s});
        return;
    }
    bound->startAccepting();
    m_gate = bound;
    onListening(bound->serverAddress(), bound->serverPort());
}

void HttpServerWorker::finish(int graceMs)
{
    GateServer *gate = m_gate;
    if (!gate || graceMs <= 0) {
        m_gate = nullptr;
        m_bridge.reset();
        onFinished();
        return;
    }
    const auto end = [this] {
        if (!m_bridge)
            return;
        m_gate = nullptr;
        m_bridge.reset();
        onFinished();
    };
    // Queued, because the gate still runs when it says so.
    connect(gate, &GateServer::drained, this, end, Qt::QueuedConnection);
    QTimer::singleShot(graceMs, this, end);
    gate->finish();
}

void HttpServerWorker::setBodyLimit(qint64 bytes)
{
    m_options.limits.framing.bodyBytes = bytes;
    if (GateServer *gate = m_gate)
        gate->setBodyLimit(bytes);
}

int HttpServerWorker::connectionCount() const
{
    const GateServer *gate = m_gate;
    return gate ? gate->connectionCount() : 0;
}

int HttpServerWorker::waitingBodies() const
{
    const GateServer *gate = m_gate;
    return gate ? gate->waitingBodies() : 0;
}

int HttpServerWorker::tooLargeBodies() const
{
    const GateServer *gate = m_gate;
    return gate ? gate->tooLargeBodies() : 0;
}

Error HttpServerWorker::listenError(const GateServer &gate) const
{
    const quint16 port = m_options.port;
    switch (gate.serverError()) {
    case QAbstractSocket::AddressInUseError:
        if (const std::optional<qint64> pid = processListeningOn(port)) {
            return {
                ErrorCode::PortInUse,
                u"Port %1 is taken by another program (pid %2). Choose another port in Settings or stop it."_s.arg(port)
                    .arg(*pid)};
        }
        return {ErrorCode::PortInUse,
                u"Port %1 is taken by another program. Choose another port in Settings or stop it."_s.arg(port)};
    case QAbstractSocket::SocketAccessError:
        return {ErrorCode::Forbidden, u"This user may not open port %1, because ports below 1024 belong to the system. "
                                      "Choose a port above 1023 in Settings."_s.arg(port)};
    case QAbstractSocket::SocketAddressNotAvailableError:
        return {
            ErrorCode::InvalidArgument,
            u"%1 is not an address of this machine. Choose 127.0.0.1 or one of its own addresses in Settings."_s.arg(
                m_options.address.toString())};
    default:
        return {ErrorCode::Io, u"Port %1 of %2 cannot be opened: %3. Choose another address in Settings."_s.arg(
                                   QString::number(port), m_options.address.toString(), gate.errorString())};
    }
}

} // namespace uw
