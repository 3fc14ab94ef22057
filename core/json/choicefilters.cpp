// SPDX-License-Identifier: GPL-3.0-or-later
// Filters that say what a missing value becomes.
#include "core/json/bindingfilters.h"

using namespace Qt::StringLiterals;

namespace uw::json::binding {

namespace {

bool isAbsent(const BindingValue &value)
{
    return value.isMissing() || value.isVoid();
}

// Null is a value; coalesce() passes over it.
BindingValue orDefault(FilterRun &run)
{
    return std::move(isAbsent(run.input()) ? run.argument(0) : run.input());
}

BindingValue omit(FilterRun &run)
{
    return isAbsent(run.input()) ? BindingValue::omitted() : std::move(run.input());
}

BindingValue coalesce(FilterRun &run)
{
    const auto isUsable = [](const BindingValue &value) { return !isAbsent(value) && !value.get().is_null(); };
    if (isUsable(run.input()))
        return std::move(run.input());
    for (std::size_t i = 0; i < run.argumentCount(); ++i) {
        if (isUsable(run.argument(i)))
            return std::move(run.argument(i));
    }
    return BindingValue::missing();
}

BindingValue uuid(FilterRun &run)
{
    const auto &make = run.environment().uuid;
    return make ? run.madeText(make().toUtf8()) : run.fail(u"There is nothing here that makes UUIDs."_s);
}

constexpr Filter filters[] = {{"default", Special::Missing, 1, 1, orDefault},
                              {"omit", Special::Missing, 0, 0, omit},
                              {"coalesce", Special::Missing, 1, 100, coalesce},
                              {"uuid", Special::Generator, 0, 0, uuid}};

} // namespace

std::span<const Filter> choiceFilters()
{
    return filters;
}

} // namespace uw::json::binding
