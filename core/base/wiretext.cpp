// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/wiretext.h"

#include <QStringDecoder>

namespace uw {

std::optional<QString> utf8Text(QByteArrayView bytes)
{
    // A byte-order mark is a part of the bytes like any other.
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    QString text = decoder.decode(bytes);
    return decoder.hasError() ? std::nullopt : std::optional(std::move(text));
}

QString wireText(QByteArrayView bytes)
{
    return utf8Text(bytes).value_or(QString::fromLatin1(bytes));
}

} // namespace uw
