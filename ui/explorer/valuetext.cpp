// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/valuetext.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace uw::ui {

namespace {

// From here on not every integer is a double.
constexpr double exactIntegers = 9007199254740992.0;

struct ValueTexts {
    Q_DECLARE_TR_FUNCTIONS(uw::ui::ValueTexts)
};

std::optional<json::Value> parsed(const QString &text)
{
    Result<json::Value> value = json::parse(text.toUtf8());
    return value ? std::optional(std::move(value).value()) : std::nullopt;
}

QString rangeText(const std::optional<QString> &from, const std::optional<QString> &to)
{
    if (from && to)
        return *from == *to ? *from : ValueTexts::tr("%1-%2", "a range of numbers").arg(*from, *to);
    if (from)
        return ValueTexts::tr("at least %1").arg(*from);
    return to ? ValueTexts::tr("at most %1").arg(*to) : QString();
}

QString typeWordOf(const openapi::ValueSchema &schema)
{
    if (schema.type == u"array")
        return schema.itemType.isEmpty() ? ValueTexts::tr("array") : ValueTexts::tr("array of %1").arg(schema.itemType);
    if (schema.type.isEmpty())
        return ValueTexts::tr("any value");
    // These say enough without their base type.
    if (schema.format == u"date" || schema.format == u"date-time" || schema.format == u"uuid"
        || schema.format == u"email")
        return schema.format;
    return schema.type;
}

// Emphasis and code of one escaped line of Markdown. Marks without a partner stay as they are.
QString withMarks(QString html, QStringView mark, QLatin1StringView tag)
{
    qsizetype from = 0;
    while (true) {
        const qsizetype open = html.indexOf(mark, from);
        if (open < 0)
            return html;
        const qsizetype close = html.indexOf(mark, open + mark.size());
        if (close <= open + mark.size())
            return html;
        const QString inner = html.mid(open + mark.size(), close - open - mark.size());
        if (inner.contains(u'\n') || inner.front().isSpace()) {
            from = open + mark.size();
            continue;
        }
        const QString replacement = u'<' % tag % u'>' % inner % u"</" % tag % u'>';
        html.replace(open, close + mark.size() - open, replacement);
        from = open + replacement.size();
    }
}

// "[text](address)" as its text: a description must not lead people anywhere by a click.
QString withoutLinks(QString text)
{
    qsizetype from = 0;
    while (true) {
        const qsizetype middle = text.indexOf(u"](", from);
        if (middle < 0)
            return text;
        const qsizetype open = text.lastIndexOf(u'[', middle);
        const qsizetype close = text.indexOf(u')', middle);
        if (open < 0 || close < 0 || text.mid(open, close - open).contains(u'\n')) {
            from = middle + 2;
            continue;
        }
        const qsizetype start = open > 0 && text.at(open - 1) == u'!' ? open - 1 : open;
        const QString inner = text.mid(open + 1, middle - open - 1);
        text.replace(start, close + 1 - start, inner);
        from = start + inner.size();
    }
}

} // namespace

QString numberText(double number)
{
    // People write 5000000, not 5e+06.
    if (std::abs(number) < exactIntegers && number == std::floor(number))
        return QString::number(qint64(number));
    return QLocale::c().toString(number, 'g', QLocale::FloatingPointShortest);
}

QString valueText(const json::Value &value)
{
    return value.is_string() ? json::toQString(value) : QString::fromUtf8(json::serialize(value));
}

std::optional<json::Value> valueFromText(const QString &text, const QString &type)
{
    if (text.isEmpty())
        return std::nullopt;
    if (type == u"string")
        return json::fromQString(text);
    const std::optional<json::Value> value = parsed(text.trimmed());
    const bool fits = value
                   && (type == u"integer" || type == u"number" ? value->is_number()
                       : type == u"boolean"                    ? value->is_boolean()
                                                               : true);
    return fits ? value : json::fromQString(text);
}

QString typeCaption(const openapi::ValueSchema &schema)
{
    QStringList parts{typeWordOf(schema)};
    if (!schema.enumValues.isEmpty()) {
        parts << ValueTexts::tr("one of %n", "number of allowed values", int(schema.enumValues.size()));
    } else if (schema.type == u"string") {
        const auto length = [](const std::optional<qint64> &bound) {
            return bound ? std::optional(QString::number(*bound)) : std::nullopt;
        };
        parts << rangeText(length(schema.minimumLength), length(schema.maximumLength));
    } else {
        const auto bound = [](const std::optional<double> &limit) {
            return limit ? std::optional(numberText(*limit)) : std::nullopt;
        };
        parts << rangeText(bound(schema.minimum), bound(schema.maximum));
    }
    parts.removeAll(QString());
    return parts.join(u", ");
}

QString fieldHint(const openapi::ValueSchema &schema)
{
    if (schema.defaultValue)
        return ValueTexts::tr("%1 by default").arg(valueText(*schema.defaultValue));
    if (schema.example)
        return ValueTexts::tr("for example %1").arg(valueText(*schema.example));
    return {};
}

QString helpHtml(const QString &markdown, qsizetype maximumLength)
{
    QString text = markdown.trimmed();
    if (text.size() > maximumLength)
        text = text.left(maximumLength).trimmed() + u'…';
    QString html = withoutLinks(text).toHtmlEscaped();
    html = withMarks(html, u"`", QLatin1StringView("code"));
    html = withMarks(html, u"**", QLatin1StringView("b"));
    html.replace(u"\n\n"_qs, u"<br><br>"_qs);
    html.replace(u'\n', u' ');
    return html;
}

} // namespace uw::ui
