// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/limits.h"
#include "core/text/textsearch.h"
#include "ui/widgets/jsonview.h"
#include "ui/widgets/longtextrow.h"

#include <QAbstractScrollArea>
#include <QHash>
#include <QMenu>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// Shows a text of any length, a hundred megabytes in one line too: reads, colours and lays out the visible lines only.
// Read-only; selects and copies by mouse and keyboard. Places are bytes of the text. GUI thread.
class LongTextView final : public QAbstractScrollArea {
    Q_OBJECT

public:
    // A larger selection is not copied.
    static constexpr qint64 MostCopied = 32 * limits::mebibyte;

    explicit LongTextView(const Theme &theme, QWidget *parent = nullptr);
    ~LongTextView() override;

    // Another text, from its start; null: none.
    void setText(std::shared_ptr<const TextBytes> text, std::shared_ptr<const LineIndex> index, Syntax syntax);
    // The same text with other lines: keeps place and selection.
    void setIndex(std::shared_ptr<const LineIndex> index);
    // More lines are known.
    void textGrown();
    void setPlaceholderText(const QString &text);

    [[nodiscard]] const std::shared_ptr<const TextBytes> &text() const { return m_text; }
    [[nodiscard]] qint64 lineCount() const;
    [[nodiscard]] qint64 cursorPosition() const { return m_cursor; }
    [[nodiscard]] qint64 selectionBegin() const { return qMin(m_anchor, m_cursor); }
    [[nodiscard]] qint64 selectionEnd() const { return qMax(m_anchor, m_cursor); }
    // Selects `length` bytes and scrolls there; 0 sets the cursor.
    void select(qint64 begin, qint64 length = 0);
    void selectAll();
    // The selected text as it is; empty beyond MostCopied.
    [[nodiscard]] QString selectedText() const;
    void copy();
    // Matches in ascending order, to be marked; `current` -1: none of them.
    void setMatches(const QList<TextMatch> &matches, qsizetype current);

    // How many bytes a line may have to fit into the width.
    [[nodiscard]] int columns() const;
    [[nodiscard]] QString visibleText() const;
    // The visible lines, top first.
    [[nodiscard]] QList<LongTextRow> visibleRows() const;
    [[nodiscard]] QRect characterRect(int row, int unit) const;
    // The place under a point of the viewport.
    [[nodiscard]] qint64 offsetAt(const QPoint &point) const;

Q_SIGNALS:
    void findRequested();
    // The menu at the place `offset` is about to be shown; it may be added to.
    void menuMade(QMenu *menu, qint64 offset);
    // The selection is too large to be copied.
    void copyRefused(qint64 bytes);
    void columnsChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool event(QEvent *event) override;

private:
    void layOutBars();
    void forgetRows();
    void readRows();
    void colourRows();
    void layOutRow(LongTextRow &row) const;
    [[nodiscard]] QList<QTextLayout::FormatRange> marksOf(const LongTextRow &row) const;
    void paintMargin(QPainter &painter) const;
    void paintRow(QPainter &painter, int position);
    [[nodiscard]] LongTextRow rowAt(qint64 line) const;
    [[nodiscard]] qint64 moved(QKeyEvent *event);
    [[nodiscard]] qint64 movedByLines(qint64 lines);
    void moveCursor(qint64 to, bool keepsAnchor);
    void makeVisible(qint64 offset);
    void selectWordAt(qint64 offset);
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] int rowsShown() const;
    [[nodiscard]] int marginWidth() const;

    const Theme &m_theme;
    std::shared_ptr<const TextBytes> m_text;
    std::shared_ptr<const LineIndex> m_index;
    Syntax m_syntax = Syntax::Plain;
    QString m_placeholder;
    qint64 m_anchor = 0;
    qint64 m_cursor = 0;
    // Where the cursor wants to be in its line while it moves up and down; -1: where it is.
    int m_column = -1;
    QList<TextMatch> m_matches;
    qsizetype m_currentMatch = -1;
    qint64 m_firstRow = 0;
    QList<LongTextRow> m_rows;
    int m_widest = 0;
    QPoint m_drag;
    QTimer m_dragScroll;
};

} // namespace uw::ui
