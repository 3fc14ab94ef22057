// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/streamsocket.h"

#include "core/listener/tlssession.h"

#ifdef Q_OS_WIN
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#endif

using namespace Qt::StringLiterals;

namespace uw {

namespace {

#ifdef Q_OS_WIN
using Native = SOCKET;
using Length = int;
constexpr int writeShutdown = SD_SEND;
constexpr int sendFlags = 0;

bool wouldBlock()
{
    return WSAGetLastError() == WSAEWOULDBLOCK;
}
bool interrupted()
{
    return WSAGetLastError() == WSAEINTR;
}
bool wasAborted()
{
    return WSAGetLastError() == WSAECONNRESET;
}
bool isExhausted()
{
    const int error = WSAGetLastError();
    return error == WSAEMFILE || error == WSAENOBUFS;
}
Native acceptNative(Native listener)
{
    return ::accept(listener, nullptr, nullptr);
}
void setNonBlocking(Native socket)
{
    u_long on = 1;
    ioctlsocket(socket, FIONBIO, &on);
}
void closeNative(Native socket)
{
    closesocket(socket);
}
#else
using Native = int;
using Length = socklen_t;
constexpr int writeShutdown = SHUT_WR;
#ifdef MSG_NOSIGNAL
constexpr int sendFlags = MSG_NOSIGNAL;
#else
constexpr int sendFlags = 0;
#endif

bool wouldBlock()
{
    return errno == EAGAIN || errno == EWOULDBLOCK;
}
bool interrupted()
{
    return errno == EINTR;
}
bool wasAborted()
{
    return errno == ECONNABORTED || errno == EPROTO;
}
bool isExhausted()
{
    return errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
}
Native acceptNative(Native listener)
{
#ifdef SOCK_CLOEXEC
    return accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
#else
    const Native socket = ::accept(listener, nullptr, nullptr);
    if (socket >= 0)
        fcntl(socket, F_SETFD, FD_CLOEXEC);
    return socket;
#endif
}
void setNonBlocking(Native socket)
{
    const int flags = fcntl(socket, F_GETFL);
    if (flags >= 0)
        fcntl(socket, F_SETFL, flags | O_NONBLOCK);
}
void closeNative(Native socket)
{
    ::close(socket);
}
#endif

void setOption(Native socket, int level, int option, int value)
{
    // Losing such an option costs speed, not truth.
    setsockopt(socket, level, option, reinterpret_cast<const char *>(&value), sizeof value);
}

} // namespace

StreamSocket::Accepted StreamSocket::accept(qintptr listener)
{
    for (;;) {
        const qintptr descriptor = qintptr(acceptNative(Native(listener)));
        if (descriptor != -1)
            return {descriptor, false};
        if (isExhausted())
            return {-1, true};
        if (wouldBlock())
            return {};
        // One that was gone before it was accepted; the next may be sound (accept(2)).
        if (!interrupted() && !wasAborted())
            return {};
    }
}

StreamSocket::StreamSocket(qintptr descriptor) : m_descriptor(descriptor)
{
    const auto socket = Native(descriptor);
    setNonBlocking(socket);
    setOption(socket, IPPROTO_TCP, TCP_NODELAY, 1);
#ifdef SO_NOSIGPIPE
    setOption(socket, SOL_SOCKET, SO_NOSIGPIPE, 1);
#endif
    readPeer();
}

StreamSocket::~StreamSocket()
{
    close();
}

void StreamSocket::readPeer()
{
    sockaddr_storage storage{};
    Length length = sizeof storage;
    auto *address = reinterpret_cast<sockaddr *>(&storage);
    if (getpeername(Native(m_descriptor), address, &length) != 0)
        return;
    m_peerAddress = QHostAddress(address);
    if (storage.ss_family == AF_INET6)
        m_peerPort = ntohs(reinterpret_cast<const sockaddr_in6 *>(&storage)->sin6_port);
    else
        m_peerPort = ntohs(reinterpret_cast<const sockaddr_in *>(&storage)->sin_port);
    // A dual-stack socket shows an IPv4 peer as ::ffff:a.b.c.d.
    bool isIpv4 = false;
    const quint32 ipv4 = m_peerAddress.toIPv4Address(&isIpv4);
    if (isIpv4)
        m_peerAddress = QHostAddress(ipv4);
}

QString StreamSocket::peerName() const
{
    const QString host = m_peerAddress.toString();
    return m_peerAddress.protocol() == QAbstractSocket::IPv6Protocol ? u"[%1]:%2"_s.arg(host).arg(m_peerPort)
                                                                     : u"%1:%2"_s.arg(host).arg(m_peerPort);
}

void StreamSocket::setTls(std::unique_ptr<TlsSession> session)
{
    m_tls = std::move(session);
}

StreamSocket::Outcome StreamSocket::handshake()
{
    return m_tls->handshake();
}

StreamSocket::Transfer StreamSocket::read(char *buffer, qint64 size)
{
    if (m_tls)
        return m_tls->read(buffer, size);
    for (;;) {
        const auto received = ::recv(Native(m_descriptor), buffer, size_t(size), 0);
        if (received > 0)
            return {Outcome::Moved, received};
        if (received == 0)
            return {Outcome::EndOfFile, 0};
        if (!interrupted())
            return {wouldBlock() ? Outcome::WaitForRead : Outcome::Failed, 0};
    }
}

StreamSocket::Transfer StreamSocket::write(const char *bytes, qint64 size)
{
    if (m_tls)
        return m_tls->write(bytes, size);
    for (;;) {
        const auto sent = ::send(Native(m_descriptor), bytes, size_t(size), sendFlags);
        if (sent >= 0)
            return {Outcome::Moved, sent};
        if (!interrupted())
            return {wouldBlock() ? Outcome::WaitForWrite : Outcome::Failed, 0};
    }
}

void StreamSocket::shutdownWrite()
{
    if (m_tls)
        m_tls->shutdown();
    // Fails only when the connection is gone already, which the next read tells.
    ::shutdown(Native(m_descriptor), writeShutdown);
}

void StreamSocket::close()
{
    if (m_descriptor < 0)
        return;
    m_tls.reset();
    closeNative(Native(m_descriptor));
    m_descriptor = -1;
}

} // namespace uw
