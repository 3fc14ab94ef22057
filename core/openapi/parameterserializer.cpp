// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/parameterserializer.h"

#include "core/openapi/mediatype.h"
#include "core/openapi/percentencoding.h"

namespace uw::openapi {
namespace {

// Reserved characters that allowReserved leaves raw. "#" ends a URL, brackets are no part of a path or query, and
// "&", "=", "+" mean something else in a form.
constexpr QByteArrayView reservedInQuery(":/?@!$'()*,;");
constexpr QByteArrayView reservedInPath(":@!$&'()*+,;=");

// One parameter on its way into text.
class Serializer final {
public:
    Serializer(const Parameter &parameter, NestedStyle nesting)
        : m_parameter(parameter)
        , m_name(encodedName(parameter.name))
        , m_nesting(nesting)
    {}

    [[nodiscard]] QByteArray run(const json::Value &value) const
    {
        if (!m_parameter.contentType.isEmpty())
            return byContent(value);
        const QString &style = m_parameter.style;
        if (style == u"simple")
            return simple(value);
        if (style == u"label")
            return label(value);
        if (style == u"matrix")
            return matrix(value);
        if (style == u"deepObject" && value.is_structured()) {
            if (m_nesting == NestedStyle::Json)
                return m_name + '=' + encoded(value);
            QByteArrayList pieces;
            addDeep(m_name, value, pieces);
            return pieces.join('&');
        }
        if (style == u"cookie")
            return form(value, "; ", ",");
        const bool joined = !m_parameter.explode && value.is_structured();
        const QByteArray delimiter = joined ? delimiterOf(style) : QByteArray(",");
        // Swagger 2.0 has collectionFormat in paths and headers too, where no name stands.
        const bool isSpecial = delimiter != ",";
        if (isSpecial && m_parameter.location == ParameterLocation::Path)
            return inARow(value).join(delimiter);
        if (isSpecial && m_parameter.location == ParameterLocation::Header)
            return inARow(value).join(QByteArray::fromPercentEncoding(delimiter));
        return form(value, "&", delimiter);
    }

private:
    [[nodiscard]] bool isRaw() const
    {
        return m_parameter.location == ParameterLocation::Header || m_parameter.style == u"cookie";
    }
    [[nodiscard]] QByteArray encodedName(const QString &name) const
    {
        return isRaw() ? name.toUtf8() : percentEncoded(name.toUtf8());
    }
    // `inRow`: commas stand between values. `level`: of arrays around it.
    [[nodiscard]] QByteArray encoded(const json::Value &value, bool inRow = false, qsizetype level = 0) const
    {
        if (value.is_array() && level > 0 && level <= m_parameter.innerDelimiters.size()) {
            QByteArrayList list;
            for (const json::Value &element : value) {
                if (!element.is_null())
                    list << encoded(element, true, level + 1);
            }
            const QByteArray &delimiter = m_parameter.innerDelimiters.at(level - 1);
            return list.join(isRaw() || delimiter == "," ? delimiter : percentEncoded(delimiter));
        }
        const QByteArray text = plainText(value);
        if (isRaw())
            return text;
        if (!m_parameter.allowReserved)
            return percentEncoded(text);
        QByteArray kept =
            (m_parameter.location == ParameterLocation::Path ? reservedInPath : reservedInQuery).toByteArray();
        if (inRow)
            kept.replace(',', "");
        return percentCompleted(text, kept);
    }

    [[nodiscard]] static QByteArray delimiterOf(const QString &style)
    {
        if (style == u"spaceDelimited")
            return "%20";
        if (style == u"pipeDelimited")
            return "%7C";
        return style == u"tabDelimited" ? "%09" : ",";
    }

    [[nodiscard]] QByteArrayList inARow(const json::Value &value) const
    {
        return value.is_array() ? elements(value) : membersInARow(value);
    }
    [[nodiscard]] QByteArrayList elements(const json::Value &value) const;
    [[nodiscard]] QByteArrayList members(const json::Value &value, const char *between) const;
    [[nodiscard]] QByteArrayList membersInARow(const json::Value &value) const;
    [[nodiscard]] QByteArray byContent(const json::Value &value) const;
    [[nodiscard]] QByteArray simple(const json::Value &value) const;
    [[nodiscard]] QByteArray label(const json::Value &value) const;
    [[nodiscard]] QByteArray matrix(const json::Value &value) const;
    [[nodiscard]] QByteArray form(const json::Value &value, const QByteArray &separator,
                                  const QByteArray &delimiter) const;
    void addDeep(const QByteArray &name, const json::Value &value, QByteArrayList &pieces) const;

    const Parameter &m_parameter;
    const QByteArray m_name;
    const NestedStyle m_nesting;
};

QByteArrayList Serializer::elements(const json::Value &value) const
{
    QByteArrayList list;
    for (const json::Value &element : value) {
        if (!element.is_null())
            list << encoded(element, !m_parameter.explode || m_parameter.style == u"simple", 1);
    }
    return list;
}

// "R=100", "G=200", …
QByteArrayList Serializer::members(const json::Value &value, const char *between) const
{
    QByteArrayList list;
    for (const auto &[name, member] : *value.get_ptr<const json::Object *>()) {
        if (!member.is_null())
            list << encodedName(QString::fromStdString(name)) + between + encoded(member);
    }
    return list;
}

// "R", "100", "G", "200", …
QByteArrayList Serializer::membersInARow(const json::Value &value) const
{
    QByteArrayList list;
    for (const auto &[name, member] : *value.get_ptr<const json::Object *>()) {
        if (!member.is_null())
            list << encodedName(QString::fromStdString(name)) << encoded(member, true);
    }
    return list;
}

QByteArray Serializer::byContent(const json::Value &value) const
{
    QByteArray text = isJsonType(m_parameter.contentType) ? json::serialize(value) : plainText(value);
    if (!isRaw())
        text = percentEncoded(text);
    const bool named =
        m_parameter.location == ParameterLocation::Query || m_parameter.location == ParameterLocation::Cookie;
    return named ? m_name + '=' + text : text;
}

QByteArray Serializer::simple(const json::Value &value) const
{
    if (value.is_array())
        return elements(value).join(',');
    if (value.is_object())
        return (m_parameter.explode ? members(value, "=") : membersInARow(value)).join(',');
    return encoded(value);
}

QByteArray Serializer::label(const json::Value &value) const
{
    if (!value.is_structured())
        return '.' + encoded(value);
    const QByteArrayList list = value.is_array()    ? elements(value)
                              : m_parameter.explode ? members(value, "=")
                                                    : membersInARow(value);
    return list.isEmpty() ? QByteArray() : '.' + list.join(m_parameter.explode ? '.' : ',');
}

QByteArray Serializer::matrix(const json::Value &value) const
{
    if (!value.is_structured()) {
        const QByteArray text = encoded(value);
        return ';' + m_name + (text.isEmpty() ? QByteArray() : '=' + text);
    }
    if (!m_parameter.explode) {
        const QByteArrayList list = value.is_array() ? elements(value) : membersInARow(value);
        return list.isEmpty() ? QByteArray() : ';' + m_name + '=' + list.join(',');
    }
    QByteArray result;
    for (const QByteArray &piece : value.is_array() ? elements(value) : members(value, "="))
        result += ';' + (value.is_array() ? m_name + '=' : QByteArray()) + piece;
    return result;
}

QByteArray Serializer::form(const json::Value &value, const QByteArray &separator, const QByteArray &delimiter) const
{
    if (!value.is_structured())
        return m_name + '=' + encoded(value);
    if (!m_parameter.explode) {
        const QByteArrayList list = value.is_array() ? elements(value) : membersInARow(value);
        return list.isEmpty() ? QByteArray() : m_name + '=' + list.join(delimiter);
    }
    if (value.is_object())
        return members(value, "=").join(separator);
    QByteArrayList pieces;
    for (const QByteArray &element : elements(value))
        pieces << m_name + '=' + element;
    return pieces.join(separator);
}

void Serializer::addDeep(const QByteArray &name, const json::Value &value, QByteArrayList &pieces) const
{
    const bool hasDots = m_nesting == NestedStyle::DotsIndexed || m_nesting == NestedStyle::DotsRepeated;
    if (const auto *members = value.get_ptr<const json::Object *>()) {
        for (const auto &[key, member] : *members) {
            const QByteArray inner = encodedName(QString::fromStdString(key));
            addDeep(name + (hasDots ? QByteArray('.' + inner) : QByteArray("%5B" + inner + "%5D")), member, pieces);
        }
    } else if (const auto *array = value.get_ptr<const json::Array *>()) {
        const bool isRepeated = m_nesting == NestedStyle::BracketsRepeated || m_nesting == NestedStyle::DotsRepeated;
        for (std::size_t position = 0; position < array->size(); ++position) {
            const json::Value &element = (*array)[position];
            const bool needsIndex = m_nesting != NestedStyle::BracketsEmpty && (!isRepeated || element.is_structured());
            QByteArray inner = name;
            // Elements that have members of their own would mix without a number.
            if (needsIndex)
                inner += "%5B" + QByteArray::number(qulonglong(position)) + "%5D";
            else if (!isRepeated)
                inner += "%5B%5D";
            addDeep(inner, element, pieces);
        }
    } else if (!value.is_null()) {
        pieces << name + '=' + encoded(value);
    }
}

struct StyleWord {
    NestedStyle style;
    QLatin1StringView word;
};
constexpr StyleWord styleWords[] = {
    {NestedStyle::BracketsIndexed, QLatin1StringView("brackets-indexed")},
    {NestedStyle::BracketsEmpty, QLatin1StringView("brackets-empty")},
    {NestedStyle::BracketsRepeated, QLatin1StringView("brackets-repeated")},
    {NestedStyle::DotsIndexed, QLatin1StringView("dots-indexed")},
    {NestedStyle::DotsRepeated, QLatin1StringView("dots-repeated")},
    {NestedStyle::Json, QLatin1StringView("json")},
};

} // namespace

QString nestedStyleWord(NestedStyle style)
{
    for (const StyleWord &entry : styleWords) {
        if (entry.style == style)
            return entry.word;
    }
    return {};
}

NestedStyle nestedStyleOf(QStringView word)
{
    for (const StyleWord &entry : styleWords) {
        if (entry.word == word)
            return entry.style;
    }
    return NestedStyle::BracketsIndexed;
}

QList<NestedStyle> nestedStyles()
{
    QList<NestedStyle> all;
    for (const StyleWord &entry : styleWords)
        all << entry.style;
    return all;
}

QByteArray serializeParameter(const Parameter &parameter, const json::Value &value, NestedStyle nesting)
{
    return Serializer(parameter, nesting).run(value);
}

QByteArray plainText(const json::Value &value)
{
    if (value.is_null())
        return {};
    if (const auto *text = value.get_ptr<const std::string *>())
        return QByteArray::fromStdString(*text);
    return json::serialize(value);
}

} // namespace uw::openapi
