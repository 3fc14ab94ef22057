// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QRect>

QT_BEGIN_NAMESPACE
class QPainter;
class QStyleOption;
QT_END_NAMESPACE

namespace uw::ui {

// The colours that the style draws with, read from a widget's palette, and the few shapes that
// everything is made of.
struct StyleColors {
    explicit StyleColors(const QStyleOption &option);

    QColor window;
    QColor base;
    QColor raised;
    QColor text;
    QColor secondary;
    QColor separator;
    QColor border;
    QColor accent;
    QColor selection;
    QColor error;
    // Raised under the pointer, and pressed.
    QColor hover;
    QColor pressed;
};

enum class Direction { Up, Down, Left, Right };

// What stands on a button.
struct IconText {
    QIcon icon;
    QSize iconSize;
    QString text;
    QColor color;
};

// Room that both take beside each other.
[[nodiscard]] int iconTextWidth(const QStyleOption &option, const IconText &label);
// Both in the middle of `rect`, in the painter's font. (Qt's own styles leave the spare room at one end.)
void drawIconText(QPainter &painter, const QRect &rect, const QStyleOption &option, const IconText &label,
                  bool underlineMnemonic);
[[nodiscard]] QColor mixed(const QColor &a, const QColor &b, qreal share);
// A filled shape with a one pixel border; an invalid colour leaves that part out.
void drawPanel(QPainter &painter, const QRect &rect, const QColor &fill, const QColor &border, qreal radius,
               qreal borderWidth = 1);
// The frame that says where the keyboard is.
void drawFocus(QPainter &painter, const QRect &rect, const QColor &color, qreal radius);
// Open arrow of `size` pixels in the middle of `rect`.
void drawChevron(QPainter &painter, const QRect &rect, Direction direction, const QColor &color, int size = 8);
void drawCheck(QPainter &painter, const QRect &rect, const QColor &color);

} // namespace uw::ui
