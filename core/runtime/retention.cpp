// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/retention.h"

#include "core/base/logging.h"
#include "core/store/store.h"

#include <memory>

namespace uw {

namespace {

constexpr qint64 dayMs = 86'400'000;
constexpr int firstBatch = 50;
constexpr int largestBatch = 1'000;
// A transaction that took longer is followed by one of half the size: rows with large bodies take long to remove.
constexpr qint64 longNs = 20'000'000;
constexpr int pagesAtOnce = 256;

} // namespace

Retention::Retention(Options options, Store &store, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_store(store)
    , m_clock(clock)
    , m_timer(this)
{
    m_timer.setInterval(m_options.intervalMs);
    connect(&m_timer, &QTimer::timeout, this, &Retention::beginRound);
}

void Retention::start()
{
    m_timer.start();
    beginRound();
}

void Retention::beginRound()
{
    if (std::exchange(m_isRunning, true))
        return;
    m_rules = m_options.rules();
    m_removed = 0;
    m_freePages = -1;
    nextRule();
}

void Retention::nextRule()
{
    if (m_rules.isEmpty()) {
        giveBackSome();
        return;
    }
    m_rule = m_rules.takeFirst();
    m_border = m_clock.nowMs() - m_rule.days * dayMs;
    m_batch = firstBatch;
    removeSome();
}

void Retention::removeSome()
{
    struct Outcome {
        qint64 removed = 0;
        qint64 tookNs = 0;
    };
    const auto outcome = std::make_shared<Outcome>();
    m_store.submit(
        [outcome, border = m_border, batch = m_batch, of = m_rule.of,
         &clock = m_clock](Connection &connection) -> Result<void> {
            const qint64 begun = clock.monotonicNs();
            const Result<qint64> removed = eventrepository::removeOlderThan(connection, border, batch, of);
            if (!removed)
                return removed.error();
            *outcome = {*removed, clock.monotonicNs() - begun};
            return {};
        },
        this,
        [this, outcome](const Result<void> &done) {
            if (!done) {
                // Said by the store itself; the next round tries again.
                endRound();
                return;
            }
            m_removed += outcome->removed;
            const bool isLast = outcome->removed < m_batch;
            m_batch = outcome->tookNs > longNs ? qMax(1, m_batch / 2) : qMin(largestBatch, m_batch * 2);
            rest(isLast ? &Retention::nextRule : &Retention::removeSome);
        });
}

void Retention::giveBackSome()
{
    const auto left = std::make_shared<qint64>(0);
    m_store.submit(
        [left](Connection &connection) -> Result<void> {
            const Result<qint64> free = eventrepository::giveBackFreePages(connection, pagesAtOnce);
            if (!free)
                return free.error();
            *left = *free;
            return {};
        },
        this,
        [this, left](const Result<void> &done) {
            // What others freed or filled meanwhile may leave as many pages free as before: then it is enough.
            const bool goesOn = done && *left > 0 && (m_freePages < 0 || *left < m_freePages);
            m_freePages = *left;
            if (goesOn)
                rest(&Retention::giveBackSome);
            else
                endRound();
        });
}

void Retention::rest(void (Retention::*next)())
{
    QTimer::singleShot(m_options.restMs, this, next);
}

void Retention::endRound()
{
    if (m_removed > 0)
        qCInfo(uwStore, "%lld events beyond the retention time were removed", qlonglong(m_removed));
    m_isRunning = false;
}

} // namespace uw
