// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/percentencoding.h"

namespace uw::openapi {
namespace {

bool isUnreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
        || c == '_' || c == '~';
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

void appendEncoded(QByteArray &result, char c)
{
    constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    result += '%';
    result += digits[byte >> 4];
    result += digits[byte & 15];
}

void append(QByteArray &result, char c, QByteArrayView kept)
{
    if (isUnreserved(c) || kept.contains(c))
        result += c;
    else
        appendEncoded(result, c);
}

} // namespace

QByteArray percentEncoded(QByteArrayView text, QByteArrayView kept)
{
    QByteArray result;
    result.reserve(text.size());
    for (const char c : text)
        append(result, c, kept);
    return result;
}

QByteArray percentCompleted(QByteArrayView text, QByteArrayView kept)
{
    QByteArray result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
        if (low < 0) {
            append(result, text[i], kept);
            continue;
        }
        const auto decoded = static_cast<char>(high * 16 + low);
        if (isUnreserved(decoded))
            result += decoded;
        else
            appendEncoded(result, decoded);
        i += 2;
    }
    return result;
}

} // namespace uw::openapi
