// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/eventstreammodel.h"

namespace uw::ui {

namespace {

constexpr qsizetype shownData = 500;

qint64 sizeOf(const StreamedEvent &event)
{
    return 2 * (event.data.size() + event.type.size() + event.id.size());
}

} // namespace

void EventStreamModel::feed(QByteArrayView bytes)
{
    QList<StreamedEvent> events = m_parser.feed(bytes);
    if (events.isEmpty())
        return;
    m_total += events.size();
    if (events.size() > MostEvents)
        events = events.last(MostEvents);
    const QDateTime now = QDateTime::currentDateTime();
    const int first = int(m_rows.size());
    beginInsertRows({}, first, first + int(events.size()) - 1);
    for (const StreamedEvent &event : std::as_const(events)) {
        m_bytes += sizeOf(event);
        m_rows.push_back({event, now});
    }
    endInsertRows();
    int excess = qMax(0, int(m_rows.size()) - MostEvents);
    qint64 left = m_bytes;
    for (int i = 0; i < excess; ++i)
        left -= sizeOf(m_rows[size_t(i)].event);
    // The newest stays, however large.
    while (left > MostBytes && excess + 1 < int(m_rows.size()))
        left -= sizeOf(m_rows[size_t(excess++)].event);
    dropOldest(excess);
}

void EventStreamModel::dropOldest(int count)
{
    if (count <= 0)
        return;
    beginRemoveRows({}, 0, count - 1);
    for (; count > 0; --count) {
        m_bytes -= sizeOf(m_rows.front().event);
        m_rows.pop_front();
    }
    endRemoveRows();
}

int EventStreamModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int EventStreamModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventStreamModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || role != Qt::DisplayRole)
        return {};
    const Row &row = m_rows[size_t(index.row())];
    switch (index.column()) {
    case TimeColumn:
        return row.time.toString(u"HH:mm:ss.zzz");
    case TypeColumn:
        return row.event.type;
    case IdColumn:
        return row.event.id;
    default:
        return row.event.data.left(shownData).simplified();
    }
}

QVariant EventStreamModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case TypeColumn:
        return tr("Type");
    case IdColumn:
        return tr("Id");
    default:
        return tr("Data");
    }
}

} // namespace uw::ui
