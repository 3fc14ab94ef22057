// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/badge.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QStyle>
#include <QtMath>

namespace uw::ui {

namespace {

constexpr int Gap = 5;
constexpr int FilledMargin = 8;

QFont fontOf(const Badge &badge, const Theme &theme)
{
    if (!badge.fixed)
        return theme.font(TextRole::Body);
    QFont font = theme.font(TextRole::Fixed);
    font.setWeight(QFont::DemiBold);
    return font;
}

// The context of these words for a translator.
struct BadgeTexts {
    Q_DECLARE_TR_FUNCTIONS(uw::ui::BadgeTexts)
};

} // namespace

Badge methodBadge(QStringView method)
{
    static const QHash<QString, ColorRole> roles{
        {u"GET"_qs, ColorRole::MethodGet},       {u"POST"_qs, ColorRole::MethodPost},
        {u"PUT"_qs, ColorRole::MethodPut},       {u"PATCH"_qs, ColorRole::MethodPatch},
        {u"DELETE"_qs, ColorRole::MethodDelete},
    };
    const QString word = method.toString().toUpper();
    return Badge{.text = word, .role = roles.value(word, ColorRole::MethodOther), .fixed = true};
}

Badge verdictBadge(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Valid:
        return {.text = BadgeTexts::tr("valid"), .role = ColorRole::Success, .iconName = u"check"_qs};
    case Verdict::Invalid:
        return {.text = BadgeTexts::tr("invalid"), .role = ColorRole::Error, .iconName = u"cross"_qs};
    case Verdict::Stale:
        return {.text = BadgeTexts::tr("stale"), .role = ColorRole::Warning, .iconName = u"clock"_qs};
    case Verdict::Unsigned:
        return {.text = BadgeTexts::tr("unsigned"), .iconName = u"circle"_qs};
    case Verdict::NotConfigured:
        return {.text = BadgeTexts::tr("not configured"), .iconName = u"circle-off"_qs};
    }
    Q_UNREACHABLE();
}

Badge statusBadge(int status, QStringView reason)
{
    Badge badge{.text = QString::number(status), .fixed = true};
    if (!reason.isEmpty())
        badge.text += u' ' % reason.toString();
    if (status >= 500)
        badge.role = ColorRole::Error;
    else if (status >= 400)
        badge.role = ColorRole::Warning;
    else if (status >= 300)
        badge.role = ColorRole::Accent;
    else if (status >= 200)
        badge.role = ColorRole::Success;
    return badge;
}

QSize badgeSize(const Badge &badge, const Theme &theme)
{
    const QFont font = fontOf(badge, theme);
    const QFontMetrics metrics(font);
    // The whole number that is not too small: the rounded one would elide the last letter.
    int width = qCeil(QFontMetricsF(font).horizontalAdvance(badge.text)) + 1;
    int height = metrics.height();
    if (!badge.iconName.isEmpty()) {
        width += Metric::IconSmall + Gap;
        height = qMax(height, int(Metric::IconSmall));
    }
    return {width, height};
}

void paintBadge(QPainter &painter, const QRect &rect, const Badge &badge, const Theme &theme,
                Qt::LayoutDirection direction, bool enabled)
{
    const ColorRole role = enabled ? badge.role : ColorRole::DisabledText;
    QRect text = rect;
    if (!badge.iconName.isEmpty()) {
        const QRect icon(rect.x(), rect.y() + (rect.height() - Metric::IconSmall) / 2, Metric::IconSmall,
                         Metric::IconSmall);
        const qreal scale = painter.device()->devicePixelRatio();
        painter.drawPixmap(QStyle::visualRect(direction, rect, icon).topLeft(),
                           theme.pixmap(badge.iconName, Metric::IconSmall, role, scale));
        text.setLeft(text.left() + Metric::IconSmall + Gap);
        text = QStyle::visualRect(direction, rect, text);
    }
    const QFont font = fontOf(badge, theme);
    painter.setFont(font);
    painter.setPen(theme.color(role));
    painter.drawText(text,
                     int(QStyle::visualAlignment(direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(badge.text, Qt::ElideRight, text.width()));
}

BadgeDelegate::BadgeDelegate(const Theme &theme, Source source, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_source(std::move(source))
{}

void BadgeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem opt = option;
    initStyleOption(&opt, index);
    opt.text.clear();
    opt.icon = {};
    opt.features &= ~(QStyleOptionViewItem::HasDisplay | QStyleOptionViewItem::HasDecoration);
    const QStyle *style = opt.widget ? opt.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &opt, painter, opt.widget);

    const Badge badge = m_source(index);
    if (badge.text.isEmpty() && badge.iconName.isEmpty())
        return;
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, &opt, opt.widget) + 1;
    painter->save();
    paintBadge(*painter, opt.rect.adjusted(margin, 0, -margin, 0), badge, m_theme, opt.direction,
               opt.state.testFlag(QStyle::State_Enabled));
    painter->restore();
}

QSize BadgeDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize size = badgeSize(m_source(index), m_theme);
    return {size.width() + 2 * Spacing::Small,
            qMax(size.height() + Spacing::Tiny,
                 qMax(int(Metric::RowHeight), QStyledItemDelegate::sizeHint(option, index).height()))};
}

BadgeLabel::BadgeLabel(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void BadgeLabel::setBadge(const Badge &badge)
{
    if (m_badge == badge)
        return;
    m_badge = badge;
    setAccessibleName(badge.text);
    updateGeometry();
    update();
}

void BadgeLabel::setFilled(bool filled)
{
    m_filled = filled;
    updateGeometry();
    update();
}

QSize BadgeLabel::sizeHint() const
{
    const QSize size = badgeSize(m_badge, m_theme);
    return m_filled ? size + QSize(2 * FilledMargin, Spacing::Tiny) : size;
}

void BadgeLabel::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    QRect inner = rect();
    if (m_filled) {
        QColor fill = m_theme.color(m_badge.role);
        fill.setAlphaF(0.12F);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(rect(), Metric::Radius, Metric::Radius);
        inner.adjust(FilledMargin, 0, -FilledMargin, 0);
    }
    paintBadge(painter, inner, m_badge, m_theme, layoutDirection(), isEnabled());
}

void BadgeLabel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::EnabledChange) {
        updateGeometry();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace uw::ui
