// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QStyledItemDelegate>

namespace uw::ui {

class Theme;

// Draws the rows of the operation tree: groups with their count, operations with their method as a
// word in its colour, what is deprecated struck through. The opened operation wears a bar at its edge.
// GUI thread; owned by the operation list.
class OperationDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    OperationDelegate(const Theme &theme, QObject *parent);

    // Summaries stand in one column behind the widest of these words.
    void setMethods(const QStringList &methods);
    void setOpened(int operation) { m_opened = operation; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintGroup(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintOperation(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintTrailing(QPainter *painter, const QStyleOptionViewItem &option, QRect *room, const QString &text) const;
    [[nodiscard]] int methodWidth() const;

    const Theme &m_theme;
    QStringList m_methods;
    int m_opened = -1;
};

} // namespace uw::ui
