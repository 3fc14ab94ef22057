// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/findbar.h"

#include "ui/widgets/codeeditor.h"

namespace uw::ui {

FindBar::FindBar(const Theme &theme, CodeEditor &editor, QWidget *parent) : FindStrip(theme, parent), m_editor(editor)
{
    connect(m_editor.document(), &QTextDocument::contentsChanged, this, [this] { searchSoon(); });
}

QString FindBar::suggestion() const
{
    const QString selected = m_editor.textCursor().selectedText();
    return selected.contains(QChar::ParagraphSeparator) ? QString() : selected;
}

void FindBar::leave()
{
    m_matches.clear();
    m_current = -1;
    m_editor.setMatches({}, -1);
    m_editor.setFocus();
}

void FindBar::search()
{
    m_matches.clear();
    m_more = false;
    m_current = -1;
    const QString text = wanted();
    if (!text.isEmpty()) {
        const QString whole = m_editor.document()->toRawText();
        const int start = m_editor.textCursor().selectionStart();
        for (qsizetype at = whole.indexOf(text, 0, Qt::CaseInsensitive); at >= 0;
             at = whole.indexOf(text, at + text.size(), Qt::CaseInsensitive)) {
            if (m_matches.size() == MaximumMatches) {
                m_more = true;
                break;
            }
            QTextCursor cursor(m_editor.document());
            cursor.setPosition(int(at));
            cursor.setPosition(int(at + text.size()), QTextCursor::KeepAnchor);
            if (m_current < 0 && at >= start)
                m_current = int(m_matches.size());
            m_matches.append(cursor);
        }
    }
    if (m_current < 0 && !m_matches.isEmpty())
        m_current = 0;
    setSteps(!m_matches.isEmpty());
    show(m_current);
}

void FindBar::step(int direction)
{
    if (m_matches.isEmpty())
        return;
    const int count = int(m_matches.size());
    show((m_current + direction + count) % count);
}

void FindBar::show(int index)
{
    m_current = index;
    m_editor.setMatches(m_matches, index);
    if (index >= 0) {
        m_editor.setTextCursor(m_matches.at(index));
        m_editor.ensureCursorVisible();
        setCount(m_more ? tr("%1 of more than %2").arg(index + 1).arg(MaximumMatches)
                        : tr("%1 of %2").arg(index + 1).arg(m_matches.size()));
    } else {
        setCount(wanted().isEmpty() ? QString() : tr("Not found"));
    }
}

} // namespace uw::ui
