// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/arraysearch.h"

#include <algorithm>

namespace uw::json {

namespace {

using Kind = ValueSpan::Kind;

constexpr qsizetype mostArrays = 50;
// Arrays are looked for in the members of members, not further down.
constexpr int deepest = 2;

bool holdsObjects(QByteArrayView text, qint64 begin)
{
    const std::optional<ValueSpan> first = valueBeginning(text, begin + 1);
    return first && first->kind == Kind::Members;
}

void findIn(QByteArrayView text, const ValueSpan &object, const QString &pointer, int depth, QList<FoundArray> &found)
{
    ContainerScan scan(text, object.begin);
    while (const std::optional<ValueSpan> member = scan.next()) {
        if (found.size() >= mostArrays)
            return;
        const QString place = pointer + u'/' + escapePointerToken(nameOf(text, *member));
        if (member->kind == Kind::Elements)
            found.append({place, member->begin, holdsObjects(text, member->begin)});
        else if (member->kind == Kind::Members && depth < deepest)
            findIn(text, *member, place, depth + 1, found);
    }
}

} // namespace

QList<FoundArray> findArrays(QByteArrayView text)
{
    const std::optional<ValueSpan> whole = valueBeginning(text);
    if (!whole || !whole->isContainer())
        return {};
    if (whole->kind == Kind::Elements)
        return {{QString(), whole->begin, holdsObjects(text, whole->begin)}};
    QList<FoundArray> found;
    findIn(text, *whole, {}, 1, found);
    std::stable_sort(found.begin(), found.end(),
                     [](const FoundArray &a, const FoundArray &b) { return a.ofObjects > b.ofObjects; });
    return found;
}

} // namespace uw::json
