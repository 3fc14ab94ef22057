// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/eventstreamparser.h"

#include <algorithm>

namespace uw {

namespace {

bool isDigits(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

QList<StreamedEvent> EventStreamParser::feed(QByteArrayView bytes)
{
    QList<StreamedEvent> events;
    for (const char byte : bytes) {
        const bool isSecondOfTwo = m_afterReturn && byte == '\n';
        m_afterReturn = byte == '\r';
        if (isSecondOfTwo)
            continue;
        if (byte == '\n' || byte == '\r') {
            readLine(events);
        } else if (m_line.size() < MostLineBytes) {
            m_line.append(byte);
        } else {
            m_cutCount += m_lineIsCut ? 0 : 1;
            m_lineIsCut = true;
        }
    }
    return events;
}

void EventStreamParser::readLine(QList<StreamedEvent> &events)
{
    QByteArrayView line = m_line;
    if (std::exchange(m_isFirstLine, false) && line.startsWith("\xEF\xBB\xBF"))
        line = line.sliced(3);
    if (line.isEmpty()) {
        if (m_hasData)
            events.append({m_type.isEmpty() ? QStringLiteral("message") : m_type, QString::fromUtf8(m_data), m_id});
        m_data.clear();
        m_hasData = false;
        m_dataIsCut = false;
        m_type.clear();
    } else if (!line.startsWith(':')) {
        const qsizetype colon = line.indexOf(':');
        QByteArrayView value = colon < 0 ? QByteArrayView() : line.sliced(colon + 1);
        if (value.startsWith(' '))
            value = value.sliced(1);
        readField(colon < 0 ? line : line.first(colon), value);
    }
    m_line.clear();
    m_lineIsCut = false;
}

void EventStreamParser::readField(QByteArrayView name, QByteArrayView value)
{
    if (name == "data") {
        if (m_data.size() + value.size() + 1 > MostDataBytes) {
            m_cutCount += m_dataIsCut ? 0 : 1;
            m_dataIsCut = true;
            return;
        }
        if (m_hasData)
            m_data += '\n';
        m_data += value;
        m_hasData = true;
    } else if (name == "event") {
        m_type = QString::fromUtf8(value);
    } else if (name == "id") {
        if (!value.contains('\0'))
            m_id = QString::fromUtf8(value);
    } else if (name == "retry" && isDigits(value)) {
        m_retryMs = value.toByteArray().toLongLong();
    }
}

} // namespace uw
