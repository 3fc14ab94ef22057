// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/jsonpath.h"

namespace uw::json {

// What a path of a flow can begin at.
enum class Root : quint8 { Payload, Trigger, Steps, Workspace, Item, Execution };

// "$", "trigger", "steps", "workspace", "item" or "execution".
[[nodiscard]] QLatin1StringView rootWord(Root root);

// The trees that paths, conditions and bindings of one evaluation read. Asked from the evaluating thread; the trees
// must not change meanwhile.
class Scope {
public:
    virtual ~Scope() = default;

    // The tree, or null when there is none. `step` names the step for Root::Steps and is empty otherwise.
    [[nodiscard]] virtual const Value *tree(Root root, std::string_view step) const = 0;
};

// A scope that is one JSON object with the members payload, trigger, steps, workspace, item and execution.
class TreeScope final : public Scope {
public:
    // `context` must outlive the scope.
    explicit TreeScope(const Value &context) : m_context(context) {}

    [[nodiscard]] const Value *tree(Root root, std::string_view step) const override;

private:
    const Value &m_context;
};

// A path that begins at a root: `$.a[0]`, `trigger.headers['x-id']`, `steps.lookup.body.name`, `item`.
// In its conditions "$" is the payload. Immutable and cheap to copy; any thread.
class RootPath final {
public:
    // Errors: InvalidInput with column and reason (both also in `fault`, which may be null).
    static Result<RootPath> compile(std::string_view text, QueryFault *fault = nullptr);
    // The path at the text's cursor. Nothing after a fault, which is left in `text`.
    static std::optional<RootPath> read(QueryText &text);
    // Whether a root's name stands at the cursor.
    [[nodiscard]] static bool follows(const QueryText &text);

    [[nodiscard]] Root root() const { return m_root; }
    // The step's id; empty for other roots.
    [[nodiscard]] const std::string &step() const { return m_step; }
    [[nodiscard]] const JsonPath &path() const { return m_path; }
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] bool isSingular() const { return m_path.isSingular(); }

    // Errors: LimitExceeded when the meter is empty.
    [[nodiscard]] Result<Nodes> select(const Scope &scope, EvaluationMeter &meter) const;
    // The node of a singular path, or null.
    [[nodiscard]] const Value *selectSingle(const Scope &scope) const;

private:
    RootPath(Root root, std::string step, JsonPath path, QString text)
        : m_root(root)
        , m_step(std::move(step))
        , m_path(std::move(path))
        , m_text(std::move(text))
    {}

    Root m_root;
    std::string m_step;
    JsonPath m_path;
    QString m_text;
};

} // namespace uw::json
