// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/listener/rawclient.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace uw::test {

namespace {

constexpr int patienceMs = 10'000;

bool waitFor(int socket, short events, int patience = patienceMs)
{
    pollfd entry{.fd = socket, .events = events, .revents = 0};
    return poll(&entry, 1, patience) == 1;
}

} // namespace

QByteArray RawResponse::field(const QByteArray &name) const
{
    const QList<QByteArray> lines = head.split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.sliced(colon + 1).trimmed();
    }
    return {};
}

RawClient::RawClient(quint16 port, int receiveBuffer) : m_socket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    if (receiveBuffer > 0)
        setsockopt(m_socket, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (m_socket >= 0 && connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        close(std::exchange(m_socket, -1));
}

RawClient::~RawClient()
{
    if (m_socket >= 0)
        close(m_socket);
}

bool RawClient::send(const QByteArray &bytes)
{
    return sendWithin(bytes, patienceMs) == bytes.size();
}

qsizetype RawClient::sendUntilStuck(const QByteArray &bytes)
{
    return sendWithin(bytes, 2'000);
}

qsizetype RawClient::sendWithin(const QByteArray &bytes, int patience)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        if (!waitFor(m_socket, POLLOUT, patience))
            break;
        const ssize_t part =
            ::send(m_socket, bytes.constData() + sent, size_t(bytes.size() - sent), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (part < 0 && errno != EAGAIN && errno != EINTR)
            break;
        sent += qMax<ssize_t>(part, 0);
    }
    return sent;
}

void RawClient::finishSending()
{
    shutdown(m_socket, SHUT_WR);
}

// One read into m_received; false at the end, after a reset and when nothing comes.
bool RawClient::receive()
{
    std::array<char, 65536> buffer;
    if (m_socket < 0 || !waitFor(m_socket, POLLIN))
        return false;
    const ssize_t part = recv(m_socket, buffer.data(), buffer.size(), 0);
    m_wasReset = m_wasReset || part < 0;
    if (part > 0)
        m_received.append(buffer.data(), part);
    return part > 0;
}

RawResponse RawClient::readResponse(bool head)
{
    RawResponse response;
    qsizetype end = -1;
    while ((end = m_received.indexOf("\r\n\r\n")) < 0) {
        if (!receive())
            return response;
    }
    response.head = m_received.first(end);
    m_received.remove(0, end + 4);
    response.status = response.head.mid(9, 3).toInt();
    if (head || response.status < 200)
        return response;
    const qsizetype length = response.field("Content-Length").toLongLong();
    while (m_received.size() < length) {
        if (!receive())
            break;
    }
    response.body = m_received.first(qMin(length, m_received.size()));
    m_received.remove(0, response.body.size());
    return response;
}

QByteArray RawClient::readSome()
{
    if (m_received.isEmpty())
        receive();
    return std::exchange(m_received, {});
}

bool RawClient::readEnd()
{
    while (receive()) {
    }
    if (m_socket < 0 || m_wasReset)
        return false;
    char byte = 0;
    return recv(m_socket, &byte, 1, MSG_DONTWAIT | MSG_PEEK) == 0;
}

void RawClient::reset()
{
    const linger now{.l_onoff = 1, .l_linger = 0};
    setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(std::exchange(m_socket, -1));
}

} // namespace uw::test
