// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

namespace uw {

// Holds each source to a rate: a token bucket per name that holds one second's worth. For one thread.
class SourceLimiter final {
public:
    // Requests per second and source; 0 switches the limit off. Takes effect at once.
    void setRate(int perSecond);
    // Whether that source may send one more at `nowNs` (nanoseconds of a clock that never goes back).
    [[nodiscard]] bool admit(const QString &source, qint64 nowNs);

private:
    struct Bucket {
        double tokens = 0;
        qint64 filledNs = 0;
    };

    int m_perSecond = 0;
    QHash<QString, Bucket> m_buckets;
};

} // namespace uw
