// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/providerlistmodel.h"

#include "ui/widgets/format.h"

#include <QLocale>

#include <algorithm>

namespace uw::ui {

ProviderListModel::ProviderListModel(const Clock &clock, QObject *parent) : QAbstractTableModel(parent), m_clock(clock)
{}

void ProviderListModel::setRows(const QList<ProviderRow> &rows)
{
    m_all = rows;
    show(filtered());
}

void ProviderListModel::setFilter(const QString &text)
{
    m_filter = text.trimmed();
    show(filtered());
}

QList<ProviderRow> ProviderListModel::filtered() const
{
    if (m_filter.isEmpty())
        return m_all;
    QList<ProviderRow> rows;
    std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(rows), [this](const ProviderRow &row) {
        return row.title.contains(m_filter, Qt::CaseInsensitive) || row.name.contains(m_filter, Qt::CaseInsensitive);
    });
    return rows;
}

// Selection and scroll position survive as long as the rows are the same ones.
void ProviderListModel::show(QList<ProviderRow> rows)
{
    const bool isSameList = std::equal(m_rows.begin(), m_rows.end(), rows.begin(), rows.end(),
                                       [](const ProviderRow &a, const ProviderRow &b) { return a.isSame(b); });
    if (!isSameList) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    m_rows = std::move(rows);
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
}

const ProviderRow *ProviderListModel::row(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_rows.size() ? &m_rows[index.row()] : nullptr;
}

QModelIndex ProviderListModel::indexOf(const QString &name, bool isSource) const
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].name == name && m_rows[i].isSource == isSource)
            return index(int(i), 0);
    }
    return {};
}

int ProviderListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ProviderListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProviderListModel::data(const QModelIndex &index, int role) const
{
    const ProviderRow *item = row(index);
    if (!item)
        return {};
    const SourceStatistics &statistics = item->statistics;
    const bool isNumber = index.column() == EventsColumn || index.column() == RejectedColumn;
    if (role == Qt::TextAlignmentRole && isNumber)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignTrailing | Qt::AlignVCenter));
    if (role == Qt::ToolTipRole) {
        if (index.column() == LastColumn)
            return statistics.lastReceivedMs > 0 ? exactTime(statistics.lastReceivedMs) : QString();
        return index.column() == StateColumn ? item->explanation() : item->path();
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case NameColumn:
        return item->isSource ? tr("custom / %1").arg(item->name) : item->title;
    case StateColumn:
        return item->badge().text;
    case LastColumn:
        return statistics.lastReceivedMs > 0 ? relativeTime(statistics.lastReceivedMs, m_clock.nowMs()) : QString();
    case EventsColumn:
        return statistics.events > 0 ? QLocale().toString(statistics.events) : QString();
    case RejectedColumn:
        return statistics.rejected > 0 ? QLocale().toString(statistics.rejected) : QString();
    default:
        return {};
    }
}

QVariant ProviderListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Provider");
    case StateColumn:
        return tr("State");
    case LastColumn:
        return tr("Last event");
    case EventsColumn:
        return tr("Events");
    case RejectedColumn:
        return tr("Rejected");
    default:
        return {};
    }
}

} // namespace uw::ui
