// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/serverrequest.h"

namespace uw {

namespace {

QString decodedFormText(QByteArrayView text)
{
    QByteArray bytes = text.toByteArray();
    bytes.replace('+', ' ');
    return QString::fromUtf8(QByteArray::fromPercentEncoding(bytes));
}

} // namespace

QByteArray ServerRequest::parameter(QByteArrayView name) const
{
    for (const auto &[key, value] : parameters) {
        if (key == name)
            return value;
    }
    return {};
}

QList<std::pair<QString, QString>> ServerRequest::queryItems() const
{
    QList<std::pair<QString, QString>> items;
    const QList<QByteArray> pairs = query.split('&');
    for (const QByteArray &pair : pairs) {
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const QByteArrayView all(pair);
        if (equals < 0)
            items.emplace_back(decodedFormText(all), QString());
        else
            items.emplace_back(decodedFormText(all.first(equals)), decodedFormText(all.sliced(equals + 1)));
    }
    return items;
}

std::optional<QString> ServerRequest::queryValue(QStringView name) const
{
    const QList<std::pair<QString, QString>> items = queryItems();
    for (const auto &[key, value] : items) {
        if (key == name)
            return value;
    }
    return std::nullopt;
}

} // namespace uw
