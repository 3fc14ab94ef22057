// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/providers/providerregistry.h"

#include <functional>

namespace uw {

// Takes the keys that providers offer by themselves (Asana), but only in a window that the user opened and never
// over an existing key. The windows are opened by the owner's thread; offers come from the judging threads.
// Owned by the composition, outlives the judges.
class SecretLearner final {
public:
    static constexpr qint64 windowMs = 10 * 60 * 1000;

    // `learnt` is called once for each key taken, on a judging thread: the owner stores the secret.
    SecretLearner(ProviderRegistry &registry, const Clock &clock,
                  std::function<void(const QString &provider, const QByteArray &secret)> learnt);

    // For ten minutes from now; opening again starts them anew.
    void open(const QString &provider);
    void close(const QString &provider);
    // Milliseconds that are left; 0 when none.
    [[nodiscard]] qint64 remainingMs(const QString &provider) const;

    // True when the key was taken; the window is closed then.
    [[nodiscard]] bool offer(const QString &provider, const QByteArray &secret);

private:
    ProviderRegistry &m_registry;
    const Clock &m_clock;
    std::function<void(const QString &, const QByteArray &)> m_learnt;
    mutable QMutex m_mutex;
    // Provider and the end of its window on the monotonic clock.
    QHash<QString, qint64> m_windows;
};

} // namespace uw
