// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/log/eventlogreader.h"
#include "ui/log/sequenceindex.h"
#include "ui/log/summarycache.h"

#include <QAbstractTableModel>
#include <QTimer>

namespace uw::ui {

// The rows of the log, windowed over the store: knows which event stands where, holds the few pages of rows that
// were looked at last, and reads the others when a view asks for them. data() never waits: a row that is not
// here is empty until its page has come. Filled by EventLogFeed. GUI thread.
class EventLogModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { TimeColumn, SourceColumn, TypeColumn, VerdictColumn, SizeColumn, RequestColumn, ColumnCount };
    // EditRole: the whole text of a cell, of which DisplayRole shows so much as can be seen. The rest of a row is asked
    // for with summary().
    enum Role { SequenceRole = Qt::UserRole + 1, LoadedRole };

    // `reader` and `clock` outlive the model.
    EventLogModel(EventLogReader &reader, const Clock &clock, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    // What a row shows, or null while it is being read; asks for it then. Valid until control returns to the event loop.
    [[nodiscard]] const EventSummary *summary(int row) const;
    [[nodiscard]] qint64 sequenceAt(int row) const { return m_index.sequenceAt(row); }
    // Below 0: not in the list.
    [[nodiscard]] int rowOf(qint64 sequence) const;
    [[nodiscard]] const SequenceIndex &sequences() const { return m_index; }
    [[nodiscard]] const EventFilter &filter() const { return m_filter; }
    // Pages of rows asked of the reader since the model was made.
    [[nodiscard]] qint64 pagesRead() const { return m_pagesRead; }

    // A new list: what passes `filter`, of which `firstRows` are the newest.
    void reset(const EventFilter &filter, const QList<EventSummary> &firstRows);
    // `rows` are the newest of `runs`, as many as are known.
    void addNewer(const QList<SequenceRun> &runs, const QList<EventSummary> &rows);
    void addOlder(const QList<SequenceRun> &runs);
    void addTail(const QList<EventSummary> &rows);
    // Takes rows out that the store no longer has; sequences without a row are no error.
    void remove(QList<qint64> sequences);
    // A row that changed: its star or its note.
    void replace(const EventSummary &row);
    void closeGap() { m_index.closeGap(); }

Q_SIGNALS:
    // Rows could not be read; reading stops until the next reset().
    void failed(const uw::Error &error);

private:
    struct Request {
        qint64 high = 0;
        qint64 low = 0;
        int limit = 0;
    };
    [[nodiscard]] QString fullText(const EventSummary &row, int column) const;
    // The text of a cell and, beside the type, what stands on the event.
    [[nodiscard]] QString withMarks(const EventSummary &row, int column) const;
    [[nodiscard]] QString toolTip(const EventSummary &row, int column) const;
    void miss(qint64 sequence) const;
    void readMisses();
    void readPage(int firstRow);
    void pageArrived(const Request &request, const QList<EventSummary> &rows);
    void dropVanished(qint64 above, qint64 below);
    [[nodiscard]] bool isBeingRead(qint64 sequence) const;

    EventLogReader &m_reader;
    const Clock &m_clock;
    EventFilter m_filter;
    SequenceIndex m_index;
    SummaryCache m_cache;
    QList<Request> m_requests;
    // What views asked for in vain, latest last.
    mutable QList<qint64> m_misses;
    mutable QTimer m_missTimer;
    quint64 m_generation = 0;
    qint64 m_pagesRead = 0;
    bool m_failed = false;
};

} // namespace uw::ui
