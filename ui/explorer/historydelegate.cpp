// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/historydelegate.h"

#include "ui/explorer/historymodel.h"
#include "ui/explorer/timingview.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/format.h"

#include <QApplication>
#include <QPainter>
#include <QUrl>

namespace uw::ui {

namespace {

// A status has a shape of its own beside its colour.
Badge outcomeBadge(const CallSummary &call)
{
    if (call.status == 0)
        return {.text = HistoryModel::tr("No answer"), .role = ColorRole::Error, .iconName = QStringLiteral("cancel")};
    Badge badge = statusBadge(call.status);
    badge.iconName = call.status < 300 ? QStringLiteral("check")
                   : call.status < 400 ? QStringLiteral("chevron-right")
                   : call.status < 500 ? QStringLiteral("warning")
                                       : QStringLiteral("error");
    return badge;
}

} // namespace

HistoryDelegate::HistoryDelegate(const Theme &theme, const Clock &clock, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_clock(clock)
{}

void HistoryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem opt = option;
    initStyleOption(&opt, index);
    opt.text.clear();
    const QStyle *style = opt.widget ? opt.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &opt, painter, opt.widget);
    const auto *model = qobject_cast<const HistoryModel *>(index.model());
    if (!model)
        return;
    const CallSummary &call = model->call(index.row());
    const bool enabled = opt.state.testFlag(QStyle::State_Enabled);
    painter->save();
    QRect room = opt.rect.adjusted(Spacing::Small, Spacing::Tiny, -Spacing::Small, -Spacing::Tiny);
    const int caption = QFontMetrics(m_theme.font(TextRole::Caption)).height();
    QRect top(room.left(), room.top(), room.width(), room.height() - caption);
    const QRect bottom(room.left(), top.bottom() + 1, room.width(), caption);
    const auto placed = [&opt](const QRect &rect) { return QStyle::visualRect(opt.direction, opt.rect, rect); };

    const Badge outcome = outcomeBadge(call);
    const int outcomeWidth = badgeSize(outcome, m_theme).width();
    const QRect outcomeRect(top.right() - outcomeWidth + 1, top.top(), outcomeWidth, top.height());
    paintBadge(*painter, placed(outcomeRect), outcome, m_theme, opt.direction, enabled);
    top.setRight(outcomeRect.left() - Spacing::Small);
    const Badge method = methodBadge(QString::fromLatin1(call.method));
    const int methodWidth = qMin(badgeSize(method, m_theme).width(), top.width() / 3);
    paintBadge(*painter, placed(QRect(top.left(), top.top(), methodWidth, top.height())), method, m_theme,
               opt.direction, enabled);
    top.setLeft(top.left() + methodWidth + Spacing::Small);
    const auto write = [&](const QRect &rect, TextRole text, ColorRole color, const QString &line) {
        painter->setFont(m_theme.font(text));
        painter->setPen(m_theme.color(color));
        painter->drawText(placed(rect),
                          int(QStyle::visualAlignment(opt.direction, Qt::AlignLeading | Qt::AlignVCenter))
                              | Qt::TextSingleLine,
                          QFontMetrics(painter->font()).elidedText(line, Qt::ElideRight, rect.width()));
    };
    write(top, TextRole::Body, ColorRole::Text, callTitle(call));
    QStringList facts{relativeTime(call.startedAtMs, m_clock.nowMs())};
    if (call.timing.totalMs >= 0)
        facts << durationText(call.timing.totalMs);
    facts << QUrl::fromEncoded(call.url).host();
    write(bottom, TextRole::Caption, ColorRole::SecondaryText, facts.join(QStringLiteral(" · ")));
    painter->restore();
}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    const int lines =
        qMax(QFontMetrics(m_theme.font(TextRole::Body)).height(), QFontMetrics(m_theme.font(TextRole::Fixed)).height())
        + QFontMetrics(m_theme.font(TextRole::Caption)).height();
    return {0, lines + 3 * Spacing::Tiny};
}

} // namespace uw::ui
