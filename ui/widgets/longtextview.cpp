// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/longtextview.h"

#include "ui/shell/theme.h"
#include "ui/widgets/longtextaccessible.h"
#include "ui/widgets/textlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>
#include <limits>

namespace uw::ui {

namespace {

constexpr int DragScrollMs = 40;
constexpr int TabWidth = 4;

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'-';
}

} // namespace

LongTextView::LongTextView(const Theme &theme, QWidget *parent) : QAbstractScrollArea(parent), m_theme(theme)
{
    installLongTextAccessibility();
    setRoles(this, theme, TextRole::Fixed);
    setFrameShape(QFrame::NoFrame);
    // Code reads from left to right in every language.
    setLayoutDirection(Qt::LeftToRight);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    // So that the first line does not touch what stands above it.
    setViewportMargins(0, Spacing::Tiny, 0, 0);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_dragScroll.setInterval(DragScrollMs);
    connect(&m_dragScroll, &QTimer::timeout, this, [this] { moveCursor(offsetAt(m_drag), true); });
    connect(&theme, &Theme::changed, this, [this] { forgetRows(); });
}

LongTextView::~LongTextView() = default;

void LongTextView::setText(std::shared_ptr<const TextBytes> text, std::shared_ptr<const LineIndex> index, Syntax syntax)
{
    m_text = std::move(text);
    m_index = std::move(index);
    m_syntax = syntax;
    m_anchor = m_cursor = 0;
    m_column = -1;
    m_matches.clear();
    m_currentMatch = -1;
    m_widest = 0;
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    forgetRows();
    layOutBars();
    announceLongText(this);
}

void LongTextView::setIndex(std::shared_ptr<const LineIndex> index)
{
    const qint64 top = m_rows.isEmpty() ? 0 : m_rows.constFirst().line().begin;
    m_index = std::move(index);
    m_widest = 0;
    forgetRows();
    layOutBars();
    if (m_index)
        verticalScrollBar()->setValue(int(std::max<qint64>(m_index->lineAt(top), 0)));
}

void LongTextView::textGrown()
{
    const bool wasShort = m_rows.size() < rowsShown();
    layOutBars();
    if (wasShort)
        forgetRows();
}

void LongTextView::setPlaceholderText(const QString &text)
{
    m_placeholder = text;
    viewport()->update();
}

qint64 LongTextView::lineCount() const
{
    return m_index ? m_index->count() : 0;
}

int LongTextView::lineHeight() const
{
    return fontMetrics().height();
}

int LongTextView::rowsShown() const
{
    return viewport()->height() / std::max(lineHeight(), 1) + 2;
}

int LongTextView::columns() const
{
    const int room = viewport()->width() - marginWidth() - 2 * Spacing::Tiny;
    // A layout does not round the width of each letter, so it must not be rounded here.
    const qreal letter = QFontMetricsF(font()).horizontalAdvance(u'0');
    return std::max(int(room / std::max(letter, 1.0)), 16);
}

void LongTextView::layOutBars()
{
    const int whole = std::max(viewport()->height() / std::max(lineHeight(), 1), 1);
    const qint64 most = std::max<qint64>(lineCount() - whole, 0);
    verticalScrollBar()->setPageStep(whole);
    verticalScrollBar()->setRange(0, int(std::min<qint64>(most, std::numeric_limits<int>::max())));
    const int room = viewport()->width() - marginWidth();
    horizontalScrollBar()->setPageStep(room);
    horizontalScrollBar()->setSingleStep(fontMetrics().horizontalAdvance(u'0') * TabWidth);
    horizontalScrollBar()->setRange(0, std::max(m_widest + 2 * Spacing::Tiny - room, 0));
}

void LongTextView::forgetRows()
{
    m_rows.clear();
    viewport()->update();
}

// Reads the lines that are seen, unless they are the ones read last; of those that stay seen nothing is read again.
void LongTextView::readRows()
{
    const qint64 first = verticalScrollBar()->value();
    const qint64 wanted = std::min<qint64>(rowsShown(), lineCount() - first);
    if (m_firstRow == first && m_rows.size() == wanted)
        return;
    QList<LongTextRow> rows;
    const QList<ShownLine> lines = m_index ? m_index->lines(first, wanted) : QList<ShownLine>();
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const qsizetype known = first + i - m_firstRow;
        if (known >= 0 && known < m_rows.size() && m_rows.at(known).line() == lines.at(i))
            rows.append(m_rows.at(known));
        else
            rows.append(LongTextRow(lines.at(i), m_text->read(lines.at(i).begin, lines.at(i).end - lines.at(i).begin)));
    }
    m_firstRow = first;
    m_rows = rows;
    colourRows();
    int widest = m_widest;
    for (LongTextRow &row : m_rows) {
        if (!row.layout)
            layOutRow(row);
        widest = std::max(widest, int(row.layout->lineAt(0).naturalTextWidth()));
    }
    if (std::exchange(m_widest, widest) != widest)
        layOutBars();
}

LongTextRow LongTextView::rowAt(qint64 line) const
{
    const qint64 known = line - m_firstRow;
    if (known >= 0 && known < m_rows.size())
        return m_rows.at(known);
    const QList<ShownLine> lines = m_index ? m_index->lines(line, 1) : QList<ShownLine>();
    if (lines.isEmpty())
        return {};
    return {lines.constFirst(),
            m_text->read(lines.constFirst().begin, lines.constFirst().end - lines.constFirst().begin)};
}

QList<LongTextRow> LongTextView::visibleRows() const
{
    return m_rows;
}

QString LongTextView::visibleText() const
{
    QString text;
    for (const LongTextRow &row : m_rows) {
        if (!text.isEmpty() && !row.line().isContinued)
            text += u'\n';
        text += row.text();
    }
    return text;
}

qint64 LongTextView::offsetAt(const QPoint &point) const
{
    const qint64 line = verticalScrollBar()->value() + point.y() / std::max(lineHeight(), 1) - (point.y() < 0 ? 1 : 0);
    LongTextRow row = rowAt(std::clamp<qint64>(line, 0, std::max<qint64>(lineCount() - 1, 0)));
    if (!row.layout)
        layOutRow(row);
    if (row.text().isEmpty())
        return row.line().begin;
    const qreal x = point.x() - marginWidth() - Spacing::Tiny + horizontalScrollBar()->value();
    return row.offsetOf(row.layout->lineAt(0).xToCursor(x));
}

void LongTextView::select(qint64 begin, qint64 length)
{
    m_anchor = begin;
    m_cursor = begin + length;
    m_column = -1;
    makeVisible(begin);
    viewport()->update();
    announceLongTextCursor(this);
}

void LongTextView::selectAll()
{
    m_anchor = 0;
    m_cursor = m_text ? m_text->size() : 0;
    viewport()->update();
}

QString LongTextView::selectedText() const
{
    const qint64 length = selectionEnd() - selectionBegin();
    if (!m_text || length > MostCopied)
        return {};
    return QString::fromUtf8(m_text->read(selectionBegin(), length));
}

void LongTextView::copy()
{
    const qint64 length = selectionEnd() - selectionBegin();
    if (length > MostCopied)
        Q_EMIT copyRefused(length);
    else if (length > 0)
        QGuiApplication::clipboard()->setText(selectedText());
}

void LongTextView::setMatches(const QList<TextMatch> &matches, qsizetype current)
{
    const bool isOther = current != m_currentMatch;
    m_matches = matches;
    m_currentMatch = current;
    if (current >= 0 && isOther)
        select(matches.at(current).begin, matches.at(current).length);
    viewport()->update();
}

void LongTextView::makeVisible(qint64 offset)
{
    const qint64 line = m_index ? m_index->lineAt(offset) : -1;
    if (line < 0)
        return;
    const qint64 first = verticalScrollBar()->value();
    const qint64 whole = std::max(verticalScrollBar()->pageStep(), 1);
    if (line < first - whole || line >= first + 2 * whole)
        verticalScrollBar()->setValue(int(std::max<qint64>(line - whole / 3, 0)));
    else if (line < first)
        verticalScrollBar()->setValue(int(line));
    else if (line >= first + whole)
        verticalScrollBar()->setValue(int(line - whole + 1));
    LongTextRow row = rowAt(line);
    if (!row.layout)
        layOutRow(row);
    const int x = int(row.layout->lineAt(0).cursorToX(row.unitOf(offset)));
    const int room = viewport()->width() - marginWidth() - 2 * Spacing::Tiny;
    m_widest = std::max(m_widest, int(row.layout->lineAt(0).naturalTextWidth()));
    layOutBars();
    QScrollBar *bar = horizontalScrollBar();
    if (x < bar->value())
        bar->setValue(std::max(x - room / 4, 0));
    else if (x > bar->value() + room)
        bar->setValue(x - room * 3 / 4);
}

void LongTextView::moveCursor(qint64 to, bool keepsAnchor)
{
    m_cursor = std::clamp<qint64>(to, 0, m_text ? m_text->size() : 0);
    if (!keepsAnchor)
        m_anchor = m_cursor;
    makeVisible(m_cursor);
    viewport()->update();
    announceLongTextCursor(this);
}

void LongTextView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_column = -1;
    moveCursor(offsetAt(event->pos()), event->modifiers().testFlag(Qt::ShiftModifier));
}

void LongTextView::mouseMoveEvent(QMouseEvent *event)
{
    if (!event->buttons().testFlag(Qt::LeftButton))
        return;
    m_drag = event->pos();
    moveCursor(offsetAt(m_drag), true);
    // Held outside, it goes on scrolling.
    if (viewport()->rect().contains(m_drag))
        m_dragScroll.stop();
    else if (!m_dragScroll.isActive())
        m_dragScroll.start();
}

void LongTextView::mouseReleaseEvent(QMouseEvent *event)
{
    Q_UNUSED(event)
    m_dragScroll.stop();
}

void LongTextView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        selectWordAt(offsetAt(event->pos()));
}

void LongTextView::selectWordAt(qint64 offset)
{
    const qint64 line = m_index ? m_index->lineAt(offset) : -1;
    if (line < 0)
        return;
    const LongTextRow row = rowAt(line);
    const QString &text = row.text();
    qsizetype begin = row.unitOf(offset);
    qsizetype end = begin;
    while (begin > 0 && isWordCharacter(text.at(begin - 1)))
        --begin;
    while (end < text.size() && isWordCharacter(text.at(end)))
        ++end;
    m_anchor = row.offsetOf(begin);
    m_cursor = row.offsetOf(std::max(end, std::min(begin + 1, text.size())));
    viewport()->update();
    announceLongTextCursor(this);
}

} // namespace uw::ui
