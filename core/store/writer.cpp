// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/writer.h"

#include "core/base/logging.h"
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/eventrepository.h"
#include "core/store/migrations.h"
#include "core/store/searchindex.h"
#include "core/store/sqlerror.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// The bounds of one transaction: enough to make the sync cheap, little enough to answer the first job soon.
constexpr std::size_t sliceCount = 2000;
constexpr qint64 sliceBytes = 16 * 1024 * 1024;

// The limits of size are looked at after so much was written or so long, whichever is first.
constexpr qint64 checkEveryBytes = 4 * 1024 * 1024;
constexpr std::chrono::milliseconds checkEvery{500};

// What an event weighs in memory: what it carries, and the objects that hold it.
qint64 weightOf(const Event &event)
{
    const qsizetype characters = event.customSource.size() + event.eventType.size() + event.normalizedType.size()
                               + event.entityId.size() + event.deliveryId.size() + event.workspaceId.size()
                               + event.verdictReason.size() + event.publicUrl.size();
    qint64 weight = 1024 + event.body.size() + event.target.size() + event.cause.size() + event.maskedHeaders.size()
                  + 2 * characters;
    for (const HeaderField &field : event.headers)
        weight += 96 + field.name.size() + field.value.size();
    return weight;
}

// On a slow disk the writer waits after a commit for those that were just served: they mostly have more to store, and
// would otherwise wait for a commit of their own. It is worth it where a commit takes twice the time in which so many
// come back, with this for each; it waits half a commit at most.
constexpr std::chrono::nanoseconds comeBackTime = std::chrono::microseconds(30);
constexpr std::chrono::nanoseconds gatherMaximum = std::chrono::milliseconds(5);

// About how much a commit adds to the log: the ends of the indexes, and what it stores.
constexpr qint64 pagesOfCommit = 8;
constexpr qint64 bytesOfPage = 4096;

QString logPath(const QString &databasePath)
{
    return databasePath + u"-wal"_s;
}

// Commits a change that changes nothing: only a real write tells whether the disk takes one.
Result<void> tryWriting(Connection &connection)
{
    Result<void> written = connection.begin();
    if (written)
        written = connection.execute(u"PRAGMA user_version=%1"_s.arg(migrations().size()));
    if (written)
        written = connection.commit();
    if (!written)
        connection.rollback();
    return written;
}

QString amount(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes);
}

} // namespace

Writer::Writer(const StoreOptions &options, Observer observer)
    : m_options(options)
    , m_observer(std::move(observer))
    , m_identities{{{options.databasePath, {}}, {logPath(options.databasePath), {}}}}
{}

Writer::~Writer()
{
    stop();
}

Result<QStringList> Writer::start()
{
    std::promise<Result<QStringList>> started;
    std::future<Result<QStringList>> answer = started.get_future();
    m_thread = std::thread([this, promise = std::move(started)]() mutable { work(std::move(promise)); });
    Result<QStringList> result = answer.get();
    if (!result)
        stop();
    return result;
}

void Writer::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

QString Writer::reason() const
{
    const std::lock_guard lock(m_mutex);
    return m_reason;
}

void Writer::submit(Store::WriteJob job, QObject *context, Store::WriteDone done)
{
    enqueue({m_hub.recipient(context), 1024, std::make_shared<JobTask>(JobTask{std::move(job), std::move(done), {}})});
}

void Writer::submitEvent(Event event, QObject *context, Store::StoredEvent done)
{
    const qint64 weight = weightOf(event);
    EventPreparation preparation = eventrepository::prepare(event);
    enqueue({m_hub.recipient(context), weight,
             std::make_shared<EventTask>(EventTask{std::move(event), std::move(preparation), std::move(done)})});
}

std::optional<Error> Writer::refusal(const Task &task) const
{
    if (m_stopping)
        return Error{ErrorCode::StoreUnavailable, u"The store is closed because the program is ending."_s};
    // Jobs still run on a full store: deleting is one of them.
    if (m_full && std::holds_alternative<std::shared_ptr<EventTask>>(task.work))
        return m_full;
    // One task always fits, however large it is.
    const bool tooMany = m_waitingCount >= m_options.maximumWaiting;
    if (tooMany || (m_waitingCount > 0 && m_waitingBytes + task.weight > m_options.maximumWaitingBytes)) {
        return Error{
            ErrorCode::StoreUnavailable,
            u"The disk cannot keep up: %1 entries wait to be stored. Try again in a moment."_s.arg(m_waitingCount)};
    }
    return std::nullopt;
}

void Writer::enqueue(Task task)
{
    std::optional<Error> refused;
    bool wake = false;
    {
        const std::lock_guard lock(m_mutex);
        refused = refusal(task);
        if (!refused) {
            m_waitingCount += 1;
            m_waitingBytes += task.weight;
            m_queue.push_back(std::move(task));
            wake = m_wakeAt != 0 && m_queue.size() >= m_wakeAt;
            if (wake)
                m_wakeAt = 0;
        }
    }
    if (wake)
        m_wake.notify_one();
    if (!refused)
        return;
    // Not from within the call: a completion always comes later, on its context's thread.
    DeliveryHub::Callback call = std::visit(
        [&refused](auto &work) -> DeliveryHub::Callback {
            if (!work->done)
                return {};
            work->outcome = *refused;
            return [work] { work->done(work->outcome); };
        },
        task.work);
    DeliveryHub::deliver(std::move(task.recipient), std::move(call));
}

WriterStatistics Writer::statistics() const
{
    const std::lock_guard lock(m_mutex);
    WriterStatistics statistics = m_statistics;
    statistics.waiting = m_waitingCount;
    return statistics;
}

void Writer::work(std::promise<Result<QStringList>> started)
{
    QStringList notices;
    Result<std::unique_ptr<Connection>> opened =
        databasefile::openForWriting(m_options.databasePath, notices, m_options.preparing);
    if (!opened) {
        started.set_value(opened.error());
        return;
    }
    m_connection = std::move(*opened);
    // A first write. On a full disk the log can still be read, and storing goes on by itself later.
    const Result<void> written = tryWriting(*m_connection);
    const Result<qint64> newest = eventrepository::lastSequence(*m_connection);
    if ((!written && written.error().code != ErrorCode::StoreFull) || !newest) {
        m_connection.reset();
        started.set_value(written ? newest.error() : written.error());
        return;
    }
    if (!written)
        m_commitError = written.error();
    m_newest = *newest;
    checkLimits();
    m_checkpointer.start(m_options.databasePath);
    started.set_value(notices);
    while (waitForTasks()) {
        while (m_sliceEnd < m_taken.size()) {
            takeSlice();
            commitSlice();
        }
        m_served = m_taken.size();
        m_taken.clear();
        m_sliceBegin = m_sliceEnd = 0;
    }
    // The last connection to close is the one that knows that nothing is left to do.
    m_checkpointer.stop();
    m_connection.reset();
}

// Returns false when the store is closing and nothing is left. Swaps the whole queue out, so that
// submitting never waits for a commit.
bool Writer::waitForTasks()
{
    std::unique_lock lock(m_mutex);
    const std::size_t expected = m_served + m_queue.size();
    while (m_queue.empty() && !m_stopping) {
        m_wakeAt = 1;
        if (m_writable.load(std::memory_order_relaxed)) {
            m_wake.wait(lock);
            continue;
        }
        const auto outcome = m_wake.wait_for(lock, std::chrono::milliseconds(m_options.probeIntervalMs));
        if (outcome == std::cv_status::timeout && m_queue.empty() && !m_stopping) {
            m_wakeAt = 0;
            lock.unlock();
            probe();
            lock.lock();
        }
    }
    gather(lock, expected);
    m_wakeAt = 0;
    m_taken.swap(m_queue);
    return !m_taken.empty();
}

void Writer::gather(std::unique_lock<std::mutex> &lock, std::size_t expected)
{
    // The shortest of the last few tells what the disk takes: a log that is folded in makes some of them long.
    const std::chrono::nanoseconds commitTime = *std::min_element(m_commitTimes.begin(), m_commitTimes.end());
    if (commitTime < 2 * std::max<std::size_t>(expected, 16) * comeBackTime)
        return;
    const auto until = m_commitDone + std::min(commitTime / 2, gatherMaximum);
    while (!m_stopping && m_queue.size() < expected && std::chrono::steady_clock::now() < until) {
        m_wakeAt = expected;
        m_wake.wait_until(lock, until);
    }
}

void Writer::takeSlice()
{
    m_sliceBegin = m_sliceEnd;
    qint64 bytes = 0;
    while (m_sliceEnd < m_taken.size() && m_sliceEnd - m_sliceBegin < sliceCount && bytes < sliceBytes)
        bytes += m_taken[m_sliceEnd++].weight;
    m_bytesSinceCheck += bytes;
    m_sliceBytes = bytes;
}

void Writer::commitSlice()
{
    Result<void> committed = beginSlice();
    if (committed)
        committed = runSlice();
    const auto begun = std::chrono::steady_clock::now();
    if (committed)
        committed = m_connection->commit();
    if (!committed)
        m_connection->rollback();
    m_commitDone = std::chrono::steady_clock::now();
    m_commitTimes[m_commits++ % m_commitTimes.size()] = m_commitDone - begun;
    {
        const std::lock_guard lock(m_mutex);
        m_statistics.count(std::chrono::duration<double>(m_commitDone - begun).count(), committed.hasValue());
    }
    const bool isDue = afterCommit(committed);
    deliverSlice(committed);
    if (committed) {
        m_checkpointer.noteGrowth(pagesOfCommit + m_sliceBytes / bytesOfPage);
        announce();
    }
    // What was committed is durable whatever becomes of the log, so nobody waits for it.
    if (isDue)
        boundLog();
}

Result<void> Writer::beginSlice()
{
    // What the first transaction finds is remembered.
    for (auto &[file, identity] : m_identities) {
        const QByteArray now = databasefile::identity(file);
        if (identity.isEmpty())
            identity = now;
        if (identity != now) {
            return Error{
                ErrorCode::StoreUnavailable,
                u"The file %1 was moved, replaced or deleted while it was open. Put it back, or start the program "
                "again."_s.arg(QDir::toNativeSeparators(file))};
        }
    }
    Result<void> begun = m_connection->begin();
    if (!begun) {
        // Another program holds the lock and the wait for it is over: all that was taken waited for the same thing.
        while (m_sliceEnd < m_taken.size())
            m_bytesSinceCheck += m_taken[m_sliceEnd++].weight;
    }
    return begun;
}

// Each task keeps its own outcome; an error returned from here ends the transaction for all of them.
Result<void> Writer::runSlice()
{
    for (std::size_t i = m_sliceBegin; i < m_sliceEnd; ++i) {
        Task &task = m_taken[i];
        const auto *event = std::get_if<std::shared_ptr<EventTask>>(&task.work);
        if (const Result<void> done =
                event ? runEvent(**event) : runJob(*std::get<std::shared_ptr<JobTask>>(task.work));
            !done)
            return done;
    }
    return {};
}

Result<void> Writer::runEvent(EventTask &task)
{
    // No savepoint: an event that cannot be stored leaves nothing behind but its kind, at most.
    task.outcome = eventrepository::insert(*m_connection, task.event, task.preparation);
    if (!task.outcome && endsTransaction(task.outcome.error()))
        return task.outcome.error();
    return {};
}

Result<void> Writer::runJob(JobTask &task)
{
    if (const Result<void> set = m_connection->savepoint(); !set)
        return set;
    const Store::WriteJob job = std::move(task.job);
    task.outcome = job(*m_connection);
    if (task.outcome)
        return m_connection->releaseSavepoint();
    // After some errors SQLite has ended the transaction itself: then there is no savepoint to go back to.
    if (!m_connection->rollbackToSavepoint())
        return task.outcome.error();
    return {};
}

void Writer::deliverSlice(const Result<void> &committed)
{
    qint64 bytes = 0;
    std::vector<DeliveryHub::Letter> letters;
    letters.reserve(m_sliceEnd - m_sliceBegin);
    for (std::size_t i = m_sliceBegin; i < m_sliceEnd; ++i) {
        Task &task = m_taken[i];
        bytes += task.weight;
        std::visit(
            [&](auto &work) {
                if (!committed)
                    work->outcome = committed.error();
                if (work->done)
                    letters.push_back({std::move(task.recipient), [work] { work->done(work->outcome); }});
                // Whoever gets the letter frees the body then, not this thread after the last slice.
                work.reset();
            },
            task.work);
    }
    {
        const std::lock_guard lock(m_mutex);
        m_waitingCount -= qint64(m_sliceEnd - m_sliceBegin);
        m_waitingBytes -= bytes;
    }
    DeliveryHub::deliver(std::move(letters));
}

// Asks the database and not the tasks, because jobs store events as well.
void Writer::announce()
{
    const Result<qint64> newest = eventrepository::lastSequence(*m_connection);
    if (!newest || *newest == m_newest)
        return;
    const qint64 count = *newest - std::exchange(m_newest, *newest);
    m_observer.stored(m_newest, count);
}

// Returns whether the limits were looked at.
bool Writer::afterCommit(const Result<void> &committed)
{
    if (committed)
        m_commitError.reset();
    else
        m_commitError = committed.error();
    if (!committed && committed.error().code == ErrorCode::StoreCorrupt && !std::exchange(m_suspected, true))
        databasefile::suspect(m_options.databasePath);
    const bool due = m_bytesSinceCheck >= std::min(checkEveryBytes, std::max<qint64>(m_options.maximumBytes / 16, 1))
                  || std::chrono::steady_clock::now() - m_lastCheck >= checkEvery;
    if (due)
        checkLimits();
    else
        publishState();
    return due;
}

void Writer::checkLimits()
{
    m_bytesSinceCheck = 0;
    m_lastCheck = std::chrono::steady_clock::now();
    m_limitError.reset();
    if (m_options.maximumBytes > 0) {
        // Pages in use: what was deleted counts as room at once, even before the file shrinks. The search index follows
        // the log, so it is part of what the log needs.
        const Result<qint64> pages = m_connection->integer(u"PRAGMA page_count"_s);
        const Result<qint64> free = m_connection->integer(u"PRAGMA freelist_count"_s);
        const Result<qint64> size = m_connection->integer(u"PRAGMA page_size"_s);
        const qint64 search = QFileInfo(SearchIndex::pathFor(m_options.databasePath)).size();
        if (pages && free && size && (*pages - *free) * *size + search > m_options.maximumBytes) {
            m_limitError =
                Error{ErrorCode::StoreFull,
                      u"The log and its search index have reached their largest size of %1 (UW_STORE_MAX_BYTES). "
                      u"Delete old events or "
                      "allow it more; storing goes on by itself then."_s.arg(amount(m_options.maximumBytes))};
        }
    }
    const std::optional<qint64> disk =
        m_options.diskReserveBytes > 0 ? databasefile::freeDiskBytes(m_options.databasePath) : std::nullopt;
    if (disk && *disk < m_options.diskReserveBytes) {
        m_limitError =
            Error{ErrorCode::StoreFull,
                  u"The disk of %1 has less than %2 left, which are kept free. Free some space on it; storing "
                  "goes on by itself then."_s.arg(QDir::toNativeSeparators(m_options.databasePath),
                                                  amount(m_options.diskReserveBytes))};
    }
    publishState();
}

// A reader that stays keeps the log from starting over, and everybody who stores something waits meanwhile: so the wait
// is short, and comes back ever later.
void Writer::boundLog()
{
    const auto now = std::chrono::steady_clock::now();
    if (now < m_nextRestart || QFileInfo(logPath(m_options.databasePath)).size() <= m_options.logMaximumBytes)
        return;
    const Result<bool> restarted = m_connection->restartLog(m_options.logWaitMs);
    if (!restarted)
        qCWarning(uwStore, "The write-ahead log could not be folded in: %s", qUtf8Printable(restarted.error().text));
    m_restartPause = restarted.valueOr(false) ? restartPauseMinimum : std::min(2 * m_restartPause, restartPauseMaximum);
    m_nextRestart = std::chrono::steady_clock::now() + m_restartPause;
}

void Writer::probe()
{
    if (m_commitError) {
        m_sliceBegin = m_sliceEnd = 0;
        Result<void> written = beginSlice();
        if (written) {
            m_connection->rollback();
            written = tryWriting(*m_connection);
        }
        m_commitError = written ? std::nullopt : std::optional(written.error());
    }
    checkLimits();
}

void Writer::publishState()
{
    const std::optional<Error> error = m_commitError ? m_commitError : m_limitError;
    const QString reason = error ? error->text : QString();
    {
        const std::lock_guard lock(m_mutex);
        m_full = m_limitError;
        if (reason == m_reason)
            return;
        m_reason = reason;
    }
    m_writable.store(!error, std::memory_order_release);
    if (error)
        qCWarning(uwStore, "The store cannot write: %s", qUtf8Printable(reason));
    else
        qCInfo(uwStore, "The store can write again");
    m_observer.writableChanged(!error, reason);
}

} // namespace uw
