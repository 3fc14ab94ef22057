// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/reference.h"

namespace uw::openapi {
namespace {

// Longer chains of references to references are a circle, or as good as one.
constexpr int maximumHops = 32;

// Follows a pointer that leads through references on its way ("#/definitions/Pet/properties/name" where Pet is one).
const json::Value *resolveThroughReferences(const json::Value &root, const QString &pointer)
{
    const json::Value *current = &root;
    qsizetype from = 0;
    int hops = 0;
    while (current && from < pointer.size()) {
        qsizetype end = pointer.indexOf(u'/', from + 1);
        if (end < 0)
            end = pointer.size();
        const QStringView token = QStringView(pointer).sliced(from, end - from);
        const json::Value *next = json::resolvePointer(*current, token);
        const QString reference = next ? QString() : referenceOf(*current);
        if (reference.startsWith(u'#') && ++hops <= maximumHops) {
            const QString inner = QString::fromUtf8(QByteArray::fromPercentEncoding(reference.sliced(1).toUtf8()));
            current = json::resolvePointer(root, inner);
            continue;
        }
        current = next;
        from = end;
    }
    return current;
}

} // namespace

Result<const json::Value *> findReference(const json::Value &root, QStringView reference)
{
    if (!reference.startsWith(u'#'))
        return Error{ErrorCode::NotFound,
                     QStringLiteral("The reference “%1” leads into another file, which was not read.").arg(reference)};
    const QString pointer = QString::fromUtf8(QByteArray::fromPercentEncoding(reference.sliced(1).toUtf8()));
    const json::Value *found = json::resolvePointer(root, pointer);
    if (!found && pointer.startsWith(u'/'))
        found = resolveThroughReferences(root, pointer);
    if (!found)
        return Error{ErrorCode::NotFound,
                     QStringLiteral("The reference “%1” leads nowhere in the document.").arg(reference)};
    return found;
}

QString referenceOf(const json::Value &value)
{
    const json::Value *reference = json::member(value, "$ref");
    return reference ? json::toQString(*reference) : QString();
}

Result<const json::Value *> followReferences(const json::Value &root, const json::Value &value)
{
    const json::Value *current = &value;
    QString reference;
    for (int hop = 0; hop <= maximumHops; ++hop) {
        const QString next = referenceOf(*current);
        if (next.isEmpty())
            return current;
        reference = next;
        const Result<const json::Value *> target = findReference(root, reference);
        if (!target)
            return target;
        current = *target;
    }
    return Error{ErrorCode::DocumentInvalid, QStringLiteral("The reference “%1” leads back to itself.").arg(reference)};
}

} // namespace uw::openapi
