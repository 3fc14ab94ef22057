// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/schemareader.h"

#include "core/openapi/reference.h"

namespace uw::openapi {
namespace {

// Wrappers in wrappers end here; deeper ones are circles.
constexpr int maximumDepth = 32;

std::optional<double> numberOf(const json::Value &schema, std::string_view name)
{
    const json::Value *value = json::member(schema, name);
    return value && value->is_number() ? std::optional(value->get<double>()) : std::nullopt;
}

std::optional<qint64> countOf(const json::Value &schema, std::string_view name)
{
    const json::Value *value = json::member(schema, name);
    return value && value->is_number_integer() ? std::optional(value->get<qint64>()) : std::nullopt;
}

bool isTrue(const json::Value &schema, std::string_view name)
{
    const json::Value *value = json::member(schema, name);
    return value && value->is_boolean() && value->get<bool>();
}

QString typeOf(const json::Value &value)
{
    if (value.is_number_integer())
        return QStringLiteral("integer");
    return value.is_null() ? QString() : json::typeWord(value);
}

// One type that all names allow, or nothing.
QString commonType(QStringList names)
{
    names.removeDuplicates();
    if (names.size() == 1)
        return names.first();
    if (names.size() == 2 && names.contains(u"integer") && names.contains(u"number"))
        return QStringLiteral("number");
    return {};
}

template<typename T>
void fill(T &own, const T &other, bool isEmpty)
{
    if (isEmpty)
        own = other;
}

// Takes from `other` what `own` does not say.
void fillFrom(ValueSchema &own, const ValueSchema &other)
{
    fill(own.type, other.type, own.type.isEmpty());
    fill(own.format, other.format, own.format.isEmpty());
    fill(own.itemType, other.itemType, own.itemType.isEmpty());
    fill(own.enumValues, other.enumValues, own.enumValues.isEmpty());
    fill(own.defaultValue, other.defaultValue, !own.defaultValue);
    fill(own.example, other.example, !own.example);
    fill(own.minimum, other.minimum, !own.minimum);
    fill(own.maximum, other.maximum, !own.maximum);
    fill(own.minimumLength, other.minimumLength, !own.minimumLength);
    fill(own.maximumLength, other.maximumLength, !own.maximumLength);
    own.nullable = own.nullable || other.nullable;
}

} // namespace

ValueSchema SchemaReader::read(const json::Value &schema, int depth) const
{
    ValueSchema result;
    if (!schema.is_object() || depth > maximumDepth)
        return result;
    if (!referenceOf(schema).isEmpty())
        return readReferenced(schema, depth);
    readKeywords(schema, result);
    readType(schema, result);
    readAllOf(schema, result, depth);
    for (const std::string_view name : {"oneOf", "anyOf"}) {
        if (const json::Value *variants = json::member(schema, name); variants && variants->is_array())
            readVariants(*variants, result, depth);
    }
    readItems(schema, result, depth);
    return result;
}

ValueSchema SchemaReader::readReferenced(const json::Value &schema, int depth) const
{
    const Result<const json::Value *> target = findReference(m_root, referenceOf(schema));
    ValueSchema referenced = target ? read(**target, depth + 1) : ValueSchema();
    if (!m_siblingsCount)
        return referenced;
    ValueSchema result;
    readKeywords(schema, result);
    fillFrom(result, referenced);
    return result;
}

void SchemaReader::readKeywords(const json::Value &schema, ValueSchema &result) const
{
    if (const json::Value *format = json::member(schema, "format"))
        result.format = json::toQString(*format);
    if (const json::Value *values = json::member(schema, "enum"); values && values->is_array()) {
        for (const json::Value &value : *values)
            result.enumValues << value;
    }
    if (const json::Value *value = json::member(schema, "const"))
        result.enumValues = {*value};
    if (const json::Value *value = json::member(schema, "default"))
        result.defaultValue = *value;
    if (const json::Value *value = json::member(schema, "example"))
        result.example = *value;
    else if (const json::Value *values = json::member(schema, "examples");
             values && values->is_array() && !values->empty())
        result.example = values->front();
    result.minimum = numberOf(schema, "minimum");
    result.maximum = numberOf(schema, "maximum");
    result.minimumLength = countOf(schema, "minLength");
    result.maximumLength = countOf(schema, "maxLength");
    result.nullable = isTrue(schema, "nullable");
}

void SchemaReader::readType(const json::Value &schema, ValueSchema &result) const
{
    const json::Value *type = json::member(schema, "type");
    if (type && type->is_string()) {
        result.type = json::toQString(*type);
    } else if (type && type->is_array()) {
        QStringList names;
        for (const json::Value &name : *type)
            names << json::toQString(name);
        result.nullable = names.removeAll(u"null"_qs) > 0 || result.nullable;
        result.type = commonType(names);
    } else if (!result.enumValues.isEmpty()) {
        QStringList names;
        for (const json::Value &value : std::as_const(result.enumValues)) {
            if (!value.is_null())
                names << typeOf(value);
        }
        result.type = commonType(names);
    } else if (json::member(schema, "properties") || json::member(schema, "additionalProperties")) {
        result.type = QStringLiteral("object");
    } else if (const json::Value *items = json::member(schema, "items"); items && items->is_object()) {
        result.type = QStringLiteral("array");
    }
}

void SchemaReader::readItems(const json::Value &schema, ValueSchema &result, int depth) const
{
    const json::Value *items = json::member(schema, "items");
    if (result.type != u"array" || !items)
        return;
    const ValueSchema item = read(*items, depth + 1);
    result.itemType = item.type;
    fill(result.enumValues, item.enumValues, result.enumValues.isEmpty());
    fill(result.format, item.format, result.format.isEmpty());
}

void SchemaReader::readAllOf(const json::Value &schema, ValueSchema &result, int depth) const
{
    const json::Value *parts = json::member(schema, "allOf");
    if (!parts || !parts->is_array())
        return;
    for (const json::Value &part : *parts)
        fillFrom(result, read(part, depth + 1));
}

void SchemaReader::readVariants(const json::Value &variants, ValueSchema &result, int depth) const
{
    QList<ValueSchema> kinds;
    QStringList types;
    QList<json::Value> values;
    bool onlyValues = true;
    for (const json::Value &variant : variants) {
        const json::Value *type = json::member(variant, "type");
        if (type && *type == "null") {
            result.nullable = true;
            continue;
        }
        kinds << read(variant, depth + 1);
        types << kinds.last().type;
        values << kinds.last().enumValues;
        onlyValues = onlyValues && !kinds.last().enumValues.isEmpty() && kinds.last().type != u"array";
    }
    if (kinds.isEmpty())
        return;
    if (kinds.size() == 1) {
        // The content decides, also against a type that stands beside the wrapper.
        ValueSchema content = kinds.first();
        fillFrom(content, result);
        result = content;
        return;
    }
    result.type = commonType(types);
    if (onlyValues)
        result.enumValues = values;
}

} // namespace uw::openapi
