// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/checkpointer.h"

#include "core/base/logging.h"
#include "core/store/connection.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// Half of what makes the writer copy the log itself (see Connection::configure()).
constexpr qint64 worthwhilePages = 2048;

} // namespace

Checkpointer::~Checkpointer()
{
    stop();
}

void Checkpointer::start(const QString &databasePath)
{
    // Waited for, because opening makes an empty file where one was moved away, and just now it surely was not.
    std::promise<void> opened;
    std::future<void> isOpened = opened.get_future();
    m_thread = std::thread(
        [this, databasePath, promise = std::move(opened)]() mutable { work(databasePath, std::move(promise)); });
    isOpened.wait();
}

void Checkpointer::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void Checkpointer::noteGrowth(qint64 pages)
{
    bool wake = false;
    {
        const std::lock_guard lock(m_mutex);
        wake = m_pages < worthwhilePages && m_pages + pages >= worthwhilePages;
        m_pages += pages;
    }
    if (wake)
        m_wake.notify_one();
}

bool Checkpointer::waitForWork()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_stopping || m_pages >= worthwhilePages; });
    m_pages = 0;
    return !m_stopping;
}

void Checkpointer::work(const QString &databasePath, std::promise<void> opened)
{
    const Result<std::unique_ptr<Connection>> connection = Connection::open(databasePath, Connection::Mode::ReadWrite);
    opened.set_value();
    if (!connection) {
        qCDebug(uwStore, "The write-ahead log is left to the writer: %s", qUtf8Printable(connection.error().text));
        return;
    }
    while (waitForWork()) {
        // PASSIVE waits for nobody: what readers still need, or the writer is at, stays in the log.
        if (const Result<void> done = (*connection)->execute(u"PRAGMA wal_checkpoint(PASSIVE)"_s); !done)
            qCDebug(uwStore, "The write-ahead log was not copied: %s", qUtf8Printable(done.error().text));
    }
}

} // namespace uw
