// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of Style that carry text: button labels, headers, tabs, menu items.
#include "ui/shell/style.h"
#include "ui/shell/stylepaint.h"
#include "ui/shell/theme.h"

#include <QFrame>
#include <QPainter>
#include <QStyleOption>

namespace uw::ui {

namespace {

constexpr int UnderlineHeight = 2;
constexpr int BoxCorner = 4;

} // namespace

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    const StyleColors colors(*option);
    switch (element) {
    case CE_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            proxy()->drawControl(CE_PushButtonBevel, button, painter, widget);
            proxy()->drawControl(CE_PushButtonLabel, button, painter, widget);
            if (button->state.testFlag(State_HasFocus))
                drawFocusRect(*button, *painter, widget);
            return;
        }
        break;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            drawButtonLabel(*button, *painter, widget);
            return;
        }
        break;
    case CE_Header:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            drawHeader(*header, *painter, widget);
            return;
        }
        break;
    case CE_HeaderSection:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            drawHeaderSection(*header, *painter);
            return;
        }
        break;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, colors.raised);
        painter->fillRect(QRect(option->rect.x(), option->rect.bottom(), option->rect.width(), 1), colors.separator);
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            QStyleOptionHeader quiet = *header;
            quiet.palette.setColor(QPalette::ButtonText, colors.secondary);
            // No bold word for the column of the current cell.
            quiet.state.setFlag(State_On, false);
            QProxyStyle::drawControl(element, &quiet, painter, widget);
            return;
        }
        break;
    case CE_TabBarTabShape:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            drawTab(*tab, *painter);
            return;
        }
        break;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            drawTabLabel(*tab, *painter, widget);
            return;
        }
        break;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            drawMenuItem(*item, *painter, widget);
            return;
        }
        break;
    case CE_MenuEmptyArea:
        painter->fillRect(option->rect, colors.raised);
        return;
    case CE_Splitter: {
        QRect line = option->rect;
        // A horizontal splitter stands upright between its widgets.
        if (option->state.testFlag(State_Horizontal))
            line = QRect(line.center().x(), line.y(), 1, line.height());
        else
            line = QRect(line.x(), line.center().y(), line.width(), 1);
        const bool hover = option->state.testFlag(State_MouseOver) && option->state.testFlag(State_Enabled);
        painter->fillRect(line, hover ? colors.accent : colors.separator);
        return;
    }
    case CE_ShapedFrame:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option)) {
            const QRect rect = frame->rect;
            if (frame->frameShape == QFrame::HLine) {
                painter->fillRect(QRect(rect.x(), rect.center().y(), rect.width(), 1), colors.separator);
                return;
            }
            if (frame->frameShape == QFrame::VLine) {
                painter->fillRect(QRect(rect.center().x(), rect.y(), 1, rect.height()), colors.separator);
                return;
            }
        }
        break;
    case CE_ToolButtonLabel:
        if (const auto *tool = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
            if (tool->toolButtonStyle == Qt::ToolButtonTextBesideIcon && !tool->icon.isNull()) {
                drawToolLabel(*tool, *painter, widget);
                return;
            }
        }
        break;
    case CE_ProgressBarContents:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option)) {
            if (bar->maximum > bar->minimum) {
                drawProgress(*bar, *painter);
                return;
            }
        }
        break;
    case CE_ProgressBarGroove:
        drawPanel(*painter, option->rect, colors.separator, {}, qMin(3, option->rect.height() / 2));
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawButtonLabel(const QStyleOptionButton &option, QPainter &painter, const QWidget *widget) const
{
    const StyleColors colors(option);
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool danger = widget && widget->property("uwDestructive").toBool();
    IconText label{.icon = option.icon, .iconSize = option.iconSize, .text = option.text};
    label.color = option.palette.color(QPalette::ButtonText);
    if (enabled && (danger || option.features.testFlag(QStyleOptionButton::DefaultButton)))
        label.color = colors.base;
    else if (enabled && option.features.testFlag(QStyleOptionButton::Flat) && option.icon.isNull())
        label.color = colors.accent;
    QRect rect = option.rect;
    if (option.features.testFlag(QStyleOptionButton::HasMenu)) {
        QRect arrow = rect;
        arrow.setLeft(rect.right() - Metric::IconSmall - Spacing::Tiny);
        drawChevron(painter, visualRect(option.direction, rect, arrow), Direction::Down, colors.secondary);
        rect = visualRect(option.direction, rect, rect.adjusted(0, 0, -Metric::IconSmall, 0));
    }
    drawIconText(painter, rect, option, label, proxy()->styleHint(SH_UnderlineShortcut, &option, widget, nullptr));
}

void Style::drawToolLabel(const QStyleOptionToolButton &option, QPainter &painter, const QWidget *widget) const
{
    const IconText label{.icon = option.icon,
                         .iconSize = option.iconSize,
                         .text = option.text,
                         .color = option.palette.color(QPalette::ButtonText)};
    drawIconText(painter, option.rect, option, label,
                 proxy()->styleHint(SH_UnderlineShortcut, &option, widget, nullptr));
}

void Style::drawProgress(const QStyleOptionProgressBar &option, QPainter &painter) const
{
    const StyleColors colors(option);
    const qreal share = qreal(option.progress - option.minimum) / (qreal(option.maximum) - option.minimum);
    QRect filled = option.rect;
    if (option.state.testFlag(State_Horizontal))
        filled.setWidth(qRound(filled.width() * qBound(0.0, share, 1.0)));
    else
        filled.setTop(filled.bottom() + 1 - qRound(filled.height() * qBound(0.0, share, 1.0)));
    const bool backwards = (option.direction == Qt::RightToLeft) != option.invertedAppearance;
    if (filled.isEmpty())
        return;
    // Where the share is written over it, it has to stay readable.
    drawPanel(painter, visualRect(backwards ? Qt::RightToLeft : Qt::LeftToRight, option.rect, filled),
              option.textVisible ? colors.selection : colors.accent, {}, qMin(3, option.rect.height() / 2));
}

// The base style would place label and arrow by its own rectangles.
void Style::drawHeader(const QStyleOptionHeader &option, QPainter &painter, const QWidget *widget) const
{
    proxy()->drawControl(CE_HeaderSection, &option, &painter, widget);
    QStyleOptionHeader part = option;
    part.rect = subElementRect(SE_HeaderLabel, &option, widget);
    if (part.rect.isValid())
        proxy()->drawControl(CE_HeaderLabel, &part, &painter, widget);
    if (option.sortIndicator == QStyleOptionHeader::None)
        return;
    part.rect = subElementRect(SE_HeaderArrow, &option, widget);
    proxy()->drawPrimitive(PE_IndicatorHeaderArrow, &part, &painter, widget);
}

void Style::drawHeaderSection(const QStyleOptionHeader &option, QPainter &painter) const
{
    const StyleColors colors(option);
    const QRect rect = option.rect;
    const bool hover = option.state.testFlag(State_MouseOver) && option.state.testFlag(State_Enabled);
    painter.fillRect(rect, option.state.testFlag(State_Sunken) ? colors.pressed : hover ? colors.hover : colors.raised);
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), colors.separator);
    const bool last =
        option.position == QStyleOptionHeader::End || option.position == QStyleOptionHeader::OnlyOneSection;
    if (option.orientation == Qt::Horizontal && !last) {
        const int x = option.direction == Qt::RightToLeft ? rect.left() : rect.right();
        painter.fillRect(QRect(x, rect.y() + Spacing::Tiny + 1, 1, rect.height() - 2 * Spacing::Tiny - 2),
                         colors.separator);
    }
}

void Style::drawTab(const QStyleOptionTab &option, QPainter &painter) const
{
    const StyleColors colors(option);
    const bool selected = option.state.testFlag(State_Selected);
    const QRect rect = option.rect;
    if (!selected && option.state.testFlag(State_MouseOver) && option.state.testFlag(State_Enabled))
        drawPanel(painter, rect.adjusted(2, 4, -2, -4), colors.hover, {}, Metric::Radius);
    if (selected)
        painter.fillRect(QRect(rect.x() + Spacing::Small, rect.bottom() - UnderlineHeight + 1,
                               rect.width() - 2 * Spacing::Small, UnderlineHeight),
                         colors.accent);
}

void Style::drawTabLabel(const QStyleOptionTab &option, QPainter &painter, const QWidget *widget) const
{
    const StyleColors colors(option);
    QStyleOptionTab label = option;
    const bool enabled = option.state.testFlag(State_Enabled);
    if (enabled && !option.state.testFlag(State_Selected))
        label.palette.setColor(QPalette::WindowText, colors.secondary);
    // The frame is drawn here: Fusion's would lie across the underline.
    label.state.setFlag(State_HasFocus, false);
    QProxyStyle::drawControl(CE_TabBarTabLabel, &label, &painter, widget);
    if (option.state.testFlag(State_HasFocus))
        drawFocus(painter, option.rect.adjusted(2, 3, -2, -4), colors.accent, Metric::Radius);
}

void Style::drawMenuItem(const QStyleOptionMenuItem &option, QPainter &painter, const QWidget *widget) const
{
    const StyleColors colors(option);
    const QRect rect = option.rect;
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(QRect(rect.x() + Spacing::Tiny, rect.center().y(), rect.width() - 2 * Spacing::Tiny, 1),
                         colors.separator);
        return;
    }
    const bool enabled = option.state.testFlag(State_Enabled);
    if (option.state.testFlag(State_Selected) && enabled)
        drawPanel(painter, rect, colors.selection, {}, BoxCorner);
    const auto place = [&](const QRect &part) { return visualRect(option.direction, rect, part); };
    const int side = Metric::IconSmall;
    const QRect mark(rect.x() + Spacing::Small, rect.center().y() - side / 2 + 1, side, side);
    const bool checkable = option.checkType != QStyleOptionMenuItem::NotCheckable;
    if (checkable && option.checked) {
        drawCheck(painter, place(mark), enabled ? colors.accent : colors.secondary);
    } else if (!option.icon.isNull()) {
        const qreal scale = painter.device()->devicePixelRatio();
        painter.drawPixmap(place(mark).topLeft(),
                           option.icon.pixmap(QSize(side, side), scale, enabled ? QIcon::Normal : QIcon::Disabled));
    }
    QRect words = rect;
    words.setLeft(mark.right() + Spacing::Small + 1);
    words.setRight(rect.right() - Spacing::Small);
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu) {
        const QRect arrow(words.right() - side, mark.y(), side, side);
        drawChevron(painter, place(arrow), option.direction == Qt::RightToLeft ? Direction::Left : Direction::Right,
                    colors.secondary);
        words.setRight(arrow.left() - Spacing::Tiny);
    }
    // Text and shortcut come joined by a tab.
    const qsizetype tab = option.text.indexOf(u'\t');
    int flags = Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextShowMnemonic;
    if (!proxy()->styleHint(SH_UnderlineShortcut, &option, widget, nullptr))
        flags |= Qt::TextHideMnemonic;
    painter.setFont(option.font);
    if (tab >= 0) {
        painter.setPen(enabled ? colors.secondary : option.palette.color(QPalette::Text));
        painter.drawText(place(words), flags | int(visualAlignment(option.direction, Qt::AlignRight)),
                         option.text.mid(tab + 1));
    }
    painter.setPen(option.palette.color(QPalette::Text));
    painter.drawText(place(words), flags | int(visualAlignment(option.direction, Qt::AlignLeft)),
                     tab >= 0 ? option.text.left(tab) : option.text);
}

} // namespace uw::ui
