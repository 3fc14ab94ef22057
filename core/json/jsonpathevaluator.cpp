// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/jsonpathevaluator.h"

namespace uw::json::path {

const Value *elementAt(const Array &array, qint64 index)
{
    const auto size = static_cast<qint64>(array.size());
    const qint64 place = index < 0 ? size + index : index;
    return place >= 0 && place < size ? &array[static_cast<std::size_t>(place)] : nullptr;
}

std::vector<Node> Evaluator::run(const Query &query, const Value &start)
{
    std::vector<Node> nodes{{&start, noLocation}};
    std::vector<Node> found;
    for (const Segment &segment : query.segments) {
        found.clear();
        for (const Node &node : nodes) {
            if (segment.isDescendant)
                selectDescendants(segment, node, found);
            else
                select(segment, node, found);
            if (m_meter.isExhausted())
                return {};
        }
        nodes.swap(found);
        if (nodes.empty())
            break;
    }
    return nodes;
}

const Value *Evaluator::single(const Query &query, const Value &start)
{
    const Value *value = &start;
    for (const Segment &segment : query.segments) {
        const Selector &selector = segment.selectors.front();
        const Value *next = nullptr;
        if (selector.kind == Selector::Kind::Name)
            next = json::member(*value, std::string_view(selector.name));
        else if (const auto *array = value->get_ptr<const Array *>())
            next = elementAt(*array, *selector.start);
        if (!m_meter.visit() || !next)
            return nullptr;
        value = next;
    }
    return value;
}

void Evaluator::select(const Segment &segment, const Node &node, std::vector<Node> &found)
{
    if (!node.value->is_structured())
        return;
    for (const Selector &selector : segment.selectors)
        apply(selector, node, found);
}

// RFC 9535, section 2.5.2.2: each node before its children, elements in their order; here members too.
void Evaluator::selectDescendants(const Segment &segment, const Node &node, std::vector<Node> &found)
{
    std::vector<Node> pending{node};
    std::vector<Node> below;
    while (!pending.empty() && !m_meter.isExhausted()) {
        const Node current = pending.back();
        pending.pop_back();
        select(segment, current, found);
        below.clear();
        children(current, below, [](const Value &child) { return child.is_structured(); });
        pending.insert(pending.end(), below.rbegin(), below.rend());
    }
}

Node Evaluator::element(const Node &parent, const Array &array, std::size_t index)
{
    std::size_t location = noLocation;
    if (m_locations) {
        m_locations->push_back({parent.location, nullptr, index});
        location = m_locations->size() - 1;
    }
    return {&array[index], location};
}

Node Evaluator::member(const Node &parent, const Object::value_type &entry)
{
    std::size_t location = noLocation;
    if (m_locations) {
        m_locations->push_back({parent.location, &entry.first, 0});
        location = m_locations->size() - 1;
    }
    return {&entry.second, location};
}

template<typename Accept>
void Evaluator::children(const Node &node, std::vector<Node> &found, const Accept &accept)
{
    if (const auto *array = node.value->get_ptr<const Array *>()) {
        for (std::size_t i = 0; i < array->size() && m_meter.visit(); ++i) {
            if (accept((*array)[i]))
                found.push_back(element(node, *array, i));
        }
    } else if (const auto *object = node.value->get_ptr<const Object *>()) {
        for (const auto &entry : *object) {
            if (!m_meter.visit())
                return;
            if (accept(entry.second))
                found.push_back(member(node, entry));
        }
    }
}

void Evaluator::apply(const Selector &selector, const Node &node, std::vector<Node> &found)
{
    const auto *array = node.value->get_ptr<const Array *>();
    switch (selector.kind) {
    case Selector::Kind::Name:
        if (const auto *object = node.value->get_ptr<const Object *>(); object && m_meter.visit()) {
            const auto entry = object->find(selector.name);
            if (entry != object->end())
                found.push_back(member(node, *entry));
        }
        return;
    case Selector::Kind::Index:
        if (array && m_meter.visit()) {
            if (const Value *value = elementAt(*array, *selector.start))
                found.push_back(element(node, *array, static_cast<std::size_t>(value - array->data())));
        }
        return;
    case Selector::Kind::Slice:
        if (array)
            slice(selector, node, *array, found);
        return;
    case Selector::Kind::Wildcard:
        return children(node, found, [](const Value &) { return true; });
    case Selector::Kind::Filter:
        return children(node, found, [this, &selector](const Value &child) { return holds(selector.filter, child); });
    }
}

// RFC 9535, section 2.3.4.2.2. All numbers lie within ±2^53, so that no sum overflows.
void Evaluator::slice(const Selector &selector, const Node &node, const Array &array, std::vector<Node> &found)
{
    const auto size = static_cast<qint64>(array.size());
    const qint64 step = selector.step;
    if (step == 0)
        return;
    const auto normalize = [size](qint64 place) { return place >= 0 ? place : size + place; };
    if (step > 0) {
        const qint64 lower = std::clamp(normalize(selector.start.value_or(0)), qint64(0), size);
        const qint64 upper = std::clamp(normalize(selector.end.value_or(size)), qint64(0), size);
        for (qint64 i = lower; i < upper && m_meter.visit(); i += step)
            found.push_back(element(node, array, static_cast<std::size_t>(i)));
        return;
    }
    const qint64 upper = std::clamp(normalize(selector.start.value_or(size - 1)), qint64(-1), size - 1);
    const qint64 lower = std::clamp(normalize(selector.end.value_or(-size - 1)), qint64(-1), size - 1);
    for (qint64 i = upper; i > lower && m_meter.visit(); i += step)
        found.push_back(element(node, array, static_cast<std::size_t>(i)));
}

} // namespace uw::json::path
