// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/httpserver.h"

#include "core/listener/httpserverworker.h"

#include <openssl/crypto.h>

namespace uw {

HttpServer::HttpServer(HttpServerOptions options, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_encrypted(!options.tlsCertificateFile.isEmpty())
    , m_worker(new HttpServerWorker(options, clock, m_router))
{
    const DeliveryHub::Recipient self = m_hub.recipient(this);
    m_worker->onListening = [this, self](const QHostAddress &address, quint16 port) {
        DeliveryHub::deliver(self, [this, address, port] { Q_EMIT listening(address, port); });
    };
    m_worker->onFailed = [this, self](const Error &error) {
        DeliveryHub::deliver(self, [this, error] { Q_EMIT failed(error); });
    };
    // Not by way of this thread: whoever waits in stop() turns no event loop.
    m_worker->onFinished = [this] { m_thread.quit(); };
    m_thread.setObjectName(options.serviceName);
    m_worker->moveToThread(&m_thread);
    m_toWorker = m_hub.recipient(m_worker);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    // QThread::wait() returns before the system has ended the thread, which is when OpenSSL would free what it keeps
    // for it: a process that ends right then would leave it behind.
    connect(
        &m_thread, &QThread::finished, m_worker, [] { OPENSSL_thread_stop(); }, Qt::DirectConnection);
    m_thread.start();
}

HttpServer::~HttpServer()
{
    stop(0);
}

QObject *HttpServer::context() const
{
    return m_worker;
}

void HttpServer::post(std::function<void()> job)
{
    DeliveryHub::deliver(m_toWorker, std::move(job));
}

void HttpServer::start()
{
    post([worker = m_worker] { worker->start(); });
}

void HttpServer::stop(int graceMs)
{
    if (m_stopped.exchange(true))
        return;
    post([worker = m_worker, graceMs] { worker->finish(graceMs); });
    m_thread.wait();
    m_worker = nullptr;
}

void HttpServer::setBodyLimit(qint64 bytes)
{
    post([worker = m_worker, bytes] { worker->setBodyLimit(bytes); });
}

int HttpServer::connectionCount() const
{
    return m_stopped ? 0 : m_worker->connectionCount();
}

int HttpServer::waitingBodies() const
{
    return m_stopped ? 0 : m_worker->waitingBodies();
}

int HttpServer::tooLargeBodies() const
{
    return m_stopped ? 0 : m_worker->tooLargeBodies();
}

} // namespace uw
