// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of Style that consist of several: combo box, spin box, scroll bar.
#include "ui/shell/style.h"
#include "ui/shell/stylepaint.h"
#include "ui/shell/theme.h"

#include <QPainter>
#include <QStyleOption>

namespace uw::ui {

namespace {

constexpr int ThumbMargin = 3;
constexpr int SmallChevron = 7;

} // namespace

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    switch (control) {
    case CC_ComboBox:
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
            drawComboBox(*combo, *painter, widget);
            return;
        }
        break;
    case CC_SpinBox:
        if (const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option)) {
            drawSpinBox(*spin, *painter, widget);
            return;
        }
        break;
    case CC_ScrollBar:
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            drawScrollBar(*slider, *painter, widget);
            return;
        }
        break;
    case CC_ToolButton:
        // Fusion puts its menu arrow over the corner of an icon; three dots or a clock say "menu" without it.
        if (const auto *tool = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
            QStyleOptionToolButton plain(*tool);
            if (plain.text.isEmpty() || plain.toolButtonStyle == Qt::ToolButtonIconOnly)
                plain.features.setFlag(QStyleOptionToolButton::HasMenu, false);
            QProxyStyle::drawComplexControl(control, &plain, painter, widget);
            return;
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void Style::drawComboBox(const QStyleOptionComboBox &option, QPainter &painter, const QWidget *widget) const
{
    const StyleColors colors(option);
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool hover = enabled && option.state.testFlag(State_MouseOver);
    const QColor fill = option.editable ? colors.base : hover ? colors.hover : colors.raised;
    if (option.frame)
        drawPanel(painter, option.rect, fill, colors.border, Metric::Radius);
    const QRect arrow = subControlRect(CC_ComboBox, &option, SC_ComboBoxArrow, widget);
    drawChevron(painter, arrow, Direction::Down, enabled ? colors.secondary : option.palette.color(QPalette::Text));
    if (option.state.testFlag(State_HasFocus))
        drawFocus(painter, option.rect, colors.accent, Metric::Radius);
}

void Style::drawSpinBox(const QStyleOptionSpinBox &option, QPainter &painter, const QWidget *widget) const
{
    const StyleColors colors(option);
    drawPanel(painter, option.rect, colors.base, option.frame ? colors.border : QColor(), Metric::Radius);
    const auto drawStep = [&](SubControl part, Direction direction, bool possible) {
        const QRect rect = subControlRect(CC_SpinBox, &option, part, widget);
        const bool active = option.activeSubControls == part && possible;
        if (active && (option.state & (State_MouseOver | State_Sunken)))
            drawPanel(painter, rect, option.state.testFlag(State_Sunken) ? colors.pressed : colors.hover, {}, 3);
        drawChevron(painter, rect, direction, possible ? colors.secondary : colors.separator, SmallChevron);
    };
    if (option.buttonSymbols != QAbstractSpinBox::NoButtons) {
        const bool enabled = option.state.testFlag(State_Enabled);
        drawStep(SC_SpinBoxUp, Direction::Up, enabled && option.stepEnabled.testFlag(QAbstractSpinBox::StepUpEnabled));
        drawStep(SC_SpinBoxDown, Direction::Down,
                 enabled && option.stepEnabled.testFlag(QAbstractSpinBox::StepDownEnabled));
    }
    if (option.state.testFlag(State_HasFocus))
        drawFocus(painter, option.rect, colors.accent, Metric::Radius);
}

void Style::drawScrollBar(const QStyleOptionSlider &option, QPainter &painter, const QWidget *widget) const
{
    const StyleColors colors(option);
    painter.fillRect(option.rect, colors.base);
    if (option.maximum <= option.minimum)
        return;
    const QRect thumb = subControlRect(CC_ScrollBar, &option, SC_ScrollBarSlider, widget)
                            .adjusted(ThumbMargin, ThumbMargin, -ThumbMargin, -ThumbMargin);
    const bool held =
        option.activeSubControls.testFlag(SC_ScrollBarSlider) && (option.state & (State_MouseOver | State_Sunken));
    drawPanel(painter, thumb, held ? colors.secondary : colors.border, {}, qMin(thumb.width(), thumb.height()) / 2.0);
}

} // namespace uw::ui
