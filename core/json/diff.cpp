// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/diff.h"

#include "core/json/arraymatching.h"

namespace uw::json {

using Kind = Difference::Kind;

// Walks two trees side by side, with one frame per open pair of containers instead of recursion.
class DiffBuilder final {
public:
    explicit DiffBuilder(const DiffLimits &limits) : m_limits(limits), m_budget(limits.maximumWork) {}

    Diff run(const Value &before, const Value &after);

private:
    // Two arrays or two objects that are being compared. `own` is the step that leads here, and is only
    // entered into the result (`path`) when something inside differs.
    struct Frame {
        const Value *before;
        const Value *after;
        Diff::Step own;
        qint32 path = unknown;
        std::size_t next = 0;
        std::vector<ElementPair> pairs; // of arrays
    };
    static constexpr qint32 root = -1;
    static constexpr qint32 unknown = -2;

    void compare(const Value *before, const Value *after, const Diff::Step &step);
    void advance();
    void advanceArray(Frame &frame);
    void advanceObject(Frame &frame);
    void note(Kind kind, const Value *before, const Value *after, const Diff::Step &step);
    qint32 pathOfTop();

    const DiffLimits m_limits;
    qint64 m_budget;
    std::vector<Frame> m_frames;
    Diff m_diff;
};

Diff DiffBuilder::run(const Value &before, const Value &after)
{
    compare(&before, &after, {});
    while (!m_frames.empty() && m_diff.m_isComplete)
        advance();
    return std::move(m_diff);
}

// A null side is one that is not there.
void DiffBuilder::compare(const Value *before, const Value *after, const Diff::Step &step)
{
    if (!before)
        return note(Kind::Added, before, after, step);
    if (!after)
        return note(Kind::Removed, before, after, step);
    const auto *array = before->get_ptr<const Array *>();
    const auto *otherArray = after->get_ptr<const Array *>();
    const bool bothArrays = array && otherArray;
    if (!bothArrays && !(before->is_object() && after->is_object())) {
        if (before->is_structured() || after->is_structured() || !equal(*before, *after))
            note(Kind::Changed, before, after, step);
        return;
    }
    Frame &frame = m_frames.emplace_back(Frame{.before = before, .after = after, .own = step});
    if (bothArrays)
        frame.pairs = matchElements(*array, *otherArray, m_budget);
}

void DiffBuilder::advance()
{
    Frame &frame = m_frames.back();
    if (frame.before->is_array())
        advanceArray(frame);
    else
        advanceObject(frame);
}

void DiffBuilder::advanceArray(Frame &frame)
{
    if (frame.next == frame.pairs.size())
        return m_frames.pop_back();
    const ElementPair pair = frame.pairs[frame.next++];
    const auto &before = *frame.before->get_ptr<const Array *>();
    const auto &after = *frame.after->get_ptr<const Array *>();
    compare(pair.before == ElementPair::absent ? nullptr : &before[pair.before],
            pair.after == ElementPair::absent ? nullptr : &after[pair.after],
            {.parent = unknown, .name = nullptr, .before = pair.before, .after = pair.after});
}

// First the members before, in their order, then those that are only in the object after.
void DiffBuilder::advanceObject(Frame &frame)
{
    const auto &before = *frame.before->get_ptr<const Object *>();
    const auto &after = *frame.after->get_ptr<const Object *>();
    const std::size_t position = frame.next++;
    if (position >= before.size() + after.size())
        return m_frames.pop_back();
    const bool isBefore = position < before.size();
    const Object &own = isBefore ? before : after;
    const Object &other = isBefore ? after : before;
    const auto &[name, value] =
        *(own.begin() + static_cast<std::ptrdiff_t>(isBefore ? position : position - before.size()));
    const auto found = other.find(name);
    const Value *counterpart = found == other.end() ? nullptr : &found->second;
    const Diff::Step step{.parent = unknown, .name = &name, .before = 0, .after = 0};
    if (isBefore)
        compare(&value, counterpart, step);
    else if (!counterpart)
        compare(nullptr, &value, step);
}

void DiffBuilder::note(Kind kind, const Value *before, const Value *after, const Diff::Step &step)
{
    if (m_diff.m_differences.size() == m_limits.maximumDifferences) {
        m_diff.m_isComplete = false;
        return;
    }
    qint32 path = root;
    if (!m_frames.empty()) {
        const qint32 parent = pathOfTop();
        path = static_cast<qint32>(m_diff.m_steps.size());
        m_diff.m_steps.push_back(step);
        m_diff.m_steps.back().parent = parent;
    }
    m_diff.m_differences.append({.kind = kind, .before = before, .after = after, .path = path});
}

// Enters the steps to the innermost open pair into the result, as far as they are not there yet.
qint32 DiffBuilder::pathOfTop()
{
    m_frames.front().path = root;
    auto frame = m_frames.end() - 1;
    while (frame->path == unknown)
        --frame;
    qint32 parent = frame->path;
    for (++frame; frame != m_frames.end(); ++frame) {
        frame->path = static_cast<qint32>(m_diff.m_steps.size());
        m_diff.m_steps.push_back(frame->own);
        m_diff.m_steps.back().parent = parent;
        parent = frame->path;
    }
    return parent;
}

Diff Diff::between(const Value &before, const Value &after, const DiffLimits &limits)
{
    return DiffBuilder(limits).run(before, after);
}

qsizetype Diff::count(Difference::Kind kind) const
{
    return std::count_if(m_differences.begin(), m_differences.end(),
                         [kind](const Difference &difference) { return difference.kind == kind; });
}

QString Diff::pointerBefore(const Difference &difference) const
{
    return difference.before ? pointer(difference.path, true) : QString();
}

QString Diff::pointerAfter(const Difference &difference) const
{
    return difference.after ? pointer(difference.path, false) : QString();
}

QString Diff::pointer(qint32 path, bool isBefore) const
{
    std::vector<const Step *> steps;
    for (; path >= 0; path = m_steps[static_cast<std::size_t>(path)].parent)
        steps.push_back(&m_steps[static_cast<std::size_t>(path)]);
    QString text = QStringLiteral(""); // the root's pointer is empty, not null
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        text += u'/';
        text += (*step)->name ? escapePointerToken(QString::fromStdString(*(*step)->name))
                              : QString::number(isBefore ? (*step)->before : (*step)->after);
    }
    return text;
}

} // namespace uw::json
