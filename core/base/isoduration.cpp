// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/isoduration.h"

#include <QDateTime>
#include <QTimeZone>

namespace uw {

namespace {

constexpr qint64 second = 1000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
constexpr qint64 longest = 10'000 * 366 * day;

struct Unit {
    char16_t letter;
    bool isTime;
    qint64 milliseconds;
    qint64 months;
};

// In the order in which they may follow each other.
constexpr Unit units[] = {{u'Y', false, 0, 12},   {u'M', false, 0, 1},   {u'W', false, 7 * day, 0},
                          {u'D', false, day, 0},  {u'H', true, hour, 0}, {u'M', true, minute, 0},
                          {u'S', true, second, 0}};

// Digits, and after "." or "," thousandths. False when there is no number.
bool readNumber(QStringView text, qsizetype &at, qint64 &whole, qint64 &thousandths, bool &hasFraction)
{
    const auto isDigit = [&text](qsizetype i) { return i < text.size() && text[i] >= u'0' && text[i] <= u'9'; };
    const qsizetype start = at;
    whole = 0;
    for (; isDigit(at); ++at)
        whole = std::min(longest, whole * 10 + (text[at].unicode() - u'0'));
    if (at == start)
        return false;
    thousandths = 0;
    hasFraction = at < text.size() && (text[at] == u'.' || text[at] == u',');
    if (!hasFraction)
        return true;
    const qsizetype first = ++at;
    for (qint64 place = 100; isDigit(at); ++at, place /= 10)
        thousandths += place * (text[at].unicode() - u'0');
    return at > first;
}

} // namespace

std::optional<IsoDuration> IsoDuration::read(QStringView text)
{
    const bool isNegative = text.startsWith(u'-');
    qsizetype at = isNegative || text.startsWith(u'+') ? 1 : 0;
    if (at >= text.size() || text[at] != u'P')
        return std::nullopt;
    ++at;
    IsoDuration duration;
    bool isTime = false;
    bool isLast = false;
    std::size_t next = 0;
    const qsizetype first = at;
    while (at < text.size()) {
        if (text[at] == u'T' && !isTime) {
            isTime = true;
            if (++at == text.size())
                return std::nullopt;
            continue;
        }
        qint64 whole = 0;
        qint64 thousandths = 0;
        if (isLast || !readNumber(text, at, whole, thousandths, isLast) || at == text.size())
            return std::nullopt;
        while (next < std::size(units) && (units[next].letter != text[at] || units[next].isTime != isTime))
            ++next;
        if (next == std::size(units) || (isLast && units[next].months > 0))
            return std::nullopt;
        const Unit &unit = units[next];
        ++next;
        ++at;
        if (unit.milliseconds > 0 && whole > longest / unit.milliseconds)
            return std::nullopt;
        duration.months += whole * unit.months;
        duration.milliseconds += whole * unit.milliseconds + thousandths * unit.milliseconds / 1000;
        if (duration.milliseconds > longest || duration.months > 120'000)
            return std::nullopt;
    }
    if (at == first)
        return std::nullopt;
    if (isNegative)
        duration = {-duration.months, -duration.milliseconds};
    return duration;
}

std::optional<qint64> IsoDuration::after(qint64 msSinceEpoch) const
{
    const QDateTime start = QDateTime::fromMSecsSinceEpoch(msSinceEpoch, QTimeZone::utc());
    const QDateTime end = start.addMonths(static_cast<int>(months)).addMSecs(milliseconds);
    if (!end.isValid() || end.date().year() < 1 || end.date().year() > 9999)
        return std::nullopt;
    return end.toMSecsSinceEpoch();
}

} // namespace uw
