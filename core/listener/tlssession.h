// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/listener/streamsocket.h"

#include <QString>

#include <memory>

struct ssl_ctx_st;
struct ssl_st;

namespace uw {

// The certificate and key that a server shows, read once at its start. Shared by its sessions.
class TlsContext final {
public:
    // Both files PEM; the certificate file may hold the chain after the server's own. Io when a file cannot
    // be read, InvalidInput when it is no certificate or key, or when they do not belong together.
    static Result<std::shared_ptr<TlsContext>> load(const QString &certificateFile, const QString &keyFile);
    ~TlsContext();
    Q_DISABLE_COPY_MOVE(TlsContext)

    // A server-side session over that descriptor, or null when memory is out.
    [[nodiscard]] std::unique_ptr<TlsSession> session(qintptr descriptor) const;

private:
    explicit TlsContext(ssl_ctx_st *context) : m_context(context) {}

    ssl_ctx_st *m_context;
};

// TLS 1.2 or 1.3 over one descriptor that it does not own. OpenSSL directly, because a QSslSocket
// closes when the peer has finished sending and would leave its request unanswered.
class TlsSession final {
public:
    explicit TlsSession(ssl_st *session) : m_session(session) {}
    ~TlsSession();
    Q_DISABLE_COPY_MOVE(TlsSession)

    [[nodiscard]] StreamSocket::Outcome handshake();
    [[nodiscard]] StreamSocket::Transfer read(char *buffer, qint64 size);
    [[nodiscard]] StreamSocket::Transfer write(const char *bytes, qint64 size);
    // Tells the peer that nothing more comes.
    void shutdown();

private:
    [[nodiscard]] StreamSocket::Outcome outcome(int returned) const;

    ssl_st *m_session;
};

} // namespace uw
