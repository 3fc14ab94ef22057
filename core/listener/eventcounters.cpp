// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/eventcounters.h"

namespace uw {

void EventCounters::count(const QString &provider, const QString &customSource, Verdict verdict, qint64 bodyBytes)
{
    const QMutexLocker locker(&m_mutex);
    QString source = customSource;
    if (!source.isEmpty() && !m_customSources.contains(source)) {
        if (m_customSources.size() < customSourcesMaximum)
            m_customSources.insert(source);
        else
            source = QStringLiteral("other");
    }
    Count &count = m_counts[{provider, source, verdict}];
    count.events += 1;
    count.bodyBytes += quint64(bodyBytes);
}

QMap<EventCounters::Key, EventCounters::Count> EventCounters::counts() const
{
    const QMutexLocker locker(&m_mutex);
    return m_counts;
}

} // namespace uw
