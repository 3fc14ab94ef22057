// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

#include <QPointer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QListView;
QT_END_NAMESPACE

namespace uw::ui {

class CommandModel;
class Theme;

// One search over everything that can be gone to or done (Ctrl+K). Lies over its parent; a click beside
// it or Escape closes it and gives the focus back. GUI thread, owned by the main window.
class CommandPalette final : public QWidget {
    Q_OBJECT

public:
    // Asked when it opens.
    using Commands = std::function<QList<Command>()>;
    // Asked on every key.
    using Finder = std::function<QList<Command>(const QString &text, int limit)>;

    static constexpr int MaximumResults = 50;

    CommandPalette(const Theme &theme, Commands commands, Finder finder, QWidget *parent);

    void open();
    void dismiss();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place();
    void search(const QString &text);
    void run(const QModelIndex &index);
    bool handleKey(QKeyEvent *event);

    const Theme &m_theme;
    Commands m_commands;
    Finder m_finder;
    QList<Command> m_known;
    QPointer<QWidget> m_focusBefore;
    QWidget *m_frame = nullptr;
    QLineEdit *m_field = nullptr;
    QListView *m_list = nullptr;
    QLabel *m_nothing = nullptr;
    CommandModel *m_model = nullptr;
};

} // namespace uw::ui
