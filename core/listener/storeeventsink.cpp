// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/storeeventsink.h"

#include "core/store/store.h"

namespace uw {

StoreEventSink::StoreEventSink(Store &store) : m_store(store) {}

void StoreEventSink::submit(Event event, QObject *context, std::function<void(Result<qint64>)> done)
{
    m_store.submitEvent(std::move(event), context, std::move(done));
}

bool StoreEventSink::isWritable() const
{
    return m_store.isWritable();
}

} // namespace uw
