// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/recentdeliveries.h"
#include "core/store/statement.h"

#include <QCache>
#include <QHash>
#include <QSqlDatabase>
#include <QString>

#include <memory>
#include <optional>

namespace uw {

// One SQLite connection: opened with the product's PRAGMAs (each answer checked), closed and
// removed from QtSql's registry on destruction. Belongs to the thread that opened it and
// is used, and destroyed, there only.
class Connection final {
public:
    enum class Mode {
        // Makes the file when it is missing.
        ReadWrite,
        // ReadWrite for what can be made anew: commits do not wait for the disk, which keeps the file sound all the same.
        Derived,
        // query_only: any statement that writes fails with StoreUnavailable.
        ReadOnly,
    };

    // `path` is absolute. Errors: StoreUnavailable, StoreFull, StoreCorrupt, Io as sqlError() says.
    static Result<std::unique_ptr<Connection>> open(const QString &path, Mode mode);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    [[nodiscard]] const QString &path() const { return m_path; }

    // Runs one statement that is not worth keeping prepared (PRAGMA, DDL).
    Result<void> execute(const QString &sql);
    // The first column of the first row of such a statement as an integer; 0 when there is no row.
    Result<qint64> integer(const QString &sql);
    // A prepared statement, taken from the cache when the same text was prepared before.
    Result<Statement> prepare(const QString &sql);

    // A write transaction: takes the write lock at once.
    Result<void> begin();
    // A read transaction: all its statements see one state of the database. See ReadTransaction. A read-only connection
    // has the log's search index beside it from the first one on that finds it, as the schema "search".
    Result<void> beginRead();
    [[nodiscard]] bool hasSearchIndex() const { return m_hasSearchIndex; }
    [[nodiscard]] bool isInTransaction() const { return m_inTransaction; }
    Result<void> commit();
    // Harmless without a transaction.
    void rollback();
    // Copies the write-ahead log back and starts it over; waits at most so long for those who read from it. False: they
    // still do. Not in a transaction.
    Result<bool> restartLog(int waitMs);

    // A point inside a transaction to go back to. They nest: each call answers the latest open one.
    Result<void> savepoint();
    Result<void> releaseSavepoint();
    Result<void> rollbackToSavepoint();

    // Row numbers that were looked up or given by this connection, by a key of whoever remembers them, so that they
    // need not be looked up again: some thousands and a few megabytes of keys. Forgotten with every rollback; who deletes such rows forgets them as well.
    [[nodiscard]] std::optional<qint64> remembered(const QByteArray &key) const;
    void remember(const QByteArray &key, qint64 row);
    void forget();
    // See deliverylog.
    [[nodiscard]] RecentDeliveries &recentDeliveries() { return m_recentDeliveries; }

private:
    Connection(QString path, QString name);
    Result<void> configure(Mode mode);
    void attachSearchIndex();
    Result<void> runCached(const QString &sql);

    QString m_path;
    QString m_name;
    QSqlDatabase m_database;
    Mode m_mode = Mode::ReadWrite;
    bool m_inTransaction = false;
    bool m_hasSearchIndex = false;
    QByteArray m_searchIdentity;
    QCache<QString, std::shared_ptr<Statement::Prepared>> m_prepared;
    QHash<QByteArray, qint64> m_remembered;
    // Of all its keys.
    qsizetype m_rememberedBytes = 0;
    RecentDeliveries m_recentDeliveries;
};

// All reads of a scope see one state of the database. Inside a transaction that is open already (of a
// caller, of the writer) it does nothing.
class ReadTransaction final {
public:
    explicit ReadTransaction(Connection &connection)
        : m_connection(connection)
        , m_nested(connection.isInTransaction())
        , m_begun(m_nested ? Result<void>() : connection.beginRead())
    {}
    ~ReadTransaction()
    {
        if (!m_nested && m_begun)
            m_connection.rollback();
    }
    Q_DISABLE_COPY_MOVE(ReadTransaction)

    [[nodiscard]] const Result<void> &begun() const { return m_begun; }

private:
    Connection &m_connection;
    bool m_nested;
    Result<void> m_begun;
};

} // namespace uw
