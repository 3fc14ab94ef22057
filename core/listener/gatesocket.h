// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpSocket>

namespace uw {

// What QHttpServer sees of a connection: a QTcpSocket without a descriptor, as QSslSocket is one around its
// plain socket, that holds one vetted request at a time. Whatever Qt writes to it or does to it, the
// connection itself is the gate's. Made by GateServer; deleted by Qt after disconnected().
class GateSocket final : public QTcpSocket {
    Q_OBJECT

public:
    GateSocket(const QHostAddress &peerAddress, quint16 peerPort, QObject *parent);
    ~GateSocket() override;

    // Hands one request on: Qt parses it and calls its handler before this returns.
    void present(const QByteArray &request);
    // The connection is over: Qt lets go of this object.
    void detach();
    // False after detach() and after Qt has closed it, which some versions do when it was idle.
    [[nodiscard]] bool isAttached() const { return state() == ConnectedState; }

    [[nodiscard]] qint64 bytesAvailable() const override;
    void disconnectFromHost() override;
    void close() override;

protected:
    qint64 readData(char *data, qint64 maximum) override;
    qint64 readLineData(char *data, qint64 maximum) override;
    qint64 skipData(qint64 maximum) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    QByteArray m_request;
    qsizetype m_read = 0;
};

} // namespace uw
