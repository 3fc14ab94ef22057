// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextCursor>
#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QToolButton;
QT_END_NAMESPACE

namespace uw::ui {

class CodeEditor;
class Theme;

// The line under an editor that finds text in it: Enter and Shift+Enter go on, Escape closes.
class FindBar final : public QWidget {
    Q_OBJECT

public:
    // More matches are counted as "1000+".
    static constexpr int MaximumMatches = 1000;

    FindBar(const Theme &theme, CodeEditor &editor, QWidget *parent = nullptr);

    // Shows the bar with the selected word.
    void open();
    void close();
    [[nodiscard]] int matchCount() const { return int(m_matches.size()); }
    [[nodiscard]] int currentMatch() const { return m_current; }

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void search();
    void step(int direction);
    void show(int index);

    CodeEditor &m_editor;
    QLineEdit *m_field = nullptr;
    QLabel *m_count = nullptr;
    QToolButton *m_previous = nullptr;
    QToolButton *m_next = nullptr;
    QList<QTextCursor> m_matches;
    bool m_more = false;
    int m_current = -1;
    QTimer m_delay;
};

} // namespace uw::ui
