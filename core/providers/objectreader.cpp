// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/objectreader.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr qsizetype maximumText = 500;

} // namespace

ObjectReader::ObjectReader(const json::Value &object, QString path) : m_object(object), m_path(std::move(path))
{
    if (!object.is_object())
        m_error = Error{ErrorCode::InvalidInput, u"%1 is no JSON object"_s.arg(m_path)};
}

const json::Value *ObjectReader::take(const char *name)
{
    m_asked.insert(name);
    return json::member(m_object, name);
}

void ObjectReader::fail(const char *name, const QString &what)
{
    if (!m_error)
        m_error = Error{ErrorCode::InvalidInput, u"%1: %2"_s.arg(pathOf(name), what)};
}

QString ObjectReader::text(const char *name, const QString &fallback)
{
    const json::Value *value = take(name);
    if (!value)
        return fallback;
    const QString text = json::toQString(*value);
    if (!value->is_string() || text.isEmpty() || text.size() > maximumText) {
        fail(name, u"a text of 1 to %1 characters is wanted"_s.arg(maximumText));
        return fallback;
    }
    return text;
}

QString ObjectReader::requiredText(const char *name)
{
    if (!take(name))
        fail(name, u"is missing"_s);
    return text(name);
}

bool ObjectReader::flag(const char *name, bool fallback)
{
    const json::Value *value = take(name);
    if (!value)
        return fallback;
    const auto *flag = value->get_ptr<const json::Value::boolean_t *>();
    if (!flag)
        fail(name, u"true or false is wanted"_s);
    return flag ? *flag : fallback;
}

int ObjectReader::integer(const char *name, int minimum, int maximum, int fallback)
{
    const json::Value *value = take(name);
    if (!value)
        return fallback;
    const bool inRange = value->is_number_integer()
                      && json::compareNumbers(*value, json::Value(minimum)) != std::partial_ordering::less
                      && json::compareNumbers(*value, json::Value(maximum)) != std::partial_ordering::greater;
    if (!inRange) {
        fail(name, u"a whole number from %1 to %2 is wanted"_s.arg(minimum).arg(maximum));
        return fallback;
    }
    return value->get<int>();
}

QStringList ObjectReader::texts(const char *name)
{
    const json::Value *value = take(name);
    if (!value)
        return {};
    if (value->is_string())
        return {text(name)};
    const auto *list = value->get_ptr<const json::Array *>();
    QStringList result;
    for (const json::Value &element : list ? *list : json::Array()) {
        const QString text = json::toQString(element);
        if (text.isEmpty() || text.size() > maximumText)
            fail(name, u"each element is a text of 1 to %1 characters"_s.arg(maximumText));
        result << text;
    }
    if (!list || list->empty())
        fail(name, u"a text or a list of texts is wanted"_s);
    return result;
}

Locator ObjectReader::locator(const char *name)
{
    const QList<Locator> found = locators(name);
    if (found.size() > 1)
        fail(name, u"one place is wanted, not several"_s);
    return found.value(0);
}

QList<Locator> ObjectReader::locators(const char *name)
{
    QList<Locator> result;
    const QStringList words = texts(name);
    for (const QString &word : words) {
        Result<Locator> locator = parseLocator(word);
        if (locator)
            result.append(*locator);
        else
            fail(name, locator.error().text);
    }
    return result;
}

const json::Value *ObjectReader::value(const char *name)
{
    return take(name);
}

const json::Object *ObjectReader::object(const char *name)
{
    const json::Value *value = take(name);
    const auto *object = value ? value->get_ptr<const json::Object *>() : nullptr;
    if (value && !object)
        fail(name, u"an object is wanted"_s);
    return object;
}

const json::Array *ObjectReader::array(const char *name)
{
    const json::Value *value = take(name);
    const auto *array = value ? value->get_ptr<const json::Array *>() : nullptr;
    if (value && !array)
        fail(name, u"a list is wanted"_s);
    return array;
}

Result<void> ObjectReader::finish()
{
    if (m_error)
        return *m_error;
    for (const auto &[name, value] : *m_object.get_ptr<const json::Object *>()) {
        if (!m_asked.contains(QByteArray::fromStdString(name)))
            return Error{ErrorCode::InvalidInput,
                         u"%1: there is no member \"%2\""_s.arg(m_path, QString::fromStdString(name))};
    }
    return {};
}

} // namespace uw
