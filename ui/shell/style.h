// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

#include <memory>

QT_BEGIN_NAMESPACE
class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionMenuItem;
class QStyleOptionProgressBar;
class QStyleOptionSlider;
class QStyleOptionSpinBox;
class QStyleOptionTab;
class QStyleOptionToolButton;
class QStyleOptionViewItem;
QT_END_NAMESPACE

namespace uw::ui {

// Fusion with our sizes, flat shapes and focus frames. Takes every colour from the widget's palette.
// Owned by the application.
class Style final : public QProxyStyle {
    Q_OBJECT

public:
    // `dark`: for the icons that Qt asks the style for (clear buttons, boxes).
    explicit Style(std::shared_ptr<const bool> dark);

    using QProxyStyle::polish;
    void polish(QWidget *widget) override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returnData) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl subControl,
                         const QWidget *widget) const override;
    QIcon standardIcon(StandardPixmap standard, const QStyleOption *option, const QWidget *widget) const override;

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;

private:
    void drawButtonPanel(const QStyleOptionButton &option, QPainter &painter, const QWidget *widget) const;
    void drawToolPanel(const QStyleOption &option, QPainter &painter) const;
    void drawIndicator(PrimitiveElement element, const QStyleOption &option, QPainter &painter) const;
    void drawItemPanel(PrimitiveElement element, const QStyleOptionViewItem &option, QPainter &painter,
                       const QWidget *widget) const;
    void drawFocusRect(const QStyleOption &option, QPainter &painter, const QWidget *widget) const;
    bool drawFlatPrimitive(PrimitiveElement element, const QStyleOption &option, QPainter &painter,
                           const QWidget *widget) const;

    void drawButtonLabel(const QStyleOptionButton &option, QPainter &painter, const QWidget *widget) const;
    void drawToolLabel(const QStyleOptionToolButton &option, QPainter &painter, const QWidget *widget) const;
    void drawProgress(const QStyleOptionProgressBar &option, QPainter &painter) const;
    void drawHeader(const QStyleOptionHeader &option, QPainter &painter, const QWidget *widget) const;
    void drawHeaderSection(const QStyleOptionHeader &option, QPainter &painter) const;
    void drawTab(const QStyleOptionTab &option, QPainter &painter) const;
    void drawTabLabel(const QStyleOptionTab &option, QPainter &painter, const QWidget *widget) const;
    void drawMenuItem(const QStyleOptionMenuItem &option, QPainter &painter, const QWidget *widget) const;

    void drawComboBox(const QStyleOptionComboBox &option, QPainter &painter, const QWidget *widget) const;
    void drawSpinBox(const QStyleOptionSpinBox &option, QPainter &painter, const QWidget *widget) const;
    void drawScrollBar(const QStyleOptionSlider &option, QPainter &painter, const QWidget *widget) const;

    std::shared_ptr<const bool> m_dark;
};

} // namespace uw::ui
