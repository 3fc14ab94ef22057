// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/requestdelegate.h"

#include "ui/log/eventlogmodel.h"
#include "ui/log/eventtext.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"

#include <QApplication>
#include <QPainter>

namespace uw::ui {

namespace {

// More than fits on any screen; eliding a target of 16 KB would be felt.
constexpr qsizetype pathCharacters = 400;

} // namespace

RequestDelegate::RequestDelegate(const Theme &theme, const EventLogModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_model(model)
{}

void RequestDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem frame = option;
    initStyleOption(&frame, index);
    frame.text.clear();
    const QStyle *style = frame.widget ? frame.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &frame, painter, frame.widget);
    const EventSummary *row = m_model.summary(index.row());
    if (!row)
        return;

    painter->save();
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, &frame, frame.widget) + 1;
    const QRect inner = frame.rect.adjusted(margin, 0, -margin, 0);
    const Badge method = methodBadge(shortened(wireText(row->method), 16));
    QRect methodRect = inner;
    methodRect.setWidth(qMin(badgeSize(method, m_theme).width(), inner.width()));
    paintBadge(*painter, QStyle::visualRect(frame.direction, inner, methodRect), method, m_theme, frame.direction);

    QRect pathRect = inner;
    pathRect.setLeft(methodRect.right() + 1 + Spacing::Small);
    if (pathRect.width() > 0) {
        const QFont font = m_theme.font(TextRole::Fixed);
        painter->setFont(font);
        painter->setPen(m_theme.color(ColorRole::Text));
        const QString target = shortened(wireText(row->target), pathCharacters);
        // A path's end tells one sender from another; with a query behind it, both ends say something.
        const Qt::TextElideMode elision = target.contains(u'?') ? Qt::ElideMiddle : Qt::ElideLeft;
        // It reads from left to right in every language.
        painter->drawText(QStyle::visualRect(frame.direction, inner, pathRect),
                          int(QStyle::visualAlignment(frame.direction, Qt::AlignLeft | Qt::AlignVCenter))
                              | Qt::TextSingleLine | Qt::TextForceLeftToRight,
                          QFontMetrics(font).elidedText(target, elision, pathRect.width()));
    }
    painter->restore();
}

} // namespace uw::ui
