// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/gatesocket.h"

namespace uw {

GateSocket::GateSocket(const QHostAddress &peerAddress, quint16 peerPort, QObject *parent) : QTcpSocket(parent)
{
    setPeerAddress(peerAddress);
    setPeerPort(peerPort);
    setSocketState(ConnectedState);
    setOpenMode(ReadWrite);
}

GateSocket::~GateSocket()
{
    // The base class would otherwise close a descriptor that is not there.
    setSocketState(UnconnectedState);
}

void GateSocket::present(const QByteArray &request)
{
    m_request = request;
    m_read = 0;
    Q_EMIT readyRead();
}

void GateSocket::detach()
{
    if (state() == UnconnectedState)
        return;
    setSocketState(UnconnectedState);
    setOpenMode(NotOpen);
    Q_EMIT stateChanged(UnconnectedState);
    Q_EMIT disconnected();
}

qint64 GateSocket::bytesAvailable() const
{
    return QIODevice::bytesAvailable() + m_request.size() - m_read;
}

void GateSocket::disconnectFromHost()
{
    detach();
}

void GateSocket::close()
{
    detach();
}

qint64 GateSocket::readData(char *data, qint64 maximum)
{
    const qsizetype part = qMin(qsizetype(maximum), m_request.size() - m_read);
    std::copy_n(m_request.constData() + m_read, part, data);
    m_read += part;
    return part;
}

qint64 GateSocket::readLineData(char *data, qint64 maximum)
{
    return QIODevice::readLineData(data, maximum);
}

qint64 GateSocket::skipData(qint64 maximum)
{
    const qsizetype part = qMin(qsizetype(maximum), m_request.size() - m_read);
    m_read += part;
    return part;
}

// Answers go through ResponseChannel. What Qt would say of its own accord it says to nobody.
qint64 GateSocket::writeData(const char *, qint64 size)
{
    return size;
}

} // namespace uw
