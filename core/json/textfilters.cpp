// SPDX-License-Identifier: GPL-3.0-or-later
// Filters on text. Positions and lengths count code points.
#include "core/json/bindingfilters.h"
#include "core/json/textsearch.h"
#include "core/json/utf8.h"

using namespace Qt::StringLiterals;

namespace uw::json::binding {

namespace {

QString toText(const std::string &utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

template<typename Change>
BindingValue changed(FilterRun &run, const Change &change)
{
    const std::string *text = run.text();
    return text ? run.madeText(QString(change(toText(*text))).toUtf8()) : BindingValue::missing();
}

BindingValue upper(FilterRun &run)
{
    return changed(run, [](const QString &text) { return text.toUpper(); });
}

BindingValue lower(FilterRun &run)
{
    return changed(run, [](const QString &text) { return text.toLower(); });
}

BindingValue trim(FilterRun &run)
{
    return changed(run, [](const QString &text) { return text.trimmed(); });
}

BindingValue replace(FilterRun &run)
{
    const std::string *text = run.text();
    const std::string *from = text ? run.textArgument(0) : nullptr;
    const std::string *to = from ? run.textArgument(1) : nullptr;
    if (!to)
        return BindingValue::missing();
    if (from->empty())
        return run.fail(u"The filter replace cannot look for an empty text."_s);
    // Each occurrence may make the text longer, so that the length is paid for before it is there.
    std::string result;
    const TextSearch search(*from);
    for (std::size_t at = 0;;) {
        const std::size_t found = search.find(*text, at, run.meter());
        result.append(*text, at, found == std::string::npos ? found : found - at);
        if (found == std::string::npos)
            break;
        result += *to;
        at = found + from->size();
        if (!run.meter().visit(1 + static_cast<qint64>(to->size()) / 64))
            return run.fail(run.meter().error());
    }
    if (run.meter().isExhausted())
        return run.fail(run.meter().error());
    return run.madeText(QByteArray::fromStdString(result));
}

BindingValue split(FilterRun &run)
{
    const std::string *text = run.text();
    const std::string *separator = text ? run.textArgument(0) : nullptr;
    if (!separator)
        return BindingValue::missing();
    Array parts;
    const TextSearch search(*separator);
    std::size_t at = 0;
    while (true) {
        std::size_t end = std::string::npos;
        if (!separator->empty()) {
            end = search.find(*text, at, run.meter());
            if (run.meter().isExhausted())
                return run.fail(run.meter().error());
        } else if (at < text->size()) {
            const char *begin = text->data() + at;
            end = at
                + static_cast<std::size_t>(
                      std::max(std::ptrdiff_t(1), utf8SequenceLength(begin, text->data() + text->size())));
        } else {
            break;
        }
        if (!run.append(parts, Value(text->substr(at, end == std::string::npos ? end : end - at))))
            return BindingValue::missing();
        if (end == std::string::npos)
            break;
        at = end + separator->size();
    }
    return BindingValue::made(std::move(parts));
}

BindingValue pattern(FilterRun &run, bool isWhole)
{
    const std::string *text = run.text();
    const std::string *spelt = text && !run.call().regex ? run.textArgument(0) : nullptr;
    if (!text || (!run.call().regex && !spelt))
        return BindingValue::missing();
    std::optional<Regex> regex = run.call().regex;
    if (!regex) {
        Result<Regex> compiled = Regex::compile(*spelt);
        if (!compiled)
            return run.fail(u"The filter %1: %2"_s.arg(run.name(), compiled.error().text), compiled.error().code);
        regex = std::move(compiled).value();
    }
    const bool matches = isWhole ? regex->matchesWhole(*text, run.meter()) : regex->matchesPart(*text, run.meter());
    return run.meter().isExhausted() ? run.fail(run.meter().error()) : BindingValue::made(Value(matches));
}

BindingValue match(FilterRun &run)
{
    return pattern(run, true);
}

BindingValue search(FilterRun &run)
{
    return pattern(run, false);
}

BindingValue string(FilterRun &run)
{
    return run.value().is_string() ? std::move(run.input()) : run.madeText(asText(run.value()));
}

constexpr Filter filters[] = {{"upper", Special::None, 0, 0, upper},      {"lower", Special::None, 0, 0, lower},
                              {"trim", Special::None, 0, 0, trim},        {"replace", Special::None, 2, 2, replace},
                              {"split", Special::None, 1, 1, split},      {"match", Special::Pattern, 1, 1, match},
                              {"search", Special::Pattern, 1, 1, search}, {"string", Special::None, 0, 0, string}};

} // namespace

std::span<const Filter> textFilters()
{
    return filters;
}

} // namespace uw::json::binding
