// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/timingview.h"

#include "ui/shell/theme.h"

#include <QHeaderView>
#include <QLocale>
#include <QPainter>
#include <QStyledItemDelegate>

namespace uw::ui {

namespace {

constexpr int BarHeight = 8;

class BarDelegate final : public QStyledItemDelegate {
public:
    BarDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QVariant start = index.data(TimingModel::StartRole);
        if (!start.isValid())
            return;
        const QRect room = option.rect.adjusted(Spacing::Small, 0, -Spacing::Small, 0);
        const double from = start.toDouble();
        const double to = index.data(TimingModel::EndRole).toDouble();
        QRect bar(room.left() + int(from * room.width()), room.center().y() - BarHeight / 2,
                  qMax(2, int((to - from) * room.width())), BarHeight);
        bar = QStyle::visualRect(option.direction, room, bar);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.color(ColorRole::Accent));
        painter->drawRoundedRect(bar, 2, 2);
        painter->restore();
    }

private:
    const Theme &m_theme;
};

} // namespace

QList<TimingPhase> timingPhases(const HttpTiming &timing)
{
    QList<TimingPhase> phases;
    double at = 0;
    const auto add = [&phases, &at](const QString &title, double endMs) {
        // Below zero: did not happen.
        if (endMs < 0)
            return;
        const double end = qMax(at, endMs);
        phases << TimingPhase{.title = title, .startMs = at, .endMs = end};
        at = end;
    };
    add(TimingModel::tr("Connect"), timing.connectedMs);
    add(TimingModel::tr("Secure (TLS)"), timing.encryptedMs);
    add(TimingModel::tr("Send"), timing.sentMs);
    add(TimingModel::tr("Wait for the first byte"), timing.firstByteMs);
    add(TimingModel::tr("Receive"), timing.totalMs);
    return phases;
}

QString durationText(double ms)
{
    const QLocale locale;
    if (ms >= 10'000)
        return TimingModel::tr("%1 s", "seconds").arg(locale.toString(ms / 1000, 'f', 1));
    if (ms >= 1000)
        return TimingModel::tr("%1 s", "seconds").arg(locale.toString(ms / 1000, 'f', 2));
    return TimingModel::tr("%1 ms", "milliseconds").arg(locale.toString(ms, 'f', ms < 10 ? 1 : 0));
}

QString timingText(const HttpTiming &timing)
{
    QStringList lines;
    if (timing.connectedMs < 0)
        lines << TimingModel::tr("An open connection was used again");
    for (const TimingPhase &phase : timingPhases(timing))
        lines << TimingModel::tr("%1: %2", "phase and duration").arg(phase.title, durationText(phase.durationMs()));
    return lines.join(u'\n');
}

void TimingModel::setTiming(const HttpTiming &timing)
{
    beginResetModel();
    m_phases = timingPhases(timing);
    m_totalMs = m_phases.isEmpty() ? 0 : m_phases.last().endMs;
    endResetModel();
}

int TimingModel::rowCount(const QModelIndex &parent) const
{
    // The total is one row more.
    return parent.isValid() || m_phases.isEmpty() ? 0 : int(m_phases.size()) + 1;
}

int TimingModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant TimingModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const bool isTotal = index.row() >= m_phases.size();
    const TimingPhase phase =
        isTotal ? TimingPhase{.title = tr("Total"), .startMs = 0, .endMs = m_totalMs} : m_phases.at(index.row());
    const int column = index.column();
    if (role == Qt::DisplayRole && column != BarColumn)
        return column == PhaseColumn ? phase.title : durationText(phase.durationMs());
    if (role == Qt::TextAlignmentRole && column == DurationColumn)
        return int(Qt::AlignTrailing | Qt::AlignVCenter);
    if (column != BarColumn || isTotal || m_totalMs <= 0)
        return {};
    if (role == StartRole)
        return phase.startMs / m_totalMs;
    if (role == EndRole)
        return phase.endMs / m_totalMs;
    if (role == Qt::AccessibleTextRole)
        return tr("from %1 to %2").arg(durationText(phase.startMs), durationText(phase.endMs));
    return {};
}

QVariant TimingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == DurationColumn ? Qt::AlignTrailing : Qt::AlignLeading) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case PhaseColumn:
        return tr("Phase");
    case DurationColumn:
        return tr("Duration");
    default:
        return tr("Course");
    }
}

TimingView::TimingView(const Theme &theme, QWidget *parent) : QTableView(parent), m_model(new TimingModel(this))
{
    setModel(m_model);
    setAccessibleName(tr("Timing of the call"));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false);
    setItemDelegateForColumn(TimingModel::BarColumn, new BarDelegate(theme, this));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(TimingModel::PhaseColumn, QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(TimingModel::DurationColumn, QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(TimingModel::BarColumn, QHeaderView::Stretch);
    horizontalHeader()->setHighlightSections(false);
    const auto fitRows = [this] {
        verticalHeader()->setDefaultSectionSize(qMax(int(Metric::RowHeight), fontMetrics().height() + Spacing::Small));
    };
    connect(&theme, &Theme::changed, this, fitRows);
    fitRows();
}

} // namespace uw::ui
