// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

namespace uw::json {

// Builds a tree bottom up. Finished values wait on two stacks, one for the elements of open arrays and one for the
// members of open objects, until their container closes and takes them over at its exact size. So nothing recurses and
// every vector fits. What readers of texts share; limits are theirs. For one text, on one thread.
class TreeBuilder final {
public:
    // With `wantsDuplicates`, `report` is told of them with their pointers, else of their number alone.
    TreeBuilder(ParseReport &report, bool wantsDuplicates) : m_report(report), m_wantsDuplicates(wantsDuplicates) {}

    [[nodiscard]] int depth() const { return static_cast<int>(m_frames.size()); }
    [[nodiscard]] bool isInObject() const { return !m_frames.empty() && m_frames.back().isObject; }

    void open(bool isObject)
    {
        m_frames.push_back({isObject, isObject ? m_members.size() : m_elements.size()});
        m_report.depth = std::max(m_report.depth, depth());
    }
    // A member of the open object; the caller fills in the name, and add() the value. `place` is where the name
    // stands, in whatever unit: it comes back as the offset of a duplicate.
    [[nodiscard]] std::string &addName(qint64 place)
    {
        if (m_wantsDuplicates)
            m_places.push_back(place);
        return m_members.emplace_back().first;
    }
    // A value that is finished.
    void add(Value &&value)
    {
        if (m_frames.empty())
            m_root = std::move(value);
        else if (m_frames.back().isObject)
            m_members.back().second = std::move(value);
        else
            m_elements.push_back(std::move(value));
    }
    // The innermost container, which is closed; to be given to add().
    [[nodiscard]] Value close() { return m_frames.back().isObject ? closeObject() : closeArray(); }
    [[nodiscard]] Value takeRoot() { return std::move(m_root); }

private:
    struct Frame {
        bool isObject;
        std::size_t begin; // of its elements or members on their stack
    };

    [[nodiscard]] Value closeArray()
    {
        const auto first = m_elements.begin() + static_cast<std::ptrdiff_t>(m_frames.back().begin);
        Value array(Value::value_t::array);
        array.get_ptr<Array *>()->assign(std::make_move_iterator(first), std::make_move_iterator(m_elements.end()));
        m_elements.erase(first, m_elements.end());
        m_frames.pop_back();
        return array;
    }
    [[nodiscard]] Value closeObject()
    {
        const std::size_t begin = m_frames.back().begin;
        Value value(Value::value_t::object);
        auto &object = *value.get_ptr<Object *>();
        object.reserve(m_members.size() - begin);
        for (std::size_t i = begin; i < m_members.size(); ++i) {
            auto &[name, content] = m_members[i];
            const auto [position, isNew] =
                object.emplace(std::move(name), std::move(content)); // moves only what is new
            if (isNew)
                continue;
            noteDuplicate(i);
            position->second = std::move(content);
        }
        m_members.erase(m_members.begin() + static_cast<std::ptrdiff_t>(begin), m_members.end());
        if (m_wantsDuplicates)
            m_places.resize(begin);
        m_frames.pop_back();
        return value;
    }
    void noteDuplicate(std::size_t entry);
    [[nodiscard]] QString pointerOfTop() const;

    ParseReport &m_report;
    bool m_wantsDuplicates;
    std::vector<Frame> m_frames;
    std::vector<Value> m_elements;
    std::vector<Object::value_type> m_members;
    std::vector<qint64> m_places; // where the name of each member stands, if duplicates are wanted
    Value m_root;
};

} // namespace uw::json
