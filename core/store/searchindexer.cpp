// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/searchindexer.h"

#include "core/base/logging.h"
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/eventrepository.h"
#include "core/store/searchindex.h"
#include "core/store/store.h"

#include <QLocale>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

using std::chrono::milliseconds;

// Of one step: some ten milliseconds of work.
constexpr int stepRows = 500;
// A shorter time says little about how much arrives.
constexpr milliseconds measureTime{150};
// So long it waits while too much arrives.
constexpr milliseconds pressedTime{250};
// From so many events a second on it rests as long as it works.
constexpr double busyRate = 200;
constexpr int changesAtOnce = 200;
constexpr int gapsAtOnce = 1000;

} // namespace

SearchIndexer::SearchIndexer(const Options &options, Store &store, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_store(store)
{
    connect(&store, &Store::eventsStored, this, &SearchIndexer::noteStored, Qt::QueuedConnection);
    connect(&store, &Store::eventsMarked, this, [this] { noteStored(0); });
    m_thread = std::thread([this] { work(); });
}

SearchIndexer::~SearchIndexer()
{
    m_store.disconnect(this);
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

SearchProgress SearchIndexer::progress() const
{
    const std::lock_guard lock(m_mutex);
    return m_progress;
}

bool SearchIndexer::isStopping() const
{
    const std::lock_guard lock(m_mutex);
    return m_stopping;
}

void SearchIndexer::noteStored(qint64 newest)
{
    bool wakes = false;
    {
        const std::lock_guard lock(m_mutex);
        m_progress.newest = std::max(m_progress.newest, newest);
        m_hasNews = true;
        wakes = m_isIdle;
    }
    if (wakes)
        m_wake.notify_one();
}

bool SearchIndexer::sleep(milliseconds time, bool untilStored)
{
    std::unique_lock lock(m_mutex);
    m_isIdle = untilStored;
    m_wake.wait_for(lock, time, [this, untilStored] { return m_stopping || (untilStored && m_hasNews); });
    m_isIdle = false;
    return !m_stopping;
}

void SearchIndexer::work()
{
    while (!isStopping()) {
        if (!m_index && !open()) {
            sleep(milliseconds(m_options.retryMs));
            continue;
        }
        const Result<void> done = followLog();
        if (done) {
            sleep(milliseconds(m_options.gapRestMs), true);
            continue;
        }
        qCWarning(uwStore, "The search index cannot go on: %s", qUtf8Printable(done.error().text));
        publish(false, done.error().text);
        m_index.reset();
        m_log.reset();
        // A damaged one is made anew.
        if (done.error().code == ErrorCode::StoreCorrupt)
            SearchIndex::discard(m_store.databasePath());
        sleep(milliseconds(m_options.retryMs));
    }
    m_index.reset();
    m_log.reset();
}

bool SearchIndexer::open()
{
    Result<std::unique_ptr<Connection>> log = Connection::open(m_store.databasePath(), Connection::Mode::ReadOnly);
    Result<std::unique_ptr<SearchIndex>> index =
        log ? SearchIndex::open(m_store.databasePath(), **log) : Result<std::unique_ptr<SearchIndex>>(log.error());
    const Result<qint64> newest = log ? eventrepository::lastSequence(**log) : Result<qint64>(qint64(0));
    if (!index || !newest) {
        const QString problem = index ? newest.error().text : index.error().text;
        qCWarning(uwStore, "The search index cannot be opened: %s", qUtf8Printable(problem));
        publish(false, problem);
        return false;
    }
    m_log = std::move(*log);
    m_index = std::move(*index);
    m_measured = Clock::now();
    m_measuredNewest = *newest;
    {
        const std::lock_guard lock(m_mutex);
        m_progress.newest = std::max(m_progress.newest, *newest);
    }
    publish(false);
    return true;
}

Result<void> SearchIndexer::followLog()
{
    {
        const std::lock_guard lock(m_mutex);
        m_hasNews = false;
    }
    for (bool goesOn = true; goesOn && !isStopping();) {
        const auto begun = Clock::now();
        measure();
        if (isPressed() && progress().behind() > 0) {
            publish(true);
            sleep(pressedTime);
            continue;
        }
        const Result<bool> more = followStep();
        if (!more)
            return more.error();
        goesOn = *more;
        // Before the next part is full, so that at most one is slow to search.
        if (const Result<bool> tidied = m_index->tidy(); !tidied)
            return tidied.error();
        const auto took = std::chrono::duration_cast<milliseconds>(Clock::now() - begun);
        if (goesOn && m_rate > busyRate)
            sleep(took);
    }
    if (const Result<void> done = followChanges(); !done)
        return done;
    for (Result<bool> tidied = true; tidied && *tidied && !isStopping();) {
        tidied = m_index->tidy();
        if (!tidied)
            return tidied.error();
    }
    if (const Result<void> done = closeGaps(); !done)
        return done;
    // So many come together that a step for each would be a waste.
    sleep(milliseconds(m_options.gatherMs));
    return {};
}

// True when there is more to do at once.
Result<bool> SearchIndexer::followStep()
{
    const std::optional<qint64> free =
        m_options.diskReserveBytes > 0 ? databasefile::freeDiskBytes(m_store.databasePath()) : std::nullopt;
    if (free && *free < m_options.diskReserveBytes) {
        return Error{ErrorCode::StoreFull,
                     u"The disk has less than %1 left, so new events are not made searchable. Free "
                     "some space on it; it goes on by itself then."_s.arg(
                         QLocale().formattedDataSize(m_options.diskReserveBytes))};
    }
    const Result<int> taken = m_index->follow(*m_log, stepRows);
    if (!taken)
        return taken.error();
    publish(false);
    return *taken == stepRows;
}

void SearchIndexer::measure()
{
    const auto now = Clock::now();
    if (now - m_measured < measureTime)
        return;
    const qint64 newest = progress().newest;
    m_rate = double(newest - m_measuredNewest) / std::chrono::duration<double>(now - m_measured).count();
    m_measured = now;
    m_measuredNewest = newest;
}

Result<void> SearchIndexer::followChanges()
{
    while (!isStopping()) {
        const Result<QList<qint64>> changed = searchpart::changes(*m_log, changesAtOnce);
        if (!changed)
            return changed.error();
        if (changed->isEmpty())
            return {};
        if (const Result<void> renewed = m_index->renew(*m_log, *changed); !renewed)
            return renewed;
        m_store.submit(
            [changed = *changed](Connection &connection) { return searchpart::forgetChanges(connection, changed); },
            nullptr, {});
        publish(false);
        if (changed->size() < changesAtOnce)
            return {};
        sleep(milliseconds(m_options.gatherMs));
    }
    return {};
}

Result<void> SearchIndexer::closeGaps()
{
    if (Clock::now() - m_gapsSeenAt < milliseconds(m_options.gapRestMs))
        return {};
    m_gapsSeenAt = Clock::now();
    const Result<QList<searchpart::Gap>> gaps = searchpart::gaps(*m_log, gapsAtOnce);
    if (!gaps)
        return gaps.error();
    QHash<qint64, qint64> seen;
    for (const searchpart::Gap &gap : *gaps) {
        if (isStopping())
            return {};
        // Where events go one after the other, it waits for the last one.
        if (m_gapsSeen.value(gap.part) != gap.changes) {
            seen.insert(gap.part, gap.changes);
            continue;
        }
        if (const Result<void> closed = closeGap(gap); !closed)
            return closed;
    }
    m_gapsSeen = seen;
    return giveBack();
}

Result<void> SearchIndexer::giveBack()
{
    for (qint64 before = std::numeric_limits<qint64>::max(); !isStopping();) {
        const Result<qint64> left = m_index->giveBack();
        if (!left)
            return left.error();
        if (*left == 0 || *left >= before)
            return {};
        before = *left;
    }
    return {};
}

Result<void> SearchIndexer::closeGap(const searchpart::Gap &gap)
{
    for (bool isDone = false; !isDone;) {
        if (isStopping())
            return {};
        measure();
        if (isPressed()) {
            sleep(pressedTime);
            continue;
        }
        const Result<bool> rebuilt = m_index->rebuild(*m_log, gap.part, stepRows);
        if (!rebuilt)
            return rebuilt.error();
        isDone = *rebuilt;
        // What arrives meanwhile is not kept waiting for the whole part.
        if (const Result<bool> followed = followStep(); !followed)
            return followed.error();
        if (m_rate > busyRate)
            sleep(milliseconds(m_options.gatherMs / 4));
    }
    m_store.submit([gap](Connection &connection) { return searchpart::forgetGap(connection, gap); }, nullptr, {});
    return {};
}

void SearchIndexer::publish(bool isWaiting, const QString &problem)
{
    {
        const std::lock_guard lock(m_mutex);
        m_progress.isWaiting = isWaiting;
        m_progress.problem = problem;
        if (m_index) {
            m_progress.indexed = m_index->cursor();
            m_progress.newest = std::max(m_progress.newest, m_progress.indexed);
        }
    }
    Q_EMIT progressed();
}

} // namespace uw
