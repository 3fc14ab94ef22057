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
    m_thread.setObjectName(options.serviceName);
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &HttpServerWorker::listening, this, &HttpServer::listening);
    connect(m_worker, &HttpServerWorker::failed, this, &HttpServer::failed);
    // Direct: whoever waits in stop() turns no event loop.
    connect(m_worker, &HttpServerWorker::finished, &m_thread, &QThread::quit, Qt::DirectConnection);
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

void HttpServer::start()
{
    QMetaObject::invokeMethod(m_worker, &HttpServerWorker::start, Qt::QueuedConnection);
}

void HttpServer::stop(int graceMs)
{
    if (m_stopped.exchange(true))
        return;
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, graceMs] { worker->finish(graceMs); }, Qt::QueuedConnection);
    m_thread.wait();
    m_worker = nullptr;
}

void HttpServer::setBodyLimit(qint64 bytes)
{
    if (!m_stopped)
        QMetaObject::invokeMethod(m_worker, [worker = m_worker, bytes] { worker->setBodyLimit(bytes); });
}

int HttpServer::connectionCount() const
{
    return m_stopped ? 0 : m_worker->connectionCount();
}

int HttpServer::waitingBodies() const
{
    return m_stopped ? 0 : m_worker->waitingBodies();
}

} // namespace uw
