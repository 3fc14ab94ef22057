// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/jsonview.h"

#include <QPlainTextEdit>

namespace uw::ui {

// The text area of a JsonView: line numbers, colours for what is visible, long lines broken for showing
// (a copied text has them whole again), two-space indentation. GUI thread.
class CodeEditor final : public QPlainTextEdit {
    Q_OBJECT

public:
    // A line longer than this is shown in pieces; one endless line would hold up the window.
    static constexpr qsizetype LongestLine = 8192;

    explicit CodeEditor(const Theme &theme, QWidget *parent = nullptr);

    // Adds text[from…] at the end, about `length` characters but whole pieces; returns where the next
    // part starts. `from` is 0 or what the last call returned.
    qsizetype appendPart(const QString &text, qsizetype from, qsizetype length);
    // Replaces the text by one that is not broken anywhere, for editing.
    void setWholeText(const QString &text);
    void setSyntax(Syntax syntax);

    // The text with broken lines whole.
    [[nodiscard]] QString wholeText() const;
    // Number of the line that a block belongs to, from 1; 0 for a piece that continues a line.
    [[nodiscard]] int lineNumber(const QTextBlock &block) const;

    // Matches of the find bar, places that are marked and the fault are drawn together.
    void setMatches(const QList<QTextCursor> &matches, int current);
    void setMarks(const QList<QTextCursor> &marks);
    [[nodiscard]] const QList<QTextCursor> &marks() const { return m_marks; }
    void setProblemAt(qsizetype offset);

    void paintMargin(QPaintEvent *event);
    [[nodiscard]] int marginWidth() const;

Q_SIGNALS:
    void findRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    QMimeData *createMimeDataFromSelection() const override;

private:
    void forgetParts();
    void colourVisible();
    void colour(const QTextBlock &block);
    void forgetColours();
    void layOutMargin();
    void refreshSelections();
    void indent(bool deeper);
    void newLine();
    [[nodiscard]] QString joined(const QTextCursor &selection) const;

    const Theme &m_theme;
    Syntax m_syntax = Syntax::Plain;
    QWidget *m_margin = nullptr;
    // Grows when all colours have to be made anew; each block remembers the one it was coloured in.
    int m_generation = 1;
    // Block numbers of pieces that continue a line, ascending.
    QList<int> m_continued;
    // The last piece appended ended inside a string.
    bool m_carries = false;
    QList<QTextCursor> m_matches;
    int m_currentMatch = -1;
    QList<QTextCursor> m_marks;
    qsizetype m_problem = -1;
    bool m_tabLeaves = false;
};

} // namespace uw::ui
