// SPDX-License-Identifier: GPL-3.0-or-later
// Filters on numbers. Integers stay exact as long as 64 bits hold them.
#include "core/json/bindingfilters.h"
#include "core/json/number.h"
#include "core/json/querytext.h"

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace uw::json::binding {

namespace {

double asDouble(const Value &value)
{
    if (const auto *number = value.get_ptr<const double *>())
        return *number;
    if (value.is_number_unsigned())
        return static_cast<double>(*value.get_ptr<const std::uint64_t *>());
    return static_cast<double>(*value.get_ptr<const std::int64_t *>());
}

// A whole double as an integer, where 64 bits hold it.
std::optional<Value> wholeNumber(double number)
{
    if (number >= -twoTo63 && number < twoTo63)
        return Value(static_cast<std::int64_t>(number));
    if (number >= 0 && number < twoTo64)
        return Value(static_cast<std::uint64_t>(number));
    return std::nullopt;
}

std::optional<std::int64_t> asInteger(const Value &value)
{
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (value.is_number_unsigned()) {
        const std::uint64_t natural = *value.get_ptr<const std::uint64_t *>();
        return natural <= largest ? std::optional<std::int64_t>(static_cast<std::int64_t>(natural)) : std::nullopt;
    }
    const auto *integer = value.get_ptr<const std::int64_t *>();
    return integer ? std::optional<std::int64_t>(*integer) : std::nullopt;
}

bool sumFits(std::int64_t a, std::int64_t b)
{
    using Limits = std::numeric_limits<std::int64_t>;
    return b >= 0 ? a <= Limits::max() - b : a >= Limits::min() - b;
}

BindingValue sum(FilterRun &run)
{
    const Array *array = run.array();
    if (!array)
        return BindingValue::missing();
    bool isWhole = true;
    std::int64_t whole = 0;
    double total = 0;
    for (const Value &element : *array) {
        const BindingValue value = run.ofElement(element);
        if (run.error() || !run.meter().visit())
            return run.fail(run.meter().isExhausted() ? run.meter().error() : *run.error());
        if (value.isMissing() || !value.get().is_number())
            return run.fail(u"The filter sum takes numbers, but an element of %1 is %2."_s.arg(
                QString::fromStdString(run.call().input), value.isMissing() ? u"without the value that its path names"_s
                                                                            : u"of type "_s + typeWord(value.get())));
        const std::optional<std::int64_t> integer = asInteger(value.get());
        total += asDouble(value.get());
        isWhole = isWhole && integer && sumFits(whole, *integer);
        if (isWhole)
            whole += *integer;
    }
    return BindingValue::made(isWhole ? Value(whole) : Value(total));
}

// Half away from zero, as people round.
BindingValue round(FilterRun &run)
{
    if (!run.number())
        return BindingValue::missing();
    const std::optional<qint64> digits = run.argumentCount() > 0 ? run.integerArgument(0) : qint64(0);
    if (!digits)
        return BindingValue::missing();
    if (*digits < 0 || *digits > 15)
        return run.fail(u"The filter round takes 0 to 15 digits, not %1."_s.arg(*digits));
    const auto *number = run.value().get_ptr<const double *>();
    if (!number)
        return std::move(run.input());
    const double scale = std::pow(10.0, static_cast<double>(*digits));
    const double scaled = std::round(*number * scale);
    // What is too large to have such digits has none to lose.
    const double rounded = std::isfinite(scaled) && std::abs(*number) < 1e15 ? scaled / scale : *number;
    if (*digits > 0)
        return BindingValue::made(Value(rounded));
    return BindingValue::made(wholeNumber(rounded).value_or(Value(rounded)));
}

// The number that a text spells as JSON does.
std::optional<Value> spelt(FilterRun &run)
{
    const auto *text = run.value().get_ptr<const std::string *>();
    if (!text) {
        run.failType(u"a number or a string"_s);
        return std::nullopt;
    }
    QueryText cursor(*text);
    std::optional<Value> value = cursor.number();
    if (value && cursor.atEnd())
        return value;
    run.fail(u"The filter %1 finds no number in the text of %2."_s.arg(run.name(),
                                                                       QString::fromStdString(run.call().input)));
    return std::nullopt;
}

BindingValue toInteger(FilterRun &run)
{
    const std::optional<Value> value = run.value().is_number() ? run.value() : spelt(run);
    if (!value)
        return BindingValue::missing();
    const auto *number = value->get_ptr<const double *>();
    if (!number)
        return BindingValue::made(*value);
    const std::optional<Value> whole = wholeNumber(std::trunc(*number));
    return whole ? BindingValue::made(*whole) : run.fail(u"The filter int got a number that no 64 bits hold."_s);
}

BindingValue toFloat(FilterRun &run)
{
    const std::optional<Value> value = run.value().is_number() ? run.value() : spelt(run);
    return value ? BindingValue::made(Value(asDouble(*value))) : BindingValue::missing();
}

constexpr Filter filters[] = {{"sum", Special::ElementPath, 0, 0, sum},
                              {"round", Special::None, 0, 1, round},
                              {"int", Special::None, 0, 0, toInteger},
                              {"float", Special::None, 0, 0, toFloat}};

} // namespace

std::span<const Filter> numberFilters()
{
    return filters;
}

} // namespace uw::json::binding
