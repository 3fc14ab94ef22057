// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>
#include <cstring>

namespace uw::json {

namespace detail {

// What a JSON string cannot hold as it stands, or what has to be looked at: a quote, a backslash, a
// control character, a byte of a UTF-8 sequence.
constexpr std::array<bool, 256> makeSpecialTable()
{
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < table.size(); ++c)
        table[c] = c < 0x20 || c >= 0x80 || c == '"' || c == '\\';
    return table;
}
inline constexpr std::array<bool, 256> specialTable = makeSpecialTable();

// Whether one of eight bytes is special, by the classic test for a zero byte.
inline bool hasSpecial(quint64 eight)
{
    constexpr quint64 ones = 0x0101010101010101ULL;
    const auto zeroByte = [](quint64 v) { return (v - ones) & ~v; };
    const quint64 control = (eight - ones * 0x20) & ~eight;
    return ((zeroByte(eight ^ (ones * '"')) | zeroByte(eight ^ (ones * '\\')) | control | eight) & (ones * 0x80)) != 0;
}

} // namespace detail

// The first special byte from `begin` on, or `end`. Eight bytes at a time, as most of a document is
// plain text.
[[nodiscard]] inline const char *skipPlain(const char *begin, const char *end)
{
    while (end - begin >= 8) {
        quint64 eight = 0;
        std::memcpy(&eight, begin, 8);
        if (detail::hasSpecial(eight))
            break;
        begin += 8;
    }
    while (begin != end && !detail::specialTable[static_cast<unsigned char>(*begin)])
        ++begin;
    return begin;
}

} // namespace uw::json
