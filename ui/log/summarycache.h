// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/event.h"

#include <QList>

namespace uw::ui {

// The few pages of rows that were looked at last, found by sequence. A plain value, one thread.
class SummaryCache final {
public:
    // Rows of a page, and how many pages are kept: a screenful and what one scrolls through around it.
    static constexpr int PageRows = 200;
    static constexpr int MaximumPages = 12;

    void clear() { m_pages.clear(); }
    // `rows` newest first, without a row of the list left out between them.
    void insert(const QList<EventSummary> &rows);
    // New rows for the top of the list; `below` is the sequence they follow, so that they join its page.
    void insertNewest(const QList<EventSummary> &rows, qint64 below);

    // Puts a row in the place of the one of its sequence; does nothing when that is not here.
    void replace(const EventSummary &row);

    // The row, or null when it is not here. Valid until the next insert or clear.
    [[nodiscard]] const EventSummary *find(qint64 sequence) const;
    [[nodiscard]] qsizetype pageCount() const { return m_pages.size(); }

private:
    struct Page {
        QList<EventSummary> rows;
        mutable quint64 lastUse = 0;
    };
    void dropOldest();

    QList<Page> m_pages;
    mutable quint64 m_uses = 0;
};

} // namespace uw::ui
