// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/keycap.h"

#include "ui/shell/theme.h"
#include "ui/widgets/textlabel.h"

#include <QPainter>
#include <QStyle>

namespace uw::ui {

KeyCap::KeyCap(const Theme &theme, const QKeySequence &keys, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    const QString text = keys.toString(QKeySequence::NativeText);
    // "Ctrl++" is Ctrl and plus.
    QString rest = text;
    if (rest.endsWith(u'+') && rest.size() > 1)
        rest.chop(1);
    m_parts = rest.split(u'+', Qt::SkipEmptyParts);
    if (text.endsWith(u'+'))
        m_parts.append(u"+"_qs);
    setAccessibleName(text);
    // Keys are named from left to right in every language.
    setLayoutDirection(Qt::LeftToRight);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setRoles(this, theme, TextRole::Caption, ColorRole::SecondaryText);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::updateGeometry));
}

int KeyCap::capWidth(const QString &part) const
{
    return qMax(fontMetrics().horizontalAdvance(part) + 2 * Spacing::Small, fontMetrics().height() + Spacing::Small);
}

QSize KeyCap::sizeHint() const
{
    int width = 0;
    for (const QString &part : m_parts)
        width += capWidth(part) + Spacing::Tiny;
    return {qMax(0, width - Spacing::Tiny), fontMetrics().height() + Spacing::Small};
}

void KeyCap::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    int x = 0;
    for (const QString &part : m_parts) {
        const QRect cap = QStyle::visualRect(layoutDirection(), rect(), QRect(x, 0, capWidth(part), height()));
        painter.setPen(m_theme.color(ColorRole::Separator));
        painter.setBrush(m_theme.color(ColorRole::Base));
        painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter.setPen(m_theme.color(ColorRole::SecondaryText));
        painter.drawText(cap, int(Qt::AlignCenter), part);
        x += cap.width() + Spacing::Tiny;
    }
}

} // namespace uw::ui
