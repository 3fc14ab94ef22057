// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/condition.h"

using namespace Qt::StringLiterals;

namespace uw {

QList<Condition> conditionsFromJson(ObjectReader &reader, const char *name)
{
    QList<Condition> conditions;
    const json::Object *object = reader.object(name);
    if (!object)
        return conditions;
    for (const auto &[place, value] : *object) {
        const Result<Locator> where = parseLocator(QString::fromStdString(place));
        if (!where)
            reader.fail(name, where.error().text);
        else if (!value.is_string())
            reader.fail(name, u"the value at %1 is a text"_s.arg(where->text()));
        else
            conditions.append({*where, json::toQString(value).toUtf8()});
    }
    return conditions;
}

bool allHold(const QList<Condition> &conditions, const RequestView &request)
{
    return std::all_of(conditions.begin(), conditions.end(), [&request](const Condition &condition) {
        const QByteArray value = locate(condition.where, request).value_or(QByteArray());
        return condition.value == "*" ? !value.isEmpty() : value.compare(condition.value, Qt::CaseInsensitive) == 0;
    });
}

} // namespace uw
