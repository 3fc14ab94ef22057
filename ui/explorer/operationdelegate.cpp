// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/operationdelegate.h"

#include "ui/explorer/operationtreemodel.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"

#include <QApplication>
#include <QPainter>

namespace uw::ui {

namespace {

constexpr int OpenedBarWidth = 3;
// The tag of a hit is a help, not the thing: it gets at most a third of the row.
constexpr int TrailingShare = 3;
constexpr int TrailingFromEm = 34;

QRect mirrored(const QStyleOptionViewItem &option, const QRect &rect)
{
    return QStyle::visualRect(option.direction, option.rect, rect);
}

void drawText(QPainter *painter, const QStyleOptionViewItem &option, const QRect &rect, const QString &text,
              Qt::Alignment alignment)
{
    painter->drawText(mirrored(option, rect),
                      int(QStyle::visualAlignment(option.direction, alignment | Qt::AlignVCenter)) | Qt::TextSingleLine,
                      QFontMetrics(painter->font()).elidedText(text, Qt::ElideRight, rect.width()));
}

} // namespace

OperationDelegate::OperationDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme)
{}

void OperationDelegate::setMethods(const QStringList &methods)
{
    m_methods = methods;
}

int OperationDelegate::methodWidth() const
{
    int width = 0;
    for (const QString &method : m_methods)
        width = qMax(width, badgeSize(methodBadge(method), m_theme).width());
    return width;
}

void OperationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem opt = option;
    initStyleOption(&opt, index);
    opt.text.clear();
    const QStyle *style = opt.widget ? opt.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &opt, painter, opt.widget);
    painter->save();
    if (index.data(OperationTreeModel::OperationRole).toInt() < 0)
        paintGroup(painter, opt, index);
    else
        paintOperation(painter, opt, index);
    painter->restore();
}

// What stands at the end of a row in quiet letters; takes its room away from `room`.
void OperationDelegate::paintTrailing(QPainter *painter, const QStyleOptionViewItem &option, QRect *room,
                                      const QString &text) const
{
    if (text.isEmpty())
        return;
    painter->setFont(m_theme.font(TextRole::Caption));
    painter->setPen(m_theme.color(ColorRole::SecondaryText));
    const int width = qMin(QFontMetrics(painter->font()).horizontalAdvance(text) + 1, room->width() / TrailingShare);
    const QRect rect(room->right() - width + 1, room->top(), width, room->height());
    drawText(painter, option, rect, text, Qt::AlignTrailing);
    room->setRight(rect.left() - Spacing::Small);
}

void OperationDelegate::paintGroup(QPainter *painter, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    QRect room = option.rect.adjusted(Spacing::Tiny, 0, -Spacing::Small, 0);
    paintTrailing(painter, option, &room, index.data(OperationTreeModel::CountRole).toString());
    QFont font = m_theme.font(TextRole::Body);
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(m_theme.color(ColorRole::Text));
    drawText(painter, option, room, index.data().toString(), Qt::AlignLeading);
}

void OperationDelegate::paintOperation(QPainter *painter, const QStyleOptionViewItem &option,
                                       const QModelIndex &index) const
{
    if (index.data(OperationTreeModel::OperationRole).toInt() == m_opened) {
        const QRect bar(option.rect.left(), option.rect.top() + 3, OpenedBarWidth, option.rect.height() - 6);
        painter->fillRect(mirrored(option, bar), m_theme.color(ColorRole::Accent));
    }
    QRect room = option.rect.adjusted(Spacing::Small, 0, -Spacing::Small, 0);
    const auto *model = qobject_cast<const OperationTreeModel *>(index.model());
    if (model && model->isFlat() && room.width() > TrailingFromEm * option.fontMetrics.horizontalAdvance(u'n'))
        paintTrailing(painter, option, &room, index.data(OperationTreeModel::GroupRole).toString());

    const int width = methodWidth();
    const QRect method(room.left(), room.top(), width, room.height());
    paintBadge(*painter, mirrored(option, method), methodBadge(index.data(OperationTreeModel::MethodRole).toString()),
               m_theme, option.direction, option.state.testFlag(QStyle::State_Enabled));
    room.setLeft(room.left() + width + Spacing::Small);

    const bool deprecated = index.data(OperationTreeModel::DeprecatedRole).toBool();
    QFont font = m_theme.font(TextRole::Body);
    font.setStrikeOut(deprecated);
    painter->setFont(font);
    painter->setPen(m_theme.color(deprecated ? ColorRole::SecondaryText : ColorRole::Text));
    drawText(painter, option, room, index.data().toString(), Qt::AlignLeading);
}

QSize OperationDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize base = QStyledItemDelegate::sizeHint(option, index);
    const int fixed = QFontMetrics(m_theme.font(TextRole::Fixed)).height() + Spacing::Tiny;
    // The row is as wide as the view; texts are elided.
    return {0, qMax(qMax(base.height(), int(Metric::RowHeight)), fixed)};
}

} // namespace uw::ui
