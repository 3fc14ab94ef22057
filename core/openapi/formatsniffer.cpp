// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/formatsniffer.h"

namespace uw::openapi {
namespace {

struct Signature {
    QByteArrayView start;
    const char16_t *name;
};

constexpr Signature packed[] = {
    {"\x1f\x8b", u"gzip"},
    {"PK\x03\x04", u"zip"},
    {"\x28\xb5\x2f\xfd", u"zstd"},
    {"BZh", u"bzip2"},
    {"\xfd"
     "7zXZ",
     u"xz"},
};

QByteArray firstWord(QByteArrayView bytes)
{
    constexpr qsizetype looked = 64;
    return bytes.first(qMin(bytes.size(), looked)).toByteArray().toLower();
}

} // namespace

std::optional<QString> tellOtherFormat(QByteArrayView bytes)
{
    for (const Signature &signature : packed) {
        if (bytes.startsWith(signature.start))
            return QStringLiteral("is packed (%1). Unpack it and open what is inside.")
                .arg(QStringView(signature.name));
    }
    if (bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff"))
        return QStringLiteral("is text in UTF-16. Save it as UTF-8.");
    if (bytes.startsWith("\xef\xbb\xbf"))
        bytes = bytes.sliced(3);
    bytes = bytes.trimmed();
    if (bytes.isEmpty())
        return QStringLiteral("is empty. Download or export it again.");
    if (bytes.startsWith('{') || bytes.startsWith('['))
        return std::nullopt;
    if (firstWord(bytes).startsWith("<!doctype html") || firstWord(bytes).startsWith("<html"))
        return QStringLiteral("is a web page, not an API description. Use the address of the description itself; it "
                              "often ends in openapi.json.");
    if (bytes.startsWith('<'))
        return QStringLiteral("is XML or a web page, not an API description in JSON or YAML.");
    return std::nullopt;
}

} // namespace uw::openapi
