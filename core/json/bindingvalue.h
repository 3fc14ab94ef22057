// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

namespace uw::json {

// A value on its way through filters: a view into a tree that stays as it is, or one that was made on the way.
class BindingValue final {
public:
    static BindingValue missing() { return {}; }
    static BindingValue view(const Value &value)
    {
        BindingValue result(State::Present);
        result.m_view = &value;
        return result;
    }
    static BindingValue made(Value value)
    {
        BindingValue result(State::Present);
        result.m_made = std::move(value);
        return result;
    }
    static BindingValue omitted() { return BindingValue(State::Omitted); }

    [[nodiscard]] bool isMissing() const { return m_state == State::Missing; }
    [[nodiscard]] bool isOmitted() const { return m_state == State::Omitted; }
    // Of a present value.
    [[nodiscard]] const Value &get() const { return m_view ? *m_view : m_made; }

    // The value comes from a path that could select several nodes and selected none: there, but as good as missing
    // to default(), omit and coalesce().
    [[nodiscard]] bool isVoid() const { return m_isVoid; }
    void setVoid(bool isVoid) { m_isVoid = isVoid; }

    // A part of this value: a view where this is one, otherwise a copy.
    [[nodiscard]] BindingValue part(const Value &value) const { return m_view ? view(value) : made(value); }
    [[nodiscard]] Value take() && { return m_view ? *m_view : std::move(m_made); }

private:
    enum class State : quint8 { Missing, Present, Omitted };

    BindingValue() = default;
    explicit BindingValue(State state) : m_state(state) {}

    State m_state = State::Missing;
    bool m_isVoid = false;
    const Value *m_view = nullptr;
    Value m_made;
};

} // namespace uw::json
