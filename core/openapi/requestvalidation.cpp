// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/requestrules.h"
#include "core/openapi/mediatype.h"
#include "core/openapi/parameterserializer.h"
#include "core/openapi/requestbuilder.h"

#include <cmath>

namespace uw::openapi {
namespace {

// A value as a reader of messages knows it, cut to a line.
QString shown(const json::Value &value)
{
    constexpr qsizetype longest = 60;
    const QString text = value.is_null() ? u"null"_qs : QString::fromUtf8(plainText(value));
    return text.size() > longest ? text.left(longest) + u'…' : text;
}

// A form and a command line give text where a number or a truth value is meant.
std::optional<json::Value> asNumber(const json::Value &value)
{
    if (value.is_number())
        return value;
    if (!value.is_string())
        return std::nullopt;
    const Result<json::Value> parsed = json::parse(QByteArrayView(*value.get_ptr<const std::string *>()));
    return parsed && parsed->is_number() ? std::optional(*parsed) : std::nullopt;
}

bool isWhole(const json::Value &number)
{
    const double value = number.is_number_float() ? number.get<double>() : 0;
    return value == std::trunc(value);
}

bool isBoolean(const json::Value &value)
{
    return value.is_boolean() || value == "true" || value == "false";
}

bool isOneOf(const json::Value &value, const QList<json::Value> &allowed)
{
    return std::any_of(allowed.begin(), allowed.end(), [&value](const json::Value &one) {
        return json::equal(one, value) || shown(one) == shown(value);
    });
}

QString listOf(const QList<json::Value> &allowed)
{
    constexpr qsizetype most = 12;
    QStringList names;
    for (const json::Value &value : allowed.first(qMin(allowed.size(), most)))
        names << shown(value);
    return names.join(u", ") + (allowed.size() > most ? u", …"_qs : QString());
}

QString checkNumber(const json::Value &value, const ValueSchema &schema, bool whole)
{
    const std::optional<json::Value> number = asNumber(value);
    if (!number || (whole && !isWhole(*number)))
        return whole ? QStringLiteral("“%1” is not a whole number.").arg(shown(value))
                     : QStringLiteral("“%1” is not a number.").arg(shown(value));
    if (schema.minimum && json::compareNumbers(*number, json::Value(*schema.minimum)) < 0)
        return QStringLiteral("It has to be %1 or more.").arg(*schema.minimum);
    if (schema.maximum && json::compareNumbers(*number, json::Value(*schema.maximum)) > 0)
        return QStringLiteral("It has to be %1 or less.").arg(*schema.maximum);
    return {};
}

QString checkText(const json::Value &value, const ValueSchema &schema)
{
    if (value.is_structured())
        return QStringLiteral("It has to be text, not an %1.").arg(json::typeWord(value));
    // Counted as JSON Schema counts: in characters, not in UTF-16 units.
    const qsizetype length = QString::fromUtf8(plainText(value)).toUcs4().size();
    if (schema.minimumLength && length < *schema.minimumLength)
        return QStringLiteral("It has to have %1 characters or more.").arg(*schema.minimumLength);
    if (schema.maximumLength && length > *schema.maximumLength)
        return QStringLiteral("It has to have %1 characters or fewer.").arg(*schema.maximumLength);
    return {};
}

// What is wrong with one value (not an array), or nothing.
QString checkOne(const json::Value &value, const QString &type, const ValueSchema &schema)
{
    if (value.is_null())
        return schema.nullable || type.isEmpty() ? QString() : QStringLiteral("It cannot be null.");
    if (!schema.enumValues.isEmpty() && !isOneOf(value, schema.enumValues))
        return QStringLiteral("“%1” is not one of %2.").arg(shown(value), listOf(schema.enumValues));
    if (type == u"integer" || type == u"number")
        return checkNumber(value, schema, type == u"integer");
    if (type == u"boolean" && !isBoolean(value))
        return QStringLiteral("“%1” is neither true nor false.").arg(shown(value));
    if (type == u"object" && !value.is_object())
        return QStringLiteral("It has to be a JSON object.");
    return type == u"string" ? checkText(value, schema) : QString();
}

QString check(const json::Value &value, const ValueSchema &schema)
{
    if (schema.type != u"array")
        return checkOne(value, schema.type, schema);
    // A single value stands for an array of one.
    if (!value.is_array())
        return checkOne(value, schema.itemType, schema);
    for (const json::Value &element : value) {
        if (const QString fault = checkOne(element, schema.itemType, schema); !fault.isEmpty())
            return fault;
    }
    return {};
}

void checkParameters(const OperationDetails &operation, const RequestInput &input, QList<InputError> &errors)
{
    QStringList known;
    for (const Parameter &parameter : operation.parameters) {
        known << parameter.name;
        const auto value = input.parameters.constFind(parameter.name);
        if (value == input.parameters.constEnd()) {
            // With a default the server knows what to do without it.
            if (parameter.required && !parameter.schema.defaultValue)
                errors << InputError{parameter.name, QStringLiteral("A value is required."), true};
            else if (parameter.location == ParameterLocation::Path)
                errors << InputError{parameter.name, QStringLiteral("The path needs a value."), true};
            continue;
        }
        if (parameter.location == ParameterLocation::Path && (*value == "" || value->is_null())) {
            errors << InputError{parameter.name, QStringLiteral("The path needs a value."), true};
            continue;
        }
        const QString fault = check(*value, parameter.schema);
        if (!fault.isEmpty())
            errors << InputError{parameter.name, fault};
    }
    for (auto entry = input.parameters.keyBegin(); entry != input.parameters.keyEnd(); ++entry) {
        if (!known.contains(*entry))
            errors << InputError{
                *entry,
                known.isEmpty()
                    ? QStringLiteral("The operation has no parameters.")
                    : QStringLiteral("The operation has no such parameter. It has %1.").arg(known.join(u", ")),
                true};
    }
}

void checkBody(const OperationDetails &operation, const RequestInput &input, QList<InputError> &errors)
{
    const QString field = QStringLiteral("body");
    if (!input.body) {
        if (operation.body && operation.body->required)
            errors << InputError{field, QStringLiteral("A body is required."), true};
        return;
    }
    if (!operation.body) {
        errors << InputError{field, QStringLiteral("The operation takes no body.")};
        return;
    }
    if (!isJsonType(operation.body->mediaType))
        return;
    json::ParseReport report;
    const Result<json::Value> parsed = json::parse(*input.body, {}, &report);
    if (!parsed)
        errors << InputError{field, QStringLiteral("It is not valid JSON (%1).")
                                        .arg(report.failure ? report.failure->text() : parsed.error().text)};
}

} // namespace

QList<InputError> validate(const OperationDetails &operation, const RequestInput &input)
{
    QList<InputError> errors;
    const QString server = input.server.isEmpty() ? operation.servers.value(0) : input.server;
    if (server.isEmpty())
        errors << InputError{QString(), QStringLiteral("The document names no server. Give its address."), true};
    else if (const Result<QUrl> url = parseRequestUrl(server.toUtf8()); !url)
        errors << InputError{QString(), url.error().text, true};
    checkParameters(operation, input, errors);
    checkBody(operation, input, errors);
    return errors;
}

} // namespace uw::openapi
