// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/personaldata.h"
#include "ui/log/eventlogreader.h"

namespace uw {
class ReaderPool;
}

namespace uw::ui {

// Reads the log from the store, on the threads of its reader pool. Owned by the page; the pool outlives it.
class StoreLogReader final : public EventLogReader {
public:
    // `masks`: asked on the pool's threads.
    explicit StoreLogReader(ReaderPool &readers, PersonalDataRule masks = {})
        : m_readers(readers)
        , m_masks(std::move(masks))
    {}

    void firstPage(QObject *context, const EventFilter &filter, int limit, Done<FirstPage> done) override;
    void page(QObject *context, const EventFilter &filter, const EventPageRequest &request,
              Done<QList<EventSummary>> done) override;
    void runs(QObject *context, const EventFilter &filter, qint64 before, qint64 maximumRows,
              Done<QList<SequenceRun>> done) override;
    void arrivals(QObject *context, const EventFilter &filter, qint64 after, int maximumRows,
                  Done<Arrivals> done) override;
    void event(QObject *context, qint64 sequence, Done<std::optional<Event>> done) override;
    void eventById(QObject *context, const QString &id, Done<std::optional<Event>> done) override;
    void filterValues(QObject *context, Done<FilterValues> done) override;

private:
    ReaderPool &m_readers;
    const PersonalDataRule m_masks;
};

} // namespace uw::ui
