// SPDX-License-Identifier: GPL-3.0-or-later
// Filters on times. A time is RFC 3339 text; what is made here is in UTC with milliseconds.
#include "core/base/clock.h"
#include "core/base/isoduration.h"
#include "core/json/bindingfilters.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace uw::json::binding {

namespace {

constexpr std::size_t longestPattern = 256;

QString toText(const std::string &utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::optional<qint64> moment(FilterRun &run)
{
    const std::string *text = run.text();
    const std::optional<qint64> ms = text ? fromRfc3339(toText(*text)) : std::nullopt;
    if (text && !ms)
        run.fail(u"The filter %1 takes a time such as 2026-01-31T08:00:00Z, which %2 is not."_s.arg(
            run.name(), QString::fromStdString(run.call().input)));
    return ms;
}

BindingValue now(FilterRun &run)
{
    const auto &clock = run.environment().nowMs;
    return clock ? run.madeText(toRfc3339(clock()).toUtf8())
                 : run.fail(u"There is no clock here for the filter now."_s);
}

BindingValue dateFormat(FilterRun &run)
{
    const std::optional<qint64> ms = moment(run);
    const std::string *pattern = ms ? run.textArgument(0) : nullptr;
    const std::string *zoneName = pattern && run.argumentCount() > 1 ? run.textArgument(1) : nullptr;
    if (run.error() || !pattern)
        return BindingValue::missing();
    if (pattern->size() > longestPattern)
        return run.fail(u"The filter date_format takes a pattern of at most %1 characters."_s.arg(longestPattern));
    const QTimeZone zone = zoneName ? QTimeZone(QByteArray::fromStdString(*zoneName)) : QTimeZone::utc();
    if (!zone.isValid())
        return run.fail(u"The filter date_format knows no time zone “%1”; Europe/Berlin would be one."_s.arg(
            toText(*zoneName).left(64)));
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(*ms, zone);
    return run.madeText(QLocale::c().toString(time, toText(*pattern)).toUtf8());
}

BindingValue dateAdd(FilterRun &run)
{
    const std::optional<qint64> ms = moment(run);
    const std::string *text = ms ? run.textArgument(0) : nullptr;
    if (!text)
        return BindingValue::missing();
    const std::optional<IsoDuration> duration = IsoDuration::read(toText(*text));
    if (!duration)
        return run.fail(
            u"The filter date_add takes a duration such as PT1H30M or -P1D, not “%1”."_s.arg(toText(*text).left(64)));
    const std::optional<qint64> later = duration->after(*ms);
    return later ? run.madeText(toRfc3339(*later).toUtf8())
                 : run.fail(u"The filter date_add would leave the years 1 to 9999."_s);
}

constexpr Filter filters[] = {{"now", Special::Generator, 0, 0, now},
                              {"date_format", Special::None, 1, 2, dateFormat},
                              {"date_add", Special::None, 1, 1, dateAdd}};

} // namespace

std::span<const Filter> timeFilters()
{
    return filters;
}

} // namespace uw::json::binding
