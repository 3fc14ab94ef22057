// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/schema/keywordreader.h"

#include "core/json/schema/decimal.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace uw::json::schema {

namespace {

bool isSchema(const Value &value)
{
    return value.is_object() || value.is_boolean();
}

bool isTexts(const Value &value)
{
    const auto *array = value.get_ptr<const Array *>();
    return array && std::all_of(array->begin(), array->end(), [](const Value &v) { return v.is_string(); });
}

bool isTypeName(const Value &value)
{
    const auto *name = value.get_ptr<const std::string *>();
    return name
        && (*name == "null" || *name == "boolean" || *name == "integer" || *name == "number" || *name == "string"
            || *name == "array" || *name == "object");
}

bool isType(const Value &value)
{
    const auto *array = value.get_ptr<const Array *>();
    return array ? !array->empty() && std::all_of(array->begin(), array->end(), isTypeName) : isTypeName(value);
}

template<typename Check>
bool allMembers(const Value &value, Check check)
{
    const auto *object = value.get_ptr<const Object *>();
    return object && std::all_of(object->begin(), object->end(), [&](const auto &m) { return check(m.second); });
}

bool isAtLeast(const Value &value, std::uint64_t least)
{
    return compareNumbers(value, Value(least)) >= 0;
}

// What is wanted, when the value is something else. Schemas inside of it are judged where they stand.
std::optional<QString> wanted(const Value &value, Shape shape)
{
    const auto unless = [](bool isGood, const QString &text) { return isGood ? std::nullopt : std::optional(text); };
    switch (shape) {
    case Shape::Any:
        return std::nullopt;
    case Shape::Schema:
        return unless(isSchema(value), u"a schema, which is an object, true or false,"_s);
    case Shape::SchemaOrArray:
        return unless(isSchema(value) || value.is_array(), u"a schema or an array of schemas"_s);
    case Shape::SchemaArray:
        return unless(value.is_array() && !value.empty(), u"an array of at least one schema"_s);
    case Shape::SchemaMap:
    case Shape::PatternMap:
        return unless(value.is_object(), u"an object of schemas"_s);
    case Shape::SchemaOrTextsMap:
        return unless(allMembers(value, [](const Value &v) { return isSchema(v) || isTexts(v); }),
                      u"an object of schemas and arrays of names"_s);
    case Shape::TextsMap:
        return unless(allMembers(value, isTexts), u"an object of arrays of names"_s);
    case Shape::Type:
        return unless(isType(value),
                      u"null, boolean, integer, number, string, array or object, or an array of these,"_s);
    case Shape::Array:
        return unless(value.is_array(), u"an array"_s);
    case Shape::Number:
        return unless(value.is_number(), u"a number"_s);
    case Shape::PositiveNumber:
        return unless(compareNumbers(value, Value(0)) > 0, u"a number above 0"_s);
    case Shape::Size:
        return unless(isWhole(value) && isAtLeast(value, 0), u"an integer from 0 on"_s);
    case Shape::Text:
    case Shape::Pattern:
        return unless(value.is_string(), u"a string"_s);
    case Shape::Texts:
        return unless(isTexts(value), u"an array of names"_s);
    case Shape::Flag:
        return unless(value.is_boolean(), u"true or false"_s);
    }
    return std::nullopt;
}

} // namespace

KeywordReader::KeywordReader(const Object &object, SchemaDialect dialect, bool isBareReference,
                             const Complain &complain)
{
    for (const auto &[name, value] : object) {
        const Keyword *keyword = findKeyword(name, dialect);
        if (!keyword || (isBareReference && name != "$ref"))
            continue;
        if (const std::optional<QString> problem = wanted(value, keyword->shape))
            complain(name, u"%1 is wanted here"_s.arg(*problem));
        else
            m_good.emplace_back(name, &value);
    }
}

const Value *KeywordReader::value(std::string_view keyword) const
{
    const auto found =
        std::find_if(m_good.begin(), m_good.end(), [keyword](const auto &good) { return good.first == keyword; });
    return found == m_good.end() ? nullptr : found->second;
}

const Array *KeywordReader::array(std::string_view keyword) const
{
    const Value *found = value(keyword);
    return found ? found->get_ptr<const Array *>() : nullptr;
}

const Object *KeywordReader::object(std::string_view keyword) const
{
    const Value *found = value(keyword);
    return found ? found->get_ptr<const Object *>() : nullptr;
}

const std::string *KeywordReader::text(std::string_view keyword) const
{
    const Value *found = value(keyword);
    return found ? found->get_ptr<const std::string *>() : nullptr;
}

bool KeywordReader::flag(std::string_view keyword) const
{
    const Value *found = value(keyword);
    const auto *isSet = found ? found->get_ptr<const bool *>() : nullptr;
    return isSet && *isSet;
}

std::optional<std::size_t> KeywordReader::size(std::string_view keyword) const
{
    const Value *found = value(keyword);
    if (!found)
        return std::nullopt;
    if (const auto *floating = found->get_ptr<const double *>())
        return *floating < 1e18 ? static_cast<std::size_t>(*floating) : std::numeric_limits<std::size_t>::max();
    // Checked to be no less than 0, so both kinds of integer read alike.
    if (found->is_number_unsigned())
        return static_cast<std::size_t>(*found->get_ptr<const std::uint64_t *>());
    return static_cast<std::size_t>(*found->get_ptr<const std::int64_t *>());
}

std::vector<std::string> textsOf(const Value &array)
{
    std::vector<std::string> texts;
    if (const auto *elements = array.get_ptr<const Array *>()) {
        for (const Value &element : *elements) {
            if (const auto *text = element.get_ptr<const std::string *>())
                texts.push_back(*text);
        }
    }
    return texts;
}

} // namespace uw::json::schema
