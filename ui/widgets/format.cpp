// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <array>

namespace uw::ui {

namespace {

class Format {
    Q_DECLARE_TR_FUNCTIONS(uw::ui::Format)
};

constexpr qint64 Second = 1'000;
constexpr qint64 Minute = 60 * Second;
constexpr qint64 Hour = 60 * Minute;
constexpr qint64 Day = 24 * Hour;

struct Scaled {
    QString number;
    // 0: bytes, 1: K, 2: M …
    size_t power = 0;
};

Scaled scaled(qint64 bytes)
{
    constexpr size_t Largest = 4;
    double value = double(bytes);
    size_t power = 0;
    // 1023.6 K would be shown as "1024 K".
    while (power < Largest && value >= (power == 0 ? 1024.0 : 1023.5)) {
        value /= 1024;
        ++power;
    }
    const bool fraction = power > 0 && value < 9.95;
    return {QLocale().toString(value, 'f', fraction ? 1 : 0), power};
}

} // namespace

QString shortSize(qint64 bytes)
{
    if (bytes < 0)
        return {};
    const Scaled size = scaled(bytes);
    const std::array<QString, 5> forms{Format::tr("%1 B"), Format::tr("%1 K"), Format::tr("%1 M"), Format::tr("%1 G"),
                                       Format::tr("%1 T")};
    return forms.at(size.power).arg(size.number);
}

QString longSize(qint64 bytes)
{
    if (bytes < 0)
        return {};
    const Scaled size = scaled(bytes);
    const std::array<QString, 5> forms{Format::tr("%1 B"), Format::tr("%1 KB"), Format::tr("%1 MB"),
                                       Format::tr("%1 GB"), Format::tr("%1 TB")};
    return forms.at(size.power).arg(size.number);
}

QString shortDuration(qint64 milliseconds)
{
    if (milliseconds < 0)
        return {};
    const QLocale locale;
    if (milliseconds < Second)
        return Format::tr("%1 ms").arg(locale.toString(milliseconds));
    if (milliseconds < Minute) {
        // 59.96 s would be shown as "60.0 s".
        const double seconds = qMin(double(milliseconds) / Second, 59.9);
        return Format::tr("%1 s").arg(locale.toString(seconds, 'f', 1));
    }
    return Format::tr("%1 min %2 s")
        .arg(locale.toString(milliseconds / Minute), locale.toString(milliseconds % Minute / Second));
}

QString relativeTime(qint64 thenMs, qint64 nowMs)
{
    const qint64 ago = nowMs - thenMs;
    if (ago < 5 * Second)
        return Format::tr("just now");
    if (ago < Minute)
        return Format::tr("%1 s ago").arg(ago / Second);
    if (ago < Hour)
        return Format::tr("%1 min ago").arg(ago / Minute);
    if (ago < Day)
        return Format::tr("%1 h ago").arg(ago / Hour);
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(thenMs), QLocale::ShortFormat);
}

QString exactTime(qint64 thenMs)
{
    const QDateTime utc = QDateTime::fromMSecsSinceEpoch(thenMs, Qt::UTC);
    return Format::tr("%1 UTC").arg(utc.toString(u"yyyy-MM-dd HH:mm:ss.zzz"_qs));
}

} // namespace uw::ui
