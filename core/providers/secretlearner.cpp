// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/secretlearner.h"

namespace uw {

namespace {

constexpr qint64 nsPerMs = 1'000'000;

} // namespace

SecretLearner::SecretLearner(ProviderRegistry &registry, const Clock &clock,
                             std::function<void(const QString &, const QByteArray &)> learnt)
    : m_registry(registry)
    , m_clock(clock)
    , m_learnt(std::move(learnt))
{}

void SecretLearner::open(const QString &provider)
{
    const QMutexLocker locker(&m_mutex);
    m_windows.insert(provider, m_clock.monotonicNs() + windowMs * nsPerMs);
}

void SecretLearner::close(const QString &provider)
{
    const QMutexLocker locker(&m_mutex);
    m_windows.remove(provider);
}

qint64 SecretLearner::remainingMs(const QString &provider) const
{
    const QMutexLocker locker(&m_mutex);
    return m_windows.contains(provider) ? qMax<qint64>(0, m_windows.value(provider) - m_clock.monotonicNs()) / nsPerMs
                                        : 0;
}

bool SecretLearner::offer(const QString &provider, const QByteArray &secret)
{
    {
        const QMutexLocker locker(&m_mutex);
        const auto window = m_windows.constFind(provider);
        if (window == m_windows.cend() || *window <= m_clock.monotonicNs() || !m_registry.adoptSecret(provider, secret))
            return false;
        m_windows.erase(window);
    }
    if (m_learnt)
        m_learnt(provider, secret);
    return true;
}

} // namespace uw
