// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/undocumentedmembers.h"

#include "core/openapi/reference.h"

#include <QSet>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <vector>

namespace uw::openapi {

namespace {

using json::Value;
using Schemas = std::vector<const Value *>;

constexpr qint64 mostVisits = 500'000;
constexpr int deepest = limits::jsonDepth;
constexpr size_t mostParts = 500;

// What all schemas that apply to a value say about its members and elements.
struct Knowledge {
    std::unordered_map<std::string, Schemas> members;
    // Of members that are not named; with `isOpen` and none of these they may be anything.
    Schemas others;
    Schemas elements;
    bool isOpen = false;
};

class Walk final {
public:
    Walk(const Value &root, qsizetype most) : m_root(root), m_most(most) {}

    void look(const Value &value, const Schemas &schemas, const QString &pointer, const QString &place, int depth);
    [[nodiscard]] UndocumentedMembers take() { return std::move(m_found); }

private:
    void lookAtMembers(const Value &value, const Knowledge &known, const QString &pointer, const QString &place,
                       int depth);
    void expand(const Value &schema, Schemas &parts) const;
    [[nodiscard]] const Knowledge &learn(const Schemas &schemas);
    static void learnFrom(const Value &part, Knowledge &known);

    const Value &m_root;
    const qsizetype m_most;
    qint64 m_visits = 0;
    // The elements of an array have the same schemas all.
    std::map<Schemas, Knowledge> m_known;
    // By generalised pointer.
    QSet<QString> m_seen;
    UndocumentedMembers m_found;
};

// The schema with all that it is put together of, each part once.
void Walk::expand(const Value &schema, Schemas &parts) const
{
    if (parts.size() >= mostParts || !schema.is_object()
        || std::find(parts.begin(), parts.end(), &schema) != parts.end())
        return;
    parts.push_back(&schema);
    if (const QString reference = referenceOf(schema); !reference.isEmpty()) {
        if (const Result<const Value *> target = findReference(m_root, reference))
            expand(**target, parts);
    }
    for (const char *keyword : {"allOf", "anyOf", "oneOf"}) {
        const Value *list = json::member(schema, keyword);
        for (size_t i = 0; list && list->is_array() && i < list->size(); ++i)
            expand((*list)[i], parts);
    }
    for (const char *keyword : {"if", "then", "else"}) {
        if (const Value *part = json::member(schema, keyword))
            expand(*part, parts);
    }
}

void Walk::learnFrom(const Value &part, Knowledge &known)
{
    if (const Value *properties = json::member(part, "properties"); properties && properties->is_object()) {
        for (const auto &[name, schema] : *properties->get_ptr<const json::Object *>())
            known.members[name].push_back(&schema);
    }
    for (const char *keyword : {"additionalProperties", "unevaluatedProperties"}) {
        const Value *rest = json::member(part, keyword);
        // What is ruled out is found by the check against the schema.
        if (!rest)
            continue;
        known.isOpen = true;
        if (rest->is_object())
            known.others.push_back(rest);
    }
    known.isOpen = known.isOpen || json::member(part, "patternProperties");
    if (const Value *items = json::member(part, "items"); items && items->is_object())
        known.elements.push_back(items);
    if (const Value *prefix = json::member(part, "prefixItems"); prefix && prefix->is_array()) {
        for (const Value &item : *prefix)
            known.elements.push_back(&item);
    }
}

const Knowledge &Walk::learn(const Schemas &schemas)
{
    if (const auto learnt = m_known.find(schemas); learnt != m_known.end())
        return learnt->second;
    Schemas parts;
    for (const Value *schema : schemas)
        expand(*schema, parts);
    Knowledge known;
    for (const Value *part : parts)
        learnFrom(*part, known);
    known.isOpen = known.isOpen || known.members.empty();
    return m_known.emplace(schemas, std::move(known)).first->second;
}

void Walk::look(const Value &value, const Schemas &schemas, const QString &pointer, const QString &place, int depth)
{
    if (!value.is_structured() || schemas.empty())
        return;
    if (++m_visits > mostVisits || depth > deepest || m_found.pointers.size() >= m_most) {
        m_found.isCut = true;
        return;
    }
    const Knowledge &known = learn(schemas);
    if (value.is_object()) {
        lookAtMembers(value, known, pointer, place, depth);
        return;
    }
    for (size_t i = 0; i < value.size() && !m_found.isCut; ++i)
        look(value[i], known.elements, pointer + u'/' + QString::number(i), place + QLatin1StringView("/*"), depth + 1);
}

void Walk::lookAtMembers(const Value &value, const Knowledge &known, const QString &pointer, const QString &place,
                         int depth)
{
    for (const auto &[name, member] : *value.get_ptr<const json::Object *>()) {
        const QString token = u'/' + json::escapePointerToken(QString::fromUtf8(name.data(), qsizetype(name.size())));
        const auto named = known.members.find(name);
        if (named != known.members.end()) {
            look(member, named->second, pointer + token, place + token, depth + 1);
        } else if (known.isOpen) {
            look(member, known.others, pointer + token, place + token, depth + 1);
        } else if (!m_seen.contains(place + token)) {
            if (m_found.pointers.size() >= m_most) {
                m_found.isCut = true;
                return;
            }
            m_seen.insert(place + token);
            m_found.pointers.append(pointer + token);
        }
    }
}

} // namespace

UndocumentedMembers findUndocumentedMembers(const Value &root, const Value &schema, const Value &body, qsizetype most)
{
    Walk walk(root, most);
    walk.look(body, {&schema}, {}, {}, 0);
    return walk.take();
}

} // namespace uw::openapi
