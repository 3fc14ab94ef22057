// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

// ASCII alone, whatever the locale.
namespace uw::json::schema {

[[nodiscard]] constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
[[nodiscard]] constexpr bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
[[nodiscard]] constexpr bool isBeyondAscii(char c)
{
    return static_cast<unsigned char>(c) >= 0x80;
}
[[nodiscard]] constexpr bool contains(std::string_view set, char c)
{
    return set.find(c) != std::string_view::npos;
}

} // namespace uw::json::schema
