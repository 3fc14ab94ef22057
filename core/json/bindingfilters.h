// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/bindingenvironment.h"
#include "core/json/bindingexpression.h"
#include "core/json/bindingvalue.h"

#include <span>

namespace uw::json::binding {

// One call of a filter: what comes in, what it was given, and where its fault goes.
class FilterRun final {
public:
    FilterRun(const FilterCall &call, BindingValue input, std::vector<BindingValue> arguments,
              BindingEnvironment &environment)
        : m_call(call)
        , m_input(std::move(input))
        , m_arguments(std::move(arguments))
        , m_environment(environment)
    {}

    [[nodiscard]] const FilterCall &call() const { return m_call; }
    [[nodiscard]] BindingEnvironment &environment() { return m_environment; }
    [[nodiscard]] EvaluationMeter &meter() { return m_environment.meter; }
    [[nodiscard]] BindingValue &input() { return m_input; }
    [[nodiscard]] const Value &value() const { return m_input.get(); }
    [[nodiscard]] std::size_t argumentCount() const { return m_arguments.size(); }
    [[nodiscard]] BindingValue &argument(std::size_t i) { return m_arguments[i]; }

    // What comes in, as the type that the filter takes; null after a fault.
    const std::string *text();
    const Array *array();
    const Object *object();
    bool number();
    // An argument, as the type it must have; null or nothing after a fault.
    const std::string *textArgument(std::size_t i);
    std::optional<qint64> integerArgument(std::size_t i);
    // The node or nodes of the element that the call's path selects: the element itself without a path. Missing
    // where a singular path selects nothing.
    BindingValue ofElement(const Value &element);

    // Notes a fault ("<sentence>", which names the filter) and gives nothing.
    BindingValue fail(const QString &sentence, ErrorCode code = ErrorCode::InvalidInput);
    BindingValue failType(const QString &wanted);
    BindingValue fail(const Error &error) { return fail(error.text, error.code); }
    // Pays for a result and gives it.
    BindingValue made(Value value);
    BindingValue madeText(const QByteArray &utf8);
    // Adds a copy of a value to a list that is being made. False after a fault.
    bool append(Array &list, const Value &value);
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] QString name() const;

private:
    bool pay(qint64 bytes);

    const FilterCall &m_call;
    BindingValue m_input;
    std::vector<BindingValue> m_arguments;
    BindingEnvironment &m_environment;
    std::optional<Error> m_error;
};

using FilterFunction = BindingValue (*)(FilterRun &run);

// What a filter takes beside its plain arguments.
enum class Special : quint8 {
    None,
    ElementPath, // the first argument is a path below each element, which may be left out
    Where,       // the same, then an operator
    Pattern,     // the first argument is a regular expression
    Key,         // the argument may be a credential
    Missing,     // sees values that are missing
    Generator,   // needs nothing to come in
};

struct Filter {
    std::string_view name;
    Special special;
    int minimum; // arguments, without the element's path and operator
    int maximum;
    FilterFunction function;
};

[[nodiscard]] std::span<const Filter> textFilters();
[[nodiscard]] std::span<const Filter> encodingFilters();
[[nodiscard]] std::span<const Filter> listFilters();
[[nodiscard]] std::span<const Filter> objectFilters();
[[nodiscard]] std::span<const Filter> numberFilters();
[[nodiscard]] std::span<const Filter> timeFilters();
[[nodiscard]] std::span<const Filter> choiceFilters();

// The filter of that name, or null.
[[nodiscard]] const Filter *findFilter(std::string_view name);

// What a copy of the tree costs: about the bytes of its JSON text. Nothing when the meter is empty, or when the tree
// is deeper than a JSON text may be; it lies within `depth` others.
[[nodiscard]] std::optional<qint64> costOf(const Value &value, EvaluationMeter &meter, int depth = 0);
// A value as text: strings as they are, everything else as JSON.
[[nodiscard]] QByteArray asText(const Value &value);

} // namespace uw::json::binding
