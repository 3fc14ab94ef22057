// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/headercodec.h"

#include <algorithm>

namespace uw {

namespace {

char *writeText(char *out, const QByteArray &text)
{
    quint64 length = quint64(text.size());
    while (length >= 0x80) {
        *out++ = char((length & 0x7f) | 0x80);
        length >>= 7;
    }
    *out++ = char(length);
    return std::copy(text.begin(), text.end(), out);
}

bool readText(QByteArrayView blob, qsizetype &position, QByteArray &text)
{
    quint64 length = 0;
    // Five groups hold 35 bits: more than any array of ours.
    for (int shift = 0; shift < 35; shift += 7) {
        if (position >= blob.size())
            return false;
        const auto byte = quint8(blob[position++]);
        length |= quint64(byte & 0x7f) << shift;
        if (!(byte & 0x80)) {
            if (length > quint64(blob.size() - position))
                return false;
            text = blob.sliced(position, qsizetype(length)).toByteArray();
            position += qsizetype(length);
            return true;
        }
    }
    return false;
}

} // namespace

QByteArray encodeHeaders(const HeaderList &headers)
{
    qsizetype size = 0;
    for (const HeaderField &field : headers)
        size += field.name.size() + field.value.size() + 20;
    // Each length takes ten bytes at most.
    QByteArray blob(size, Qt::Uninitialized);
    char *end = blob.data();
    for (const HeaderField &field : headers)
        end = writeText(writeText(end, field.name), field.value);
    blob.truncate(end - blob.constData());
    return blob;
}

std::optional<HeaderList> decodeHeaders(const QByteArray &blob)
{
    HeaderList headers;
    qsizetype position = 0;
    while (position < blob.size()) {
        HeaderField field;
        if (!readText(blob, position, field.name) || !readText(blob, position, field.value))
            return std::nullopt;
        headers.append(std::move(field));
    }
    return headers;
}

} // namespace uw
