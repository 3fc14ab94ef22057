// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/bodysource.h"

#include <cstring>

namespace uw {

BodySource::BodySource(const QByteArray &bytes, QObject *parent) : QIODevice(parent), m_bytes(bytes)
{
    // Unbuffered: the bytes are in memory already. Opening a read-only device of our own cannot fail.
    setOpenMode(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 BodySource::readData(char *data, qint64 maximum)
{
    const qint64 count = qMin<qint64>(maximum, m_bytes.size() - m_position);
    if (count <= 0)
        return -1;
    std::memcpy(data, m_bytes.constData() + m_position, size_t(count));
    m_position += count;
    return count;
}

} // namespace uw
