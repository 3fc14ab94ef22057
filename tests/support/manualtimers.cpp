// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/manualtimers.h"

#include <algorithm>

namespace uw::test {

namespace {

constexpr qint64 millisecondNs = 1'000'000;

} // namespace

void ManualTimers::after(qint64 milliseconds, QObject *context, std::function<void()> action)
{
    Entry entry{m_clock.monotonicNs() + milliseconds * millisecondNs, context, std::move(action)};
    const auto place = std::upper_bound(m_entries.begin(), m_entries.end(), entry,
                                        [](const Entry &a, const Entry &b) { return a.dueNs < b.dueNs; });
    m_entries.insert(place, std::move(entry));
}

void ManualTimers::advance(qint64 milliseconds)
{
    const qint64 endNs = m_clock.monotonicNs() + milliseconds * millisecondNs;
    while (!m_entries.empty() && m_entries.front().dueNs <= endNs) {
        const Entry entry = std::move(m_entries.front());
        m_entries.erase(m_entries.begin());
        if (!entry.context)
            continue;
        m_clock.advance(std::max<qint64>(0, (entry.dueNs - m_clock.monotonicNs()) / millisecondNs));
        entry.action();
    }
    m_clock.advance(std::max<qint64>(0, (endNs - m_clock.monotonicNs()) / millisecondNs));
}

QList<qint64> ManualTimers::waits() const
{
    QList<qint64> result;
    for (const Entry &entry : m_entries) {
        if (entry.context)
            result << (entry.dueNs - m_clock.monotonicNs()) / millisecondNs;
    }
    return result;
}

} // namespace uw::test
