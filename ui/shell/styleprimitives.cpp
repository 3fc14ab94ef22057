// SPDX-License-Identifier: GPL-3.0-or-later
// The simple shapes of Style: panels, frames, boxes, arrows, focus.
#include "ui/shell/style.h"
#include "ui/shell/stylepaint.h"
#include "ui/shell/theme.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QPainter>
#include <QStyleOption>
#include <QTableView>
#include <QTreeView>

namespace uw::ui {

namespace {

constexpr int BoxRadius = 4;
constexpr int SelectionBar = 3;

bool isPrimary(const QStyleOptionButton &option, const QWidget *widget)
{
    return option.features.testFlag(QStyleOptionButton::DefaultButton)
        || (widget && widget->property("uwDestructive").toBool());
}

// The first cell that is shown of a row; a list's only one.
bool beginsRow(const QStyleOptionViewItem &option, const QWidget *widget)
{
    const auto *table = qobject_cast<const QTableView *>(widget);
    return !table || table->horizontalHeader()->sectionPosition(option.index.column()) == 0;
}

} // namespace

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            drawButtonPanel(*button, *painter, widget);
            return;
        }
        break;
    case PE_PanelButtonTool:
    case PE_PanelButtonBevel:
        drawToolPanel(*option, *painter);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorRadioButton:
    case PE_IndicatorItemViewItemCheck:
        drawIndicator(element, *option, *painter);
        return;
    case PE_PanelItemViewRow:
    case PE_PanelItemViewItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option)) {
            drawItemPanel(element, *item, *painter, widget);
            return;
        }
        break;
    case PE_FrameFocusRect:
        drawFocusRect(*option, *painter, widget);
        return;
    default:
        if (drawFlatPrimitive(element, *option, *painter, widget))
            return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void Style::drawButtonPanel(const QStyleOptionButton &option, QPainter &painter, const QWidget *widget) const
{
    const StyleColors colors(option);
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool down = option.state.testFlag(State_Sunken);
    const bool on = option.state.testFlag(State_On);
    const bool hover = enabled && option.state.testFlag(State_MouseOver);
    if (enabled && isPrimary(option, widget)) {
        const bool danger = widget && widget->property("uwDestructive").toBool();
        const QColor fill = danger ? colors.error : colors.accent;
        drawPanel(painter, option.rect,
                  down    ? mixed(fill, colors.text, 0.25)
                  : hover ? mixed(fill, colors.text, 0.12)
                          : fill,
                  {}, Metric::Radius);
        return;
    }
    const bool flat = option.features.testFlag(QStyleOptionButton::Flat);
    if (flat && !down && !on && !hover)
        return;
    QColor fill = down ? colors.pressed : on ? colors.selection : hover ? colors.hover : colors.raised;
    drawPanel(painter, option.rect, fill,
              flat ? QColor()
              : on ? colors.accent
                   : mixed(colors.separator, colors.border, 0.35),
              Metric::Radius);
}

void Style::drawToolPanel(const QStyleOption &option, QPainter &painter) const
{
    const StyleColors colors(option);
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool down = option.state.testFlag(State_Sunken);
    const bool on = option.state.testFlag(State_On);
    const bool hover = enabled && option.state.testFlag(State_MouseOver);
    const bool quiet = option.state.testFlag(State_AutoRaise);
    if (quiet && !down && !on && !hover)
        return;
    const QColor fill = down ? colors.pressed : on ? colors.selection : hover ? colors.hover : colors.raised;
    drawPanel(painter, option.rect, fill, quiet ? QColor() : mixed(colors.separator, colors.border, 0.35),
              Metric::Radius);
}

void Style::drawIndicator(PrimitiveElement element, const QStyleOption &option, QPainter &painter) const
{
    const StyleColors colors(option);
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool on = option.state.testFlag(State_On);
    const bool partly = option.state.testFlag(State_NoChange);
    const bool round = element == PE_IndicatorRadioButton;
    const int side = qMin(option.rect.width(), option.rect.height());
    const QRect box(option.rect.x() + (option.rect.width() - side) / 2,
                    option.rect.y() + (option.rect.height() - side) / 2, side, side);
    const qreal radius = round ? side / 2.0 : BoxRadius;
    const QColor ink = enabled ? colors.accent : colors.separator;
    if (on || partly)
        drawPanel(painter, box, ink, {}, radius);
    else
        drawPanel(painter, box, enabled && option.state.testFlag(State_Sunken) ? colors.pressed : colors.base,
                  colors.border, radius);
    const QColor mark = enabled ? colors.base : colors.secondary;
    if (partly) {
        drawPanel(painter, QRect(box.x() + 4, box.center().y(), box.width() - 8, 2), mark, {}, 1);
    } else if (on && round) {
        const int inner = side / 3;
        drawPanel(painter, QRect(box.x() + (side - inner) / 2, box.y() + (side - inner) / 2, inner, inner), mark, {},
                  inner / 2.0);
    } else if (on) {
        drawCheck(painter, box, mark);
    }
}

// Selected rows keep their colour; where the keyboard is, a bar at the leading edge says so.
void Style::drawItemPanel(PrimitiveElement element, const QStyleOptionViewItem &option, QPainter &painter,
                          const QWidget *widget) const
{
    const StyleColors colors(option);
    const bool selected = option.state.testFlag(State_Selected);
    const auto *tree = qobject_cast<const QTreeView *>(widget);
    if (element == PE_PanelItemViewItem && option.backgroundBrush.style() != Qt::NoBrush)
        painter.fillRect(option.rect, option.backgroundBrush);
    if (selected)
        painter.fillRect(option.rect, colors.selection);
    else if (option.state.testFlag(State_MouseOver) && option.state.testFlag(State_Enabled)
             && element == PE_PanelItemViewItem)
        painter.fillRect(option.rect, mixed(colors.base, colors.separator, 0.35));
    else if (option.features.testFlag(QStyleOptionViewItem::Alternate) && element == PE_PanelItemViewRow)
        painter.fillRect(option.rect, option.palette.color(QPalette::AlternateBase));

    const bool here =
        tree ? element == PE_PanelItemViewRow : element == PE_PanelItemViewItem && beginsRow(option, widget);
    if (!selected || !here || !widget || !widget->hasFocus())
        return;
    QRect bar = option.rect;
    bar.setWidth(SelectionBar);
    painter.fillRect(visualRect(option.direction, option.rect, bar), colors.accent);
}

void Style::drawFocusRect(const QStyleOption &option, QPainter &painter, const QWidget *widget) const
{
    const StyleColors colors(option);
    if (qobject_cast<const QAbstractItemView *>(widget)) {
        // The bar of the selected row is enough; a current cell that is not selected needs a frame.
        const auto *focus = qstyleoption_cast<const QStyleOptionFocusRect *>(&option);
        if (focus && focus->backgroundColor == colors.selection)
            return;
        drawPanel(painter, option.rect, {}, colors.accent, 2, 1);
        return;
    }
    drawFocus(painter, option.rect, colors.accent, Metric::Radius);
}

bool Style::drawFlatPrimitive(PrimitiveElement element, const QStyleOption &option, QPainter &painter,
                              const QWidget *widget) const
{
    const StyleColors colors(option);
    const QRect rect = option.rect;
    switch (element) {
    case PE_PanelLineEdit:
    case PE_FrameLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(&option);
        const QColor fill = element == PE_PanelLineEdit ? colors.base : QColor();
        if (frame && frame->lineWidth <= 0) {
            // Inside a combo or spin box, which draws the frame itself.
            if (fill.isValid())
                painter.fillRect(rect, fill);
            return true;
        }
        drawPanel(painter, rect, fill, colors.border, Metric::Radius);
        if (option.state.testFlag(State_HasFocus))
            drawFocus(painter, rect, colors.accent, Metric::Radius);
        return true;
    }
    case PE_Frame: {
        // A popup is a window of its own and has no corners to show through.
        const bool popup = widget && widget->isWindow();
        const bool square = popup || qobject_cast<const QAbstractScrollArea *>(widget);
        drawPanel(painter, rect, {}, popup ? mixed(colors.separator, colors.border, 0.5) : colors.separator,
                  square ? 0 : Metric::Radius);
        return true;
    }
    case PE_FrameGroupBox:
        drawPanel(painter, rect, {}, colors.separator, Metric::Radius);
        return true;
    case PE_FrameTabWidget:
    case PE_FrameTabBarBase:
        painter.fillRect(QRect(rect.x(), element == PE_FrameTabWidget ? rect.top() : rect.bottom(), rect.width(), 1),
                         colors.separator);
        return true;
    case PE_PanelMenu:
        painter.fillRect(rect, colors.raised);
        return true;
    case PE_FrameMenu:
    case PE_FrameDefaultButton:
        if (element == PE_FrameMenu)
            drawPanel(painter, rect, {}, mixed(colors.separator, colors.border, 0.5), 0);
        return true;
    case PE_PanelTipLabel:
        drawPanel(painter, rect, option.palette.color(QPalette::ToolTipBase),
                  mixed(colors.separator, colors.border, 0.5), 0);
        return true;
    case PE_PanelScrollAreaCorner:
        painter.fillRect(rect, colors.base);
        return true;
    case PE_IndicatorArrowDown:
    case PE_IndicatorSpinDown:
    case PE_IndicatorButtonDropDown:
        drawChevron(painter, rect, Direction::Down, colors.secondary);
        return true;
    case PE_IndicatorArrowUp:
    case PE_IndicatorSpinUp:
        drawChevron(painter, rect, Direction::Up, colors.secondary);
        return true;
    case PE_IndicatorArrowLeft:
        drawChevron(painter, rect, Direction::Left, colors.secondary);
        return true;
    case PE_IndicatorArrowRight:
        drawChevron(painter, rect, Direction::Right, colors.secondary);
        return true;
    case PE_IndicatorHeaderArrow:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(&option)) {
            // Qt calls ascending "down"; here the arrow points to where the values grow.
            if (header->sortIndicator != QStyleOptionHeader::None)
                drawChevron(painter, rect,
                            header->sortIndicator == QStyleOptionHeader::SortUp ? Direction::Down : Direction::Up,
                            colors.secondary, 7);
        }
        return true;
    case PE_IndicatorBranch:
        if (option.state.testFlag(State_Children)) {
            const Direction closed = option.direction == Qt::RightToLeft ? Direction::Left : Direction::Right;
            drawChevron(painter, rect, option.state.testFlag(State_Open) ? Direction::Down : closed, colors.secondary);
        }
        return true;
    default:
        return false;
    }
}

} // namespace uw::ui
