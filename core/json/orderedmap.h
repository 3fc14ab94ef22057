// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/memberindex.h"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace uw::json {

// The members of a JSON object in document order: the object type that json::Value gives to
// nlohmann::basic_json. Members lie in one vector, so iteration is the document's order; from
// MemberIndex::threshold members on a hash index beside it finds a name in constant time (below,
// comparing the few names is faster). Entries are pairs of a plain string and a value, so that
// growth moves them: a name must never be changed in place. Reading from several threads is safe.
template<class Key, class T, class IgnoredLess = void, class Allocator = std::allocator<std::pair<const Key, T>>>
class OrderedMap {
    static_assert(std::is_same_v<Key, std::string>, "member names are UTF-8 std::string");

public:
    using key_type = Key;
    using mapped_type = T;
    using value_type = std::pair<Key, T>;
    using container_type = std::vector<value_type>;
    using iterator = typename container_type::iterator;
    using const_iterator = typename container_type::const_iterator;
    using size_type = typename container_type::size_type;
    using difference_type = typename container_type::difference_type;
    using reference = value_type &;
    using const_reference = const value_type &;
    using allocator_type = typename container_type::allocator_type;
    using key_compare = std::equal_to<>; // transparent: nlohmann passes string views on to find() and friends

    OrderedMap() = default;
    // Of several entries with one name the first wins, as with std::map.
    template<std::input_iterator Iterator>
    OrderedMap(Iterator first, Iterator last)
    {
        insert(first, last);
    }
    OrderedMap(std::initializer_list<value_type> entries) : OrderedMap(entries.begin(), entries.end()) {}

    iterator begin() noexcept { return m_entries.begin(); }
    iterator end() noexcept { return m_entries.end(); }
    const_iterator begin() const noexcept { return m_entries.begin(); }
    const_iterator end() const noexcept { return m_entries.end(); }
    const_iterator cbegin() const noexcept { return m_entries.cbegin(); }
    const_iterator cend() const noexcept { return m_entries.cend(); }
    [[nodiscard]] bool empty() const noexcept { return m_entries.empty(); }
    [[nodiscard]] size_type size() const noexcept { return m_entries.size(); }
    [[nodiscard]] size_type max_size() const noexcept { return m_entries.max_size(); }
    [[nodiscard]] size_type capacity() const noexcept { return m_entries.capacity(); }
    void reserve(size_type count) { m_entries.reserve(count); }

    iterator find(std::string_view key) { return m_entries.begin() + offsetOf(key); }
    const_iterator find(std::string_view key) const { return m_entries.begin() + offsetOf(key); }
    [[nodiscard]] size_type count(std::string_view key) const { return find(key) == end() ? 0 : 1; }
    [[nodiscard]] bool contains(std::string_view key) const { return find(key) != end(); }

    template<class K>
    T &operator[](K &&key)
    {
        return emplace(std::forward<K>(key), T()).first->second;
    }

    // Appends the member unless there is one of that name; says which and whether it is new.
    template<class K, class V>
    std::pair<iterator, bool> emplace(K &&key, V &&value)
    {
        const iterator found = find(key);
        if (found != end())
            return {found, false};
        m_entries.emplace_back(std::forward<K>(key), std::forward<V>(value));
        m_index.appended(m_entries);
        return {std::prev(end()), true};
    }
    std::pair<iterator, bool> insert(const value_type &entry) { return emplace(entry.first, entry.second); }
    std::pair<iterator, bool> insert(value_type &&entry)
    {
        return emplace(std::move(entry.first), std::move(entry.second));
    }
    template<std::input_iterator Iterator>
    void insert(Iterator first, Iterator last)
    {
        for (; first != last; ++first)
            emplace(first->first, first->second);
    }

    // Removing keeps the order of the rest and costs as much as there are members.
    size_type erase(std::string_view key)
    {
        const iterator found = find(key);
        if (found == end())
            return 0;
        erase(found);
        return 1;
    }
    iterator erase(const_iterator position) { return erase(position, std::next(position)); }
    iterator erase(const_iterator first, const_iterator last)
    {
        const iterator next = m_entries.erase(first, last);
        m_index.rebuild(m_entries);
        return next;
    }
    void clear() noexcept
    {
        m_entries.clear();
        m_index.clear();
    }
    void swap(OrderedMap &other) noexcept
    {
        m_entries.swap(other.m_entries);
        m_index.swap(other.m_index);
    }

    // The members in the order of their names (by code point).
    [[nodiscard]] std::vector<const value_type *> sorted() const
    {
        std::vector<const value_type *> entries;
        entries.reserve(size());
        std::transform(begin(), end(), std::back_inserter(entries), [](const value_type &entry) { return &entry; });
        std::sort(entries.begin(), entries.end(), [](const auto *a, const auto *b) { return a->first < b->first; });
        return entries;
    }

private:
    [[nodiscard]] difference_type offsetOf(std::string_view key) const
    {
        return static_cast<difference_type>(m_index.find(m_entries, key));
    }

    container_type m_entries;
    MemberIndex m_index;
};

} // namespace uw::json
