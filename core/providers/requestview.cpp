// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/requestview.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr qsizetype maximumFormFields = 10'000;

QByteArray decodeFormText(QByteArrayView text)
{
    QByteArray plain = text.toByteArray();
    plain.replace('+', ' ');
    return QByteArray::fromPercentEncoding(plain);
}

bool isUrlSafe(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

} // namespace

QList<std::pair<QByteArray, QByteArray>> parseForm(QByteArrayView text)
{
    QList<std::pair<QByteArray, QByteArray>> fields;
    while (!text.isEmpty() && fields.size() < maximumFormFields) {
        const qsizetype ampersand = text.indexOf('&');
        const QByteArrayView pair = ampersand < 0 ? text : text.first(ampersand);
        text = ampersand < 0 ? QByteArrayView() : text.sliced(ampersand + 1);
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        if (equals < 0)
            fields.append({decodeFormText(pair), QByteArray()});
        else
            fields.append({decodeFormText(pair.first(equals)), decodeFormText(pair.sliced(equals + 1))});
    }
    return fields;
}

RequestView::RequestView(Parts parts) : m_parts(std::move(parts)) {}

std::optional<QByteArray> RequestView::header(QByteArrayView name) const
{
    std::optional<QByteArray> joined;
    for (const HeaderField &field : m_parts.headers) {
        if (field.name.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        if (joined)
            *joined += ", " + field.value;
        else
            joined = field.value;
    }
    return joined;
}

QByteArray RequestView::mediaType() const
{
    const QByteArray value = headerValue(m_parts.headers, "Content-Type");
    const qsizetype semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.first(semicolon)).trimmed().toLower();
}

bool RequestView::isForm() const
{
    return mediaType() == "application/x-www-form-urlencoded";
}

QStringList RequestView::signedUrls() const
{
    if (!m_parts.publicUrl.isEmpty())
        return {m_parts.publicUrl};
    const QByteArray host = headerValue(m_parts.headers, "Host");
    if (host.isEmpty() || !isUrlSafe(host) || !m_parts.target.startsWith('/'))
        return {};
    const QString rest = QLatin1StringView(host) + QLatin1StringView(m_parts.target);
    return {u"https://"_s + rest, u"http://"_s + rest};
}

const json::Value *RequestView::json(QByteArrayView formField) const
{
    if (!m_jsonRead) {
        m_jsonRead = true;
        QByteArray text = m_parts.body;
        if (!formField.isEmpty() && isForm()) {
            text.clear();
            for (const auto &[name, value] : formFields()) {
                if (name == formField) {
                    text = value;
                    break;
                }
            }
        }
        Result<json::Value> parsed = json::parse(text);
        if (parsed)
            m_json = std::move(*parsed);
        else
            m_jsonError = parsed.error().text;
    }
    return m_json ? &*m_json : nullptr;
}

const QList<std::pair<QByteArray, QByteArray>> &RequestView::formFields() const
{
    if (!m_formRead) {
        m_formRead = true;
        if (isForm())
            m_form = parseForm(m_parts.body);
    }
    return m_form;
}

std::optional<QByteArray> RequestView::queryValue(QByteArrayView name) const
{
    for (const auto &[key, value] : parseForm(m_parts.query)) {
        if (key == name)
            return value;
    }
    return std::nullopt;
}

} // namespace uw
