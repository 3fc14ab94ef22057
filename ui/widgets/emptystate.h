// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace uw::ui {

class CodeLine;
class Theme;

// What an empty list shows instead of nothing: an icon, what is the case, what to do, a line to
// copy and the buttons that do it. GUI thread.
class EmptyState final : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(const Theme &theme, QWidget *parent = nullptr);

    void setIcon(QStringView name);
    void setTitle(const QString &title);
    void setText(const QString &text);
    // A line in the fixed font with a copy button; empty hides it.
    void setCodeLine(const QString &code);
    // A button in the row below; the first one added with `primary` is the accented one.
    QPushButton *addAction(const QString &text, bool primary = false);
    // A widget of the caller's own between text and buttons (chips of filters); takes ownership.
    void setExtra(QWidget *extra);

private:
    void refresh();

    const Theme &m_theme;
    QString m_iconName;
    QBoxLayout *m_column = nullptr;
    QLabel *m_icon = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_text = nullptr;
    CodeLine *m_code = nullptr;
    QWidget *m_extra = nullptr;
    QBoxLayout *m_buttons = nullptr;
};

} // namespace uw::ui
