// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"

#include <QDateTime>
#include <QTimeZone>

#include <chrono>

namespace uw {

qint64 SystemClock::nowMs() const
{
    return QDateTime::currentMSecsSinceEpoch();
}

qint64 SystemClock::monotonicNs() const
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

QString toRfc3339(qint64 msSinceEpoch)
{
    return QDateTime::fromMSecsSinceEpoch(msSinceEpoch, QTimeZone::utc()).toString(u"yyyy-MM-dd'T'HH:mm:ss.zzz'Z'");
}

namespace {

// Reads exactly `count` ASCII digits at `pos` and moves on; -1 when there are fewer.
int digits(QStringView text, qsizetype &pos, int count)
{
    if (pos + count > text.size())
        return -1;
    int value = 0;
    for (int i = 0; i < count; ++i) {
        const char16_t c = text[pos + i].unicode();
        if (c < u'0' || c > u'9')
            return -1;
        value = value * 10 + (c - u'0');
    }
    pos += count;
    return value;
}

bool literal(QStringView text, qsizetype &pos, char16_t lower, char16_t upper)
{
    if (pos >= text.size() || (text[pos].unicode() != lower && text[pos].unicode() != upper))
        return false;
    ++pos;
    return true;
}

// The fraction of a second in milliseconds; digits beyond the third are read and dropped.
bool fraction(QStringView text, qsizetype &pos, int &milliseconds)
{
    milliseconds = 0;
    if (pos >= text.size() || text[pos] != u'.')
        return true;
    ++pos;
    int scale = 100;
    const qsizetype start = pos;
    while (pos < text.size() && text[pos] >= u'0' && text[pos] <= u'9') {
        milliseconds += (text[pos].unicode() - u'0') * scale;
        scale /= 10;
        ++pos;
    }
    return pos > start;
}

// "Z" or "+hh:mm": the offset from UTC in seconds.
bool offset(QStringView text, qsizetype &pos, int &seconds)
{
    seconds = 0;
    if (literal(text, pos, u'z', u'Z'))
        return true;
    const bool negative = pos < text.size() && text[pos] == u'-';
    if (!literal(text, pos, u'+', u'-'))
        return false;
    const int hours = digits(text, pos, 2);
    if (hours < 0 || hours > 23 || !literal(text, pos, u':', u':'))
        return false;
    const int minutes = digits(text, pos, 2);
    if (minutes < 0 || minutes > 59)
        return false;
    seconds = (hours * 60 + minutes) * 60 * (negative ? -1 : 1);
    return true;
}

} // namespace

std::optional<qint64> fromRfc3339(QStringView text)
{
    qsizetype pos = 0;
    const int year = digits(text, pos, 4);
    if (year < 0 || !literal(text, pos, u'-', u'-'))
        return std::nullopt;
    const int month = digits(text, pos, 2);
    if (month < 0 || !literal(text, pos, u'-', u'-'))
        return std::nullopt;
    const int day = digits(text, pos, 2);
    if (day < 0 || (!literal(text, pos, u't', u'T') && !literal(text, pos, u' ', u' ')))
        return std::nullopt;
    const int hour = digits(text, pos, 2);
    if (hour < 0 || !literal(text, pos, u':', u':'))
        return std::nullopt;
    const int minute = digits(text, pos, 2);
    if (minute < 0 || !literal(text, pos, u':', u':'))
        return std::nullopt;
    const int second = digits(text, pos, 2);
    int milliseconds = 0;
    int offsetSeconds = 0;
    // 60 is a leap second (RFC 3339 section 5.7); it is counted as the last moment of that minute.
    if (second < 0 || second > 60 || !fraction(text, pos, milliseconds) || !offset(text, pos, offsetSeconds)
        || pos != text.size())
        return std::nullopt;
    const QDate date(year, month, day);
    const QTime time(hour, minute, std::min(second, 59), milliseconds);
    if (!date.isValid() || !time.isValid())
        return std::nullopt;
    return QDateTime(date, time, QTimeZone::utc()).toMSecsSinceEpoch() - qint64(offsetSeconds) * 1000;
}

} // namespace uw
