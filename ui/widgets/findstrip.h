// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QToolButton;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// A line under a text that finds something in it: field, count, previous, next, close. Enter and Shift+Enter go on,
// Escape closes. What is searched, and how, the class derived from it knows. GUI thread.
class FindStrip : public QWidget {
    Q_OBJECT

public:
    FindStrip(const Theme &theme, QWidget *parent);

    // Shows the strip, with the selected word if there is one, and searches.
    void open();
    void close();

protected:
    // What stands in the field at first; empty: what stood there before.
    [[nodiscard]] virtual QString suggestion() const = 0;
    // Looks for wanted() anew; called a moment after the last keystroke.
    virtual void search() = 0;
    // Goes on by one match, `direction` 1 or -1.
    virtual void step(int direction) = 0;
    // The strip was closed: forgets the matches and gives the focus back.
    virtual void leave() = 0;

    [[nodiscard]] QString wanted() const;
    void setCount(const QString &text);
    void setSteps(bool possible);
    // The text changed: searches again in a moment if the strip is open.
    void searchSoon();

    void keyPressEvent(QKeyEvent *event) override;

private:
    void searchNow();

    QLineEdit *m_field = nullptr;
    QLabel *m_count = nullptr;
    QToolButton *m_previous = nullptr;
    QToolButton *m_next = nullptr;
    QTimer m_delay;
};

} // namespace uw::ui
