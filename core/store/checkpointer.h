// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

namespace uw {

// Copies the write-ahead log back into the database beside the writer, with a connection of its own, so that the writer,
// who starts the log over from time to time, finds little left to copy and to wait for. What it leaves undone, for
// whatever reason, the writer does. One thread, owned by the writer.
class Checkpointer final {
public:
    Checkpointer() = default;
    // Stops.
    ~Checkpointer();
    Q_DISABLE_COPY_MOVE(Checkpointer)

    // The database is there and up to date: whoever calls has it open.
    void start(const QString &databasePath);
    // The log has grown by so many pages. Returns at once.
    void noteGrowth(qint64 pages);
    // Ends what it is at and closes its connection.
    void stop();

private:
    void work(const QString &databasePath, std::promise<void> opened);
    bool waitForWork();

    std::thread m_thread;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    qint64 m_pages = 0;
    bool m_stopping = false;
};

} // namespace uw
