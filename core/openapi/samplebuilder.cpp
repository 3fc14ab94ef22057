// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/samplebuilder.h"

#include "core/openapi/reference.h"

namespace uw::openapi {
namespace {

constexpr std::size_t maximumDepth = 24;
constexpr int maximumValues = 2000;

bool isTrue(const json::Value &schema, std::string_view name)
{
    const json::Value *value = json::member(schema, name);
    return value && value->is_boolean() && value->get<bool>();
}

// What the schema itself offers as a value.
const json::Value *offered(const json::Value &schema)
{
    if (const json::Value *value = json::member(schema, "example"))
        return value;
    for (const std::string_view name : {"examples", "enum"}) {
        // Own values before a default, a default before the first of an enum.
        if (name == "enum") {
            for (const std::string_view single : {"default", "const"}) {
                if (const json::Value *value = json::member(schema, single); value && !value->is_null())
                    return value;
            }
        }
        const json::Value *values = json::member(schema, name);
        if (values && values->is_array() && !values->empty())
            return &values->front();
    }
    return nullptr;
}

QString typeOf(const json::Value &schema)
{
    const json::Value *type = json::member(schema, "type");
    if (type && type->is_array()) {
        for (const json::Value &name : *type) {
            if (json::toQString(name) != u"null")
                return json::toQString(name);
        }
    }
    if (type && type->is_string())
        return json::toQString(*type);
    if (json::member(schema, "properties"))
        return QStringLiteral("object");
    return json::member(schema, "items") ? QStringLiteral("array") : QString();
}

json::Value textFor(const json::Value &schema)
{
    static const QHash<QString, std::string> byFormat = {
        {u"date-time"_qs, "2026-01-31T08:00:00Z"},
        {u"date"_qs, "2026-01-31"},
        {u"time"_qs, "08:00:00Z"},
        {u"duration"_qs, "PT1H"},
        {u"uuid"_qs, "00000000-0000-4000-8000-000000000000"},
        {u"email"_qs, "name@example.com"},
        {u"uri"_qs, "https://example.com/"},
        {u"url"_qs, "https://example.com/"},
        {u"hostname"_qs, "example.com"},
        {u"ipv4"_qs, "192.0.2.1"},
        {u"ipv6"_qs, "2001:db8::1"},
        {u"byte"_qs, ""},
        {u"binary"_qs, ""},
        {u"password"_qs, ""},
    };
    const json::Value *format = json::member(schema, "format");
    return byFormat.value(format ? json::toQString(*format) : QString(), "string");
}

json::Value numberFor(const json::Value &schema)
{
    // Zero unless the bounds exclude it.
    const json::Value *minimum = json::member(schema, "minimum");
    if (minimum && minimum->is_number() && minimum->get<double>() > 0)
        return *minimum;
    const json::Value *maximum = json::member(schema, "maximum");
    if (maximum && maximum->is_number() && maximum->get<double>() < 0)
        return *maximum;
    return 0;
}

// The members of `more` are added to `object` unless they are there.
void merge(json::Value &object, const json::Value &more)
{
    for (const auto &[name, value] : *more.get_ptr<const json::Object *>())
        object.get_ptr<json::Object *>()->emplace(name, value);
}

} // namespace

std::optional<json::Value> SampleBuilder::build(const json::Value &schema)
{
    m_open.clear();
    m_made = 0;
    return sample(schema);
}

std::optional<json::Value> SampleBuilder::sample(const json::Value &schema)
{
    const Result<const json::Value *> followed = followReferences(m_root, schema);
    if (!followed || !(*followed)->is_object())
        return std::nullopt;
    const json::Value *target = *followed;
    if (m_open.size() >= maximumDepth || m_made >= maximumValues
        || std::find(m_open.begin(), m_open.end(), target) != m_open.end())
        return std::nullopt;
    ++m_made;
    m_open.push_back(target);
    std::optional<json::Value> value = sampleOf(*target);
    m_open.pop_back();
    return value;
}

std::optional<json::Value> SampleBuilder::sampleOf(const json::Value &schema)
{
    if (const json::Value *value = offered(schema))
        return *value;
    if (json::member(schema, "oneOf") || json::member(schema, "anyOf"))
        return ofVariants(schema);
    if (json::member(schema, "allOf"))
        return ofParts(schema);
    const QString type = typeOf(schema);
    if (type == u"object")
        return ofObject(schema);
    if (type == u"array")
        return ofArray(schema);
    if (type == u"string")
        return textFor(schema);
    if (type == u"integer" || type == u"number")
        return numberFor(schema);
    if (type == u"boolean")
        return json::Value(false);
    if (type == u"null")
        return json::Value(nullptr);
    return std::nullopt;
}

std::optional<json::Value> SampleBuilder::ofVariants(const json::Value &schema)
{
    for (const std::string_view name : {"oneOf", "anyOf"}) {
        const json::Value *variants = json::member(schema, name);
        if (!variants || !variants->is_array())
            continue;
        for (const json::Value &variant : *variants) {
            std::optional<json::Value> value = sample(variant);
            if (!value || value->is_null())
                continue;
            if (value->is_object() && json::member(schema, "properties"))
                merge(*value, ofObject(schema));
            return value;
        }
    }
    return typeOf(schema) == u"object" ? std::optional(ofObject(schema)) : std::nullopt;
}

std::optional<json::Value> SampleBuilder::ofParts(const json::Value &schema)
{
    std::optional<json::Value> result;
    const json::Value *parts = json::member(schema, "allOf");
    if (parts->is_array()) {
        for (const json::Value &part : *parts) {
            std::optional<json::Value> value = sample(part);
            if (!value)
                continue;
            if (!result)
                result = std::move(value);
            else if (result->is_object() && value->is_object())
                merge(*result, *value);
        }
    }
    if (json::member(schema, "properties") && (!result || result->is_object())) {
        json::Value own = ofObject(schema);
        if (result)
            merge(*result, own);
        else
            result = std::move(own);
    }
    return result;
}

json::Value SampleBuilder::ofObject(const json::Value &schema)
{
    json::Value object = json::Value::object();
    const json::Value *properties = json::member(schema, "properties");
    if (!properties || !properties->is_object())
        return object;
    for (const auto &[name, property] : *properties->get_ptr<const json::Object *>()) {
        const Result<const json::Value *> target = followReferences(m_root, property);
        if (!target || isTrue(property, "readOnly") || isTrue(**target, "readOnly") || isTrue(**target, "deprecated"))
            continue;
        if (std::optional<json::Value> value = sample(property))
            object.get_ptr<json::Object *>()->emplace(name, std::move(*value));
    }
    return object;
}

json::Value SampleBuilder::ofArray(const json::Value &schema)
{
    json::Value array = json::Value::array();
    if (const json::Value *items = json::member(schema, "items")) {
        if (std::optional<json::Value> item = sample(*items))
            array.push_back(std::move(*item));
    }
    return array;
}

} // namespace uw::openapi
