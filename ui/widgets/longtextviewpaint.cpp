// SPDX-License-Identifier: GPL-3.0-or-later
// How a long text looks: lines, colours, marks, numbers.
#include "ui/shell/theme.h"
#include "ui/widgets/longtextview.h"
#include "ui/widgets/syntaxcolors.h"

#include <QPainter>
#include <QScrollBar>
#include <QTextOption>

#include <algorithm>

namespace uw::ui {

namespace {

using json::Tokenizer;
using State = Tokenizer::State;

constexpr int TabWidth = 4;
// From which part of the visible text it is guessed whether it begins within a string.
constexpr int guessedLines = 4;

struct Lexed {
    State end = State::Between;
    int invalid = 0;
};

Lexed lex(QStringView text, State begin)
{
    Tokenizer tokenizer(text, begin);
    Lexed lexed;
    while (const std::optional<Tokenizer::Token> token = tokenizer.next())
        lexed.invalid += token->kind == Tokenizer::Kind::Invalid ? 1 : 0;
    lexed.end = tokenizer.state();
    return lexed;
}

// Where a piece of an endless line begins nobody knows without reading all before it: the reading with fewer faults is
// the right one.
State guessed(const QList<LongTextRow> &rows)
{
    int outside = 0;
    int inside = 0;
    State outsideState = State::Between;
    State insideState = State::InString;
    for (qsizetype i = 0; i < std::min<qsizetype>(rows.size(), guessedLines); ++i) {
        if (i > 0 && !rows.at(i).line().isContinued)
            break;
        const Lexed a = lex(rows.at(i).text(), outsideState);
        const Lexed b = lex(rows.at(i).text(), insideState);
        outside += a.invalid;
        inside += b.invalid;
        outsideState = a.end;
        insideState = b.end;
    }
    return inside < outside ? State::InString : State::Between;
}

} // namespace

// What each row begins within, from the one before; rows that were coloured under another beginning are laid out anew.
void LongTextView::colourRows()
{
    if (m_syntax != Syntax::Json)
        return;
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        LongTextRow &row = m_rows[i];
        State begins = State::Between;
        if (row.line().isContinued) {
            if (i > 0)
                begins = m_rows.at(i - 1).ends;
            else
                begins = row.layout ? row.begins : guessed(m_rows);
        }
        if (row.layout && row.begins == begins)
            continue;
        row.layout.reset();
        row.begins = begins;
        row.ends = lex(row.text(), begins).end;
    }
}

void LongTextView::layOutRow(LongTextRow &row) const
{
    auto layout = std::make_shared<QTextLayout>(row.text(), font());
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTextDirection(Qt::LeftToRight);
    option.setTabStopDistance(TabWidth * fontMetrics().horizontalAdvance(u' '));
    layout->setTextOption(option);
    QList<QTextLayout::FormatRange> ranges;
    if (m_syntax == Syntax::Json) {
        Tokenizer tokenizer(row.text(), row.begins);
        while (const std::optional<Tokenizer::Token> token = tokenizer.next()) {
            QTextCharFormat format;
            format.setForeground(m_theme.color(syntaxRole(token->kind)));
            ranges.append({int(token->begin), int(token->length), format});
        }
    }
    layout->setFormats(ranges);
    layout->setCacheEnabled(true);
    layout->beginLayout();
    layout->createLine();
    layout->endLayout();
    row.layout = std::move(layout);
}

QList<QTextLayout::FormatRange> LongTextView::marksOf(const LongTextRow &row) const
{
    QList<QTextLayout::FormatRange> marks;
    const auto add = [&](qint64 begin, qint64 end, const QColor &ground) {
        const int from = row.unitOf(std::max(begin, row.line().begin));
        const int to = row.unitOf(std::min(end, row.line().end));
        if (begin >= row.line().end + 1 || end <= row.line().begin || to <= from)
            return;
        QTextCharFormat format;
        format.setBackground(ground);
        marks.append({from, to - from, format});
    };
    QColor found = m_theme.color(ColorRole::Warning);
    found.setAlphaF(0.28F);
    auto match = std::lower_bound(m_matches.cbegin(), m_matches.cend(), row.line().begin,
                                  [](const TextMatch &one, qint64 at) { return one.begin + one.length <= at; });
    for (; match != m_matches.cend() && match->begin < row.line().end; ++match)
        add(match->begin, match->begin + match->length, found);
    if (m_cursor != m_anchor)
        add(selectionBegin(), selectionEnd(), palette().color(QPalette::Highlight));
    return marks;
}

int LongTextView::marginWidth() const
{
    int digits = 2;
    for (qint64 most = std::max<qint64>(lineCount(), 1); most >= 100; most /= 10)
        ++digits;
    return fontMetrics().horizontalAdvance(u'9') * digits + 2 * Spacing::Small;
}

void LongTextView::paintMargin(QPainter &painter) const
{
    const int width = marginWidth();
    painter.fillRect(0, 0, width, viewport()->height(), palette().color(QPalette::Base));
    painter.setPen(m_theme.color(ColorRole::DisabledText));
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const ShownLine &line = m_rows.at(i).line();
        if (!line.isContinued)
            painter.drawText(QRect(0, int(i) * lineHeight(), width - Spacing::Small, lineHeight()),
                             int(Qt::AlignRight | Qt::AlignVCenter), QString::number(line.number));
    }
}

void LongTextView::paintRow(QPainter &painter, int position)
{
    const LongTextRow &row = m_rows.at(position);
    const QPointF at(marginWidth() + Spacing::Tiny - horizontalScrollBar()->value(), position * lineHeight());
    row.layout->draw(&painter, at, marksOf(row), viewport()->rect());
    // A selected line feed is seen, too.
    if (selectionBegin() <= row.line().end && selectionEnd() > row.line().end) {
        const qreal end = at.x() + row.layout->lineAt(0).naturalTextWidth();
        painter.fillRect(QRectF(end, at.y(), fontMetrics().horizontalAdvance(u' '), lineHeight()),
                         palette().color(QPalette::Highlight));
    }
    const bool hasCursor = hasFocus() && m_cursor >= row.line().begin && m_cursor <= row.line().end;
    if (hasCursor)
        row.layout->drawCursor(&painter, at, row.unitOf(m_cursor), 1);
}

void LongTextView::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(viewport());
    painter.setFont(font());
    readRows();
    if (m_rows.isEmpty()) {
        painter.setPen(m_theme.color(ColorRole::SecondaryText));
        painter.drawText(viewport()->rect().adjusted(Spacing::Medium, Spacing::Small, -Spacing::Medium, 0),
                         int(Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap), m_placeholder);
        return;
    }
    painter.setPen(palette().color(QPalette::Text));
    for (int i = 0; i < m_rows.size(); ++i)
        paintRow(painter, i);
    paintMargin(painter);
    if (hasFocus()) {
        painter.setPen(m_theme.color(ColorRole::Accent));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

QRect LongTextView::characterRect(int row, int unit) const
{
    if (row < 0 || row >= m_rows.size() || !m_rows.at(row).layout)
        return {};
    const QTextLine line = m_rows.at(row).layout->lineAt(0);
    const qreal left = line.cursorToX(unit);
    const qreal right = line.cursorToX(unit + 1);
    const int x = marginWidth() + Spacing::Tiny - horizontalScrollBar()->value() + int(left);
    return {x, row * lineHeight(), std::max(int(right - left), 1), lineHeight()};
}

} // namespace uw::ui
