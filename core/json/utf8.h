// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace uw::json {

// The length of the well-formed UTF-8 sequence at `begin` (begin != end), 0 when it is malformed:
// no overlong forms, no surrogates, nothing beyond U+10FFFF (RFC 3629, section 4).
[[nodiscard]] inline std::ptrdiff_t utf8SequenceLength(const char *begin, const char *end)
{
    const auto byte = [begin](int i) { return static_cast<unsigned char>(begin[i]); };
    const auto continues = [&byte](int i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return 1;
    const std::ptrdiff_t left = end - begin;
    if (lead < 0xC2 || lead > 0xF4 || left < 2 || !continues(1))
        return 0;
    if (lead <= 0xDF)
        return 2;
    if (left < 3 || !continues(2))
        return 0;
    if (lead <= 0xEF) {
        const bool isOverlong = lead == 0xE0 && byte(1) < 0xA0;
        const bool isSurrogate = lead == 0xED && byte(1) > 0x9F;
        return isOverlong || isSurrogate ? 0 : 3;
    }
    const bool isOverlong = lead == 0xF0 && byte(1) < 0x90;
    const bool isBeyondUnicode = lead == 0xF4 && byte(1) > 0x8F;
    return left < 4 || !continues(3) || isOverlong || isBeyondUnicode ? 0 : 4;
}

// Appends one code point that is no surrogate.
inline void appendUtf8(std::string &text, char32_t c)
{
    const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    const auto putLast = [&put](char32_t bits) { put(0x80 | (bits & 0x3F)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        putLast(c);
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        putLast(c >> 6);
        putLast(c);
    } else {
        put(0xF0 | (c >> 18));
        putLast(c >> 12);
        putLast(c >> 6);
        putLast(c);
    }
}

} // namespace uw::json
