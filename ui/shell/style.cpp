// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/style.h"

#include "ui/shell/theme.h"

namespace uw::ui {

Style::Style() : QProxyStyle(u"Fusion"_qs) {}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
        return Metric::IconSmall;
    case PM_ToolBarIconSize:
        return Metric::IconLarge;
    case PM_SplitterWidth:
        return 5;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
    case CT_ToolButton:
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
        result.setHeight(qMax(result.height(), int(Metric::ControlHeight)));
        break;
    case CT_ItemViewItem:
    case CT_MenuItem:
        result.setHeight(qMax(result.height(), int(Metric::RowHeight)));
        break;
    default:
        break;
    }
    return result;
}

} // namespace uw::ui
