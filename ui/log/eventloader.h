// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/eventlogreader.h"

#include <QObject>

#include <memory>

namespace uw::ui {

// Brings the selected event, whole. While one is read only the latest other wish is kept, so that running through the
// table with a key held down reads what it can keep up with. GUI thread.
class EventLoader final : public QObject {
    Q_OBJECT

public:
    // `reader` outlives the loader.
    explicit EventLoader(EventLogReader &reader, QObject *parent = nullptr) : QObject(parent), m_reader(reader) {}

    void load(qint64 sequence);
    // Forgets the wish; an answer on its way is dropped.
    void forget() { m_wanted = 0; }

Q_SIGNALS:
    void loaded(const std::shared_ptr<const uw::Event> &event);
    // The event has been deleted.
    void gone();
    void failed(const uw::Error &error);

private:
    void start();
    void answered(qint64 sequence, const Result<std::optional<Event>> &event);

    EventLogReader &m_reader;
    // 0: none. Sequences start at 1.
    qint64 m_wanted = 0;
    bool m_reading = false;
    // It was wanted once more while it was read: what comes may be as it was before.
    bool m_isStale = false;
};

} // namespace uw::ui
