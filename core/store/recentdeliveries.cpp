// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/recentdeliveries.h"

#include <algorithm>
#include <utility>

namespace uw {

void RecentDeliveries::undo()
{
    if (!m_isChanged)
        return;
    const qsizetype maximum = m_maximum;
    *this = {};
    m_maximum = maximum;
}

void RecentDeliveries::add(qint64 key, qint64 sequence)
{
    m_isChanged = true;
    m_newest = sequence;
    if (const auto known = m_fresh.constFind(key); known != m_fresh.cend())
        m_repeated.emplace_back(key, sequence);
    else
        m_fresh.insert(key, sequence);
}

qint64 RecentDeliveries::next(qint64 key, qint64 after) const
{
    const auto written = std::upper_bound(m_writing.begin(), m_writing.end(), Delivery(key, after));
    if (written != m_writing.end() && written->first == key)
        return written->second;
    const auto fresh = m_fresh.constFind(key);
    if (fresh == m_fresh.cend())
        return 0;
    if (*fresh > after)
        return *fresh;
    // Rare: the ones before were deleted.
    const auto repeated = std::find_if(m_repeated.begin(), m_repeated.end(), [key, after](const Delivery &delivery) {
        return delivery.first == key && delivery.second > after;
    });
    return repeated == m_repeated.end() ? 0 : repeated->second;
}

void RecentDeliveries::beginWriting()
{
    m_isChanged = true;
    m_writing = std::exchange(m_repeated, {});
    m_writing.reserve(m_writing.size() + std::size_t(m_fresh.size()));
    for (auto delivery = m_fresh.cbegin(); delivery != m_fresh.cend(); ++delivery)
        m_writing.emplace_back(delivery.key(), delivery.value());
    std::sort(m_writing.begin(), m_writing.end());
    m_fresh.clear();
    m_written = 0;
    m_writingTo = m_newest;
}

std::span<const RecentDeliveries::Delivery> RecentDeliveries::takeNext(std::size_t count)
{
    m_isChanged = true;
    const std::size_t taken = std::min(count, m_writing.size() - m_written);
    return std::span(m_writing).subspan(std::exchange(m_written, m_written + taken), taken);
}

qint64 RecentDeliveries::endWriting()
{
    m_isChanged = true;
    m_writing = {};
    m_written = 0;
    return m_writingTo;
}

} // namespace uw
