// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chiprow.h"

#include "ui/shell/theme.h"

#include <QEvent>
#include <QPushButton>
#include <QStyle>

namespace uw::ui {

ChipRow::ChipRow(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChipRow::setChips(const QList<Chip> &chips)
{
    if (m_chips == chips)
        return;
    m_chips = chips;
    for (QWidget *button : std::as_const(m_buttons)) {
        button->hide();
        // A chip may be removed from inside its own click.
        button->deleteLater();
    }
    m_buttons.clear();
    for (const Chip &chip : chips) {
        auto *button = new QPushButton(chip.text, this);
        button->setIcon(m_theme.icon(u"close"));
        button->setLayoutDirection(isRightToLeft() ? Qt::LeftToRight : Qt::RightToLeft);
        button->setAutoDefault(false);
        button->setToolTip(tr("Remove this filter"));
        button->setAccessibleName(tr("Remove the filter %1").arg(chip.text));
        connect(button, &QPushButton::clicked, this, [this, key = chip.key] { Q_EMIT removed(key); });
        button->show();
        m_buttons.append(button);
    }
    updateGeometry();
    arrange(width(), true);
}

int ChipRow::heightForWidth(int width) const
{
    return arrange(width, false);
}

QSize ChipRow::sizeHint() const
{
    int width = 0;
    for (const QWidget *button : m_buttons)
        width += button->sizeHint().width() + Spacing::Small;
    return {qMax(0, width - Spacing::Small), arrange(qMax(width, 1), false)};
}

QSize ChipRow::minimumSizeHint() const
{
    int width = 0;
    int height = 0;
    for (const QWidget *button : m_buttons) {
        width = qMax(width, button->minimumSizeHint().width());
        height = qMax(height, button->sizeHint().height());
    }
    return {width, height};
}

void ChipRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange(width(), true);
}

bool ChipRow::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::LayoutDirectionChange) {
        updateGeometry();
        arrange(width(), true);
    }
    return QWidget::event(event);
}

// Lines of chips in `width`; returns their height and, when asked, moves the buttons.
int ChipRow::arrange(int width, bool move) const
{
    int x = 0;
    int y = 0;
    int line = 0;
    for (QWidget *button : m_buttons) {
        const QSize size(qMin(button->sizeHint().width(), width), button->sizeHint().height());
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += line + Spacing::Tiny;
            line = 0;
        }
        if (move) {
            const QRect place(QPoint(x, y), size);
            button->setGeometry(QStyle::visualRect(layoutDirection(), QRect(0, 0, width, y + size.height()), place));
        }
        x += size.width() + Spacing::Small;
        line = qMax(line, size.height());
    }
    return y + line;
}

} // namespace uw::ui
