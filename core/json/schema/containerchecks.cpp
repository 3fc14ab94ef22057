// SPDX-License-Identifier: GPL-3.0-or-later
// The evaluator's part for arrays and objects.
#include "core/json/schema/evaluator.h"
#include "core/json/treehash.h"

using namespace Qt::StringLiterals;

namespace uw::json::schema {

namespace {

// Up to so many elements are compared each with each.
constexpr std::size_t fewElements = 8;

} // namespace

bool Evaluator::checkArray(const Case &c)
{
    const auto *array = c.instance.get_ptr<const Array *>();
    if (!array || !c.node.arrays)
        return true;
    const ArrayRules &rules = *c.node.arrays;
    bool isGood = true;
    if (rules.minItems && array->size() < *rules.minItems)
        isGood = fail(c, "minItems",
                      u"there are %1 elements; at least %2 are wanted"_s.arg(array->size()).arg(*rules.minItems));
    if (rules.maxItems && array->size() > *rules.maxItems)
        isGood = fail(c, "maxItems",
                      u"there are %1 elements; at most %2 are allowed"_s.arg(array->size()).arg(*rules.maxItems));
    if (!isGood && !c.goesOn())
        return false;
    isGood = checkElements(c, *array) && isGood;
    if (rules.contains != none && (isGood || c.goesOn()))
        isGood = checkContains(c, *array) && isGood;
    if (rules.isUnique && (isGood || c.goesOn()))
        isGood = checkUnique(c, *array) && isGood;
    return isGood;
}

bool Evaluator::checkElements(const Case &c, const Array &array)
{
    const ArrayRules &rules = *c.node.arrays;
    const std::size_t fixed = std::min(rules.prefix.size(), array.size());
    bool isGood = true;
    for (std::size_t i = 0; i < array.size(); ++i) {
        const NodeIndex schema = i < fixed ? rules.prefix[i] : rules.rest;
        if (schema == none)
            break;
        if (c.evaluated)
            c.evaluated->mark(i);
        if (i >= fixed && m_program.nodes[static_cast<std::size_t>(schema)].kind == Node::Kind::Nothing)
            return fail(c, rules.restKeyword,
                        u"there are %1 elements; at most %2 are allowed"_s.arg(array.size()).arg(fixed));
        isGood = checkChild(c, schema, array[i], {nullptr, i}) && isGood;
        if (!isGood && !c.goesOn())
            return false;
    }
    if (c.evaluated && rules.rest != none)
        c.evaluated->markAll();
    return isGood;
}

bool Evaluator::checkContains(const Case &c, const Array &array)
{
    const ArrayRules &rules = *c.node.arrays;
    std::size_t count = 0;
    for (std::size_t i = 0; i < array.size() && m_unfinished.isEmpty(); ++i) {
        if (!check(rules.contains, array[i], nullptr, nullptr))
            continue;
        ++count;
        if (c.evaluated && rules.containsEvaluates)
            c.evaluated->mark(i);
    }
    const QString found = u"%1 elements are as \"contains\" wants them; "_s.arg(count);
    if (count < rules.minContains)
        return fail(c, rules.minContains == 1 ? "contains" : "minContains",
                    found + u"at least %1 have to be"_s.arg(rules.minContains));
    if (rules.maxContains && count > *rules.maxContains)
        return fail(c, "maxContains", found + u"at most %1 may be"_s.arg(*rules.maxContains));
    return true;
}

bool Evaluator::checkUnique(const Case &c, const Array &array)
{
    const auto refuse = [&](std::size_t a, std::size_t b) {
        return fail(c, "uniqueItems", u"the elements %1 and %2 are equal"_s.arg(std::min(a, b)).arg(std::max(a, b)));
    };
    if (array.size() <= fewElements) {
        for (std::size_t i = 0; i < array.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (isEqual(array[j], array[i]))
                    return refuse(j, i);
            }
        }
        return true;
    }
    std::vector<std::pair<quint64, std::size_t>> hashes;
    hashes.reserve(array.size());
    for (std::size_t i = 0; i < array.size(); ++i) {
        qint64 work = 0;
        hashes.emplace_back(treeHash(array[i], work), i);
        if (!spend(work))
            return false;
    }
    std::sort(hashes.begin(), hashes.end());
    for (std::size_t i = 1; i < hashes.size(); ++i) {
        if (hashes[i - 1].first == hashes[i].first && isEqual(array[hashes[i - 1].second], array[hashes[i].second]))
            return refuse(hashes[i - 1].second, hashes[i].second);
    }
    return true;
}

bool Evaluator::checkObject(const Case &c)
{
    const auto *object = c.instance.get_ptr<const Object *>();
    if (!object || !c.node.objects)
        return true;
    const ObjectRules &rules = *c.node.objects;
    bool isGood = true;
    for (const std::string &name : rules.required) {
        if (object->contains(name))
            continue;
        isGood = fail(c, "required", u"the member %1 is missing"_s.arg(shown(name)), name);
        if (!c.goesOn())
            return false;
    }
    if (rules.minProperties && object->size() < *rules.minProperties)
        isGood = fail(c, "minProperties",
                      u"there are %1 members; at least %2 are wanted"_s.arg(object->size()).arg(*rules.minProperties));
    if (rules.maxProperties && object->size() > *rules.maxProperties)
        isGood = fail(c, "maxProperties",
                      u"there are %1 members; at most %2 are allowed"_s.arg(object->size()).arg(*rules.maxProperties));
    if (!isGood && !c.goesOn())
        return false;
    isGood = checkMembers(c, *object) && isGood;
    return (isGood || c.goesOn()) && checkDependencies(c, *object) && isGood;
}

bool Evaluator::checkMembers(const Case &c, const Object &object)
{
    const ObjectRules &rules = *c.node.objects;
    if (rules.properties.empty() && rules.patterns.empty() && rules.additional == none && rules.names == none)
        return true;
    bool isGood = true;
    std::size_t position = 0;
    for (const auto &[name, value] : object) {
        bool isKnown = false;
        isGood = checkMember(c, rules, name, value, isKnown) && isGood;
        if (isKnown && c.evaluated)
            c.evaluated->mark(position);
        if (!isGood && !c.goesOn())
            return false;
        ++position;
    }
    return isGood;
}

bool Evaluator::checkMember(const Case &c, const ObjectRules &rules, const std::string &name, const Value &value,
                            bool &isKnown)
{
    bool isGood = spend(1);
    const Step step{&name, 0};
    if (rules.names != none)
        isGood = checkChild(c, rules.names, Value(name), step) && isGood;
    const std::size_t found = rules.propertyIndex.find(rules.properties, name);
    if (found < rules.properties.size()) {
        isKnown = true;
        isGood = checkChild(c, rules.properties[found].second, value, step) && isGood;
    }
    for (const auto &[pattern, schema] : rules.patterns) {
        if (!matches(c, *pattern, name))
            continue;
        isKnown = true;
        isGood = checkChild(c, schema, value, step) && isGood;
    }
    if (isKnown || rules.additional == none)
        return isGood;
    isKnown = true;
    if (m_program.nodes[static_cast<std::size_t>(rules.additional)].kind == Node::Kind::Nothing)
        return refuseMember(c, "additionalProperties", name);
    return checkChild(c, rules.additional, value, step) && isGood;
}

bool Evaluator::refuseMember(const Case &c, const char *keyword, const std::string &name)
{
    return fail(c, keyword, u"the member %1 is not allowed"_s.arg(shown(name)), name);
}

bool Evaluator::checkDependencies(const Case &c, const Object &object)
{
    bool isGood = true;
    for (const Dependency &dependency : c.node.objects->dependencies) {
        if (!object.contains(dependency.name))
            continue;
        if (dependency.schema != none)
            isGood = apply(c, dependency.schema) && isGood;
        for (const std::string &name : dependency.required) {
            if (!object.contains(name))
                isGood = fail(c, dependency.keyword,
                              u"the member %1 is missing, which %2 asks for"_s.arg(shown(name), shown(dependency.name)),
                              name);
        }
        if (!isGood && !c.goesOn())
            return false;
    }
    return isGood;
}

bool Evaluator::checkUnevaluated(const Case &c)
{
    const auto *array = c.instance.get_ptr<const Array *>();
    const auto *object = c.instance.get_ptr<const Object *>();
    const NodeIndex schema = array && c.node.arrays   ? c.node.arrays->unevaluated
                           : object && c.node.objects ? c.node.objects->unevaluated
                                                      : none;
    if (schema == none)
        return true;
    const bool isForbidden = m_program.nodes[static_cast<std::size_t>(schema)].kind == Node::Kind::Nothing;
    bool isGood = true;
    for (std::size_t i = 0; i < (array ? array->size() : object->size()); ++i) {
        if (c.evaluated->has(i))
            continue;
        if (array && isForbidden)
            return fail(c, "unevaluatedItems", u"the element %1 is not allowed"_s.arg(i));
        if (array) {
            isGood = checkChild(c, schema, (*array)[i], {nullptr, i}) && isGood;
        } else {
            const auto &[name, value] = *(object->begin() + std::ptrdiff_t(i));
            isGood = isForbidden ? refuseMember(c, "unevaluatedProperties", name)
                                 : checkChild(c, schema, value, {&name, 0}) && isGood;
        }
        if (!isGood && !c.goesOn())
            return false;
    }
    c.evaluated->markAll();
    return isGood;
}

} // namespace uw::json::schema
