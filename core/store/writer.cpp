// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/writer.h"

#include "core/base/logging.h"
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/eventrepository.h"
#include "core/store/migrations.h"
#include "core/store/sqlerror.h"

#include <QDir>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// The bounds of one transaction: enough to make the sync cheap, little enough to answer the first job soon.
constexpr std::size_t sliceCount = 2000;
constexpr qint64 sliceBytes = 16 * 1024 * 1024;

// The limits of size are looked at after so much was written or so long, whichever is first.
constexpr qint64 checkEveryBytes = 4 * 1024 * 1024;
constexpr std::chrono::milliseconds checkEvery{500};

// What an event weighs beside its body: columns, header fields and the objects that hold them.
qint64 weightOf(const Event &event)
{
    qint64 weight = 1024 + event.body.size() + event.target.size();
    for (const HeaderField &field : event.headers)
        weight += 96 + field.name.size() + field.value.size();
    return weight;
}

QString amount(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes);
}

} // namespace

Writer::Writer(const StoreOptions &options, Observer observer) : m_options(options), m_observer(std::move(observer)) {}

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
    enqueue({m_hub.recipient(context), 1024, JobTask{std::move(job), std::move(done), {}}});
}

void Writer::submitEvent(Event event, QObject *context, Store::StoredEvent done)
{
    const qint64 weight = weightOf(event);
    enqueue({m_hub.recipient(context), weight, EventTask{std::move(event), std::move(done)}});
}

std::optional<Error> Writer::refusal(const Task &task) const
{
    if (m_stopping)
        return Error{ErrorCode::StoreUnavailable, u"The store is closed because the program is ending."_s};
    // Jobs still run on a full store: deleting is one of them.
    if (m_full && std::holds_alternative<EventTask>(task.work))
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
            wake = std::exchange(m_idle, false);
        }
    }
    if (wake)
        m_wake.notify_one();
    if (!refused)
        return;
    // Not from within the call: a completion always comes later, on its context's thread.
    DeliveryHub::Callback call = std::visit(
        [&refused](auto &work) -> DeliveryHub::Callback {
            if (!work.done)
                return {};
            return [done = std::move(work.done), error = *refused] { done(error); };
        },
        task.work);
    DeliveryHub::deliver(std::move(task.recipient), std::move(call));
}

void Writer::work(std::promise<Result<QStringList>> started)
{
    QStringList notices;
    Result<std::unique_ptr<Connection>> opened = databasefile::openForWriting(m_options.databasePath, notices);
    if (!opened) {
        started.set_value(opened.error());
        return;
    }
    m_connection = std::move(*opened);
    checkLimits();
    started.set_value(notices);
    while (waitForTasks()) {
        while (m_sliceEnd < m_taken.size()) {
            takeSlice();
            commitSlice();
        }
        m_taken.clear();
        m_sliceBegin = m_sliceEnd = 0;
    }
    m_connection.reset();
}

// Returns false when the store is closing and nothing is left. Swaps the whole queue out, so that
// submitting never waits for a commit.
bool Writer::waitForTasks()
{
    std::unique_lock lock(m_mutex);
    while (m_queue.empty() && !m_stopping) {
        m_idle = true;
        if (m_writable.load(std::memory_order_relaxed)) {
            m_wake.wait(lock);
            continue;
        }
        const auto outcome = m_wake.wait_for(lock, std::chrono::milliseconds(m_options.probeIntervalMs));
        if (outcome == std::cv_status::timeout && m_queue.empty() && !m_stopping) {
            m_idle = false;
            lock.unlock();
            probe();
            lock.lock();
        }
    }
    m_idle = false;
    m_taken.swap(m_queue);
    return !m_taken.empty();
}

void Writer::takeSlice()
{
    m_sliceBegin = m_sliceEnd;
    qint64 bytes = 0;
    while (m_sliceEnd < m_taken.size() && m_sliceEnd - m_sliceBegin < sliceCount && bytes < sliceBytes)
        bytes += m_taken[m_sliceEnd++].weight;
    m_bytesSinceCheck += bytes;
}

void Writer::commitSlice()
{
    Result<void> committed = m_connection->begin();
    if (committed)
        committed = runSlice();
    if (committed)
        committed = m_connection->commit();
    if (!committed)
        m_connection->rollback();
    afterCommit(committed);
    deliverSlice(committed);
}

// Each task keeps its own outcome; an error returned from here ends the transaction for all of them.
Result<void> Writer::runSlice()
{
    for (std::size_t i = m_sliceBegin; i < m_sliceEnd; ++i) {
        Task &task = m_taken[i];
        auto *event = std::get_if<EventTask>(&task.work);
        if (const Result<void> done = event ? runEvent(*event) : runJob(std::get<JobTask>(task.work)); !done)
            return done;
    }
    return {};
}

Result<void> Writer::runEvent(EventTask &task)
{
    // No savepoint: a single INSERT that fails leaves nothing behind.
    task.outcome = eventrepository::insert(*m_connection, task.event);
    if (!task.outcome && endsTransaction(task.outcome.error()))
        return task.outcome.error();
    return {};
}

Result<void> Writer::runJob(JobTask &task)
{
    if (const Result<void> set = m_connection->savepoint(); !set)
        return set;
    task.outcome = task.job(*m_connection);
    if (task.outcome)
        return m_connection->releaseSavepoint();
    // After some errors SQLite has ended the transaction itself: then there is no savepoint to go back to.
    if (!m_connection->rollbackToSavepoint())
        return task.outcome.error();
    return {};
}

void Writer::deliverSlice(const Result<void> &committed)
{
    qint64 newest = 0;
    qint64 stored = 0;
    qint64 bytes = 0;
    std::vector<DeliveryHub::Letter> letters;
    letters.reserve(m_sliceEnd - m_sliceBegin);
    for (std::size_t i = m_sliceBegin; i < m_sliceEnd; ++i) {
        Task &task = m_taken[i];
        bytes += task.weight;
        if (auto *event = std::get_if<EventTask>(&task.work); event && committed && event->outcome) {
            newest = *event->outcome;
            ++stored;
        }
        std::visit(
            [&](auto &work) {
                if (!committed)
                    work.outcome = committed.error();
                if (!work.done)
                    return;
                letters.push_back({std::move(task.recipient),
                                   [done = std::move(work.done), outcome = work.outcome] { done(outcome); }});
            },
            task.work);
        // Frees the body now and not after the last slice.
        task.work = JobTask{};
    }
    {
        const std::lock_guard lock(m_mutex);
        m_waitingCount -= qint64(m_sliceEnd - m_sliceBegin);
        m_waitingBytes -= bytes;
    }
    DeliveryHub::deliver(std::move(letters));
    if (stored > 0)
        m_observer.stored(newest, stored);
}

void Writer::afterCommit(const Result<void> &committed)
{
    if (committed)
        m_commitError.reset();
    else
        m_commitError = committed.error();
    const bool due = m_bytesSinceCheck >= std::min(checkEveryBytes, std::max<qint64>(m_options.maximumBytes / 16, 1))
                  || std::chrono::steady_clock::now() - m_lastCheck >= checkEvery;
    if (due)
        checkLimits();
    else
        publishState();
}

void Writer::checkLimits()
{
    m_bytesSinceCheck = 0;
    m_lastCheck = std::chrono::steady_clock::now();
    m_limitError.reset();
    if (m_options.maximumBytes > 0) {
        // Pages in use: what was deleted counts as room at once, even before the file shrinks.
        const Result<qint64> pages = m_connection->integer(u"PRAGMA page_count"_s);
        const Result<qint64> free = m_connection->integer(u"PRAGMA freelist_count"_s);
        const Result<qint64> size = m_connection->integer(u"PRAGMA page_size"_s);
        if (pages && free && size && (*pages - *free) * *size > m_options.maximumBytes) {
            m_limitError =
                Error{ErrorCode::StoreFull,
                      u"The log has reached its largest size of %1 (UW_STORE_MAX_BYTES). Delete old events or "
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

// Tries a real write, because only that tells whether the disk takes one again.
void Writer::probe()
{
    if (m_commitError) {
        Result<void> written = m_connection->begin();
        if (written)
            written = m_connection->execute(u"PRAGMA user_version=%1"_s.arg(migrations().size()));
        if (written)
            written = m_connection->commit();
        if (written) {
            m_commitError.reset();
        } else {
            m_connection->rollback();
            m_commitError = written.error();
        }
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
