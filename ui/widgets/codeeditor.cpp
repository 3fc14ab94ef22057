// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/codeeditor.h"

#include "core/json/tokenizer.h"
#include "ui/shell/theme.h"
#include "ui/widgets/markdelegate.h"
#include "ui/widgets/syntaxcolors.h"
#include "ui/widgets/textlabel.h"

#include <QPainter>
#include <QTextBlock>

namespace uw::ui {

namespace {

using json::Tokenizer;

// What a block remembers.
class BlockNote final : public QTextBlockUserData {
public:
    bool startsInString = false;
    // Generation and revision of the text that its colours were made for.
    int generation = 0;
    int revision = -1;
};

BlockNote &noteOf(QTextBlock block)
{
    if (!block.userData())
        block.setUserData(new BlockNote);
    return *static_cast<BlockNote *>(block.userData());
}

// `piece` without the characters that a text document takes for ends of lines or frames.
QString showable(QStringView piece, bool endsLine)
{
    if (endsLine && piece.endsWith(u'\r'))
        piece.chop(1);
    QString text = piece.toString();
    const auto special = [](QChar c) {
        return c == u'\r' || c == QChar::ParagraphSeparator || c == QChar(0xFDD0) || c == QChar(0xFDD1);
    };
    std::replace_if(text.begin(), text.end(), special, QChar(QChar::ReplacementCharacter));
    return text;
}

Tokenizer tokenizerFor(QStringView piece, bool startsInString)
{
    return Tokenizer(piece, startsInString ? Tokenizer::State::InString : Tokenizer::State::Between);
}

// Whether a string is still open where a piece of a broken line ends.
bool endsInString(QStringView piece, bool startsInString)
{
    Tokenizer tokenizer = tokenizerFor(piece, startsInString);
    while (tokenizer.next()) {
    }
    return tokenizer.state() != Tokenizer::State::Between;
}

// The strip of line numbers; the editor does the work.
class Margin final : public QWidget {
public:
    explicit Margin(CodeEditor *editor) : QWidget(editor), m_editor(editor) {}

protected:
    void paintEvent(QPaintEvent *event) override { m_editor->paintMargin(event); }

private:
    CodeEditor *m_editor;
};

} // namespace

CodeEditor::CodeEditor(const Theme &theme, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_theme(theme)
    , m_margin(new Margin(this))
{
    setRoles(this, theme, TextRole::Fixed);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    // Code reads from left to right in every language.
    setLayoutDirection(Qt::LeftToRight);
    QTextOption option = document()->defaultTextOption();
    option.setTextDirection(Qt::LeftToRight);
    document()->setDefaultTextOption(option);
    document()->setDocumentMargin(Spacing::Tiny);
    m_margin->setFont(font());

    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEditor::layOutMargin);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy)
            m_margin->scroll(0, dy);
        else
            m_margin->update(0, rect.y(), m_margin->width(), rect.height());
    });
    connect(&theme, &Theme::changed, this, [this] {
        forgetColours();
        layOutMargin();
        refreshSelections();
    });
    layOutMargin();
}

void CodeEditor::forgetParts()
{
    m_continued.clear();
    m_carries = false;
    m_matches.clear();
    m_currentMatch = -1;
    m_marks.clear();
    m_problem = -1;
    setExtraSelections({});
}

void CodeEditor::setWholeText(const QString &text)
{
    forgetParts();
    setPlainText(text);
}

qsizetype CodeEditor::appendPart(const QString &text, qsizetype from, qsizetype length)
{
    if (from == 0) {
        forgetParts();
        clear();
    }
    const int firstBlock = from == 0 ? 0 : blockCount();
    // A part that starts behind a piece of a long line goes on with it.
    bool goesOn = from > 0 && text.at(from - 1) != u'\n';
    QString part;
    QList<int> inString;
    int block = firstBlock;
    qsizetype at = from;
    const qsizetype stop = qMin(text.size(), from + length);
    while (at < stop) {
        qsizetype lineEnd = text.indexOf(u'\n', at);
        if (lineEnd < 0)
            lineEnd = text.size();
        qsizetype end = qMin(lineEnd, at + LongestLine);
        const bool broken = end < lineEnd;
        if (broken && text.at(end - 1).isHighSurrogate())
            --end;
        const QString piece = showable(QStringView(text).mid(at, end - at), !broken);
        if (block > 0)
            part += u'\n';
        part += piece;
        if (goesOn)
            m_continued.append(block);
        if (goesOn && m_carries)
            inString.append(block);
        if (m_syntax == Syntax::Json && (broken || goesOn))
            m_carries = endsInString(piece, goesOn && m_carries);
        goesOn = broken;
        ++block;
        at = broken ? end : end + 1;
    }
    // A final line feed ends in an empty line.
    if (at >= text.size() && text.endsWith(u'\n'))
        part += u'\n';

    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(part);
    for (const int number : std::as_const(inString))
        noteOf(document()->findBlockByNumber(number)).startsInString = true;
    return qMin(at, text.size());
}

void CodeEditor::setSyntax(Syntax syntax)
{
    if (m_syntax == syntax)
        return;
    m_syntax = syntax;
    forgetColours();
}

QString CodeEditor::wholeText() const
{
    QTextCursor all(document());
    all.select(QTextCursor::Document);
    return joined(all);
}

int CodeEditor::lineNumber(const QTextBlock &block) const
{
    const auto found = std::lower_bound(m_continued.begin(), m_continued.end(), block.blockNumber());
    if (found != m_continued.end() && *found == block.blockNumber())
        return 0;
    return block.blockNumber() + 1 - int(found - m_continued.begin());
}

void CodeEditor::setMatches(const QList<QTextCursor> &matches, int current)
{
    m_matches = matches;
    m_currentMatch = current;
    refreshSelections();
}

void CodeEditor::setMarks(const QList<QTextCursor> &marks)
{
    m_marks = marks;
    refreshSelections();
}

void CodeEditor::setProblemAt(qsizetype offset)
{
    m_problem = offset;
    refreshSelections();
    if (offset < 0)
        return;
    QTextCursor cursor(document());
    cursor.setPosition(int(qMin<qsizetype>(offset, document()->characterCount() - 1)));
    setTextCursor(cursor);
    ensureCursorVisible();
}

void CodeEditor::refreshSelections()
{
    QList<QTextEdit::ExtraSelection> selections;
    const QColor ground = markGround(m_theme);
    // What the find bar finds is drawn over them.
    for (const QTextCursor &mark : m_matches.isEmpty() ? m_marks : QList<QTextCursor>()) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = mark;
        selection.format.setBackground(ground);
        selections.append(selection);
    }
    for (qsizetype i = 0; i < m_matches.size(); ++i) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = m_matches.at(i);
        selection.format.setBackground(i == m_currentMatch ? m_theme.color(ColorRole::Selection) : ground);
        if (i == m_currentMatch)
            selection.format.setProperty(QTextFormat::OutlinePen, QPen(m_theme.color(ColorRole::Accent)));
        selections.append(selection);
    }
    if (m_problem >= 0) {
        QTextEdit::ExtraSelection selection;
        const int last = document()->characterCount() - 1;
        const int at = int(qMin<qsizetype>(m_problem, last));
        selection.cursor = QTextCursor(document());
        // At the very end there is nothing to underline but what stands before it.
        selection.cursor.setPosition(at < last ? at : qMax(0, at - 1));
        selection.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
        selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        selection.format.setUnderlineColor(m_theme.color(ColorRole::Error));
        QColor fault = m_theme.color(ColorRole::Error);
        fault.setAlphaF(0.18F);
        selection.format.setBackground(fault);
        selections.append(selection);
    }
    setExtraSelections(selections);
}

void CodeEditor::colourVisible()
{
    if (m_syntax == Syntax::Plain)
        return;
    QTextBlock block = firstVisibleBlock();
    qreal y = blockBoundingGeometry(block).translated(contentOffset()).top();
    while (block.isValid() && y <= viewport()->height()) {
        colour(block);
        y += blockBoundingRect(block).height();
        block = block.next();
    }
}

void CodeEditor::colour(const QTextBlock &block)
{
    BlockNote &note = noteOf(block);
    if (note.generation == m_generation && note.revision == block.revision())
        return;
    note.generation = m_generation;
    note.revision = block.revision();
    QList<QTextLayout::FormatRange> ranges;
    const QString line = block.text();
    Tokenizer tokenizer = tokenizerFor(line, note.startsInString);
    while (const std::optional<Tokenizer::Token> token = tokenizer.next()) {
        QTextCharFormat format;
        format.setForeground(m_theme.color(syntaxRole(token->kind)));
        ranges.append({int(token->begin), int(token->length), format});
    }
    block.layout()->setFormats(ranges);
}

void CodeEditor::forgetColours()
{
    ++m_generation;
    if (m_syntax == Syntax::Plain) {
        for (QTextBlock block = document()->firstBlock(); block.isValid(); block = block.next()) {
            if (!block.layout()->formats().isEmpty())
                block.layout()->clearFormats();
        }
    }
    viewport()->update();
}

void CodeEditor::paintEvent(QPaintEvent *event)
{
    // Only what is seen is coloured: a highlighter of the whole text would hold up the window.
    colourVisible();
    QPlainTextEdit::paintEvent(event);
}

int CodeEditor::marginWidth() const
{
    int digits = 1;
    for (int most = qMax(1, blockCount() - int(m_continued.size())); most >= 10; most /= 10)
        ++digits;
    return fontMetrics().horizontalAdvance(u'9') * qMax(2, digits) + 2 * Spacing::Small;
}

void CodeEditor::layOutMargin()
{
    const int width = marginWidth();
    setViewportMargins(width, 0, 0, 0);
    const QRect area = contentsRect();
    m_margin->setGeometry(area.left(), area.top(), width, area.height());
    m_margin->setFont(font());
    m_margin->update();
}

void CodeEditor::paintMargin(QPaintEvent *event)
{
    QPainter painter(m_margin);
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    painter.setPen(m_theme.color(ColorRole::DisabledText));
    painter.setFont(font());
    QTextBlock block = firstVisibleBlock();
    qreal y = blockBoundingGeometry(block).translated(contentOffset()).top();
    const int height = fontMetrics().height();
    const int width = m_margin->width() - Spacing::Small;
    while (block.isValid() && y <= event->rect().bottom()) {
        const qreal blockHeight = blockBoundingRect(block).height();
        const int number = lineNumber(block);
        if (number > 0 && y + blockHeight >= event->rect().top()) {
            painter.drawText(QRectF(0, y, width, height), int(Qt::AlignRight | Qt::AlignVCenter),
                             QString::number(number));
        }
        y += blockHeight;
        block = block.next();
    }
}

void CodeEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    layOutMargin();
}

void CodeEditor::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    // The base class reports font changes while it is being built.
    if (event->type() == QEvent::FontChange && m_margin)
        layOutMargin();
}

} // namespace uw::ui
