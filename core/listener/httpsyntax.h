// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <array>

// The character classes of RFC 9110 and RFC 9112 that reading and writing share. The
// tests of one byte stand here because the framer asks them for every byte of a header.
namespace uw::httpsyntax {

namespace detail {

inline constexpr quint8 tokenClass = 1;
inline constexpr quint8 fieldClass = 2;

constexpr std::array<quint8, 256> makeClasses()
{
    std::array<quint8, 256> classes{};
    for (std::size_t byte = 0; byte < classes.size(); ++byte) {
        const bool visible = byte > 0x20 && byte < 0x7f;
        if (visible || byte >= 0x80 || byte == ' ' || byte == '\t')
            classes[byte] |= fieldClass;
    }
    constexpr char tokens[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (const char *token = tokens; *token; ++token)
        classes[static_cast<quint8>(*token)] |= tokenClass;
    return classes;
}

inline constexpr std::array<quint8, 256> classes = makeClasses();

} // namespace detail

// tchar of RFC 9110 section 5.6.2.
[[nodiscard]] constexpr bool isTokenByte(char byte)
{
    return detail::classes[static_cast<quint8>(byte)] & detail::tokenClass;
}

// What may stand in a field value: VCHAR, obs-text, SP and HTAB (RFC 9110 section 5.5).
[[nodiscard]] constexpr bool isFieldByte(char byte)
{
    return detail::classes[static_cast<quint8>(byte)] & detail::fieldClass;
}

[[nodiscard]] bool isToken(QByteArrayView text);
[[nodiscard]] bool isFieldValue(QByteArrayView text);
// `text` without blanks and tabs around it.
[[nodiscard]] QByteArrayView trimmed(QByteArrayView text);
// True when the comma-separated list holds that word, compared without case.
[[nodiscard]] bool listContains(QByteArrayView list, QByteArrayView word);
// The value of a hexadecimal digit, or -1.
[[nodiscard]] int hexDigit(char byte);

} // namespace uw::httpsyntax
