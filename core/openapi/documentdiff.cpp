// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/documentdiff.h"

#include "core/openapi/operationcomparison.h"

#include <QHash>

#include <algorithm>

namespace uw::openapi {
namespace {

QString routeOf(const OperationSummary &operation)
{
    return QString::fromLatin1(operation.method) + u' ' + operation.path;
}

DocumentChange changeOf(DocumentChange::Kind kind, bool isBreaking, const OperationSummary &operation,
                        const QString &text)
{
    return {kind, isBreaking, operation.method, operation.path, operation.operationId, text};
}

// The operation of `document` that `wanted` of another version became; null when it is gone.
const OperationSummary *counterpart(const Document &document, const OperationSummary &wanted)
{
    if (const OperationSummary *same = document.find(routeOf(wanted)))
        return same;
    const OperationSummary *moved = document.find(wanted.operationId);
    // A route may be called like another one's id.
    return moved && moved->operationId == wanted.operationId ? moved : nullptr;
}

QStringList reasonsOf(const OperationDetails &operation, const SavedCall &call)
{
    QStringList reasons;
    for (const QString &name : call.arguments) {
        const bool isKnown = std::any_of(operation.parameters.begin(), operation.parameters.end(),
                                         [&name](const Parameter &parameter) { return parameter.name == name; });
        if (!isKnown)
            reasons << QStringLiteral("The parameter %1 is gone.").arg(name);
    }
    for (const Parameter &parameter : operation.parameters) {
        if (parameter.required && !call.arguments.contains(parameter.name))
            reasons << QStringLiteral("The parameter %1 is required and not set.").arg(parameter.name);
    }
    if (call.hasBody && !operation.body)
        reasons << QStringLiteral("The operation takes no body.");
    if (!call.hasBody && operation.body && operation.body->required)
        reasons << QStringLiteral("The operation requires a body.");
    return reasons;
}

} // namespace

QList<DocumentChange> compareDocuments(const Document &older, const Document &newer)
{
    using Kind = DocumentChange::Kind;
    QList<DocumentChange> changes;
    OperationComparison comparison(older, newer, changes);
    QSet<const OperationSummary *> met;
    for (const OperationSummary &before : older.operations()) {
        if (changes.size() >= maximumChanges)
            break;
        const OperationSummary *after = counterpart(newer, before);
        if (!after || met.contains(after)) {
            changes << changeOf(Kind::OperationRemoved, true, before, QStringLiteral("The operation is gone."));
            continue;
        }
        met.insert(after);
        if (routeOf(before) != routeOf(*after))
            changes << changeOf(Kind::OperationMoved, true, *after,
                                QStringLiteral("The operation was %1 before.").arg(routeOf(before)));
        comparison.compare(before, *after);
    }
    for (const OperationSummary &after : newer.operations()) {
        if (changes.size() < maximumChanges && !met.contains(&after))
            changes << changeOf(Kind::OperationAdded, false, after, QStringLiteral("The operation is new."));
    }
    if (changes.size() >= maximumChanges) {
        changes.resize(maximumChanges);
        changes << DocumentChange{.kind = Kind::Changed,
                                  .text =
                                      QStringLiteral("More changes are not listed: the description is another one.")};
    }
    return changes;
}

QList<BrokenCall> brokenCalls(const Document &document, const QList<SavedCall> &calls)
{
    QList<BrokenCall> broken;
    QHash<QString, Result<OperationDetails>> opened;
    for (qsizetype i = 0; i < calls.size(); ++i) {
        const SavedCall &call = calls.at(i);
        const OperationSummary wanted{
            .operationId = call.operationId, .method = call.method.toUpper(), .path = call.path};
        const OperationSummary *operation = counterpart(document, wanted);
        if (!operation) {
            const QString name = call.path.isEmpty() ? call.operationId : routeOf(wanted);
            broken << BrokenCall{i, {QStringLiteral("The operation %1 is gone.").arg(name)}};
            continue;
        }
        const QString route = routeOf(*operation);
        auto details = opened.constFind(route);
        if (details == opened.constEnd())
            details = opened.insert(route, document.details(*operation));
        QStringList reasons;
        if (!call.path.isEmpty() && route != routeOf(wanted))
            reasons << QStringLiteral("The operation is %1 now.").arg(route);
        reasons += *details ? reasonsOf(**details, call) : QStringList(details->error().text);
        if (!reasons.isEmpty())
            broken << BrokenCall{i, reasons};
    }
    return broken;
}

QList<BrokenCall> callsBrokenBy(const Document &older, const Document &newer, const QList<SavedCall> &calls)
{
    QHash<qsizetype, QStringList> before;
    for (const BrokenCall &call : brokenCalls(older, calls))
        before.insert(call.call, call.reasons);
    QList<BrokenCall> broken = brokenCalls(newer, calls);
    for (BrokenCall &call : broken)
        call.reasons.removeIf([&](const QString &reason) { return before.value(call.call).contains(reason); });
    broken.removeIf([](const BrokenCall &call) { return call.reasons.isEmpty(); });
    return broken;
}

} // namespace uw::openapi
