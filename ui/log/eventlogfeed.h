// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/eventlogmodel.h"
#include "ui/log/eventlogreader.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace uw::ui {

// Keeps an EventLogModel up to date: shows the first page of a filter at once, then the oldest one, then learns how
// many rows lie between; brings new events in batches; holds them back while paused, and counts them.
// Answers to a filter that was left meanwhile are dropped. GUI thread.
class EventLogFeed final : public QObject {
    Q_OBJECT

public:
    // New events come to the table at most once in this time, in milliseconds.
    static constexpr int BatchMs = 50;
    // Rows whose place is learnt in one step. The store counts a log without filter at once; with one it takes longer the
    // more rows are asked for, and a filter chosen meanwhile has to wait for a reader.
    static constexpr qint64 AllRows = 10'000'000;
    static constexpr qint64 FilteredRows = 250'000;
    static constexpr qint64 SearchedRows = 50'000;

    // `reader` and `model` outlive the feed.
    EventLogFeed(EventLogReader &reader, EventLogModel &model, QObject *parent = nullptr);

    // Shows another list; the old one stays until the first rows of the new one are here.
    void setFilter(const EventFilter &filter);
    [[nodiscard]] const EventFilter &filter() const { return m_filter; }
    // Reads everything anew, also after a failure.
    void refresh();
    // Between setFilter() or refresh() and firstPageShown() or failed().
    [[nodiscard]] bool isLoading() const { return m_loading; }
    // The number of rows is known.
    [[nodiscard]] bool isComplete() const { return m_complete; }
    // The whole log holds no event, whatever the filter, as far as is known.
    [[nodiscard]] bool isLogEmpty() const { return m_logEmpty; }

    void setPaused(bool paused);
    [[nodiscard]] bool isPaused() const { return m_paused; }
    // Events that came while paused.
    [[nodiscard]] qint64 heldBack() const { return m_held.count(); }

public Q_SLOTS:
    // The store has committed events; `newestSequence` is the newest of the whole log.
    void eventsStored(qint64 newestSequence, qint64 count);
    // A search finds events up to this one now.
    void eventsIndexed(qint64 newestSequence);

Q_SIGNALS:
    void loadingChanged(bool loading);
    void firstPageShown();
    void completed();
    void pausedChanged(bool paused);
    void heldBackChanged(qint64 count);
    // Rows came to the top of the model.
    void arrived(qint64 count);
    // The log could not be read; nothing more comes until refresh() or setFilter().
    void failed(const uw::Error &error);

private:
    void start();
    void firstPageArrived(const FirstPage &page);
    void readTail();
    void tailArrived(const QList<EventSummary> &rows);
    void readRuns();
    [[nodiscard]] qint64 runRows() const;
    // The newest event that a list of this filter can hold, as far as is known.
    [[nodiscard]] qint64 &newest() { return m_filter.text.isEmpty() ? m_newest : m_newestIndexed; }
    void runsArrived(const QList<SequenceRun> &runs);
    void complete();
    void scheduleArrivals();
    void readArrivals();
    void arrivalsRead(const Arrivals &arrivals);
    void fail(const Error &error);

    // Wraps an answer so that it is dropped when another list was asked for meanwhile.
    template<typename T>
    EventLogReader::Done<T> answer(void (EventLogFeed::*slot)(const T &));

    EventLogReader &m_reader;
    EventLogModel &m_model;
    EventFilter m_filter;
    RunStack m_held{RunStack::Direction::Ascending};
    QTimer m_batchTimer;
    QElapsedTimer m_sinceBatch;
    quint64 m_generation = 0;
    // Newest sequence of the log that the list has taken into account, and the newest that is known of.
    qint64 m_seen = 0;
    qint64 m_newest = 0;
    qint64 m_newestIndexed = 0;
    qint64 m_readingUpTo = 0;
    bool m_loading = false;
    bool m_failed = false;
    bool m_logEmpty = false;
    bool m_complete = false;
    bool m_readingArrivals = false;
    bool m_paused = false;
};

} // namespace uw::ui
