// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace uw::json {

// Finds a name among the entries of an OrderedMap: by comparing while they are few, by an open
// hash table of positions from `threshold` entries on. The hash is seeded per process, so a
// sender cannot choose names that collide. Owned by its map; const use is safe from any thread.
class MemberIndex final {
public:
    static constexpr std::size_t threshold = 16;

    MemberIndex() = default;
    MemberIndex(const MemberIndex &other) : m_table(other.m_table ? std::make_unique<Table>(*other.m_table) : nullptr)
    {}
    MemberIndex(MemberIndex &&) noexcept = default;
    MemberIndex &operator=(MemberIndex other) noexcept
    {
        swap(other);
        return *this;
    }
    ~MemberIndex() = default;

    // The position of the entry named `key`, or the number of entries when there is none.
    template<class Entries>
    [[nodiscard]] std::size_t find(const Entries &entries, std::string_view key) const
    {
        if (!m_table) {
            std::size_t position = 0;
            while (position < entries.size() && entries[position].first != key)
                ++position;
            return position;
        }
        const std::uint32_t hash = hashOf(key);
        for (std::size_t slot = hash & mask();; slot = (slot + 1) & mask()) {
            const Slot &candidate = (*m_table)[slot];
            if (candidate.next == 0)
                return entries.size();
            if (candidate.hash == hash && entries[candidate.next - 1].first == key)
                return candidate.next - 1;
        }
    }

    // The last of `entries` is new and its name is not in the index yet.
    template<class Entries>
    void appended(const Entries &entries)
    {
        if (entries.size() < threshold)
            return;
        if (!m_table || 2 * entries.size() > m_table->size())
            rebuild(entries);
        else
            put(hashOf(entries.back().first), entries.size());
    }

    template<class Entries>
    void rebuild(const Entries &entries)
    {
        if (entries.size() < threshold)
            return clear();
        std::size_t tableSize = 4 * threshold;
        while (tableSize < 3 * entries.size())
            tableSize *= 2;
        m_table = std::make_unique<Table>(tableSize);
        for (std::size_t position = 0; position < entries.size(); ++position)
            put(hashOf(entries[position].first), position + 1);
    }

    void clear() noexcept { m_table.reset(); }
    void swap(MemberIndex &other) noexcept { m_table.swap(other.m_table); }

private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t next = 0; // position plus one; 0 is a free slot
    };
    using Table = std::vector<Slot>; // a power of two

    [[nodiscard]] std::size_t mask() const { return m_table->size() - 1; }
    static std::uint32_t hashOf(std::string_view key)
    {
        const std::size_t hash = qHashBits(key.data(), key.size(), QHashSeed::globalSeed());
        return static_cast<std::uint32_t>(hash ^ (static_cast<std::uint64_t>(hash) >> 32));
    }
    void put(std::uint32_t hash, std::size_t positionPlusOne)
    {
        std::size_t slot = hash & mask();
        while ((*m_table)[slot].next != 0)
            slot = (slot + 1) & mask();
        (*m_table)[slot] = {hash, static_cast<std::uint32_t>(positionPlusOne)};
    }

    std::unique_ptr<Table> m_table;
};

} // namespace uw::json
