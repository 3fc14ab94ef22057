// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterbutton.h"

#include "ui/shell/theme.h"
#include "ui/widgets/filterpopup.h"

#include <QPainter>
#include <QStyleOptionButton>

namespace uw::ui {

namespace {

constexpr int ArrowRoom = Metric::IconSmall + Spacing::Tiny;
constexpr int MaximumTextWidth = 220;

} // namespace

FilterButton::FilterButton(const Theme &theme, const QString &title, QWidget *parent)
    : QPushButton(parent)
    , m_theme(theme)
    , m_title(title)
{
    setAutoDefault(false);
    setAccessibleDescription(tr("Opens a list of choices"));
    connect(this, &QPushButton::clicked, this, &FilterButton::openPopup);
    updateLabel();
}

void FilterButton::setEntries(const QList<FilterEntry> &entries)
{
    if (m_entries == entries)
        return;
    m_entries = entries;
    updateLabel();
}

void FilterButton::setExclusive(bool exclusive)
{
    m_exclusive = exclusive;
    updateLabel();
}

void FilterButton::setSelected(const QStringList &keys)
{
    QStringList ordered;
    for (const FilterEntry &entry : std::as_const(m_entries)) {
        if (keys.contains(entry.key))
            ordered.append(entry.key);
    }
    for (const QString &key : keys) {
        if (!ordered.contains(key))
            ordered.append(key);
    }
    if (ordered == m_selected)
        return;
    m_selected = ordered;
    updateLabel();
}

QString FilterButton::textOf(const QString &key) const
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&key](const FilterEntry &entry) { return entry.key == key; });
    return found == m_entries.end() ? key : found->text;
}

void FilterButton::openPopup()
{
    Q_EMIT aboutToOpen();
    auto *popup = new FilterPopup(m_theme, m_entries, m_selected, m_exclusive, this);
    connect(popup, &FilterPopup::chosen, this, &FilterButton::choose);
    popup->openBelow(this);
}

QSize FilterButton::sizeHint() const
{
    QSize size = QPushButton::sizeHint();
    size.setWidth(qMin(size.width(), MaximumTextWidth) + ArrowRoom);
    return size;
}

void FilterButton::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QStyleOptionButton option;
    initStyleOption(&option);
    option.text.clear();
    QPainter painter(this);
    style()->drawControl(QStyle::CE_PushButtonBevel, &option, &painter, this);

    const QRect inner = rect().adjusted(Spacing::Medium, 0, -Spacing::Small, 0);
    const QRect arrow(inner.right() - Metric::IconSmall + 1, inner.center().y() - Metric::IconSmall / 2 + 1,
                      Metric::IconSmall, Metric::IconSmall);
    const QRect words = inner.adjusted(0, 0, -ArrowRoom, 0);
    const ColorRole role = !isEnabled()         ? ColorRole::DisabledText
                         : m_selected.isEmpty() ? ColorRole::Text
                                                : ColorRole::Accent;
    painter.setPen(m_theme.color(role));
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), words),
                     int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter))
                         | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    painter.drawPixmap(QStyle::visualRect(layoutDirection(), rect(), arrow).topLeft(),
                       m_theme.pixmap(u"chevron-down", Metric::IconSmall,
                                      isEnabled() ? ColorRole::SecondaryText : ColorRole::DisabledText,
                                      devicePixelRatioF()));
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        QStyleOptionFocusRect focus;
        focus.initFrom(this);
        focus.rect = style()->subElementRect(QStyle::SE_PushButtonFocusRect, &option, this);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, &painter, this);
    }
}

void FilterButton::choose(const QStringList &keys)
{
    const QStringList before = m_selected;
    setSelected(keys);
    if (m_selected != before)
        Q_EMIT selectionChanged(m_selected);
}

void FilterButton::updateLabel()
{
    QString label = m_title;
    if (m_exclusive)
        label = m_selected.isEmpty() ? (m_entries.isEmpty() ? m_title : m_entries.first().text)
                                     : textOf(m_selected.first());
    else if (m_selected.size() == 1)
        label = tr("%1: %2", "filter and what is chosen").arg(m_title, textOf(m_selected.first()));
    else if (m_selected.size() > 1)
        label = tr("%1: %n chosen", "filter and how many", int(m_selected.size())).arg(m_title);
    setText(label);
    setAccessibleName(m_exclusive ? tr("%1: %2", "filter and what is chosen").arg(m_title, label) : label);
    updateGeometry();
    update();
}

} // namespace uw::ui
