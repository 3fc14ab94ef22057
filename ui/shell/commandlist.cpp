// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandlist.h"

#include "ui/shell/theme.h"

#include <QApplication>
#include <QPainter>

namespace uw::ui {

namespace {

constexpr int RowHeight = 32;

} // namespace

void CommandModel::setCommands(const QList<Command> &commands)
{
    beginResetModel();
    m_commands = commands;
    endResetModel();
}

int CommandModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_commands.size());
}

QVariant CommandModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Command &command = m_commands.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return command.title;
    case Qt::AccessibleDescriptionRole:
        return command.detail;
    default:
        return {};
    }
}

CommandDelegate::CommandDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

void CommandDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem opt = option;
    initStyleOption(&opt, index);
    opt.text.clear();
    const QStyle *style = opt.widget ? opt.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &opt, painter, opt.widget);

    const Command &command = static_cast<const CommandModel *>(index.model())->command(index.row());
    const auto mirrored = [&opt](const QRect &rect) { return QStyle::visualRect(opt.direction, opt.rect, rect); };
    const int leading =
        int(QStyle::visualAlignment(opt.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine;
    painter->save();
    QRect room = opt.rect.adjusted(Spacing::Small, 0, -Spacing::Small, 0);
    const QRect icon(room.x(), room.center().y() - Metric::IconSmall / 2 + 1, Metric::IconSmall, Metric::IconSmall);
    if (!command.iconName.isEmpty()) {
        const qreal scale = painter->device()->devicePixelRatio();
        painter->drawPixmap(mirrored(icon).topLeft(),
                            m_theme.pixmap(command.iconName, Metric::IconSmall, ColorRole::SecondaryText, scale));
    }
    room.setLeft(icon.right() + Spacing::Small);

    const QFontMetrics caption(m_theme.font(TextRole::Caption));
    painter->setFont(m_theme.font(TextRole::Caption));
    painter->setPen(m_theme.color(ColorRole::SecondaryText));
    if (!command.shortcutText.isEmpty()) {
        QRect keys = room;
        keys.setLeft(room.right() - caption.horizontalAdvance(command.shortcutText));
        painter->drawText(mirrored(keys), leading, command.shortcutText);
        room.setRight(keys.left() - Spacing::Medium);
    }
    const QFontMetrics body(m_theme.font(TextRole::Body));
    const QString title = body.elidedText(command.title, Qt::ElideRight, room.width());
    if (!command.detail.isEmpty()) {
        QRect detail = room;
        detail.setLeft(room.left() + body.horizontalAdvance(title) + Spacing::Medium);
        if (detail.width() > body.averageCharWidth() * 6)
            painter->drawText(mirrored(detail), leading,
                              caption.elidedText(command.detail, Qt::ElideMiddle, detail.width()));
    }
    painter->setFont(m_theme.font(TextRole::Body));
    painter->setPen(m_theme.color(ColorRole::Text));
    painter->drawText(mirrored(room), leading, title);
    painter->restore();
}

QSize CommandDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    Q_UNUSED(index)
    return {option.rect.width(),
            qMax(RowHeight, QFontMetrics(m_theme.font(TextRole::Body)).height() + Spacing::Medium)};
}

} // namespace uw::ui
