// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/sourcelimiter.h"

namespace uw {

void SourceLimiter::setRate(int perSecond)
{
    if (perSecond == m_perSecond)
        return;
    m_perSecond = perSecond;
    m_buckets.clear();
}

bool SourceLimiter::admit(const QString &source, qint64 nowNs)
{
    if (m_perSecond <= 0)
        return true;
    const auto known = m_buckets.find(source);
    if (known == m_buckets.end()) {
        m_buckets.insert(source, {.tokens = m_perSecond - 1.0, .filledNs = nowNs});
        return true;
    }
    const double earned = double(nowNs - known->filledNs) * 1e-9 * m_perSecond;
    known->tokens = qMin(double(m_perSecond), known->tokens + earned);
    known->filledNs = nowNs;
    if (known->tokens < 1.0)
        return false;
    known->tokens -= 1.0;
    return true;
}

} // namespace uw
