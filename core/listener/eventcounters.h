// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/event.h"

#include <QMap>
#include <QMutex>
#include <QSet>

#include <tuple>

namespace uw {

// How many events were stored since the program began, by sender and verdict, for /metrics. Whoever makes up names of
// custom sources gets one count together beyond the first few. Counted on the listener's thread, read on any.
class EventCounters final {
public:
    // Names of custom sources with counts of their own.
    static constexpr qsizetype customSourcesMaximum = 50;

    struct Key {
        // The provider's route name.
        QString provider;
        // "other" for a custom source beyond the first ones; empty for what is none.
        QString customSource;
        Verdict verdict = Verdict::Unsigned;

        friend bool operator<(const Key &a, const Key &b)
        {
            return std::tie(a.provider, a.customSource, a.verdict) < std::tie(b.provider, b.customSource, b.verdict);
        }
    };
    struct Count {
        quint64 events = 0;
        quint64 bodyBytes = 0;
    };

    void count(const QString &provider, const QString &customSource, Verdict verdict, qint64 bodyBytes);
    [[nodiscard]] QMap<Key, Count> counts() const;

private:
    mutable QMutex m_mutex;
    QMap<Key, Count> m_counts;
    QSet<QString> m_customSources;
};

} // namespace uw
