// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace uw::ui {

class Theme;

// The rows of the command palette. GUI thread.
class CommandModel final : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setCommands(const QList<Command> &commands);
    [[nodiscard]] const Command &command(int row) const { return m_commands.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<Command> m_commands;
};

// Paints icon, title, detail and shortcut of a row.
class CommandDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    CommandDelegate(const Theme &theme, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace uw::ui
