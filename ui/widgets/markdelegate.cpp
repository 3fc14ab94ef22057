// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/markdelegate.h"

#include "ui/shell/theme.h"

#include <QApplication>
#include <QPainter>

namespace uw::ui {

QColor markGround(const Theme &theme)
{
    QColor ground = theme.color(ColorRole::Warning);
    ground.setAlphaF(0.28F);
    return ground;
}

MarkDelegate::MarkDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

void MarkDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    if (m_pattern.pattern().isEmpty())
        return;
    QStyleOptionViewItem opt = option;
    initStyleOption(&opt, index);
    const QString text = opt.text.left(LongestText);
    const QStyle *style = opt.widget ? opt.widget->style() : QApplication::style();
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, &opt, opt.widget) + 1;
    const QRectF area =
        QRectF(style->subElementRect(QStyle::SE_ItemViewItemText, &opt, opt.widget)).adjusted(margin, 0, -margin, 0);
    const QFontMetricsF metrics(opt.font);
    const qreal width = metrics.horizontalAdvance(opt.text);
    const bool isAtRight = opt.direction == Qt::RightToLeft && width < area.width();
    const qreal begin = isAtRight ? area.right() - width : area.left();
    painter->save();
    painter->setClipRect(area, Qt::IntersectClip);
    for (auto matches = m_pattern.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const qreal left = begin + metrics.horizontalAdvance(text.left(match.capturedStart()));
        const qreal right = begin + metrics.horizontalAdvance(text.left(match.capturedEnd()));
        painter->fillRect(QRectF(left, area.center().y() - metrics.height() / 2, right - left, metrics.height()),
                          markGround(m_theme));
    }
    painter->restore();
}

} // namespace uw::ui
