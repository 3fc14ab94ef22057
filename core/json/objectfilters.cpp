// SPDX-License-Identifier: GPL-3.0-or-later
// Filters on objects. Members keep their order.
#include "core/json/bindingfilters.h"

#include <unordered_set>

using namespace Qt::StringLiterals;

namespace uw::json::binding {

namespace {

BindingValue keys(FilterRun &run)
{
    const Object *object = run.object();
    Array names;
    for (std::size_t i = 0; object && i < object->size(); ++i) {
        if (!run.append(names, Value((object->begin() + static_cast<std::ptrdiff_t>(i))->first)))
            return BindingValue::missing();
    }
    return object ? BindingValue::made(std::move(names)) : BindingValue::missing();
}

BindingValue values(FilterRun &run)
{
    const Object *object = run.object();
    Array list;
    for (std::size_t i = 0; object && i < object->size(); ++i) {
        if (!run.append(list, (object->begin() + static_cast<std::ptrdiff_t>(i))->second))
            return BindingValue::missing();
    }
    return object ? BindingValue::made(std::move(list)) : BindingValue::missing();
}

// Later objects win; a member that is there keeps its place.
BindingValue merge(FilterRun &run)
{
    if (!run.object())
        return BindingValue::missing();
    Value merged = std::move(run.input()).take();
    for (std::size_t i = 0; i < run.argumentCount(); ++i) {
        const auto *other = run.argument(i).get().get_ptr<const Object *>();
        if (!other)
            return run.fail(u"Argument %1 of the filter merge is an object, not of type %2."_s.arg(i + 1).arg(
                typeWord(run.argument(i).get())));
        for (const auto &[name, value] : *other)
            merged[name] = value;
    }
    return run.made(std::move(merged));
}

// The names that the arguments list, each a string or an array of strings.
std::optional<std::unordered_set<std::string>> names(FilterRun &run)
{
    std::unordered_set<std::string> names;
    for (std::size_t i = 0; i < run.argumentCount(); ++i) {
        const Value &argument = run.argument(i).get();
        const auto *list = argument.get_ptr<const Array *>();
        const Array alone = list ? Array() : Array{argument};
        for (const Value &name : list ? *list : alone) {
            if (!name.is_string()) {
                run.fail(
                    u"The filter %1 takes names of members, not values of type %2."_s.arg(run.name(), typeWord(name)));
                return std::nullopt;
            }
            names.insert(*name.get_ptr<const std::string *>());
        }
    }
    return names;
}

BindingValue chosen(FilterRun &run, bool keepsNamed)
{
    const Object *object = run.object();
    const auto named = object ? names(run) : std::nullopt;
    if (!named)
        return BindingValue::missing();
    Value result = Value::object();
    for (const auto &[name, value] : *object) {
        if (named->contains(name) == keepsNamed)
            result[name] = value;
    }
    return run.made(std::move(result));
}

BindingValue pick(FilterRun &run)
{
    return chosen(run, true);
}

BindingValue omitKeys(FilterRun &run)
{
    return chosen(run, false);
}

constexpr int many = 1000;

constexpr Filter filters[] = {{"keys", Special::None, 0, 0, keys},
                              {"values", Special::None, 0, 0, values},
                              {"merge", Special::None, 1, many, merge},
                              {"pick", Special::None, 1, many, pick},
                              {"omit_keys", Special::None, 1, many, omitKeys}};

} // namespace

std::span<const Filter> objectFilters()
{
    return filters;
}

} // namespace uw::json::binding
