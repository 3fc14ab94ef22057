// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/eventloader.h"

namespace uw::ui {

void EventLoader::load(qint64 sequence)
{
    m_isStale = m_reading;
    m_wanted = sequence;
    if (!m_reading)
        start();
}

void EventLoader::start()
{
    m_reading = true;
    m_reader.event(this, m_wanted, [this, sequence = m_wanted](const Result<std::optional<Event>> &event) {
        answered(sequence, event);
    });
}

void EventLoader::answered(qint64 sequence, const Result<std::optional<Event>> &event)
{
    m_reading = false;
    if (sequence != m_wanted || std::exchange(m_isStale, false)) {
        m_isStale = false;
        if (m_wanted != 0)
            start();
        return;
    }
    if (!event)
        Q_EMIT failed(event.error());
    else if (!*event)
        Q_EMIT gone();
    else
        Q_EMIT loaded(std::make_shared<const Event>(**event));
}

} // namespace uw::ui
