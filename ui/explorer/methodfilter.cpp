// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/methodfilter.h"

#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"

#include <QAbstractButton>
#include <QEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>

namespace uw::ui {

namespace {

constexpr int ChipHeight = 24;

// A method as a button that stays pressed: its word in its colour, filled and framed while it is chosen.
class MethodChip final : public QAbstractButton {
public:
    MethodChip(const QString &method, const Theme &theme, QWidget *parent)
        : QAbstractButton(parent)
        , m_theme(theme)
        , m_badge(methodBadge(method))
    {
        setText(method);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setToolTip(MethodFilter::tr("Show %1 operations").arg(method));
        setAccessibleName(toolTip());
    }

    QSize sizeHint() const override
    {
        const QSize word = badgeSize(m_badge, m_theme);
        return {word.width() + 2 * Spacing::Small, qMax(ChipHeight, word.height() + Spacing::Tiny)};
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        Q_UNUSED(event)
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
        const QColor colour = m_theme.color(m_badge.role);
        QColor fill = colour;
        fill.setAlphaF(isChecked() ? 0.16F : underMouse() ? 0.08F : 0.0F);
        painter.setBrush(fill);
        painter.setPen(isChecked() ? colour : m_theme.color(ColorRole::Separator));
        painter.drawRoundedRect(frame, Metric::Radius, Metric::Radius);
        paintBadge(painter, rect().adjusted(Spacing::Small, 0, -Spacing::Small, 0), m_badge, m_theme, layoutDirection(),
                   isEnabled());
        if (hasFocus()) {
            QStyleOptionFocusRect option;
            option.initFrom(this);
            option.rect = rect().adjusted(2, 2, -2, -2);
            style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
        }
    }
    bool event(QEvent *event) override
    {
        if (event->type() == QEvent::Enter || event->type() == QEvent::Leave)
            update();
        return QAbstractButton::event(event);
    }

private:
    const Theme &m_theme;
    Badge m_badge;
};

} // namespace

MethodFilter::MethodFilter(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme, &Theme::changed, this, [this] {
        arrange(width(), true);
        updateGeometry();
    });
}

void MethodFilter::setMethods(const QStringList &methods)
{
    const QStringList kept = chosen();
    qDeleteAll(m_chips);
    m_chips.clear();
    // One method leaves nothing to choose.
    for (const QString &method : methods.size() > 1 ? methods : QStringList()) {
        auto *chip = new MethodChip(method, m_theme, this);
        chip->setChecked(kept.contains(method));
        chip->show();
        connect(chip, &QAbstractButton::toggled, this, &MethodFilter::changed);
        m_chips << chip;
    }
    arrange(width(), true);
    updateGeometry();
}

QStringList MethodFilter::chosen() const
{
    QStringList methods;
    for (const QWidget *widget : m_chips) {
        const auto *chip = static_cast<const QAbstractButton *>(widget);
        if (chip->isChecked())
            methods << chip->text();
    }
    return methods;
}

void MethodFilter::clear()
{
    for (QWidget *widget : std::as_const(m_chips))
        static_cast<QAbstractButton *>(widget)->setChecked(false);
}

// Lays the chips out in lines of `width`; says how high they are.
int MethodFilter::arrange(int width, bool move) const
{
    int x = 0;
    int y = 0;
    int lineHeight = 0;
    for (QWidget *chip : m_chips) {
        const QSize size = chip->sizeHint();
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += lineHeight + Spacing::Tiny;
            lineHeight = 0;
        }
        if (move)
            chip->setGeometry(QStyle::visualRect(layoutDirection(), QRect(0, 0, width, 1), QRect(QPoint(x, y), size)));
        x += size.width() + Spacing::Tiny;
        lineHeight = qMax(lineHeight, size.height());
    }
    return y + lineHeight;
}

int MethodFilter::heightForWidth(int width) const
{
    return arrange(width, false);
}

QSize MethodFilter::sizeHint() const
{
    int width = 0;
    for (const QWidget *chip : m_chips)
        width += chip->sizeHint().width() + Spacing::Tiny;
    return {width, arrange(qMax(width, 1), false)};
}

QSize MethodFilter::minimumSizeHint() const
{
    int width = 0;
    for (const QWidget *chip : m_chips)
        width = qMax(width, chip->sizeHint().width());
    return {width, heightForWidth(qMax(width, QWidget::width()))};
}

void MethodFilter::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange(width(), true);
}

bool MethodFilter::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutDirectionChange || event->type() == QEvent::FontChange) {
        arrange(width(), true);
        updateGeometry();
    }
    return QWidget::event(event);
}

} // namespace uw::ui
