// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/endpointreport.h"

#include <algorithm>

namespace uw::openapi {

namespace {

// References that lead from one to the next before it is given up.
constexpr int followedReferences = 16;

// The node behind its references, or null when one leads nowhere.
const json::Value *followed(const Document &document, const json::Value *node)
{
    for (int step = 0; node && step < followedReferences; ++step) {
        const json::Value *reference = json::member(*node, "$ref");
        if (!reference || !reference->is_string())
            return node;
        const Result<const json::Value *> target = document.resolve(json::toQString(*reference));
        node = target ? *target : nullptr;
    }
    return node;
}

const json::Value *memberOf(const Document &document, const json::Value *object, std::string_view name)
{
    return object ? followed(document, json::member(*object, name)) : nullptr;
}

const json::Value *pathItemOf(const Document &document, const OperationSummary &operation)
{
    const QString pointer = operation.pointer.left(operation.pointer.lastIndexOf(u'/'));
    return followed(document, json::resolvePointer(document.root(), pointer));
}

const json::Value *operationNode(const Document &document, const OperationSummary &operation)
{
    return followed(document, json::resolvePointer(document.root(), operation.pointer));
}

QString textOf(const json::Value *object, std::string_view name)
{
    const json::Value *member = object ? json::member(*object, name) : nullptr;
    return member ? json::toQString(*member) : QString();
}

bool isSameParameter(const json::Value &a, const json::Value &b)
{
    return textOf(&a, "name") == textOf(&b, "name") && textOf(&a, "in") == textOf(&b, "in");
}

// Those of the operation take the place of the path's.
json::Value parametersOf(const Document &document, const OperationSummary &operation)
{
    json::Value list = json::Value::array();
    for (const json::Value *owner : {pathItemOf(document, operation), operationNode(document, operation)}) {
        const json::Value *parameters = memberOf(document, owner, "parameters");
        if (!parameters || !parameters->is_array())
            continue;
        for (const json::Value &written : *parameters) {
            const json::Value *parameter = followed(document, &written);
            if (!parameter || !parameter->is_object())
                continue;
            const auto same = std::find_if(list.begin(), list.end(), [parameter](const json::Value &known) {
                return isSameParameter(known, *parameter);
            });
            if (same == list.end())
                list.push_back(*parameter);
            else
                *same = *parameter;
        }
    }
    return list;
}

json::Value responsesOf(const Document &document, const json::Value *node)
{
    json::Value report = json::Value::object();
    const json::Value *responses = memberOf(document, node, "responses");
    if (!responses || !responses->is_object())
        return report;
    for (const auto &[status, written] : responses->items()) {
        if (const json::Value *response = followed(document, &written))
            report[status] = *response;
    }
    return report;
}

} // namespace

json::Value endpointReport(const Document &document, const OperationSummary &operation)
{
    const json::Value *node = operationNode(document, operation);
    json::Value report = json::Value::object();
    report["operationId"] = json::fromQString(operation.operationId);
    report["method"] = operation.method.toStdString();
    report["path"] = json::fromQString(operation.path);
    json::Value tags = json::Value::array();
    for (const QString &tag : operation.tags)
        tags.push_back(json::fromQString(tag));
    report["tags"] = std::move(tags);
    report["summary"] = json::fromQString(operation.summary);
    report["description"] = json::fromQString(textOf(node, "description"));
    report["deprecated"] = operation.deprecated;
    report["parameters"] = parametersOf(document, operation);
    const json::Value *body = memberOf(document, node, "requestBody");
    report["requestBody"] = body ? *body : json::Value(nullptr);
    report["responses"] = responsesOf(document, node);
    return report;
}

bool passes(const Document &document, const OperationSummary &operation, const EndpointFilter &filter)
{
    if (!filter.method.isEmpty() && operation.method.compare(filter.method, Qt::CaseInsensitive) != 0)
        return false;
    if (!filter.tag.isEmpty() && !operation.tags.contains(filter.tag, Qt::CaseInsensitive))
        return false;
    const QStringList words = filter.text.split(u' ', Qt::SkipEmptyParts);
    if (words.isEmpty())
        return true;
    QStringList texts{operation.operationId, operation.path, operation.summary,
                      textOf(operationNode(document, operation), "description")};
    texts += operation.tags;
    for (const json::Value &parameter : parametersOf(document, operation))
        texts << textOf(&parameter, "name");
    const QString all = texts.join(u'\n');
    return std::all_of(words.begin(), words.end(),
                       [&all](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

} // namespace uw::openapi
