// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/searchpart.h"

#include <QHash>
#include <QString>

#include <memory>
#include <optional>

namespace uw {

class Connection;
class Statement;

// The full-text index of the log: a database of its own beside the log's, so that making it never keeps an event from
// being stored. It holds words, not texts, and everything in it can be made anew from the log. One FTS5 table for each
// part of the log (searchpart): a search reads the newest parts first and stops when it has a page, what is merged stays
// small, and a part that lost rows is made anew as a whole. The write side; used by one thread.
class SearchIndex final {
public:
    [[nodiscard]] static QString pathFor(const QString &databasePath);

    // Opens the index of the log that `log` reads, or makes a new one: also when the one that is there is of another log,
    // of an older form or damaged. Errors: the store's own.
    static Result<std::unique_ptr<SearchIndex>> open(const QString &databasePath, Connection &log);
    // Removes the file and what belongs to it. Readers notice that it is another one.
    static void discard(const QString &databasePath);
    ~SearchIndex();
    Q_DISABLE_COPY_MOVE(SearchIndex)

    // Events up to this number are in it.
    [[nodiscard]] qint64 cursor() const { return m_cursor; }
    // Takes at most `rows` more events of the log in. Returns how many there were; fewer than `rows`: that is all.
    Result<int> follow(Connection &log, int rows);
    // Takes these events in once more, with what their texts hold now.
    Result<void> renew(Connection &log, const QList<qint64> &sequences);
    // Makes the index of a part anew, at most `rows` events a call; true when it is done. Until then the old one is used.
    Result<bool> rebuild(Connection &log, qint64 part, int rows);
    // Makes a part that is complete smaller and faster, if one waits for it.
    Result<bool> tidy();
    // Gives free pages back to the disk; returns how many are left.
    Result<qint64> giveBack();

private:
    struct Rebuild {
        qint64 part = 0;
        qint64 table = 0;
        // Events up to this number are in the new table.
        qint64 cursor = 0;
        qint64 rows = 0;
    };

    explicit SearchIndex(std::unique_ptr<Connection> connection);
    static Result<std::unique_ptr<SearchIndex>> openOnce(const QString &path, Connection &log);
    Result<bool> fits(Connection &log);
    Result<void> make(Connection &log);
    Result<void> load();
    template<typename Work>
    Result<void> inTransaction(Work &&work);
    Result<qint64> newTable();
    Result<qint64> tableOf(qint64 part);
    Result<void> dropTable(qint64 table);
    Result<void> insert(qint64 table, const Statement &row);
    // Reads rows of first..last; `cursor` becomes the last one that was taken, or `last` when that is all.
    Result<int> take(Connection &log, qint64 first, qint64 last, int rows, std::optional<qint64> table, qint64 *cursor);
    Result<void> writeCursor(Connection &log, qint64 cursor);
    Result<void> finishRebuild();

    std::unique_ptr<Connection> m_connection;
    qint64 m_cursor = 0;
    // By part.
    QHash<qint64, qint64> m_tables;
    std::optional<Rebuild> m_rebuild;
    QList<qint64> m_untidy;
};

} // namespace uw
