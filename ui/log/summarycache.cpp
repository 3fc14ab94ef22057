// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/summarycache.h"

#include <algorithm>

namespace uw::ui {

void SummaryCache::insert(const QList<EventSummary> &rows)
{
    if (rows.isEmpty())
        return;
    m_pages.append({rows, ++m_uses});
    dropOldest();
}

void SummaryCache::insertNewest(const QList<EventSummary> &rows, qint64 below)
{
    for (Page &page : m_pages) {
        if (page.rows.constFirst().sequence == below && page.rows.size() + rows.size() <= PageRows) {
            page.rows = rows + page.rows;
            page.lastUse = ++m_uses;
            return;
        }
    }
    insert(rows);
}

const EventSummary *SummaryCache::find(qint64 sequence) const
{
    for (const Page &page : m_pages) {
        if (sequence > page.rows.constFirst().sequence || sequence < page.rows.constLast().sequence)
            continue;
        const auto row = std::lower_bound(page.rows.begin(), page.rows.end(), sequence,
                                          [](const EventSummary &one, qint64 wanted) { return one.sequence > wanted; });
        if (row->sequence != sequence)
            continue;
        page.lastUse = ++m_uses;
        return &*row;
    }
    return nullptr;
}

void SummaryCache::replace(const EventSummary &row)
{
    for (Page &page : m_pages) {
        for (EventSummary &one : page.rows) {
            if (one.sequence == row.sequence)
                one = row;
        }
    }
}

void SummaryCache::dropOldest()
{
    if (m_pages.size() <= MaximumPages)
        return;
    m_pages.erase(std::min_element(m_pages.cbegin(), m_pages.cend(),
                                   [](const Page &a, const Page &b) { return a.lastUse < b.lastUse; }));
}

} // namespace uw::ui
