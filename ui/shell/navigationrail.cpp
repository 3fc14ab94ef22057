// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigationrail.h"

#include "ui/shell/theme.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStyleOptionFocusRect>

namespace uw::ui {

namespace {

constexpr int SideMargin = 4;
constexpr int BarWidth = 3;
constexpr int DotSize = 7;

} // namespace

RailButton::RailButton(const Theme &theme, const QString &iconName, const QString &word, QWidget *parent)
    : QToolButton(parent)
    , m_theme(theme)
    , m_iconName(iconName)
{
    setText(word);
    setAccessibleName(word);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setRoles(this, theme, TextRole::Caption);
    connect(&theme, &Theme::changed, this, &QWidget::updateGeometry);
}

void RailButton::setNews(bool news)
{
    if (m_news == news)
        return;
    m_news = news;
    setAccessibleDescription(news ? tr("Something new") : QString());
    update();
}

QSize RailButton::sizeHint() const
{
    const QFontMetrics metrics(m_theme.font(TextRole::Caption));
    const int words = text().isEmpty() ? 0 : metrics.height() + 2;
    const int width = metrics.horizontalAdvance(text()) + 2 * SideMargin;
    return {qMax(NavigationRail::Width - 2 * SideMargin, width), Metric::IconLarge + words + Spacing::Large};
}

void RailButton::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool current = isChecked();
    if (current || isDown() || underMouse()) {
        QColor ground = m_theme.color(current || isDown() ? ColorRole::Selection : ColorRole::Separator);
        if (!current && !isDown())
            ground.setAlphaF(0.6F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawRoundedRect(rect(), Metric::Radius, Metric::Radius);
    }
    if (current) {
        const QRect bar(0, Spacing::Small, BarWidth, height() - 2 * Spacing::Small);
        painter.setBrush(m_theme.color(ColorRole::Accent));
        painter.drawRoundedRect(QStyle::visualRect(layoutDirection(), rect(), bar), 1.5, 1.5);
    }

    const ColorRole role = current ? ColorRole::Accent : ColorRole::SecondaryText;
    const QFontMetrics metrics(font());
    const int words = text().isEmpty() ? 0 : metrics.height() + 2;
    const int top = (height() - Metric::IconLarge - words) / 2;
    const QRect icon((width() - Metric::IconLarge) / 2, top, Metric::IconLarge, Metric::IconLarge);
    painter.drawPixmap(icon.topLeft(), m_theme.pixmap(m_iconName, Metric::IconLarge, role, devicePixelRatioF()));
    painter.setPen(m_theme.color(current ? ColorRole::Text : ColorRole::SecondaryText));
    painter.drawText(QRect(0, icon.bottom() + 3, width(), metrics.height()), int(Qt::AlignHCenter | Qt::AlignTop),
                     text());
    if (m_news) {
        QRect dot(icon.right() - 1, icon.top() - 2, DotSize, DotSize);
        dot = QStyle::visualRect(layoutDirection(), rect(), dot);
        painter.setPen(QPen(m_theme.color(current ? ColorRole::Selection : ColorRole::Window), 1.5));
        painter.setBrush(m_theme.color(ColorRole::Error));
        painter.drawEllipse(dot);
    }
    if (hasFocus()) {
        QStyleOptionFocusRect focus;
        focus.initFrom(this);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, &painter, this);
    }
}

NavigationRail::NavigationRail(const Theme &theme, QMenu *menu, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_group(new QButtonGroup(this))
    , m_places(new QVBoxLayout)
{
    setObjectName(u"navigationRail"_qs);
    setAccessibleName(tr("Pages"));
    m_group->setExclusive(true);
    m_places->setSpacing(Spacing::Tiny);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(SideMargin, Spacing::Small, SideMargin, Spacing::Small);
    column->setSpacing(Spacing::Tiny);
    column->addLayout(m_places);
    column->addStretch();
    auto *more = new RailButton(theme, u"more"_qs, QString(), this);
    more->setObjectName(u"railMenu"_qs);
    more->setAccessibleName(tr("Menu"));
    more->setToolTip(tr("Appearance, shortcuts, about"));
    more->setMenu(menu);
    more->setPopupMode(QToolButton::InstantPopup);
    column->addWidget(more);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

int NavigationRail::addPlace(const QString &iconName, const QString &word, const QString &shortcut)
{
    const int index = int(m_buttons.size());
    auto *button = new RailButton(m_theme, iconName, word, this);
    button->setCheckable(true);
    button->setToolTip(shortcut.isEmpty() ? word : tr("%1 (%2)", "page and its key").arg(word, shortcut));
    m_group->addButton(button);
    m_places->addWidget(button);
    m_buttons.append(button);
    connect(button, &QToolButton::clicked, this, [this, index] { Q_EMIT placeActivated(index); });
    return index;
}

void NavigationRail::setCurrent(int index)
{
    m_buttons.at(index)->setChecked(true);
}

void NavigationRail::setNews(int index, bool news)
{
    m_buttons.at(index)->setNews(news);
}

void NavigationRail::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    const int x = isRightToLeft() ? 0 : width() - 1;
    painter.fillRect(x, 0, 1, height(), m_theme.color(ColorRole::Separator));
}

void NavigationRail::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Up)
        focusPreviousChild();
    else if (event->key() == Qt::Key_Down)
        focusNextChild();
    else
        QWidget::keyPressEvent(event);
}

} // namespace uw::ui
