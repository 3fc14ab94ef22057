// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/bindingenvironment.h"
#include "core/json/bindingexpression.h"
#include "core/json/bindingvalue.h"

namespace uw::json::binding {

// Runs compiled bindings. Views into the scope's trees stay views as long as a filter makes nothing new.
// One thread, lives as long as one evaluation.
class Evaluator final {
public:
    explicit Evaluator(BindingEnvironment &environment) : m_environment(environment) {}

    // The value of an expression: present, or omitted. Errors: NotFound for a value that is missing and nothing says
    // what it becomes; InvalidInput, LimitExceeded, CredentialMissing as of the filters.
    [[nodiscard]] Result<BindingValue> value(const Expression &expression);
    // The tree that a template becomes; nothing when a binding omits it. `depth` is how many trees it lies within.
    [[nodiscard]] Result<std::optional<Value>> tree(const Template &source, int depth = 0);

private:
    [[nodiscard]] Result<BindingValue> resolve(const Expression &expression);
    [[nodiscard]] Result<BindingValue> term(const Expression &expression);
    [[nodiscard]] Result<BindingValue> pathValue(const RootPath &path);
    [[nodiscard]] Result<BindingValue> apply(const FilterCall &call, BindingValue input);
    [[nodiscard]] Result<std::optional<Value>> text(const Template &source, int depth);
    [[nodiscard]] Result<std::optional<Value>> copied(BindingValue value, int depth);

    BindingEnvironment &m_environment;
};

} // namespace uw::json::binding
