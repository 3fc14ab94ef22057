// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/qhttpbridge.h"

#include "core/listener/gateserver.h"

#include <QHttpServerRequest>
#include <QHttpServerResponder>

namespace uw {

QHttpBridge::QHttpBridge(QObject *parent) : QAbstractHttpServer(parent) {}

bool QHttpBridge::attach(GateServer *gate)
{
    m_gate = gate;
#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
    bind(gate);
    return gate->isListening();
#else
    return bind(gate);
#endif
}

// The responder of 6.5 and later is left unused and ends with the call: the gate writes the answer, whenever it
// comes, on a connection that Qt cannot take away. That is what makes a deferred answer safe in every version.
bool QHttpBridge::handOver()
{
    return m_gate->handOver();
}

#if QT_VERSION < QT_VERSION_CHECK(6, 5, 0)
bool QHttpBridge::handleRequest(const QHttpServerRequest &, QTcpSocket *)
{
    return handOver();
}

void QHttpBridge::missingHandler(const QHttpServerRequest &, QTcpSocket *) {}
#elif QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
bool QHttpBridge::handleRequest(const QHttpServerRequest &, QHttpServerResponder &)
{
    return handOver();
}

void QHttpBridge::missingHandler(const QHttpServerRequest &, QHttpServerResponder &&) {}
#else
bool QHttpBridge::handleRequest(const QHttpServerRequest &, QHttpServerResponder &)
{
    return handOver();
}

void QHttpBridge::missingHandler(const QHttpServerRequest &, QHttpServerResponder &) {}
#endif

} // namespace uw
