// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/delivery.h"
#include "core/store/store.h"

#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace uw {

// Opens a store without keeping its thread waiting: a database of an older version is copied first, which takes a minute
// where it is large. Owned by Runtime, on its thread, where the store lives afterwards.
class StoreOpening final : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(Result<std::unique_ptr<Store>>)>;

    explicit StoreOpening(QObject *parent = nullptr);
    // Waits for an opening under way, whose outcome is dropped: half a copy is of no use.
    ~StoreOpening() override;

    // Once. `done` comes later, on this thread. Errors: those of Store::open().
    void start(StoreOptions options, Done done);

Q_SIGNALS:
    // It will take its time, for a reason that the sentence says. Emitted from another thread (connect queued).
    void preparing(const QString &sentence);

private:
    void take();

    DeliveryHub m_hub;
    Done m_done;
    std::thread m_thread;
    // Written by the thread, read once it has ended.
    std::optional<Result<std::unique_ptr<Store>>> m_outcome;
};

} // namespace uw
