// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/swaggerparameter.h"

#include "core/openapi/reference.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace uw::openapi {
namespace {

constexpr std::string_view schemaKeywords[] = {
    "type",     "format",           "items",      "default",   "enum",      "maximum", "exclusiveMaximum",
    "minimum",  "exclusiveMinimum", "multipleOf", "maxLength", "minLength", "pattern", "maxItems",
    "minItems", "uniqueItems",      "x-nullable", "x-example", "example"};

QString textOf(const json::Value &owner, std::string_view name)
{
    const json::Value *text = json::member(owner, name);
    return text ? json::toQString(*text) : QString();
}

// What 3.0 calls the extensions of 2.0 that many use.
std::string newName(std::string_view keyword)
{
    if (keyword == "x-nullable")
        return "nullable";
    return std::string(keyword == "x-example" ? "example" : keyword);
}

void remove(json::Value &owner, std::string_view name)
{
    owner.get_ptr<json::Object *>()->erase(name);
}

json::Value takeKeywords(json::Value &owner)
{
    json::Value schema = json::Value::object();
    for (const std::string_view keyword : schemaKeywords) {
        json::Value *found = memberOf(owner, keyword);
        if (!found)
            continue;
        schema[newName(keyword)] = std::move(*found);
        remove(owner, keyword);
    }
    replaceFileType(schema);
    return schema;
}

// Style and explode of an array by its collectionFormat; csv where nothing is said.
void addStyle(json::Value &target, const QString &format, const QString &place)
{
    const bool isForm = place == "query"_L1 || place == "formData"_L1;
    const char *style = isForm ? "form" : "simple";
    if (format == "ssv"_L1)
        style = "spaceDelimited";
    else if (format == "pipes"_L1)
        style = "pipeDelimited";
    else if (format == "tsv"_L1)
        style = "tabDelimited";
    target["style"] = style;
    target["explode"] = format == "multi"_L1 && isForm;
}

} // namespace

json::Value *memberOf(json::Value &owner, std::string_view name)
{
    auto *members = owner.get_ptr<json::Object *>();
    if (!members)
        return nullptr;
    const auto found = members->find(name);
    return found == members->end() ? nullptr : &found->second;
}

void replaceFileType(json::Value &schema)
{
    const json::Value *type = json::member(schema, "type");
    if (!type || json::toQString(*type) != "file"_L1)
        return;
    schema["type"] = "string";
    schema["format"] = "binary";
}

void moveSchemaKeywords(json::Value &owner)
{
    if (!owner.is_object() || json::member(owner, "schema") || !referenceOf(owner).isEmpty())
        return;
    owner["schema"] = takeKeywords(owner);
}

void upgradeParameter(json::Value &parameter)
{
    if (!parameter.is_object() || !referenceOf(parameter).isEmpty())
        return;
    const QString place = textOf(parameter, "in");
    if (place == "body"_L1 || place == "formData"_L1)
        return replaceFileType(parameter);
    if (json::member(parameter, "schema"))
        return;
    const bool isArray = textOf(parameter, "type") == "array"_L1;
    const QString format = textOf(parameter, "collectionFormat");
    moveSchemaKeywords(parameter);
    if (isArray)
        addStyle(parameter, format, place);
}

json::Value takeFieldSchema(json::Value &parameter)
{
    json::Value schema = takeKeywords(parameter);
    const QString description = textOf(parameter, "description");
    if (!description.isEmpty())
        schema["description"] = json::fromQString(description);
    return schema;
}

json::Value fieldStyle(const json::Value &parameter)
{
    if (textOf(parameter, "type") != "array"_L1)
        return {};
    json::Value style = json::Value::object();
    addStyle(style, textOf(parameter, "collectionFormat"), u"formData"_s);
    return style;
}

json::Value securityScheme(const json::Value &definition)
{
    json::Value scheme = definition;
    if (!scheme.is_object())
        return scheme;
    const QString type = textOf(definition, "type");
    if (type == "basic"_L1) {
        scheme["type"] = "http";
        scheme["scheme"] = "basic";
    }
    if (type != "oauth2"_L1 || json::member(definition, "flows"))
        return scheme;
    json::Value flow = json::Value::object();
    for (const char *name : {"authorizationUrl", "tokenUrl", "scopes"}) {
        if (json::Value *found = memberOf(scheme, name)) {
            flow[name] = std::move(*found);
            remove(scheme, name);
        }
    }
    const QString kind = textOf(definition, "flow");
    const char *name = kind == "accessCode"_L1  ? "authorizationCode"
                     : kind == "application"_L1 ? "clientCredentials"
                     : kind == "password"_L1    ? "password"
                                                : "implicit";
    remove(scheme, "flow");
    scheme["flows"][name] = std::move(flow);
    return scheme;
}

} // namespace uw::openapi
