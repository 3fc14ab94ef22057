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
    HttpServerWorker *worker = m_worker;
    const DeliveryHub::Recipient self = m_hub.recipient(this);
    worker->onListening = [this, self](const QHostAddress &address, quint16 port) {
        DeliveryHub::deliver(self, [this, address, port] { Q_EMIT listening(address, port); });
    };
    worker->onFailed = [this, self](const Error &error) {
        DeliveryHub::deliver(self, [this, error] { Q_EMIT failed(error); });
    };
    // Not by way of this thread: whoever waits in stop() turns no event loop.
    worker->onFinished = [this] { m_thread.quit(); };
    // QThread::wait() orders the two threads, too, by a lock inside Qt that ThreadSanitizer cannot see.
    worker->onEnded = [this] { m_ended.store(true, std::memory_order_release); };
    m_thread.setObjectName(options.serviceName);
    worker->moveToThread(&m_thread);
    m_toWorker = m_hub.recipient(worker);
    connect(&m_thread, &QThread::finished, worker, &QObject::deleteLater);
    // QThread::wait() returns before the system has ended the thread, which is when OpenSSL would free what it keeps
    // for it: a process that ends right then would leave it behind.
    connect(
        &m_thread, &QThread::finished, worker, [] { OPENSSL_thread_stop(); }, Qt::DirectConnection);
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
    post([worker = m_worker.load()] { worker->start(); });
}

void HttpServer::stop(int graceMs)
{
    if (m_stopped.exchange(true))
        return;
    post([worker = m_worker.load(), graceMs] { worker->finish(graceMs); });
    m_thread.wait();
    m_ended.load(std::memory_order_acquire);
    m_worker = nullptr;
}

void HttpServer::setBodyLimit(qint64 bytes)
{
    post([worker = m_worker.load(), bytes] { worker->setBodyLimit(bytes); });
}

int HttpServer::connectionCount() const
{
    const HttpServerWorker *worker = m_worker;
    return worker ? worker->connectionCount() : 0;
}

int HttpServer::waitingBodies() const
{
    const HttpServerWorker *worker = m_worker;
    return worker ? worker->waitingBodies() : 0;
}

int HttpServer::tooLargeBodies() const
{
    const HttpServerWorker *worker = m_worker;
    return worker ? worker->tooLargeBodies() : 0;
}

} // namespace uw
