// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <QByteArrayList>
#include <QString>
#include <QStringList>

#include <optional>

namespace uw::openapi {

// Something odd in a document that does not stop its use.
struct Warning {
    // A stable lower-case word.
    QString code;
    // A sentence for a person.
    QString message;
    // JSON pointer (RFC 6901) of the place.
    QString pointer;
};

enum class ParameterLocation { Path, Query, Header, Cookie };

// What a form needs to know about a value, read from a schema when an operation is opened.
struct ValueSchema {
    // "string", "integer", "number", "boolean", "array", "object" or empty (anything).
    QString type;
    QString format;
    // For arrays: the type and the enum of the items.
    QString itemType;
    QList<json::Value> enumValues;
    std::optional<json::Value> defaultValue;
    std::optional<json::Value> example;
    std::optional<double> minimum;
    std::optional<double> maximum;
    std::optional<qint64> minimumLength;
    std::optional<qint64> maximumLength;
    bool nullable = false;
};

struct Parameter {
    QString name;
    ParameterLocation location = ParameterLocation::Query;
    bool required = false;
    bool deprecated = false;
    QString description;
    // As serialized: the location's default where the document says nothing.
    QString style;
    bool explode = false;
    bool allowReserved = false;
    // The media type a parameter with `content` is written in; empty: by style.
    QString contentType;
    ValueSchema schema;
    // What stands between the elements of arrays inside arrays, from the outside in (Swagger 2.0's
    // items.collectionFormat); where it ends, such arrays are written as JSON.
    QByteArrayList innerDelimiters = {};
};

struct RequestBody {
    QString mediaType;
    bool required = false;
    QString description;
    // A first body to edit, made from the schema's examples and types; pretty-printed JSON.
    QByteArray sample;
};

// One row of the operation index: cheap to make for thousands of operations, nothing resolved.
struct OperationSummary {
    // As in the document, or made from method and path when it has none.
    QString operationId;
    // Upper case.
    QByteArray method;
    // The path template, "/v1/workspaces/{workspaceId}".
    QString path;
    QStringList tags;
    QString summary;
    bool deprecated = false;
    // JSON pointer of the operation in its document.
    QString pointer;
};

// An operation as opened: references of parameters and body followed.
struct OperationDetails {
    OperationSummary summary;
    QString description;
    QList<Parameter> parameters;
    std::optional<RequestBody> body;
    // Absolute server URLs that apply, first is the default.
    QStringList servers;
    // Names of header API keys the operation accepts ("X-Api-Key"), by OR.
    QStringList apiKeyHeaders;
    // Media types of its successful answers, in the document's order.
    QStringList responseTypes;
    // What had to be left out or guessed to open it.
    QList<Warning> warnings;
};

} // namespace uw::openapi
