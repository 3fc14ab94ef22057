// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/eventsink.h"

namespace uw {

class Store;

// Hands events to the store's group commit. Owned beside the store, which outlives it.
class StoreEventSink final : public EventSink {
public:
    explicit StoreEventSink(Store &store);

    void submit(Event event, QObject *context, std::function<void(Result<qint64>)> done) override;
    [[nodiscard]] bool isWritable() const override;

private:
    Store &m_store;
};

} // namespace uw
