// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractHttpServer>

#include <functional>

namespace uw {

class GateServer;

// Qt's HTTP server behind the gate, and the one file that knows how its versions 6.4 to 6.10 differ. Qt is shown
// each request after it was vetted and calls back in the same turn; the handler then gets the gate's own
// ServerRequest, because Qt keeps neither raw target nor header bytes. Lives on the server's thread.
class QHttpBridge final : public QAbstractHttpServer {
    Q_OBJECT

public:
    explicit QHttpBridge(QObject *parent = nullptr);

    // Takes the listening gate over, as every version of bind() does. False when Qt refuses it.
    [[nodiscard]] bool attach(GateServer *gate);

protected:
#if QT_VERSION < QT_VERSION_CHECK(6, 5, 0)
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) override;
    void missingHandler(const QHttpServerRequest &request, QTcpSocket *socket) override;
#elif QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) override;
    void missingHandler(const QHttpServerRequest &request, QHttpServerResponder &&responder) override;
#else
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) override;
    void missingHandler(const QHttpServerRequest &request, QHttpServerResponder &responder) override;
#endif

private:
    bool handOver();

    GateServer *m_gate = nullptr;
};

} // namespace uw
