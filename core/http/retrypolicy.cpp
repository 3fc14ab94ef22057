// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/retrypolicy.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// The three forms that recipients have to read (RFC 9110 section 5.6.7), the newest first. The day of the week says
// nothing new, and with two digits of a year it would be held against the wrong century.
std::optional<QDateTime> httpDate(const QString &text)
{
    static const std::array forms{u"dd MMM yyyy hh:mm:ss 'GMT'"_s, u"dd-MMM-yy hh:mm:ss 'GMT'"_s,
                                  u"MMM d hh:mm:ss yyyy"_s};
    // asctime() pads the day with a blank.
    const QString rest = text.simplified().section(u' ', 1);
    for (const QString &form : forms) {
        QDateTime time = QLocale::c().toDateTime(rest, form);
        if (!time.isValid())
            continue;
        // Two digits of a year are of this century; QLocale takes the one before.
        if (time.date().year() < 1970)
            time = time.addYears(100);
        // Built anew: setting the time zone would be a deprecated call in newer versions of Qt.
        return QDateTime(time.date(), time.time(), QTimeZone::utc());
    }
    return std::nullopt;
}

} // namespace

bool isIdempotentMethod(QByteArrayView method)
{
    static constexpr std::array words{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
    return std::any_of(words.begin(), words.end(), [method](const char *word) { return method == word; });
}

bool isWorthRetrying(const AttemptEnd &end, bool isRepeatable)
{
    switch (end.failure) {
    case AttemptEnd::Failure::None:
        return end.status == 429 || end.status >= 500;
    case AttemptEnd::Failure::NotConnected:
        return true;
    case AttemptEnd::Failure::Lost:
        return isRepeatable;
    case AttemptEnd::Failure::Final:
        return false;
    }
    Q_UNREACHABLE();
}

std::optional<qint64> delayBeforeNextMs(const RetryPolicy &policy, int attempts, const AttemptEnd &end,
                                        bool isRepeatable, double random)
{
    if (attempts >= policy.maximumAttempts || !isWorthRetrying(end, isRepeatable))
        return std::nullopt;
    if (end.retryAfterMs)
        return std::min(*end.retryAfterMs, policy.maximumDelayMs);
    // A double holds what an integer would overflow at the hundredth attempt.
    const double longest = double(policy.baseDelayMs) * std::pow(policy.factor, attempts - 1);
    return qint64(std::min(longest, double(policy.maximumDelayMs)) * random);
}

std::optional<qint64> parseRetryAfter(QByteArrayView value, qint64 nowMs)
{
    const QByteArrayView text = value.trimmed();
    if (text.isEmpty() || text.size() > 64)
        return std::nullopt;
    if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        // A year is beyond what any caller waits; more digits would overflow.
        constexpr qint64 longestSeconds = 366 * 24 * 3600;
        return (text.size() > 9 ? longestSeconds : std::min(text.toLongLong(), longestSeconds)) * 1'000;
    }
    const std::optional<QDateTime> date = httpDate(QString::fromLatin1(text));
    if (!date)
        return std::nullopt;
    return std::max<qint64>(0, date->toMSecsSinceEpoch() - nowMs);
}

} // namespace uw
