// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes, hints and places; what is drawn stands in styleprimitives.cpp, stylecontrols.cpp and
// stylecomplex.cpp.
#include "ui/shell/style.h"

#include "ui/shell/lineicon.h"
#include "ui/shell/stylepaint.h"
#include "ui/shell/theme.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QStyleOption>
#include <QTableView>

namespace uw::ui {

namespace {

constexpr int ScrollBarWidth = 12;
constexpr int ScrollThumbLength = 32;
constexpr int LongestAnimation = 150;
constexpr int SplitterWidth = 5;
constexpr int ArrowRoom = 24;

} // namespace

Style::Style(std::shared_ptr<const bool> dark) : QProxyStyle(u"Fusion"_qs), m_dark(std::move(dark)) {}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    // A single cell under the pointer means nothing in a table of rows.
    auto *view = qobject_cast<QAbstractItemView *>(widget);
    if (view && !qobject_cast<QTableView *>(widget))
        view->viewport()->setAttribute(Qt::WA_Hover);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
    case PM_LineEditIconSize:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return Metric::IconSmall;
    case PM_ToolBarIconSize:
        return Metric::IconLarge;
    case PM_SplitterWidth:
        return SplitterWidth;
    case PM_ScrollBarExtent:
        return ScrollBarWidth;
    case PM_ScrollBarSliderMin:
        return ScrollThumbLength;
    case PM_DefaultFrameWidth:
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return Spacing::Tiny;
    case PM_HeaderMargin: {
        // The vertical one takes it for the least height of a row.
        const auto *header = qobject_cast<const QHeaderView *>(widget);
        return header && header->orientation() == Qt::Vertical ? Spacing::Tiny / 2 : Spacing::Small;
    }
    case PM_FocusFrameHMargin:
        // Views add one pixel: words of cells and headers stand in one line.
        return Spacing::Small - 1;
    case PM_TabBarTabHSpace:
        return 2 * Spacing::Medium;
    case PM_TabBarTabVSpace:
        return Spacing::Medium;
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabOverlap:
    case PM_TabBarBaseOverlap:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return Spacing::Small;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
        return Spacing::Medium;
    case PM_TreeViewIndentation:
        return Metric::IconSmall;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_ComboBox_Popup:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_ScrollBar_Transient:
    case SH_ToolTipLabel_Opacity:
        return hint == SH_ToolTipLabel_Opacity ? 255 : 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_Table_GridLineColor:
        return option ? int(option->palette.color(QPalette::Mid).rgb()) : 0;
    case SH_Widget_Animation_Duration:
        return qMin(LongestAnimation, QProxyStyle::styleHint(hint, option, widget, returnData));
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    const auto atLeast = [&result](int height) { result.setHeight(qMax(result.height(), height)); };
    switch (type) {
    case CT_PushButton:
        result.setWidth(size.width() + 2 * Spacing::Medium);
        atLeast(Metric::ControlHeight);
        break;
    case CT_ToolButton:
        // An icon alone makes a square.
        atLeast(Metric::ControlHeight);
        result.setWidth(qMax(result.width(), int(Metric::ControlHeight)));
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
            if (button->toolButtonStyle == Qt::ToolButtonTextBesideIcon)
                result.setWidth(iconTextWidth(*button, {button->icon, button->iconSize, button->text, {}})
                                + 2 * Spacing::Small);
        }
        break;
    case CT_LineEdit:
        atLeast(Metric::ControlHeight);
        break;
    case CT_SpinBox:
        // The line edit inside has brought its own frame and margins along.
        result = QSize(size.width() + ArrowRoom + Spacing::Tiny,
                       qMax(option->fontMetrics.height() + Spacing::Small, int(Metric::ControlHeight)));
        break;
    case CT_ComboBox:
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option))
            result.setWidth(size.width() + ArrowRoom + (combo->editable ? Spacing::Huge : Spacing::Medium));
        result.setHeight(qMax(option->fontMetrics.height() + Spacing::Small, int(Metric::ControlHeight)));
        break;
    case CT_HeaderSection:
        // The margin stands left and right of the word, not above it.
        result.setHeight(qMax(option->fontMetrics.height() + Spacing::Small, int(Metric::RowHeight)));
        break;
    case CT_ItemViewItem:
        atLeast(Metric::RowHeight);
        break;
    case CT_TabBarTab:
        atLeast(Metric::ControlHeight + Spacing::Tiny);
        break;
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator) {
                result.setHeight(Spacing::Small + 1);
            } else {
                atLeast(Metric::ControlHeight);
                result.setWidth(result.width() + Spacing::Huge);
            }
        }
        break;
    default:
        break;
    }
    return result;
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    switch (element) {
    case SE_PushButtonFocusRect:
        return option->rect;
    case SE_HeaderArrow: {
        const QRect rect = option->rect;
        const int side = Metric::IconSmall;
        return visualRect(
            option->direction, rect,
            QRect(rect.right() - side - Spacing::Tiny, rect.y() + (rect.height() - side) / 2, side, side));
    }
    case SE_HeaderLabel: {
        const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
        const bool sorted = header && header->sortIndicator != QStyleOptionHeader::None;
        const int margin = pixelMetric(PM_HeaderMargin, option, widget);
        return visualRect(option->direction, option->rect,
                          option->rect.adjusted(margin, 0, sorted ? -margin - Metric::IconSmall : -margin, 0));
    }
    case SE_LineEditContents: {
        const QRect rect = QProxyStyle::subElementRect(element, option, widget);
        // Room between the rounded border and the text; inside another control that one gives it.
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        const int room = frame && frame->lineWidth > 0 ? Spacing::Tiny : 0;
        return rect.adjusted(room, 0, -room, 0);
    }
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl subControl,
                            const QWidget *widget) const
{
    const QRect rect = option->rect;
    if (control == CC_ScrollBar) {
        const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (!slider)
            return QProxyStyle::subControlRect(control, option, subControl, widget);
        const bool horizontal = slider->orientation == Qt::Horizontal;
        const int length = horizontal ? rect.width() : rect.height();
        const qint64 range = qint64(slider->maximum) - slider->minimum;
        int thumb = length;
        if (range > 0)
            thumb = qBound(qMin(ScrollThumbLength, length),
                           int(qint64(length) * slider->pageStep / (range + slider->pageStep)), length);
        const int at = sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition, length - thumb,
                                               slider->upsideDown);
        const auto part = [&](int from, int size) {
            const QRect along = horizontal ? QRect(rect.x() + from, rect.y(), size, rect.height())
                                           : QRect(rect.x(), rect.y() + from, rect.width(), size);
            return visualRect(slider->direction, rect, along);
        };
        switch (subControl) {
        case SC_ScrollBarGroove:
            return rect;
        case SC_ScrollBarSlider:
            return part(at, thumb);
        case SC_ScrollBarSubPage:
            return part(0, at);
        case SC_ScrollBarAddPage:
            return part(at + thumb, length - at - thumb);
        default:
            // No arrow buttons.
            return {};
        }
    }
    if (control == CC_ComboBox) {
        switch (subControl) {
        case SC_ComboBoxArrow:
            return visualRect(option->direction, rect,
                              QRect(rect.right() - ArrowRoom + 1, rect.y(), ArrowRoom, rect.height()));
        case SC_ComboBoxEditField:
            // Within the ring of the focus, which an editor's own ground would cut.
            return visualRect(option->direction, rect, rect.adjusted(Spacing::Small, 2, -ArrowRoom, -2));
        default:
            break;
        }
    }
    if (control == CC_SpinBox) {
        const int half = rect.height() / 2;
        const QRect buttons =
            visualRect(option->direction, rect,
                       QRect(rect.right() - ArrowRoom + 2, rect.y() + 1, ArrowRoom - 2, rect.height() - 2));
        switch (subControl) {
        case SC_SpinBoxUp:
            return QRect(buttons.x(), buttons.y(), buttons.width(), half - 1);
        case SC_SpinBoxDown:
            return QRect(buttons.x(), rect.y() + half, buttons.width(), rect.height() - half - 1);
        case SC_SpinBoxEditField:
            // Clear of the frame, which is two pixels wide while it has the focus.
            return visualRect(option->direction, rect, rect.adjusted(Spacing::Tiny, 2, -ArrowRoom, -2));
        default:
            break;
        }
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QIcon Style::standardIcon(StandardPixmap standard, const QStyleOption *option, const QWidget *widget) const
{
    const auto line = [this](const QString &name, ColorRole role = ColorRole::SecondaryText) {
        return QIcon(new LineIconEngine(name, role, m_dark));
    };
    switch (standard) {
    case SP_LineEditClearButton:
    case SP_DialogCloseButton:
    case SP_TitleBarCloseButton:
        return line(u"close"_qs);
    case SP_MessageBoxInformation:
        return line(u"info"_qs, ColorRole::Accent);
    case SP_MessageBoxQuestion:
        return line(u"help"_qs, ColorRole::Accent);
    case SP_MessageBoxWarning:
        return line(u"warning"_qs, ColorRole::Warning);
    case SP_MessageBoxCritical:
        return line(u"error"_qs, ColorRole::Error);
    default:
        return QProxyStyle::standardIcon(standard, option, widget);
    }
}

} // namespace uw::ui
