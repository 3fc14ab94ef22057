// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/headerlist.h"

namespace uw {

const HeaderField *findHeader(const HeaderList &headers, QByteArrayView name)
{
    for (const HeaderField &field : headers) {
        if (field.name.compare(name, Qt::CaseInsensitive) == 0)
            return &field;
    }
    return nullptr;
}

QByteArray headerValue(const HeaderList &headers, QByteArrayView name)
{
    const HeaderField *field = findHeader(headers, name);
    return field ? field->value : QByteArray();
}

bool isEventStream(const HeaderList &headers)
{
    const QByteArray type = headerValue(headers, "Content-Type").split(';').constFirst();
    return type.trimmed().compare("text/event-stream", Qt::CaseInsensitive) == 0;
}

} // namespace uw
