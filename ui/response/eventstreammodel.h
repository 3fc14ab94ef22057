// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/eventstreamparser.h"

#include <QAbstractTableModel>
#include <QDateTime>

#include <deque>

namespace uw::ui {

// The events of a stream as they come, the newest last; of very many the oldest go. GUI thread; shared by the call and
// the view.
class EventStreamModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { TimeColumn, TypeColumn, IdColumn, DataColumn, ColumnCount };
    static constexpr int MostEvents = 5'000;
    static constexpr qint64 MostBytes = 32 * 1024 * 1024;

    using QAbstractTableModel::QAbstractTableModel;

    // Bytes of the stream as they arrive.
    void feed(QByteArrayView bytes);
    // All events there were, also those that went.
    [[nodiscard]] qint64 total() const { return m_total; }
    [[nodiscard]] QString data(int row) const { return m_rows[size_t(row)].event.data; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        StreamedEvent event;
        QDateTime time;
    };
    void dropOldest(int count);

    EventStreamParser m_parser;
    std::deque<Row> m_rows;
    qint64 m_bytes = 0;
    qint64 m_total = 0;
};

} // namespace uw::ui
