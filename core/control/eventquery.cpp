// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/eventquery.h"

#include "core/base/clock.h"
#include "core/base/limits.h"
#include "core/store/searchtext.h"

namespace uw::control {

namespace {

constexpr int maximumParameters = 100;

Error refused(const QString &name, const QString &value, const QString &wanted)
{
    return Error{
        ErrorCode::InvalidInput,
        QStringLiteral("The parameter %1=%2 cannot be used. It has to be %3.").arg(name, value.left(100), wanted)};
}

Result<qint64> parseTime(const QString &name, const QString &value)
{
    if (const std::optional<qint64> time = fromRfc3339(value))
        return *time;
    bool isNumber = false;
    const qint64 milliseconds = value.toLongLong(&isNumber, 10);
    if (isNumber)
        return milliseconds;
    return refused(name, value, QStringLiteral("a time such as 2026-01-02T03:04:05.678Z"));
}

Result<void> apply(EventQuery &query, const QString &name, const QString &value)
{
    const QStringList words = value.split(u',', Qt::SkipEmptyParts);
    if (name == u"source") {
        for (const QString &word : words)
            query.filter.sources << word.toUpper();
    } else if (name == u"customSource") {
        query.filter.customSources << words;
    } else if (name == u"provider") {
        for (const QString &word : words)
            query.filter.providers << word.toLower();
    } else if (name == u"starred") {
        if (value != u"true" && !value.isEmpty())
            return refused(name, value, QStringLiteral("true, or left out"));
        query.filter.starredOnly = !value.isEmpty();
    } else if (name == u"q") {
        query.filter.text = value.trimmed();
        if (const Result<QString> expression = searchExpression(query.filter.text); !expression)
            return Error{ErrorCode::InvalidInput, expression.error().text};
    } else if (name == u"eventType") {
        query.filter.eventTypes << words;
    } else if (name == u"verdict") {
        for (const QString &word : words) {
            const std::optional<Verdict> verdict = verdictFromWord(word);
            if (!verdict)
                return refused(name, word, QStringLiteral("valid, invalid, stale, unsigned or not_configured"));
            query.filter.verdicts << *verdict;
        }
    } else if (name == u"workspaceId") {
        if (!value.isEmpty())
            query.filter.workspaceId = value;
    } else if (name == u"from" || name == u"to") {
        const Result<qint64> time = parseTime(name, value);
        if (!time)
            return time.error();
        (name == u"from" ? query.filter.fromMs : query.filter.toMs) = *time;
    } else if (name == u"limit") {
        bool isNumber = false;
        query.page.limit = value.toInt(&isNumber, 10);
        if (!isNumber || query.page.limit < 1 || query.page.limit > limits::listLimitMaximum)
            return refused(name, value, QStringLiteral("a whole number from 1 to %1").arg(limits::listLimitMaximum));
    } else if (name == u"before") {
        bool isNumber = false;
        query.page.before = value.toLongLong(&isNumber, 10);
        if (!isNumber || *query.page.before < 1)
            return refused(name, value, QStringLiteral("the cursor \"next\" of an earlier answer"));
    }
    return {};
}

} // namespace

Result<EventQuery> parseEventQuery(const QList<std::pair<QString, QString>> &items)
{
    if (items.size() > maximumParameters)
        return Error{ErrorCode::InvalidInput,
                     QStringLiteral("A query holds at most %1 parameters. Leave some out.").arg(maximumParameters)};
    EventQuery result;
    result.page.limit = limits::listLimitDefault;
    for (const auto &[name, value] : items) {
        if (const Result<void> applied = apply(result, name, value); !applied)
            return applied.error();
    }
    return result;
}

QString cursorOf(qint64 sequence)
{
    return QString::number(sequence);
}

} // namespace uw::control
