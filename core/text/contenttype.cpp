// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/contenttype.h"

#include <QList>

namespace uw {

ContentType ContentType::read(const QByteArray &field)
{
    ContentType content;
    const QList<QByteArray> parts = field.toLower().split(';');
    content.type = parts.constFirst().trimmed();
    for (const QByteArray &part : parts.sliced(1)) {
        const QByteArray parameter = part.trimmed();
        if (parameter.startsWith("charset="))
            content.charset = parameter.sliced(8).replace('"', "").trimmed();
    }
    return content;
}

bool ContentType::saysJson() const
{
    return type == "application/json" || type.endsWith("+json") || type == "text/json";
}

QStringConverter::Encoding ContentType::encoding() const
{
    if (charset == "iso-8859-1" || charset == "latin1" || charset == "us-ascii" || charset == "windows-1252")
        return QStringConverter::Latin1;
    return charset == "utf-16" ? QStringConverter::Utf16 : QStringConverter::Utf8;
}

} // namespace uw
