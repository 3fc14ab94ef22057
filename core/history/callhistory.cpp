// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/callhistory.h"

#include "core/base/logging.h"
#include "core/base/pooltask.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

#include <QPointer>

namespace uw {

namespace {

constexpr int sweepEveryMs = 3'600'000;
// The number of calls is looked at after so many new ones.
constexpr int sweepEveryCalls = 100;
// Of one transaction, so that events that arrive meanwhile do not wait long.
constexpr int sweepBatch = 50;
constexpr int importBatch = 50;
constexpr qint64 dayMs = 86'400'000;

Result<void> insertAll(Connection &connection, const QList<CallRecord> &calls)
{
    for (const CallRecord &call : calls) {
        if (const Result<qint64> stored = callrepository::insert(connection, call); !stored)
            return stored.error();
    }
    return {};
}

} // namespace

CallHistory::CallHistory(Store &store, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_ids(clock)
    , m_timer(this)
{
    // One thread: calls keep their order.
    m_pool.setMaxThreadCount(1);
    m_timer.setInterval(sweepEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &CallHistory::sweep);
}

CallHistory::~CallHistory()
{
    m_pool.waitForDone();
}

void CallHistory::start()
{
    m_timer.start();
    m_store.readers().run<HistorySettings>(this, &loadHistorySettings, [this](const Result<HistorySettings> &loaded) {
        // Without them nothing is removed: too short a time cannot be made good.
        if (!loaded) {
            qCWarning(uwStore).noquote() << "The settings of the history cannot be read:" << loaded.error().text;
            return;
        }
        m_settings = *loaded;
        Q_EMIT settingsChanged();
        sweep();
    });
}

void CallHistory::record(FinishedCall call)
{
    auto keep = [this, call = std::make_shared<const FinishedCall>(std::move(call)), settings = m_settings,
                 id = m_ids.next()] {
        const auto record = std::make_shared<const CallRecord>(recordOf(*call, settings, id));
        const auto sequence = std::make_shared<qint64>(0);
        m_store.submit(
            [record, sequence](Connection &connection) -> Result<void> {
                const Result<qint64> stored = callrepository::insert(connection, *record);
                if (!stored)
                    return stored.error();
                *sequence = *stored;
                return {};
            },
            this,
            [this, sequence](const Result<void> &stored) {
                if (!stored) {
                    Q_EMIT failed(stored.error());
                    return;
                }
                Q_EMIT recorded(*sequence);
                if (++m_sinceSweep >= sweepEveryCalls)
                    sweep();
            });
    };
    // The pool owns it from here; it ends before this object does.
    m_pool.start(new PoolTask(std::move(keep)));
}

void CallHistory::import(const QList<FinishedCall> &calls, QObject *context, Done done)
{
    if (calls.isEmpty()) {
        done({});
        return;
    }
    QStringList ids;
    for (qsizetype i = 0; i < calls.size(); ++i)
        ids << m_ids.next();
    // What went wrong first; on this object's thread.
    const auto failure = std::make_shared<std::optional<Error>>();
    auto keep = [this, calls, ids, settings = m_settings, failure, guard = QPointer<QObject>(context),
                 done = std::move(done)] {
        for (qsizetype from = 0; from < calls.size(); from += importBatch) {
            const qsizetype end = qMin(from + importBatch, calls.size());
            QList<CallRecord> records;
            for (qsizetype i = from; i < end; ++i)
                records << recordOf(calls[i], settings, ids[i]);
            m_store.submit([records](Connection &connection) { return insertAll(connection, records); }, this,
                           [this, failure, guard, done, isLast = end == calls.size()](const Result<void> &stored) {
                               if (!stored && !*failure)
                                   *failure = stored.error();
                               if (!isLast)
                                   return;
                               Q_EMIT changed();
                               if (guard)
                                   done(*failure ? Result<void>(**failure) : Result<void>());
                           });
        }
    };
    // The pool owns it from here; it ends before this object does.
    m_pool.start(new PoolTask(std::move(keep)));
}

void CallHistory::remove(const QList<qint64> &sequences, QObject *context, Done done)
{
    submitAndTell(
        [sequences](Connection &connection) -> Result<void> {
            const Result<qint64> removed = callrepository::remove(connection, sequences);
            return removed ? Result<void>() : removed.error();
        },
        context, std::move(done), &CallHistory::changed);
}

void CallHistory::restore(const QList<CallRecord> &calls, QObject *context, Done done)
{
    submitAndTell([calls](Connection &connection) { return insertAll(connection, calls); }, context, std::move(done),
                  &CallHistory::changed);
}

void CallHistory::removeAll(QObject *context, Done done)
{
    submitAndTell(
        [](Connection &connection) -> Result<void> {
            const Result<qint64> removed = callrepository::removeAll(connection);
            return removed ? Result<void>() : removed.error();
        },
        context, std::move(done), &CallHistory::changed);
}

void CallHistory::setSettings(const HistorySettings &settings, QObject *context, Done done)
{
    if (const Result<void> valid = check(settings); !valid) {
        done(valid);
        return;
    }
    m_settings = settings;
    submitAndTell([settings](Connection &connection) { return storeHistorySettings(connection, settings); }, context,
                  std::move(done), &CallHistory::settingsChanged);
    sweep();
}

void CallHistory::changeSaved(std::function<Result<void>(Connection &)> change, QObject *context, Done done)
{
    submitAndTell(std::move(change), context, std::move(done), &CallHistory::savedChanged);
}

void CallHistory::submitAndTell(std::function<Result<void>(Connection &)> job, QObject *context, Done done,
                                void (CallHistory::*signal)())
{
    const auto worked = std::make_shared<bool>(false);
    m_store.submit(
        [job = std::move(job), worked](Connection &connection) {
            const Result<void> result = job(connection);
            *worked = bool(result);
            return result;
        },
        context, std::move(done));
    // Jobs keep their order: when this one is done, so is the other, whoever waits for it.
    m_store.submit([](Connection &) { return Result<void>(); }, this,
                   [this, worked, signal](const Result<void> &) {
                       if (*worked)
                           Q_EMIT(this->*signal)();
                   });
}

void CallHistory::sweep()
{
    if (std::exchange(m_isSweeping, true))
        return;
    m_sinceSweep = 0;
    const auto removed = std::make_shared<qint64>(0);
    const callrepository::Bounds bounds{.fromMs = m_clock.nowMs() - m_settings.days * dayMs, .count = m_settings.calls};
    m_store.submit(
        [removed, bounds](Connection &connection) -> Result<void> {
            const Result<qint64> rows = callrepository::removeBeyond(connection, bounds, sweepBatch);
            if (!rows)
                return rows.error();
            *removed = *rows;
            return {};
        },
        this,
        [this, removed](const Result<void> &done) {
            m_isSweeping = false;
            // A failure is said by the store itself; the next hour tries again.
            if (!done || *removed == 0)
                return;
            if (*removed == sweepBatch)
                sweep();
            else
                Q_EMIT changed();
        });
}

} // namespace uw
