// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QtGlobal>

#include <span>
#include <utility>
#include <vector>

namespace uw {

// The deliveries of the newest events, in memory (see deliverylog): a key and the number of each event that has it. They
// are in two halves: what comes in, and what is on its way into the table, in the order of keys. Part of the writer's
// connection, used on its thread; after an undone transaction it is read anew.
class RecentDeliveries final {
public:
    // A key, and the number of an event.
    using Delivery = std::pair<qint64, qint64>;

    [[nodiscard]] bool isLoaded() const { return m_isLoaded; }
    void setLoaded() { m_isLoaded = true; }

    // The transaction is over: what it added stays; or it never was.
    void keep() { m_isChanged = false; }
    void undo();

    // Numbers come in rising order.
    void add(qint64 key, qint64 sequence);
    // The first event with this key after that number; 0: there is none.
    [[nodiscard]] qint64 next(qint64 key, qint64 after) const;
    // Of the half that comes in, and whether it is large enough to be written.
    [[nodiscard]] bool isFull() const { return freshCount() >= m_maximum; }
    void setMaximum(qsizetype count) { m_maximum = count; }
    [[nodiscard]] qsizetype freshCount() const { return m_fresh.size() + qsizetype(m_repeated.size()); }

    // The half that comes in becomes the one that is written, which must be done with the one before.
    void beginWriting();
    [[nodiscard]] bool isWriting() const { return !m_writing.empty(); }
    // The next of them, at most `count`; none: all were given.
    [[nodiscard]] std::span<const Delivery> takeNext(std::size_t count);
    // All of them are in the table, with which numbers up to this one are. Returns it.
    qint64 endWriting();

private:
    // By key, the first event that has it; the few others by themselves.
    QHash<qint64, qint64> m_fresh;
    std::vector<Delivery> m_repeated;
    std::vector<Delivery> m_writing;
    std::size_t m_written = 0;
    qint64 m_newest = 0;
    qint64 m_writingTo = 0;
    qsizetype m_maximum = 65'536;
    bool m_isLoaded = false;
    bool m_isChanged = false;
};

} // namespace uw
