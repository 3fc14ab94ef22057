// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/responsechannel.h"

#include "core/listener/gateconnection.h"

namespace uw {

ResponseChannel::ResponseChannel(GateConnection *connection, quint64 request)
    : m_connection(connection)
    , m_request(request)
{}

bool ResponseChannel::send(ServerResponse response) const
{
    return m_connection && m_connection->answer(m_request, std::move(response));
}

bool ResponseChannel::isOpen() const
{
    return m_connection && m_connection->isOpen(m_request);
}

bool ResponseChannel::beginStream(int status, const QByteArray &contentType, const HeaderList &headers) const
{
    return m_connection
        && m_connection->beginStream(m_request, {.status = status, .contentType = contentType, .headers = headers});
}

bool ResponseChannel::write(const QByteArray &bytes) const
{
    return m_connection && m_connection->writeStream(m_request, bytes);
}

qint64 ResponseChannel::backlog() const
{
    return m_connection ? m_connection->backlog() : 0;
}

void ResponseChannel::endStream() const
{
    if (m_connection)
        m_connection->endStream(m_request);
}

QObject *ResponseChannel::lifetime() const
{
    return m_connection;
}

} // namespace uw
