// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/schema/program.h"

namespace uw::json::schema {

// Where violations go while they are wanted.
struct Sink {
    qsizetype maximum = 0;
    QList<SchemaViolation> violations;
    bool isCut = false;
};

// Which members or elements of one value schemas have looked at, for unevaluatedProperties and unevaluatedItems.
class Evaluated final {
public:
    void mark(std::size_t position);
    void markAll() { m_isAll = true; }
    void merge(const Evaluated &other);
    [[nodiscard]] bool has(std::size_t position) const
    {
        return m_isAll || (position < m_seen.size() && m_seen[position]);
    }

private:
    bool m_isAll = false;
    std::vector<bool> m_seen;
};

// Holds one value against a program. Recurses, within the limits. A value that a schema is held against while the
// same schema is held against the same value (schemas that contain each other) counts as good there. For one run.
class Evaluator final {
public:
    Evaluator(const Program &program, const SchemaCheckLimits &limits) : m_program(program), m_limits(limits) {}

    [[nodiscard]] SchemaReport run(const Value &instance);
    [[nodiscard]] bool accepts(const Value &instance);

private:
    // One schema on one value.
    struct Case {
        const Node &node;
        const Value &instance;
        Sink *sink;           // null: nobody wants to know why
        Evaluated *evaluated; // null: nobody wants to know
        // Whether the search for violations goes on after one.
        [[nodiscard]] bool goesOn() const { return sink && !sink->isCut; }
    };
    struct Frame {
        NodeIndex node;
        const Value *instance;
    };
    // A step from a container to a child.
    struct Step {
        const std::string *name; // null: an element
        std::size_t index;
    };

    bool check(NodeIndex index, const Value &instance, Sink *sink, Evaluated *outer);
    bool checkRules(const Case &c);
    bool checkChild(const Case &c, NodeIndex index, const Value &child, Step step);
    bool apply(const Case &c, NodeIndex index) { return check(index, c.instance, c.sink, c.evaluated); }
    bool applySilently(const Case &c, NodeIndex index) { return check(index, c.instance, nullptr, c.evaluated); }

    bool checkReferences(const Case &c);
    bool checkValues(const Case &c);
    bool checkNumber(const Case &c);
    bool checkString(const Case &c);
    bool checkFormat(const Case &c);
    bool checkArray(const Case &c);
    bool checkElements(const Case &c, const Array &array);
    bool checkContains(const Case &c, const Array &array);
    bool checkUnique(const Case &c, const Array &array);
    bool checkObject(const Case &c);
    bool checkMembers(const Case &c, const Object &object);
    bool checkMember(const Case &c, const ObjectRules &rules, const std::string &name, const Value &value,
                     bool &isKnown);
    bool checkDependencies(const Case &c, const Object &object);
    bool checkCombination(const Case &c);
    bool checkVariants(const Case &c, const std::vector<NodeIndex> &variants, bool onlyOne);
    bool checkUnevaluated(const Case &c);
    bool refuseMember(const Case &c, const char *keyword, const std::string &name);

    [[nodiscard]] bool isType(const Case &c) const;
    [[nodiscard]] bool isEqual(const Value &a, const Value &b);
    [[nodiscard]] bool isActive(NodeIndex index, const Value &instance) const;
    [[nodiscard]] NodeIndex targetOf(const Reference &reference) const;
    [[nodiscard]] bool matches(const Case &c, const Pattern &pattern, const std::string &text);
    bool spend(qint64 steps);
    // Adds a violation; false.
    bool fail(const Case &c, const char *keyword, const QString &message, const std::string &member = {});
    [[nodiscard]] QString pointer() const;

    const Program &m_program;
    SchemaCheckLimits m_limits;
    qint64 m_steps = 0;
    QString m_unfinished;
    std::vector<Frame> m_frames;
    std::vector<int> m_scope; // resources entered, outermost first
    std::vector<Step> m_path;
};

// A value as it stands in a sentence: scalars cut to a few dozen characters, containers by their type.
[[nodiscard]] QString preview(const Value &value);
[[nodiscard]] QString shown(std::string_view text);
// "a string" for one type, "a string, a number or null" for several.
[[nodiscard]] QString typesText(Types types);
[[nodiscard]] QString typeText(const Value &value);

} // namespace uw::json::schema
