// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/stylepaint.h"

#include <QPainter>
#include <QStyleOption>

namespace uw::ui {

namespace {

constexpr qreal LineWidth = 1.5;
constexpr int IconGap = 6;

QPen roundPen(const QColor &color, qreal width)
{
    return {color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

} // namespace

StyleColors::StyleColors(const QStyleOption &option)
{
    const QPalette &palette = option.palette;
    window = palette.color(QPalette::Window);
    base = palette.color(QPalette::Base);
    raised = palette.color(QPalette::Button);
    text = palette.color(QPalette::Text);
    secondary = palette.color(QPalette::PlaceholderText);
    separator = palette.color(QPalette::Mid);
    border = palette.color(QPalette::Dark);
    accent = palette.color(QPalette::Link);
    selection = palette.color(QPalette::Highlight);
    error = palette.color(QPalette::BrightText);
    hover = mixed(raised, separator, 0.55);
    pressed = separator;
    if (!option.state.testFlag(QStyle::State_Enabled))
        border = separator;
}

int iconTextWidth(const QStyleOption &option, const IconText &label)
{
    const int text = label.text.isEmpty() ? 0 : option.fontMetrics.size(Qt::TextShowMnemonic, label.text).width();
    if (label.icon.isNull())
        return text;
    return label.iconSize.width() + (text > 0 ? IconGap + text : 0);
}

void drawIconText(QPainter &painter, const QRect &rect, const QStyleOption &option, const IconText &label,
                  bool underlineMnemonic)
{
    const int width = qMin(iconTextWidth(option, label), rect.width());
    QRect room(rect.x() + (rect.width() - width) / 2, rect.y(), width, rect.height());
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    if (!label.icon.isNull()) {
        const QSize size = label.iconSize;
        const QRect icon(room.x(), room.y() + (room.height() - size.height()) / 2, size.width(), size.height());
        const qreal scale = painter.device()->devicePixelRatio();
        const auto state = option.state.testFlag(QStyle::State_On) ? QIcon::On : QIcon::Off;
        painter.drawPixmap(QStyle::visualRect(option.direction, rect, icon).topLeft(),
                           label.icon.pixmap(size, scale, enabled ? QIcon::Normal : QIcon::Disabled, state));
        room.setLeft(icon.right() + 1 + IconGap);
    }
    if (label.text.isEmpty())
        return;
    // Without an icon the middle is the same whichever way it is read.
    const Qt::Alignment along = label.icon.isNull() ? Qt::AlignHCenter : Qt::AlignLeft;
    const int flags = int(QStyle::visualAlignment(option.direction, along | Qt::AlignVCenter)) | Qt::TextSingleLine
                    | (underlineMnemonic ? Qt::TextShowMnemonic : Qt::TextHideMnemonic);
    painter.setPen(label.color);
    painter.drawText(QStyle::visualRect(option.direction, rect, room), flags, label.text);
}

QColor mixed(const QColor &a, const QColor &b, qreal share)
{
    const auto part = [share](int x, int y) { return qRound(x + (y - x) * share); };
    return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
}

void drawPanel(QPainter &painter, const QRect &rect, const QColor &fill, const QColor &border, qreal radius,
               qreal borderWidth)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const qreal inset = border.isValid() ? borderWidth / 2 : 0;
    painter.setPen(border.isValid() ? QPen(border, borderWidth) : QPen(Qt::NoPen));
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.restore();
}

void drawFocus(QPainter &painter, const QRect &rect, const QColor &color, qreal radius)
{
    drawPanel(painter, rect, {}, color, radius, 2);
}

void drawChevron(QPainter &painter, const QRect &rect, Direction direction, const QColor &color, int size)
{
    const qreal half = size / 2.0;
    const qreal depth = half / 2.0;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(roundPen(color, LineWidth));
    painter.setBrush(Qt::NoBrush);
    painter.translate(QRectF(rect).center());
    QPolygonF line{{-half, -depth}, {0, depth}, {half, -depth}};
    switch (direction) {
    case Direction::Down:
        break;
    case Direction::Up:
        painter.rotate(180);
        break;
    case Direction::Right:
        painter.rotate(-90);
        break;
    case Direction::Left:
        painter.rotate(90);
        break;
    }
    painter.drawPolyline(line);
    painter.restore();
}

void drawCheck(QPainter &painter, const QRect &rect, const QColor &color)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(roundPen(color, LineWidth + 0.25));
    painter.translate(QRectF(rect).topLeft());
    painter.scale(rect.width() / 16.0, rect.height() / 16.0);
    painter.drawPolyline(QPolygonF{{4.0, 8.3}, {6.9, 11.2}, {12.0, 5.2}});
    painter.restore();
}

} // namespace uw::ui
