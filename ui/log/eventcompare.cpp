// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/eventcompare.h"

#include "ui/log/eventtext.h"

#include <QCoreApplication>

namespace uw::ui {

namespace {

constexpr qsizetype valueCharacters = 400;

struct CompareText {
    Q_DECLARE_TR_FUNCTIONS(uw::ui::CompareText)
};

Result<json::Value> parseBody(const Event &event)
{
    Result<json::Value> value = json::parse(event.body);
    if (value)
        return value;
    const QString name = event.eventType.isEmpty() ? event.id : event.eventType;
    return Error{value.error().code,
                 CompareText::tr("The body of %1 cannot be compared: %2 Choose two events with JSON bodies.",
                                 "an event, a reason that ends with a full stop")
                     .arg(shortened(name, 80), value.error().text)};
}

QString textOf(const json::Value *value)
{
    if (!value)
        return {};
    return shortened(QString::fromUtf8(json::serialize(*value)), valueCharacters);
}

} // namespace

EventComparison compareValues(const json::Value &before, const json::Value &after)
{
    const json::Diff diff = json::Diff::between(before, after, {.maximumDifferences = comparedPlaces});
    EventComparison comparison{.isCut = !diff.isComplete()};
    comparison.places.reserve(diff.differences().size());
    for (const json::Difference &difference : diff.differences()) {
        QString path = difference.after ? diff.pointerAfter(difference) : diff.pointerBefore(difference);
        if (path.isEmpty())
            path = u'/';
        comparison.places.append({.kind = difference.kind,
                                  .path = path,
                                  .before = textOf(difference.before),
                                  .after = textOf(difference.after)});
    }
    return comparison;
}

Result<EventComparison> compareBodies(const Event &before, const Event &after)
{
    const Result<json::Value> left = parseBody(before);
    if (!left)
        return left.error();
    const Result<json::Value> right = parseBody(after);
    if (!right)
        return right.error();
    return compareValues(*left, *right);
}

} // namespace uw::ui
