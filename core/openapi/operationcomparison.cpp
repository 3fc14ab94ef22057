// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/operationcomparison.h"

#include "core/openapi/mediatype.h"
#include "core/openapi/reference.h"

#include <algorithm>

namespace uw::openapi {
namespace {

using Kind = DocumentChange::Kind;
using Direction = SchemaComparison::Direction;

QString placeWord(ParameterLocation location)
{
    switch (location) {
    case ParameterLocation::Path:
        return QStringLiteral("path");
    case ParameterLocation::Header:
        return QStringLiteral("header");
    case ParameterLocation::Cookie:
        return QStringLiteral("cookie");
    case ParameterLocation::Query:
        break;
    }
    return QStringLiteral("query");
}

QString nameOf(const Parameter &parameter)
{
    return QStringLiteral("The parameter %1 (%2)").arg(parameter.name, placeWord(parameter.location));
}

const Parameter *findIn(const QList<Parameter> &list, const Parameter &wanted)
{
    const auto found = std::find_if(list.begin(), list.end(), [&wanted](const Parameter &candidate) {
        return candidate.name == wanted.name && candidate.location == wanted.location;
    });
    return found == list.end() ? nullptr : &*found;
}

QStringList valuesOf(const ValueSchema &schema)
{
    QStringList values;
    for (const json::Value &value : schema.enumValues)
        values << QString::fromUtf8(json::serialize(value)).left(80);
    values.sort();
    return values;
}

// A member of an operation, with its reference followed; null when there is none.
const json::Value *partOf(const Document &document, const OperationSummary &operation, std::string_view name)
{
    const json::Value *source = json::resolvePointer(document.root(), operation.pointer);
    const json::Value *part = source ? json::member(*source, name) : nullptr;
    if (!part)
        return nullptr;
    const Result<const json::Value *> target = followReferences(document.root(), *part);
    return target ? *target : nullptr;
}

// "the body" at the beginning of a sentence.
QString capital(const QString &text)
{
    return QString(text.left(1).toUpper() + text.mid(1));
}

bool isTrue(const json::Value *owner, std::string_view name)
{
    const json::Value *value = owner ? json::member(*owner, name) : nullptr;
    return value && *value == json::Value(true);
}

} // namespace

OperationComparison::OperationComparison(const Document &older, const Document &newer, QList<DocumentChange> &changes)
    : m_older(older)
    , m_newer(newer)
    , m_changes(changes)
{}

void OperationComparison::add(Kind kind, bool isBreaking, const QString &text)
{
    m_changes << DocumentChange{kind, isBreaking, m_operation->method, m_operation->path, m_operation->operationId,
                                text};
}

void OperationComparison::compare(const OperationSummary &before, const OperationSummary &after)
{
    m_operation = &after;
    if (before.deprecated != after.deprecated)
        add(Kind::Changed, false,
            after.deprecated ? QStringLiteral("The operation is deprecated now.")
                             : QStringLiteral("The operation is no longer deprecated."));
    const Result<OperationDetails> was = m_older.details(before);
    const Result<OperationDetails> is = m_newer.details(after);
    if (was && is)
        compareParameters(*was, *is);
    compareBody(before, after);
    compareResponses(before, after);
}

void OperationComparison::compareParameters(const OperationDetails &before, const OperationDetails &after)
{
    for (const Parameter &parameter : before.parameters) {
        if (const Parameter *now = findIn(after.parameters, parameter))
            compareParameter(parameter, *now);
        else
            add(Kind::ParameterRemoved, true, nameOf(parameter) + u" is gone.");
    }
    for (const Parameter &parameter : after.parameters) {
        if (!findIn(before.parameters, parameter))
            add(Kind::ParameterAdded, parameter.required,
                nameOf(parameter) + (parameter.required ? u" is new and required." : u" is new."));
    }
}

void OperationComparison::compareParameter(const Parameter &before, const Parameter &after)
{
    const QString name = nameOf(after);
    if (before.required != after.required)
        add(Kind::Changed, after.required, name + (after.required ? u" is required now." : u" is no longer required."));
    if (before.deprecated != after.deprecated)
        add(Kind::Changed, false, name + (after.deprecated ? u" is deprecated now." : u" is no longer deprecated."));
    if (before.schema.type != after.schema.type)
        add(Kind::Changed, !after.schema.type.isEmpty(),
            QStringLiteral("%1 is %2 instead of %3.")
                .arg(name, after.schema.type.isEmpty() ? u"any type"_qs : after.schema.type,
                     before.schema.type.isEmpty() ? u"any type"_qs : before.schema.type));
    if (before.style != after.style || before.explode != after.explode || before.contentType != after.contentType)
        add(Kind::Changed, true, name + u" is written in another way.");
    const QStringList was = valuesOf(before.schema);
    const QStringList is = valuesOf(after.schema);
    if (was == is)
        return;
    const auto loses = [&is](const QString &value) { return !is.contains(value); };
    const bool isBreaking = !is.isEmpty() && (was.isEmpty() || std::any_of(was.begin(), was.end(), loses));
    add(Kind::Changed, isBreaking,
        name + (isBreaking ? u" no longer takes all values it took." : u" takes more values."));
}

void OperationComparison::compareBody(const OperationSummary &before, const OperationSummary &after)
{
    const json::Value *was = partOf(m_older, before, "requestBody");
    const json::Value *is = partOf(m_newer, after, "requestBody");
    if (!was && !is)
        return;
    if (!was || !is) {
        const bool isRequired = isTrue(is, "required");
        add(Kind::Changed, !is || isRequired,
            !is          ? QStringLiteral("The operation takes no body any more.")
            : isRequired ? QStringLiteral("The operation takes a body now, and requires it.")
                         : QStringLiteral("The operation takes a body now."));
        return;
    }
    if (isTrue(was, "required") != isTrue(is, "required"))
        add(Kind::Changed, isTrue(is, "required"),
            isTrue(is, "required") ? QStringLiteral("The body is required now.")
                                   : QStringLiteral("The body is no longer required."));
    compareContent(json::member(*was, "content"), json::member(*is, "content"), QStringLiteral("the body"),
                   Direction::Request);
}

void OperationComparison::compareResponses(const OperationSummary &before, const OperationSummary &after)
{
    const json::Value *was = partOf(m_older, before, "responses");
    const json::Value *is = partOf(m_newer, after, "responses");
    const auto *older = was ? was->get_ptr<const json::Object *>() : nullptr;
    if (!older)
        return;
    for (const auto &[status, response] : *older) {
        // What errors look like is no promise that callers build upon.
        if (!status.starts_with('2'))
            continue;
        const QString what = QStringLiteral("the answer %1").arg(QString::fromStdString(status).left(20));
        const json::Value *now = is ? json::member(*is, status) : nullptr;
        if (!now) {
            add(Kind::Changed, true, QStringLiteral("There is no %1 any more.").arg(what.mid(4)));
            continue;
        }
        const Result<const json::Value *> olderAnswer = followReferences(m_older.root(), response);
        const Result<const json::Value *> newerAnswer = followReferences(m_newer.root(), *now);
        if (olderAnswer && newerAnswer)
            compareContent(json::member(**olderAnswer, "content"), json::member(**newerAnswer, "content"), what,
                           Direction::Response);
    }
}

void OperationComparison::compareContent(const json::Value *before, const json::Value *after, const QString &what,
                                         Direction direction)
{
    const auto *older = before ? before->get_ptr<const json::Object *>() : nullptr;
    if (!older)
        return;
    for (const auto &[type, media] : *older) {
        const json::Value *now = after ? json::member(*after, type) : nullptr;
        if (!now) {
            add(Kind::Changed, true,
                QStringLiteral("%1 is no longer %2.").arg(capital(what), QString::fromStdString(type).left(80)));
            continue;
        }
        const json::Value *was = json::member(media, "schema");
        const json::Value *is = json::member(*now, "schema");
        if (!was || !is)
            continue;
        SchemaComparison comparison(m_older.root(), m_newer.root(), direction);
        const QList<SchemaComparison::Difference> differences = comparison.compare(*was, *is);
        for (const SchemaComparison::Difference &difference : differences)
            add(Kind::Changed, difference.isBreaking,
                difference.place.isEmpty()
                    ? QStringLiteral("%1 %2.").arg(capital(what), difference.what)
                    : QStringLiteral("In %1, %2 %3.").arg(what, difference.place.left(200), difference.what));
        // Other media types of the same body nearly always share the schema.
        return;
    }
}

} // namespace uw::openapi
