// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/eventrepository.h"

#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
class QObject;
QT_END_NAMESPACE

namespace uw::ui {

// The newest rows of a list, read in one state of the store.
struct FirstPage {
    // Newest sequence of the whole log then, whatever the filter, 0: the log is empty; with a text, the newest one that
    // can be found.
    qint64 newestSequence = 0;
    // Newest first.
    QList<EventSummary> rows;
};

// What came to a list since it was read last.
struct Arrivals {
    // Newest first.
    QList<SequenceRun> runs;
    // The newest of them, newest first; at most as many as were asked for.
    QList<EventSummary> rows;
};

// What the filter menus offer, most frequent first.
struct FilterValues {
    QStringList sources;
    QStringList customSources;
    QStringList eventTypes;
};

// How the page reads the log without waiting: every call returns at once, `done` comes on the thread of `context`
// unless that is gone by then. The store is behind it; a test puts a log of its own there. GUI thread.
class EventLogReader {
public:
    template<typename T>
    using Done = std::function<void(Result<T>)>;

    virtual ~EventLogReader() = default;

    // The newest `limit` rows (1-500) that pass the filter.
    virtual void firstPage(QObject *context, const EventFilter &filter, int limit, Done<FirstPage> done) = 0;
    virtual void page(QObject *context, const EventFilter &filter, const EventPageRequest &request,
                      Done<QList<EventSummary>> done) = 0;
    // The sequences below `before`, newest first, at most `maximumRows` of them.
    virtual void runs(QObject *context, const EventFilter &filter, qint64 before, qint64 maximumRows,
                      Done<QList<SequenceRun>> done) = 0;
    // Everything newer than `after`, with at most `maximumRows` (0-500) of its rows.
    virtual void arrivals(QObject *context, const EventFilter &filter, qint64 after, int maximumRows,
                          Done<Arrivals> done) = 0;
    // The whole event, or nothing when it is gone.
    virtual void event(QObject *context, qint64 sequence, Done<std::optional<Event>> done) = 0;
    virtual void eventById(QObject *context, const QString &id, Done<std::optional<Event>> done) = 0;
    virtual void filterValues(QObject *context, Done<FilterValues> done) = 0;
};

} // namespace uw::ui
