// SPDX-License-Identifier: GPL-3.0-or-later
// Filters on arrays; length, first, last, at and slice take text too, by code point.
#include "core/json/bindingfilters.h"
#include "core/json/jsonpathevaluator.h"
#include "core/json/treehash.h"
#include "core/json/utf8.h"

#include <unordered_map>

using namespace Qt::StringLiterals;

namespace uw::json::binding {

namespace {

using path::codePointCount;

BindingValue join(FilterRun &run)
{
    const Array *array = run.array();
    const std::string *separator = array ? run.textArgument(0) : nullptr;
    if (!separator)
        return BindingValue::missing();
    std::string result;
    for (const Value &element : *array) {
        if (element.is_structured() || element.is_null())
            return run.fail(
                u"The filter join takes strings, numbers and booleans, but an element of %1 is of type %2."_s.arg(
                    QString::fromStdString(run.call().input), typeWord(element)));
        if (&element != &array->front())
            result += *separator;
        const QByteArray text = asText(element);
        result.append(text.constData(), static_cast<std::size_t>(text.size()));
        if (!run.meter().visit(1 + static_cast<qint64>(separator->size()) / 64))
            return run.fail(run.meter().error());
    }
    return run.madeText(QByteArray::fromStdString(result));
}

BindingValue length(FilterRun &run)
{
    const Value &value = run.value();
    if (const auto *text = value.get_ptr<const std::string *>())
        return BindingValue::made(static_cast<std::int64_t>(codePointCount(*text)));
    if (!value.is_structured())
        return run.failType(u"a string, an array or an object"_s);
    return BindingValue::made(static_cast<std::int64_t>(value.size()));
}

// The part of a text from one code point to another, the end excluded; 0 <= from <= to <= the length.
std::string textBetween(const std::string &text, qint64 from, qint64 to)
{
    std::size_t at = 0;
    const auto skip = [&text, &at](qint64 count) {
        for (; count > 0; --count)
            at += static_cast<std::size_t>(
                std::max(std::ptrdiff_t(1), utf8SequenceLength(text.data() + at, text.data() + text.size())));
    };
    skip(from);
    const std::size_t begin = at;
    skip(to - from);
    return text.substr(begin, at - begin);
}

BindingValue element(FilterRun &run, qint64 index)
{
    if (const auto *array = run.value().get_ptr<const Array *>()) {
        const Value *found = path::elementAt(*array, index);
        return found ? run.input().part(*found) : BindingValue::missing();
    }
    const auto *text = run.value().get_ptr<const std::string *>();
    if (!text)
        return run.failType(u"an array or a string"_s);
    const qint64 size = codePointCount(*text);
    const qint64 place = index < 0 ? size + index : index;
    return place < 0 || place >= size ? BindingValue::missing()
                                      : BindingValue::made(Value(textBetween(*text, place, place + 1)));
}

BindingValue first(FilterRun &run)
{
    return element(run, 0);
}

BindingValue last(FilterRun &run)
{
    return element(run, -1);
}

BindingValue at(FilterRun &run)
{
    const std::optional<qint64> index = run.integerArgument(0);
    return index ? element(run, *index) : BindingValue::missing();
}

BindingValue slice(FilterRun &run)
{
    const auto *array = run.value().get_ptr<const Array *>();
    const auto *text = run.value().get_ptr<const std::string *>();
    if (!array && !text)
        return run.failType(u"an array or a string"_s);
    const qint64 size = array ? static_cast<qint64>(array->size()) : codePointCount(*text);
    const auto bound = [size](qint64 place) { return std::clamp(place < 0 ? size + place : place, qint64(0), size); };
    const std::optional<qint64> start = run.integerArgument(0);
    const std::optional<qint64> end = run.argumentCount() > 1 ? run.integerArgument(1) : size;
    if (!start || !end)
        return BindingValue::missing();
    const qint64 from = bound(*start);
    const qint64 to = std::max(from, bound(*end));
    if (text)
        return run.made(Value(textBetween(*text, from, to)));
    Array part;
    for (qint64 i = from; i < to; ++i) {
        if (!run.append(part, (*array)[static_cast<std::size_t>(i)]))
            return BindingValue::missing();
    }
    return BindingValue::made(std::move(part));
}

// Elements of which the path selects nothing are left out, as they would be by $.list[*].name.
BindingValue map(FilterRun &run)
{
    const Array *array = run.array();
    Array mapped;
    for (std::size_t i = 0; array && i < array->size(); ++i) {
        const BindingValue value = run.ofElement((*array)[i]);
        if (run.error() || (!value.isMissing() && !run.append(mapped, value.get())))
            return BindingValue::missing();
    }
    return array ? BindingValue::made(std::move(mapped)) : BindingValue::missing();
}

BindingValue where(FilterRun &run)
{
    const Array *array = run.array();
    if (!array)
        return BindingValue::missing();
    std::optional<ConditionTest> test = run.call().test;
    if (!test) {
        Result<ConditionTest> compiled = ConditionTest::compile(*run.call().op, run.argument(0).get());
        if (!compiled)
            return run.fail(compiled.error());
        test = std::move(compiled).value();
    }
    Array kept;
    for (const Value &element : *array) {
        const BindingValue value = run.ofElement(element);
        const bool holds = value.isMissing() ? test->holdsForNothing() : test->holds(value.get(), run.meter());
        if (!run.meter().visit())
            return run.fail(run.meter().error());
        if (run.error() || (holds && !run.append(kept, element)))
            return BindingValue::missing();
    }
    return BindingValue::made(std::move(kept));
}

// What sort, min and max order by: all numbers or all texts. Nothing after a fault.
std::optional<std::vector<std::pair<Value, const Value *>>> keyed(FilterRun &run)
{
    const Array *array = run.array();
    if (!array)
        return std::nullopt;
    std::vector<std::pair<Value, const Value *>> keys;
    keys.reserve(array->size());
    for (const Value &element : *array) {
        BindingValue key = run.ofElement(element);
        if (run.error())
            return std::nullopt;
        const bool isSame = !key.isMissing() && (key.get().is_string() || key.get().is_number())
                         && (keys.empty() || key.get().is_string() == keys.front().first.is_string());
        if (!isSame) {
            run.fail(u"The filter %1 takes numbers alone or strings alone, but an element of %2 is of type %3."_s.arg(
                run.name(), QString::fromStdString(run.call().input),
                key.isMissing() ? u"nothing: its path selects no value"_s : typeWord(key.get())));
            return std::nullopt;
        }
        if (!run.meter().visit(4)) {
            run.fail(run.meter().error());
            return std::nullopt;
        }
        keys.emplace_back(std::move(key).take(), &element);
    }
    return keys;
}

bool isLess(const std::pair<Value, const Value *> &a, const std::pair<Value, const Value *> &b)
{
    const auto *left = a.first.get_ptr<const std::string *>();
    const auto *right = b.first.get_ptr<const std::string *>();
    return left && right ? *left < *right : compareNumbers(a.first, b.first) < 0;
}

BindingValue sort(FilterRun &run)
{
    const std::string *order = run.argumentCount() > 0 ? run.textArgument(0) : nullptr;
    if (run.error())
        return BindingValue::missing();
    if (order && *order != "asc" && *order != "desc")
        return run.fail(u"The filter sort takes a path and then \"asc\" or \"desc\"."_s);
    auto keys = keyed(run);
    if (!keys)
        return BindingValue::missing();
    if (order && *order == "desc")
        std::stable_sort(keys->begin(), keys->end(), [](const auto &a, const auto &b) { return isLess(b, a); });
    else
        std::stable_sort(keys->begin(), keys->end(), isLess);
    Array sorted;
    for (const auto &[key, element] : *keys) {
        if (!run.append(sorted, *element))
            return BindingValue::missing();
    }
    return BindingValue::made(std::move(sorted));
}

BindingValue unique(FilterRun &run)
{
    const Array *array = run.array();
    if (!array)
        return BindingValue::missing();
    std::unordered_multimap<quint64, const Value *> seen;
    Array kept;
    for (const Value &element : *array) {
        qint64 work = 0;
        const auto [begin, end] = seen.equal_range(treeHash(element, work));
        const bool isKnown = std::any_of(
            begin, end, [&element, &work](const auto &entry) { return equalCounting(*entry.second, element, work); });
        if (!run.meter().visit(work))
            return run.fail(run.meter().error());
        if (isKnown)
            continue;
        work = 0;
        seen.emplace(treeHash(element, work), &element);
        if (!run.append(kept, element))
            return BindingValue::missing();
    }
    return BindingValue::made(std::move(kept));
}

BindingValue minimum(FilterRun &run)
{
    const auto keys = keyed(run);
    if (!keys || keys->empty())
        return BindingValue::missing();
    return run.input().part(*std::min_element(keys->begin(), keys->end(), isLess)->second);
}

BindingValue maximum(FilterRun &run)
{
    const auto keys = keyed(run);
    if (!keys || keys->empty())
        return BindingValue::missing();
    return run.input().part(*std::max_element(keys->begin(), keys->end(), isLess)->second);
}

constexpr Filter filters[] = {{"join", Special::None, 1, 1, join},
                              {"length", Special::None, 0, 0, length},
                              {"first", Special::None, 0, 0, first},
                              {"last", Special::None, 0, 0, last},
                              {"at", Special::None, 1, 1, at},
                              {"slice", Special::None, 1, 2, slice},
                              {"map", Special::ElementPath, 0, 0, map},
                              {"where", Special::Where, 0, 1, where},
                              {"sort", Special::ElementPath, 0, 1, sort},
                              {"unique", Special::None, 0, 0, unique},
                              {"min", Special::ElementPath, 0, 0, minimum},
                              {"max", Special::ElementPath, 0, 0, maximum}};

} // namespace

std::span<const Filter> listFilters()
{
    return filters;
}

} // namespace uw::json::binding
