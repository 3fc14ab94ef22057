// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/eventtext.h"

#include "core/base/clock.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <array>

namespace uw::ui {

namespace {

// Names whose spelling does not follow from their word; others take a capital first letter.
struct Spelling {
    QLatin1StringView word;
    QLatin1StringView name;
};
constexpr std::array spellings = {
    Spelling{QLatin1StringView("CLICKUP"), QLatin1StringView("ClickUp")},
    Spelling{QLatin1StringView("GITHUB"), QLatin1StringView("GitHub")},
    Spelling{QLatin1StringView("GITLAB"), QLatin1StringView("GitLab")},
    Spelling{QLatin1StringView("HUBSPOT"), QLatin1StringView("HubSpot")},
    Spelling{QLatin1StringView("PAYPAL"), QLatin1StringView("PayPal")},
    Spelling{QLatin1StringView("SENDGRID"), QLatin1StringView("SendGrid")},
    Spelling{QLatin1StringView("WOOCOMMERCE"), QLatin1StringView("WooCommerce")},
    Spelling{QLatin1StringView("ELEVENLABS"), QLatin1StringView("ElevenLabs")},
    Spelling{QLatin1StringView("STANDARD"), QLatin1StringView("Standard Webhooks")},
};

struct EventText {
    Q_DECLARE_TR_FUNCTIONS(uw::ui::EventText)
};

} // namespace

QString clockText(qint64 ms, qint64 nowMs)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms);
    const QString clock = time.toString(u"HH:mm:ss.zzz");
    if (time.date() == QDateTime::fromMSecsSinceEpoch(nowMs).date())
        return clock;
    return time.date().toString(Qt::ISODate) + u' ' + clock;
}

QString rowTimeText(qint64 ms, qint64 nowMs)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms);
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs).date();
    if (time.date() == today)
        return time.toString(u"HH:mm:ss.zzz");
    if (time.date().year() == today.year())
        return QLocale().toString(time.date(), QStringLiteral("dd MMM ")) + time.toString(u"HH:mm:ss");
    return time.toString(u"yyyy-MM-dd HH:mm");
}

QString ageText(qint64 ms, qint64 nowMs)
{
    const qint64 seconds = (nowMs - ms) / 1000;
    // A clock that was set back makes an event look as if it came from the future: then its date is said.
    if (seconds < 0 || seconds >= 24 * 60 * 60)
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(ms).date(), QLocale::ShortFormat);
    if (seconds == 0)
        return EventText::tr("now");
    if (seconds < 60)
        return EventText::tr("%n s ago", nullptr, static_cast<int>(seconds));
    if (seconds < 60 * 60)
        return EventText::tr("%n min ago", nullptr, static_cast<int>(seconds / 60));
    return EventText::tr("%n h ago", nullptr, static_cast<int>(seconds / (60 * 60)));
}

QString timeToolTip(qint64 ms)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms);
    return QLocale().toString(time.date(), QLocale::LongFormat) + u' ' + time.toString(u"HH:mm:ss.zzz t") + u'\n'
         + toRfc3339(ms);
}

QString sizeText(qint64 bytes)
{
    const QLocale locale;
    if (bytes < 1000)
        return EventText::tr("%1 B").arg(locale.toString(bytes));
    const std::array units = {QT_TRANSLATE_NOOP("uw::ui::EventText", "%1 K"),
                              QT_TRANSLATE_NOOP("uw::ui::EventText", "%1 M"),
                              QT_TRANSLATE_NOOP("uw::ui::EventText", "%1 G")};
    double value = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1024;
        ++unit;
    }
    return EventText::tr(units[unit]).arg(locale.toString(value, 'f', value < 9.95 ? 1 : 0));
}

QString sourceText(const QString &source, const QString &customSource)
{
    if (!customSource.isEmpty())
        return customSource;
    for (const Spelling &spelling : spellings) {
        if (source.compare(spelling.word, Qt::CaseInsensitive) == 0)
            return spelling.name;
    }
    return source.left(1).toUpper() + source.mid(1).toLower();
}

QString shortened(const QString &text, qsizetype characters)
{
    if (text.size() <= characters)
        return text;
    const qsizetype end = characters / 3;
    return text.left(characters - end - 1) + u'…' + text.right(end);
}

} // namespace uw::ui
