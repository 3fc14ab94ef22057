// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/schemacomparison.h"

#include "core/openapi/reference.h"

#include <algorithm>

namespace uw::openapi {
namespace {

constexpr int maximumDepth = 24;
constexpr qsizetype maximumDifferences = 40;
constexpr int maximumParts = 32;

const json::Value &followed(const json::Value &root, const json::Value &value)
{
    const Result<const json::Value *> target = followReferences(root, value);
    return target ? **target : value;
}

QStringList sorted(QStringList texts)
{
    texts.removeDuplicates();
    texts.sort();
    return texts;
}

QStringList without(const QStringList &all, const QStringList &others)
{
    QStringList rest;
    std::copy_if(all.begin(), all.end(), std::back_inserter(rest),
                 [&others](const QString &text) { return !others.contains(text); });
    return rest;
}

// A few of many, for a sentence.
QString listed(const QStringList &texts)
{
    constexpr qsizetype most = 5;
    const QString shown = texts.mid(0, most).join(u", ");
    return texts.size() > most ? QStringLiteral("%1 and %2 more").arg(shown).arg(texts.size() - most) : shown;
}

} // namespace

QList<SchemaComparison::Difference> SchemaComparison::compare(const json::Value &before, const json::Value &after)
{
    m_differences.clear();
    walk(before, after, QString(), 0);
    return std::move(m_differences);
}

void SchemaComparison::add(const QString &place, const QString &what, bool isBreaking)
{
    if (m_differences.size() < maximumDifferences)
        m_differences << Difference{place, what, isBreaking};
}

void SchemaComparison::walk(const json::Value &before, const json::Value &after, const QString &place, int depth)
{
    if (depth > maximumDepth || m_differences.size() >= maximumDifferences)
        return;
    const json::Value &older = followed(m_olderRoot, before);
    const json::Value &newer = followed(m_newerRoot, after);
    const QPair<const json::Value *, const json::Value *> pair(&older, &newer);
    if (m_seen.contains(pair))
        return;
    m_seen.insert(pair);
    const Flat was = flatten(m_olderRoot, older);
    const Flat is = flatten(m_newerRoot, newer);
    compareValues(was, is, place);
    compareProperties(was, is, place, depth);
    if (was.items && is.items)
        walk(*was.items, *is.items, place + u"[]", depth + 1);
    if (was.additional && is.additional)
        walk(*was.additional, *is.additional, place + u"{}", depth + 1);
    // Variants have no names to match them by but their places.
    for (qsizetype i = 0; i < qMin(was.variants.size(), is.variants.size()); ++i)
        walk(*was.variants.at(i), *is.variants.at(i), place, depth + 1);
    if (was.variants.size() != is.variants.size())
        add(place, QStringLiteral("has %1 variants instead of %2").arg(is.variants.size()).arg(was.variants.size()),
            (is.variants.size() < was.variants.size()) == (m_direction == Direction::Request));
}

void SchemaComparison::compareValues(const Flat &before, const Flat &after, const QString &place)
{
    const bool isRequest = m_direction == Direction::Request;
    if (before.types != after.types) {
        // No types at all: anything.
        const bool narrower =
            !after.types.isEmpty() && (before.types.isEmpty() || !without(before.types, after.types).isEmpty());
        const bool wider =
            !before.types.isEmpty() && (after.types.isEmpty() || !without(after.types, before.types).isEmpty());
        const auto name = [](const QStringList &types) {
            return types.isEmpty() ? QStringLiteral("any type") : types.join(u" or ");
        };
        add(place, QStringLiteral("is %1 instead of %2").arg(name(after.types), name(before.types)),
            isRequest ? narrower : wider);
    }
    if (before.format != after.format)
        add(place,
            after.format.isEmpty() ? QStringLiteral("has no format any more, it was %1").arg(before.format)
                                   : QStringLiteral("has the format %1").arg(after.format),
            !after.format.isEmpty() && !before.format.isEmpty());
    if (before.enumValues == after.enumValues)
        return;
    if (before.enumValues.isEmpty()) {
        add(place, QStringLiteral("takes certain values only: %1").arg(listed(after.enumValues)), isRequest);
        return;
    }
    if (after.enumValues.isEmpty()) {
        add(place, QStringLiteral("takes any value"), !isRequest);
        return;
    }
    if (const QStringList gone = without(before.enumValues, after.enumValues); !gone.isEmpty())
        add(place, QStringLiteral("no longer has the value %1").arg(listed(gone)), isRequest);
    if (const QStringList came = without(after.enumValues, before.enumValues); !came.isEmpty())
        add(place, QStringLiteral("may be %1 too").arg(listed(came)), !isRequest);
}

void SchemaComparison::compareProperties(const Flat &before, const Flat &after, const QString &place, int depth)
{
    const bool isRequest = m_direction == Direction::Request;
    QHash<QString, const json::Value *> newer;
    for (const auto &[name, schema] : after.properties)
        newer.insert(name, schema);
    QSet<QString> known;
    const QString prefix = place.isEmpty() ? QString() : place + u'.';
    for (const auto &[name, schema] : before.properties) {
        known.insert(name);
        const json::Value *now = newer.value(name);
        if (!now) {
            add(prefix + name, QStringLiteral("is gone"), true);
            continue;
        }
        const bool was = before.required.contains(name);
        const bool is = after.required.contains(name);
        if (was != is)
            add(prefix + name, is ? QStringLiteral("is required now") : QStringLiteral("is no longer required"),
                is == isRequest);
        walk(*schema, *now, prefix + name, depth + 1);
    }
    for (const auto &[name, schema] : after.properties) {
        if (known.contains(name))
            continue;
        const bool isRequired = isRequest && after.required.contains(name);
        add(prefix + name, isRequired ? QStringLiteral("is new and required") : QStringLiteral("is new"), isRequired);
    }
}

SchemaComparison::Flat SchemaComparison::flatten(const json::Value &root, const json::Value &schema)
{
    Flat flat;
    addTo(flat, root, schema, 0);
    flat.types = sorted(flat.types);
    flat.enumValues = sorted(flat.enumValues);
    return flat;
}

void SchemaComparison::addTo(Flat &flat, const json::Value &root, const json::Value &schema, int depth)
{
    if (depth > maximumParts)
        return;
    const json::Value &own = followed(root, schema);
    if (const json::Value *type = json::member(own, "type")) {
        if (type->is_string())
            flat.types << json::toQString(*type);
        else if (type->is_array())
            std::transform(type->begin(), type->end(), std::back_inserter(flat.types), json::toQString);
    }
    if (const json::Value *nullable = json::member(own, "nullable"); nullable && *nullable == json::Value(true))
        flat.types << QStringLiteral("null");
    if (const json::Value *format = json::member(own, "format"); format && flat.format.isEmpty())
        flat.format = json::toQString(*format);
    if (const json::Value *values = json::member(own, "enum"); values && values->is_array()) {
        for (const json::Value &value : *values)
            flat.enumValues << QString::fromUtf8(json::serialize(value)).left(80);
    }
    if (const json::Value *properties = json::member(own, "properties"); properties && properties->is_object()) {
        for (const auto &[name, property] : *properties->get_ptr<const json::Object *>())
            flat.properties.append({QString::fromStdString(name), &property});
    }
    if (const json::Value *required = json::member(own, "required"); required && required->is_array()) {
        for (const json::Value &name : *required)
            flat.required.insert(json::toQString(name));
    }
    if (const json::Value *items = json::member(own, "items"); items && items->is_object())
        flat.items = items;
    if (const json::Value *more = json::member(own, "additionalProperties"); more && more->is_object())
        flat.additional = more;
    for (const char *name : {"oneOf", "anyOf"}) {
        const json::Value *variants = json::member(own, name);
        if (!variants || !variants->is_array())
            continue;
        for (const json::Value &variant : *variants)
            flat.variants << &variant;
    }
    if (const json::Value *parts = json::member(own, "allOf"); parts && parts->is_array()) {
        for (const json::Value &part : *parts)
            addTo(flat, root, part, depth + 1);
    }
}

} // namespace uw::openapi
