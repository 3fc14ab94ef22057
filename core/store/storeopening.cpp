// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/storeopening.h"

#include <QThread>

namespace uw {

StoreOpening::StoreOpening(QObject *parent) : QObject(parent) {}

StoreOpening::~StoreOpening()
{
    if (m_thread.joinable())
        m_thread.join();
}

void StoreOpening::start(StoreOptions options, Done done)
{
    m_done = std::move(done);
    options.preparing = [this](const QString &sentence) { Q_EMIT preparing(sentence); };
    m_thread = std::thread([this, options, home = thread(), recipient = m_hub.recipient(this)]() mutable {
        m_outcome = Store::open(options);
        if (*m_outcome)
            (**m_outcome)->handOver(home);
        DeliveryHub::deliver(std::move(recipient), [this] { take(); });
    });
}

void StoreOpening::take()
{
    m_thread.join();
    // The receiver may delete this.
    const Done done = std::move(m_done);
    done(std::move(*m_outcome));
}

} // namespace uw
