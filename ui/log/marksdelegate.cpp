// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/marksdelegate.h"

#include "ui/log/eventlogmodel.h"
#include "ui/log/eventtext.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QCoreApplication>
#include <QPainter>

namespace uw::ui {

namespace {

constexpr int iconSize = 14;
constexpr qsizetype noteCharacters = 300;

struct Mark {
    QString iconName;
    ColorRole color;
};

QList<Mark> marksOf(const EventSummary &row)
{
    QList<Mark> marks;
    if (row.starred)
        marks.append({QStringLiteral("star-filled"), ColorRole::Warning});
    if (!row.note.isEmpty())
        marks.append({QStringLiteral("note"), ColorRole::SecondaryText});
    if (!row.duplicateOf.isEmpty())
        marks.append({QStringLiteral("copy"), ColorRole::SecondaryText});
    return marks;
}

} // namespace

QString marksText(const EventSummary &row)
{
    QStringList lines;
    if (row.starred)
        lines << MarksDelegate::tr("Has a star");
    if (!row.note.isEmpty())
        lines << MarksDelegate::tr("Note: %1").arg(shortened(row.note, noteCharacters));
    if (!row.duplicateOf.isEmpty())
        lines << MarksDelegate::tr("Delivered before, as event %1").arg(row.duplicateOf);
    return lines.join(u'\n');
}

MarksDelegate::MarksDelegate(const Theme &theme, const EventLogModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_model(model)
{}

void MarksDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const EventSummary *row = m_model.summary(index.row());
    const QList<Mark> marks = row ? marksOf(*row) : QList<Mark>();
    if (marks.isEmpty()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem frame = option;
    initStyleOption(&frame, index);
    const QString text = std::exchange(frame.text, QString());
    const QStyle *style = frame.widget ? frame.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &frame, painter, frame.widget);

    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, &frame, frame.widget) + 1;
    QRect inner = frame.rect.adjusted(margin, 0, -margin, 0);
    for (auto mark = marks.crbegin(); mark != marks.crend() && inner.width() > iconSize; ++mark) {
        const QRect place(inner.right() - iconSize + 1, inner.center().y() - iconSize / 2, iconSize, iconSize);
        m_theme.icon(mark->iconName, mark->color)
            .paint(painter, QStyle::visualRect(frame.direction, frame.rect, place));
        inner.setRight(place.left() - 1 - Spacing::Tiny);
    }
    painter->save();
    painter->setFont(frame.font);
    painter->setPen(m_theme.color(ColorRole::Text));
    style->drawItemText(painter, QStyle::visualRect(frame.direction, frame.rect, inner),
                        int(QStyle::visualAlignment(frame.direction, Qt::AlignLeft | Qt::AlignVCenter)), frame.palette,
                        true, frame.fontMetrics.elidedText(text, Qt::ElideRight, inner.width()));
    painter->restore();
}

} // namespace uw::ui
