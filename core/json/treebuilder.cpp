// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/treebuilder.h"

namespace uw::json {

namespace {

// Appends a member name to a pointer. Names may be megabytes long: what makes the pointer too long is cut.
void appendName(QString &pointer, std::string_view name)
{
    const std::string_view kept = name.substr(0, static_cast<std::size_t>(3 * ParseReport::maximumPointerLength + 1));
    if (pointer.size() <= ParseReport::maximumPointerLength)
        pointer += u'/' + escapePointerToken(QString::fromUtf8(kept.data(), std::ssize(kept)));
}

} // namespace

void TreeBuilder::noteDuplicate(std::size_t entry)
{
    ++m_report.duplicateCount;
    if (!m_wantsDuplicates || m_report.duplicates.size() >= ParseReport::maximumDuplicates)
        return;
    QString pointer = pointerOfTop();
    appendName(pointer, m_members[entry].first);
    if (pointer.size() > ParseReport::maximumPointerLength)
        pointer.clear();
    m_report.duplicates.append({.pointer = pointer, .offset = m_places[entry]});
}

// Where the innermost open container stands: each container around it is at its last member or element.
QString TreeBuilder::pointerOfTop() const
{
    QString pointer;
    for (std::size_t i = 0; i + 1 < m_frames.size(); ++i) {
        const bool isObject = m_frames[i].isObject;
        std::size_t end = isObject ? m_members.size() : m_elements.size();
        for (std::size_t inner = i + 1; inner < m_frames.size(); ++inner) {
            if (m_frames[inner].isObject == isObject) {
                end = m_frames[inner].begin;
                break;
            }
        }
        if (isObject)
            appendName(pointer, m_members[end - 1].first);
        else
            pointer += u'/' + QString::number(end - m_frames[i].begin);
    }
    return pointer;
}

} // namespace uw::json
