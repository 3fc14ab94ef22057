// SPDX-License-Identifier: GPL-3.0-or-later
// What a long text does with keys, menus and changes around it.
#include "ui/shell/theme.h"
#include "ui/widgets/longtextview.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>
#include <memory>

namespace uw::ui {

qint64 LongTextView::movedByLines(qint64 lines)
{
    const qint64 line = m_index->lineAt(m_cursor);
    if (m_column < 0)
        m_column = rowAt(line).unitOf(m_cursor);
    const qint64 to = std::clamp<qint64>(line + lines, 0, lineCount() - 1);
    return rowAt(to).offsetOf(m_column);
}

// Where a key takes the cursor; -1: it is no such key.
qint64 LongTextView::moved(QKeyEvent *event)
{
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    const qint64 page = std::max(verticalScrollBar()->pageStep() - 1, 1);
    switch (event->key()) {
    case Qt::Key_Up:
        return movedByLines(-1);
    case Qt::Key_Down:
        return movedByLines(1);
    case Qt::Key_PageUp:
        return movedByLines(-page);
    case Qt::Key_PageDown:
        return movedByLines(page);
    default:
        break;
    }
    m_column = -1;
    const qint64 line = m_index->lineAt(m_cursor);
    const LongTextRow row = rowAt(line);
    const int unit = row.unitOf(m_cursor);
    switch (event->key()) {
    case Qt::Key_Home:
        return control ? 0 : row.line().begin;
    case Qt::Key_End:
        return control ? m_text->size() : row.offsetOf(row.text().size());
    case Qt::Key_Left:
        if (unit > 0)
            return row.offsetOf(unit - 1);
        return line > 0 ? rowAt(line - 1).offsetOf(rowAt(line - 1).text().size()) : 0;
    case Qt::Key_Right:
        if (unit < row.text().size())
            // Both units of a character outside the basic plane lie at one place.
            return row.offsetOf(unit + (row.text().at(unit).isHighSurrogate() ? 2 : 1));
        return line + 1 < lineCount() ? rowAt(line + 1).line().begin : m_text->size();
    default:
        return -1;
    }
}

void LongTextView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->matches(QKeySequence::Find)) {
        Q_EMIT findRequested();
    } else if (m_text && lineCount() > 0) {
        const qint64 to = moved(event);
        if (to >= 0)
            moveCursor(to, event->modifiers().testFlag(Qt::ShiftModifier));
        else
            QAbstractScrollArea::keyPressEvent(event);
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void LongTextView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const qint64 offset = byKey ? m_cursor : offsetAt(event->pos());
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copyAction = menu->addAction(tr("Copy"), QKeySequence::Copy, this, &LongTextView::copy);
    copyAction->setEnabled(m_cursor != m_anchor);
    menu->addAction(tr("Select all"), QKeySequence::SelectAll, this, &LongTextView::selectAll);
    menu->addAction(tr("Find…"), QKeySequence::Find, this, &LongTextView::findRequested);
    Q_EMIT menuMade(menu, offset);
    menu->popup(byKey ? viewport()->mapToGlobal(viewport()->rect().center()) : event->globalPos());
}

bool LongTextView::event(QEvent *event)
{
    // Ours while we have the focus, although a page has a shortcut of its own on it.
    if (event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Copy) || key->matches(QKeySequence::SelectAll)
            || key->matches(QKeySequence::Find)) {
            key->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void LongTextView::scrollContentsBy(int dx, int dy)
{
    Q_UNUSED(dx)
    Q_UNUSED(dy)
    viewport()->update();
}

void LongTextView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOutBars();
    viewport()->update();
    Q_EMIT columnsChanged();
}

void LongTextView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        m_widest = 0;
        forgetRows();
        layOutBars();
        Q_EMIT columnsChanged();
    }
}

void LongTextView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void LongTextView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace uw::ui
