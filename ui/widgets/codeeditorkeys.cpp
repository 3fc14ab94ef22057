// SPDX-License-Identifier: GPL-3.0-or-later
// The part of CodeEditor that answers keys, the clipboard and the context menu.
#include "ui/widgets/codeeditor.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QMimeData>
#include <QTextBlock>

namespace uw::ui {

namespace {

constexpr int IndentWidth = 2;

int leadingSpaces(const QString &text)
{
    int count = 0;
    while (count < text.size() && text.at(count) == u' ')
        ++count;
    return count;
}

} // namespace

void CodeEditor::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Find)) {
        Q_EMIT findRequested();
        return;
    }
    if (event->key() == Qt::Key_Z && event->modifiers() == Qt::AltModifier) {
        setLineWrapMode(lineWrapMode() == NoWrap ? WidgetWidth : NoWrap);
        return;
    }
    if (isReadOnly()) {
        QPlainTextEdit::keyPressEvent(event);
        return;
    }
    const bool tabLeaves = std::exchange(m_tabLeaves, false);
    switch (event->key()) {
    case Qt::Key_Escape:
        // Escape, then Tab: the way out for the keyboard.
        m_tabLeaves = true;
        event->ignore();
        return;
    case Qt::Key_Tab:
        // QPlainTextEdit's own keeps the focus while Tab belongs to the text.
        if (tabLeaves)
            QAbstractScrollArea::focusNextPrevChild(true);
        else
            indent(true);
        return;
    case Qt::Key_Backtab:
        if (tabLeaves || (!textCursor().hasSelection() && leadingSpaces(textCursor().block().text()) == 0))
            QAbstractScrollArea::focusNextPrevChild(false);
        else
            indent(false);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        // With Ctrl it belongs to the page ("Send").
        if (event->modifiers().testFlag(Qt::ControlModifier)) {
            event->ignore();
            return;
        }
        newLine();
        return;
    default:
        QPlainTextEdit::keyPressEvent(event);
    }
}

void CodeEditor::indent(bool deeper)
{
    QTextCursor cursor = textCursor();
    if (deeper && !cursor.hasSelection()) {
        cursor.insertText(QString(IndentWidth - cursor.positionInBlock() % IndentWidth, u' '));
        return;
    }
    const int last = document()->findBlock(cursor.selectionEnd()).blockNumber();
    QTextBlock block = document()->findBlock(cursor.selectionStart());
    cursor.beginEditBlock();
    for (; block.isValid() && block.blockNumber() <= last; block = block.next()) {
        QTextCursor line(block);
        if (deeper) {
            line.insertText(QString(IndentWidth, u' '));
        } else {
            line.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor,
                              qMin(IndentWidth, leadingSpaces(block.text())));
            line.removeSelectedText();
        }
    }
    cursor.endEditBlock();
}

// The new line is as deep as the one before; deeper behind an opening bracket.
void CodeEditor::newLine()
{
    QTextCursor cursor = textCursor();
    cursor.beginEditBlock();
    cursor.removeSelectedText();
    const QString text = cursor.block().text();
    const int column = cursor.positionInBlock();
    const int depth = qMin(column, leadingSpaces(text));
    const QString before = text.left(column).trimmed();
    const QString after = text.mid(column).trimmed();
    const bool opens = before.endsWith(u'{') || before.endsWith(u'[');
    const bool closes = after.startsWith(u'}') || after.startsWith(u']');
    cursor.insertText(u'\n' + QString(depth + (opens ? IndentWidth : 0), u' '));
    if (opens && closes) {
        const int stay = cursor.position();
        cursor.insertText(u'\n' + QString(depth, u' '));
        cursor.setPosition(stay);
    }
    cursor.endEditBlock();
    setTextCursor(cursor);
    ensureCursorVisible();
}

void CodeEditor::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu *menu = createStandardContextMenu(event->pos());
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSeparator();
    menu->addAction(tr("Find…"), QKeySequence(QKeySequence::Find), this, &CodeEditor::findRequested);
    QAction *wrap = menu->addAction(tr("Wrap lines"));
    wrap->setShortcut(QKeySequence(Qt::ALT | Qt::Key_Z));
    wrap->setCheckable(true);
    wrap->setChecked(lineWrapMode() == WidgetWidth);
    connect(wrap, &QAction::toggled, this, [this](bool on) { setLineWrapMode(on ? WidgetWidth : NoWrap); });
    menu->popup(event->globalPos());
}

QMimeData *CodeEditor::createMimeDataFromSelection() const
{
    auto *copied = new QMimeData;
    copied->setText(joined(textCursor()));
    return copied;
}

// The selected text without the line ends that only the showing put in.
QString CodeEditor::joined(const QTextCursor &selection) const
{
    QString text;
    const int from = selection.selectionStart();
    const int to = selection.selectionEnd();
    for (QTextBlock block = document()->findBlock(from); block.isValid() && block.position() <= to;
         block = block.next()) {
        if (block.position() > from && lineNumber(block) != 0)
            text += u'\n';
        const int start = qMax(0, from - block.position());
        text += QStringView(block.text()).mid(start, qMax(0, to - block.position() - start));
    }
    return text;
}

} // namespace uw::ui
