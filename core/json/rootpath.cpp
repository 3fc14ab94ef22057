// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/rootpath.h"

using namespace Qt::StringLiterals;

namespace uw::json {

namespace {

struct RootName {
    QLatin1StringView word;
    Root root;
};

constexpr RootName rootNames[] = {{"$"_L1, Root::Payload},   {"trigger"_L1, Root::Trigger},
                                  {"steps"_L1, Root::Steps}, {"workspace"_L1, Root::Workspace},
                                  {"item"_L1, Root::Item},   {"execution"_L1, Root::Execution}};

constexpr std::size_t maximumPathBytes = 64 * 1024;

const RootName *rootAt(QueryText text)
{
    const std::size_t start = text.position();
    if (!text.accept('$') && !text.memberName())
        return nullptr;
    const std::string_view word = text.between(start, text.position());
    const auto *found = std::find_if(std::begin(rootNames), std::end(rootNames), [word](const RootName &name) {
        return word == std::string_view(name.word.data(), static_cast<std::size_t>(name.word.size()));
    });
    return found == std::end(rootNames) ? nullptr : found;
}

// The id behind "steps", as .name or ['name'].
std::optional<std::string> readStep(QueryText &text)
{
    text.skipBlanks();
    std::optional<std::string> step;
    if (text.accept('.')) {
        step = text.memberName();
    } else if (text.accept('[')) {
        text.skipBlanks();
        if (text.atString())
            step = text.string();
        text.skipBlanks();
        if (step && !text.accept(']'))
            step.reset();
    }
    if (!step)
        text.fail(u"After “steps” stands the id of a step: steps.lookup or steps['look-up']."_s);
    return step;
}

} // namespace

QLatin1StringView rootWord(Root root)
{
    for (const RootName &name : rootNames) {
        if (name.root == root)
            return name.word;
    }
    return {};
}

const Value *TreeScope::tree(Root root, std::string_view step) const
{
    if (root == Root::Payload)
        return member(m_context, std::string_view("payload"));
    const QLatin1StringView word = rootWord(root);
    const Value *tree = member(m_context, std::string_view(word.data(), static_cast<std::size_t>(word.size())));
    return root == Root::Steps && tree ? member(*tree, step) : tree;
}

Result<RootPath> RootPath::compile(std::string_view text, QueryFault *fault)
{
    QueryText cursor(text);
    std::optional<RootPath> path;
    if (cursor.checkEncoding(maximumPathBytes))
        path = read(cursor);
    if (path && !cursor.atEnd())
        cursor.fail(
            u"%1 begins no segment; there are .name, ..name, [selector] and ..[selector]."_s.arg(cursor.here()));
    if (!cursor.failed())
        return std::move(*path);
    if (fault)
        *fault = *cursor.fault();
    return Error{ErrorCode::InvalidInput, cursor.fault()->text()};
}

bool RootPath::follows(const QueryText &text)
{
    return rootAt(text) != nullptr;
}

std::optional<RootPath> RootPath::read(QueryText &text)
{
    const std::size_t start = text.position();
    const RootName *name = rootAt(text);
    if (!name) {
        text.fail(
            u"A path begins with $, trigger, steps, workspace, item or execution, not with %1."_s.arg(text.here()));
        return std::nullopt;
    }
    text.advance(static_cast<std::size_t>(name->word.size()));
    std::string step;
    if (name->root == Root::Steps) {
        std::optional<std::string> id = readStep(text);
        if (!id)
            return std::nullopt;
        step = std::move(*id);
    }
    std::optional<JsonPath> path = JsonPath::readSegments(text);
    if (!path)
        return std::nullopt;
    const std::string_view spelt = text.between(start, text.position());
    return RootPath(name->root, std::move(step), std::move(*path),
                    QString::fromUtf8(spelt.data(), static_cast<qsizetype>(spelt.size())));
}

Result<Nodes> RootPath::select(const Scope &scope, EvaluationMeter &meter) const
{
    static const Value none;
    const Value *start = scope.tree(m_root, m_step);
    if (!start)
        return Nodes();
    const Value *payload = m_root == Root::Payload ? start : scope.tree(Root::Payload, {});
    return m_path.selectFrom(*start, payload ? *payload : none, meter);
}

const Value *RootPath::selectSingle(const Scope &scope) const
{
    const Value *start = scope.tree(m_root, m_step);
    return start ? m_path.selectSingle(*start) : nullptr;
}

} // namespace uw::json
