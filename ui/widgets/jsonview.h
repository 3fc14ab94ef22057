// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QStringList>
#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace uw::ui {

class CodeEditor;
class FindBar;
class Theme;

// What the text is highlighted as.
enum class Syntax { Plain, Json };

// Shows or edits a text: line numbers, highlighting of what is visible, find bar (Ctrl+F), wrapping.
// Read-only at first. A read-only text of 2 MiB or more shows its first part without highlighting and
// offers to load the rest, which then arrives in steps without holding up the window. GUI thread.
class JsonView final : public QWidget {
    Q_OBJECT

public:
    // From this many characters on a text is shown in part and without highlighting.
    static constexpr qsizetype LargeText = 2 * 1024 * 1024;
    // What is shown of a large one at first.
    static constexpr qsizetype FirstPart = 256 * 1024;

    explicit JsonView(const Theme &theme, QWidget *parent = nullptr);

    // Replaces the text and goes to its start. `text` is shown as it is, never reformatted.
    void setText(const QString &text, Syntax syntax = Syntax::Json);
    // The whole text, also when only a part is shown.
    [[nodiscard]] QString text() const;
    void clear() { setText(QString()); }

    void setReadOnly(bool readOnly);
    [[nodiscard]] bool isReadOnly() const;
    void setWrapping(bool wrap);
    [[nodiscard]] bool isWrapping() const;
    void setPlaceholderText(const QString &text);

    // True while only a part of a large text is shown.
    [[nodiscard]] bool isPartial() const;
    void loadAll();

    // Opens the find bar with the selected word.
    void openFind();
    // Marks what the pattern finds in this text and in those that follow, and shows its first place; an empty one marks
    // nothing. At most MaximumMarks places.
    void setMarks(const QRegularExpression &pattern);
    static constexpr qsizetype MaximumMarks = 1000;
    // Marks a fault and shows `text` under the editor; `offset` counts characters from 0, below 0: none.
    void setProblem(const QString &text, qsizetype offset = -1);
    void clearProblem();

    // The editor itself, for focus and cursor.
    [[nodiscard]] CodeEditor *editor() const { return m_editor; }

Q_SIGNALS:
    // The person changed the text.
    void textEdited();

private:
    void loadStep();
    void mark();
    void updateNote();

    const Theme &m_theme;
    QString m_text;
    QRegularExpression m_marks;
    qsizetype m_shown = 0;
    bool m_setting = false;
    CodeEditor *m_editor = nullptr;
    FindBar *m_find = nullptr;
    QWidget *m_note = nullptr;
    QLabel *m_noteText = nullptr;
    QPushButton *m_noteAction = nullptr;
    QWidget *m_problem = nullptr;
    QLabel *m_problemText = nullptr;
    QTimer m_loader;
};

} // namespace uw::ui
