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

std::optional<QByteArray> plainText(const json::Value *value)
{
    if (!value)
        return std::nullopt;
    if (const auto *text = value->get_ptr<const json::Value::string_t *>())
        return QByteArray::fromStdString(*text);
    if (value->is_number() || value->is_boolean())
        return json::serialize(*value);
    return std::nullopt;
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

const QByteArray &RequestView::jsonBytes(QByteArrayView formField) const
{
    if (!m_jsonBytes) {
        m_jsonBytes = m_parts.body;
        if (!formField.isEmpty() && isForm()) {
            m_jsonBytes->clear();
            for (const auto &[name, value] : formFields()) {
                if (name == formField) {
                    m_jsonBytes = value;
                    break;
                }
            }
        }
    }
    return *m_jsonBytes;
}

const json::Value *RequestView::json(QByteArrayView formField) const
{
    if (!m_jsonRead) {
        m_jsonRead = true;
        Result<json::Value> parsed = json::parse(jsonBytes(formField));
        if (parsed)
            m_json = std::move(*parsed);
        else
            m_jsonError = parsed.error().text;
    }
    return m_json ? &*m_json : nullptr;
}

// Null where only a tree can tell.
const json::Outline *RequestView::outline(QByteArrayView formField) const
{
    if (!m_isOutlined) {
        m_isOutlined = true;
        m_outline = json::Outline::make(jsonBytes(formField));
    }
    return m_outline ? &*m_outline : nullptr;
}

bool RequestView::isJson(QByteArrayView formField) const
{
    return outline(formField) || json(formField);
}

std::optional<QByteArray> RequestView::jsonScalar(QByteArrayView pointer, QByteArrayView formField) const
{
    const json::Outline *places = json::Outline::isPlainPointer(pointer) ? outline(formField) : nullptr;
    if (places)
        return places->scalar(pointer);
    const json::Value *body = json(formField);
    return body ? plainText(json::resolvePointer(*body, QString::fromUtf8(pointer))) : std::nullopt;
}

std::optional<QByteArray> RequestView::jsonText(QByteArrayView pointer, QByteArrayView formField) const
{
    const json::Outline *places = json::Outline::isPlainPointer(pointer) ? outline(formField) : nullptr;
    if (places)
        return places->text(pointer);
    const json::Value *body = json(formField);
    const json::Value *found = body ? json::resolvePointer(*body, QString::fromUtf8(pointer)) : nullptr;
    return found && found->is_string() ? plainText(found) : std::nullopt;
}

std::optional<QByteArray> RequestView::jsonName(QByteArrayView suffix, QByteArrayView formField) const
{
    if (const json::Outline *places = outline(formField))
        return places->nameEndingIn(suffix);
    const json::Value *body = json(formField);
    const auto *object = body ? body->get_ptr<const json::Object *>() : nullptr;
    if (!object)
        return std::nullopt;
    for (const auto &[name, value] : *object) {
        if (QByteArrayView(name.data(), qsizetype(name.size())).endsWith(suffix))
            return QByteArray::fromStdString(name);
    }
    return std::nullopt;
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
