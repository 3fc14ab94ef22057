// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/tlssession.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <QFile>

#include <climits>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

QString lastReason()
{
    const unsigned long code = ERR_peek_last_error();
    const char *reason = ERR_reason_error_string(code);
    ERR_clear_error();
    return reason ? QString::fromLatin1(reason) : u"unknown reason"_s;
}

// HTTP/1.1 is all that the gate frames; a client that offers more settles for it (RFC 7301).
int selectProtocol(SSL *, const unsigned char **out, unsigned char *outLength, const unsigned char *offered,
                   unsigned int offeredLength, void *)
{
    static constexpr unsigned char wanted[] = "\x08http/1.1";
    unsigned char *chosen = nullptr;
    if (SSL_select_next_proto(&chosen, outLength, wanted, sizeof wanted - 1, offered, offeredLength)
        != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

Result<void> checkReadable(const QString &file, const QString &what)
{
    if (file.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"A %1 is missing: TLS needs a certificate and its key."_s.arg(what)};
    QFile opened(file);
    if (opened.open(QIODevice::ReadOnly))
        return {};
    return Error{ErrorCode::Io, u"The %1 %2 cannot be read: %3. Check its path and permissions."_s.arg(
                                    what, file, opened.errorString())};
}

} // namespace

Result<std::shared_ptr<TlsContext>> TlsContext::load(const QString &certificateFile, const QString &keyFile)
{
    if (Result<void> readable = checkReadable(certificateFile, u"TLS certificate"_s); !readable)
        return readable.error();
    if (Result<void> readable = checkReadable(keyFile, u"TLS key"_s); !readable)
        return readable.error();
    ERR_clear_error();
    SSL_CTX *native = SSL_CTX_new(TLS_server_method());
    if (!native)
        return Error{ErrorCode::Internal, u"TLS cannot be set up: %1."_s.arg(lastReason())};
    std::shared_ptr<TlsContext> context(new TlsContext(native));
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    // A client that ends without a farewell has ended all the same: the length of a request is in its header.
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE
                                    | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(native,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(native, selectProtocol, nullptr);
    const QByteArray certificate = QFile::encodeName(certificateFile);
    const QByteArray key = QFile::encodeName(keyFile);
    if (SSL_CTX_use_certificate_chain_file(native, certificate.constData()) != 1) {
        return Error{
            ErrorCode::InvalidInput,
            u"%1 holds no certificate in PEM form (%2). Name the file that does."_s.arg(certificateFile, lastReason())};
    }
    // Without a callback OpenSSL would ask the terminal for the passphrase of an encrypted key.
    SSL_CTX_set_default_passwd_cb(native, [](char *, int, int, void *) { return 0; });
    if (SSL_CTX_use_PrivateKey_file(native, key.constData(), SSL_FILETYPE_PEM) != 1
        || SSL_CTX_check_private_key(native) != 1) {
        return Error{
            ErrorCode::InvalidInput,
            u"%1 holds no unencrypted private key in PEM form that belongs to %2 (%3)."
            " Name the key that was made with this certificate."_s.arg(keyFile, certificateFile, lastReason())};
    }
    return context;
}

TlsContext::~TlsContext()
{
    SSL_CTX_free(m_context);
}

std::unique_ptr<TlsSession> TlsContext::session(qintptr descriptor) const
{
    SSL *native = SSL_new(m_context);
    if (!native)
        return nullptr;
    auto session = std::make_unique<TlsSession>(native);
    if (SSL_set_fd(native, int(descriptor)) != 1)
        return nullptr;
    SSL_set_accept_state(native);
    return session;
}

TlsSession::~TlsSession()
{
    SSL_free(m_session);
}

StreamSocket::Outcome TlsSession::handshake()
{
    ERR_clear_error();
    return outcome(SSL_do_handshake(m_session));
}

StreamSocket::Transfer TlsSession::read(char *buffer, qint64 size)
{
    ERR_clear_error();
    const int received = SSL_read(m_session, buffer, int(qMin<qint64>(size, INT_MAX)));
    return {outcome(received), qMax(received, 0)};
}

StreamSocket::Transfer TlsSession::write(const char *bytes, qint64 size)
{
    ERR_clear_error();
    const int sent = SSL_write(m_session, bytes, int(qMin<qint64>(size, INT_MAX)));
    return {outcome(sent), qMax(sent, 0)};
}

void TlsSession::shutdown()
{
    ERR_clear_error();
    if (SSL_is_init_finished(m_session))
        SSL_shutdown(m_session);
}

StreamSocket::Outcome TlsSession::outcome(int returned) const
{
    switch (SSL_get_error(m_session, returned)) {
    case SSL_ERROR_NONE:
        return StreamSocket::Outcome::Moved;
    case SSL_ERROR_WANT_READ:
        return StreamSocket::Outcome::WaitForRead;
    case SSL_ERROR_WANT_WRITE:
        return StreamSocket::Outcome::WaitForWrite;
    case SSL_ERROR_ZERO_RETURN:
        return StreamSocket::Outcome::EndOfFile;
    default:
        return StreamSocket::Outcome::Failed;
    }
}

} // namespace uw
