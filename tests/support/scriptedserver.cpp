// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scriptedserver.h"

#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace uw::test {
namespace {

// The end of the first request in `bytes`, or -1 while it is not whole. Bodies have a
// Content-Length or end with the zero chunk: enough for clients under test.
qsizetype endOfRequest(const QByteArray &bytes)
{
    const qsizetype head = bytes.indexOf("\r\n\r\n");
    if (head < 0)
        return -1;
    if (ScriptedServer::header(bytes, "transfer-encoding") == "chunked") {
        const qsizetype last = bytes.indexOf("0\r\n\r\n", head + 4);
        return last < 0 ? -1 : last + 5;
    }
    const qsizetype end = head + 4 + ScriptedServer::header(bytes, "content-length").toLongLong();
    return end <= bytes.size() ? end : -1;
}

void resetConnection(QTcpSocket *socket)
{
#ifdef Q_OS_UNIX
    // A linger time of zero makes the close a reset instead of an orderly end.
    const linger option{1, 0};
    setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &option, sizeof option);
#endif
    socket->abort();
}

} // namespace

ScriptedServer::Script &ScriptedServer::Script::send(const QByteArray &bytes)
{
    m_steps << Step{Action::Send, bytes};
    return *this;
}

ScriptedServer::Script &ScriptedServer::Script::drip(const QByteArray &bytes, int size, int intervalMs)
{
    m_steps << Step{Action::Drip, bytes, size, intervalMs};
    return *this;
}

ScriptedServer::Script &ScriptedServer::Script::close()
{
    m_steps << Step{Action::Close, {}};
    return *this;
}

ScriptedServer::Script &ScriptedServer::Script::reset()
{
    m_steps << Step{Action::Reset, {}};
    return *this;
}

ScriptedServer::Script &ScriptedServer::Script::stall()
{
    return *this;
}

ScriptedServer::ScriptedServer(QObject *parent) : QObject(parent), m_server(new QTcpServer(this))
{
    listen();
}

ScriptedServer::ScriptedServer(const QSslConfiguration &tls, QObject *parent) : QObject(parent), m_tls(true)
{
    auto *server = new QSslServer(this);
    server->setSslConfiguration(tls);
    m_server = server;
    listen();
}

ScriptedServer::~ScriptedServer()
{
    // Sockets outlive nobody here, and their last signals must not reach a half-destroyed object.
    for (QTcpSocket *socket : m_input.keys()) {
        socket->disconnect(this);
        socket->abort();
    }
}

void ScriptedServer::listen()
{
    connect(m_server, &QTcpServer::pendingConnectionAvailable, this, &ScriptedServer::accept);
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("the scripted server cannot listen: %s", qPrintable(m_server->errorString()));
}

quint16 ScriptedServer::port() const
{
    return m_server->serverPort();
}

QByteArray ScriptedServer::url(const QByteArray &target) const
{
    return (m_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + QByteArray::number(port()) + target;
}

qint64 ScriptedServer::bytesUnsent() const
{
    qint64 sum = 0;
    for (auto it = m_input.keyBegin(); it != m_input.keyEnd(); ++it)
        sum += (*it)->bytesToWrite();
    return sum;
}

void ScriptedServer::accept()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        ++m_connections;
        m_input.insert(socket, {});
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_input.remove(socket);
            socket->deleteLater();
            Q_EMIT disconnected();
        });
        read(socket);
    }
}

void ScriptedServer::read(QTcpSocket *socket)
{
    QByteArray &input = m_input[socket];
    input += socket->readAll();
    const qsizetype end = endOfRequest(input);
    if (end < 0)
        return;
    const QByteArray request = input.left(end);
    input.remove(0, end);
    const qsizetype number = m_requests.size();
    m_requests << request;
    auto script = std::make_shared<Script>();
    if (m_choose)
        *script = m_choose(request);
    else if (!m_scripts.isEmpty())
        *script = m_scripts.at(qMin(number, m_scripts.size() - 1));
    Q_EMIT requestArrived(request);
    play(socket, script, 0);
}

void ScriptedServer::play(QPointer<QTcpSocket> socket, const std::shared_ptr<Script> &script, qsizetype step)
{
    for (; socket && step < script->m_steps.size(); ++step) {
        const Script::Step &now = script->m_steps.at(step);
        switch (now.action) {
        case Script::Action::Send:
            socket->write(now.bytes);
            break;
        case Script::Action::Drip:
            playDrip(socket, script, step, 0);
            return;
        case Script::Action::Close:
            socket->disconnectFromHost();
            return;
        case Script::Action::Reset:
            // What was written before goes out first.
            socket->flush();
            resetConnection(socket);
            return;
        }
    }
}

void ScriptedServer::playDrip(QPointer<QTcpSocket> socket, const std::shared_ptr<Script> &script, qsizetype step,
                              qsizetype from)
{
    if (!socket)
        return;
    const Script::Step &now = script->m_steps.at(step);
    if (from >= now.bytes.size()) {
        play(socket, script, step + 1);
        return;
    }
    socket->write(now.bytes.mid(from, now.size));
    QTimer::singleShot(now.intervalMs, socket.data(),
                       [=, this] { playDrip(socket, script, step, from + script->m_steps.at(step).size); });
}

QByteArray ScriptedServer::ok(const QByteArray &body, const QByteArray &headers)
{
    return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray ScriptedServer::header(const QByteArray &request, const QByteArray &name)
{
    const QByteArray head = request.left(request.indexOf("\r\n\r\n"));
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

QByteArray ScriptedServer::body(const QByteArray &request)
{
    return request.mid(request.indexOf("\r\n\r\n") + 4);
}

} // namespace uw::test
