// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"

#include "core/base/logging.h"
#include "core/store/databasefile.h"
#include "core/store/searchindex.h"
#include "core/store/sqlerror.h"

#include <QFile>
#include <QSqlError>

#include <atomic>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// How long a statement waits for another program's lock.
constexpr int busyTimeoutMs = 5000;
constexpr int preparedStatements = 128;
constexpr qsizetype rememberedRows = 4096;
constexpr qsizetype rememberedBytes = 4 * 1024 * 1024;
constexpr QLatin1StringView driver{"QSQLITE"};

QString uniqueName()
{
    static std::atomic<quint64> counter{0};
    return u"uw-store-%1"_s.arg(counter.fetch_add(1));
}

} // namespace

Connection::Connection(QString path, QString name)
    : m_path(std::move(path))
    , m_name(std::move(name))
    , m_prepared(preparedStatements)
{}

Connection::~Connection()
{
    // Qt wants every query and every copy of the handle gone before the name is removed.
    m_prepared.clear();
    if (m_database.isOpen())
        m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

Result<std::unique_ptr<Connection>> Connection::open(const QString &path, Mode mode)
{
    if (!QSqlDatabase::isDriverAvailable(driver)) {
        return Error{ErrorCode::StoreUnavailable,
                     u"Qt's SQLite driver is missing. Install it (on Debian: libqt6sql6-sqlite) and start again."_s};
    }
    std::unique_ptr<Connection> connection(new Connection(path, uniqueName()));
    connection->m_mode = mode;
    connection->m_database = QSqlDatabase::addDatabase(driver, connection->m_name);
    QString options = u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyTimeoutMs);
    if (mode == Mode::ReadOnly)
        options += u";QSQLITE_OPEN_READONLY"_s;
    connection->m_database.setConnectOptions(options);
    connection->m_database.setDatabaseName(path);
    if (!connection->m_database.open())
        return sqlError(connection->m_database.lastError(), path);
    if (const Result<void> configured = connection->configure(mode); !configured)
        return configured.error();
    return connection;
}

Result<void> Connection::configure(Mode mode)
{
    QStringList pragmas;
    if (mode != Mode::ReadOnly) {
        // auto_vacuum must come before the first page is written, and WAL writes one. On an
        // existing file it would change nothing but the header.
        const Result<qint64> pages = integer(u"PRAGMA page_count"_s);
        if (!pages)
            return pages.error();
        if (*pages == 0)
            pragmas << u"PRAGMA auto_vacuum=INCREMENTAL"_s;
        pragmas << u"PRAGMA journal_mode=WAL"_s
                << (mode == Mode::Derived ? u"PRAGMA synchronous=NORMAL"_s : u"PRAGMA synchronous=FULL"_s)
                << u"PRAGMA foreign_keys=ON"_s
                // 16 MiB of log before it is copied back: fewer copies of the same index pages, few seconds of replay.
                << u"PRAGMA wal_autocheckpoint=4096"_s << u"PRAGMA journal_size_limit=67108864"_s
                << u"PRAGMA cache_size=-16384"_s;
    } else {
        pragmas << u"PRAGMA query_only=ON"_s << u"PRAGMA cache_size=-8192"_s;
    }
    // No mmap_size: a disk error under a mapped page kills the process instead of failing a call.
    pragmas << u"PRAGMA temp_store=MEMORY"_s;
    for (const QString &pragma : std::as_const(pragmas)) {
        if (const Result<void> result = execute(pragma); !result)
            return result;
    }
    if (mode == Mode::ReadOnly)
        return {};

    Result<Statement> journal = prepare(u"PRAGMA journal_mode"_s);
    if (!journal)
        return journal.error();
    if (const Result<void> result = journal->execute(); !result)
        return result;
    const Result<bool> row = journal->next();
    if (!row)
        return row.error();
    if (!*row || journal->text(0) != u"wal") {
        return Error{ErrorCode::StoreUnavailable,
                     u"The database %1 cannot use write-ahead logging here. Put the data folder on a local disk "
                     "(network folders do not work)."_s.arg(m_path)};
    }
    const std::pair<QString, qint64> wanted[] = {{u"PRAGMA synchronous"_s, mode == Mode::Derived ? 1 : 2},
                                                 {u"PRAGMA foreign_keys"_s, 1},
                                                 {u"PRAGMA auto_vacuum"_s, 2}};
    for (const auto &[pragma, value] : wanted) {
        const Result<qint64> answer = integer(pragma);
        if (!answer)
            return answer.error();
        if (*answer != value) {
            return Error{ErrorCode::StoreUnavailable,
                         u"The database %1 does not accept the setting %2 = %3. It was probably made by another "
                         "program: move it away and start again."_s.arg(m_path, pragma.mid(7))
                             .arg(value)};
        }
    }
    return {};
}

Result<void> Connection::execute(const QString &sql)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return sqlError(query.lastError(), m_path);
    return {};
}

Result<qint64> Connection::integer(const QString &sql)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return sqlError(query.lastError(), m_path);
    if (query.next())
        return query.value(0).toLongLong();
    if (query.lastError().isValid())
        return sqlError(query.lastError(), m_path);
    return 0;
}

Result<Statement> Connection::prepare(const QString &sql)
{
    if (const std::shared_ptr<Statement::Prepared> *cached = m_prepared.object(sql); cached && !(*cached)->lent)
        return Statement(*cached, m_path);
    auto prepared = std::make_shared<Statement::Prepared>();
    prepared->query = QSqlQuery(m_database);
    prepared->query.setForwardOnly(true);
    if (!prepared->query.prepare(sql))
        return sqlError(prepared->query.lastError(), m_path);
    // A statement whose twin is lent just now replaces it in the cache.
    m_prepared.insert(sql, new std::shared_ptr<Statement::Prepared>(prepared));
    return Statement(prepared, m_path);
}

Result<void> Connection::runCached(const QString &sql)
{
    Result<Statement> statement = prepare(sql);
    if (!statement)
        return statement.error();
    return statement->execute();
}

Result<void> Connection::begin()
{
    Result<void> result = runCached(u"BEGIN IMMEDIATE"_s);
    m_inTransaction = m_inTransaction || result;
    return result;
}

void Connection::attachSearchIndex()
{
    const QString path = SearchIndex::pathFor(m_path);
    if (m_hasSearchIndex) {
        // One that was damaged is replaced by another file.
        if (databasefile::identity(path) == m_searchIdentity || !execute(u"DETACH DATABASE search"_s))
            return;
        m_hasSearchIndex = false;
    }
    if (!QFile::exists(path))
        return;
    m_searchIdentity = databasefile::identity(path);
    {
        Result<Statement> attach = prepare(u"ATTACH DATABASE ? AS search"_s);
        if (!attach || !attach->bind(path).execute())
            return;
    }
    // It may be in the making still.
    m_hasSearchIndex = integer(u"SELECT count(*) FROM search.state"_s).hasValue();
    if (!m_hasSearchIndex && !execute(u"DETACH DATABASE search"_s))
        qCDebug(uwStore, "The search index could not be left alone");
}

Result<void> Connection::beginRead()
{
    if (m_mode == Mode::ReadOnly && !m_inTransaction)
        attachSearchIndex();
    Result<void> result = runCached(u"BEGIN"_s);
    m_inTransaction = m_inTransaction || result;
    return result;
}

Result<void> Connection::commit()
{
    Result<void> result = runCached(u"COMMIT"_s);
    if (result) {
        m_inTransaction = false;
        m_recentDeliveries.keep();
    }
    return result;
}

void Connection::rollback()
{
    // SQLite ends the transaction itself after some errors, then this one fails; both leave none open.
    [[maybe_unused]] const Result<void> result = runCached(u"ROLLBACK"_s);
    m_inTransaction = false;
    forget();
    m_recentDeliveries.undo();
}

Result<bool> Connection::restartLog(int waitMs)
{
    if (const Result<void> set = execute(u"PRAGMA busy_timeout=%1"_s.arg(waitMs)); !set)
        return set.error();
    const Result<qint64> busy = integer(u"PRAGMA wal_checkpoint(RESTART)"_s);
    if (const Result<void> set = execute(u"PRAGMA busy_timeout=%1"_s.arg(busyTimeoutMs)); !set)
        return set.error();
    return busy ? Result<bool>(*busy == 0) : busy.error();
}

Result<void> Connection::savepoint()
{
    return runCached(u"SAVEPOINT uw_job"_s);
}

Result<void> Connection::releaseSavepoint()
{
    return runCached(u"RELEASE uw_job"_s);
}

Result<void> Connection::rollbackToSavepoint()
{
    forget();
    m_recentDeliveries.undo();
    if (const Result<void> result = runCached(u"ROLLBACK TO uw_job"_s); !result)
        return result;
    return releaseSavepoint();
}

std::optional<qint64> Connection::remembered(const QByteArray &key) const
{
    const auto found = m_remembered.constFind(key);
    return found == m_remembered.constEnd() ? std::nullopt : std::optional(*found);
}

void Connection::remember(const QByteArray &key, qint64 row)
{
    if (m_remembered.size() >= rememberedRows || m_rememberedBytes + key.size() > rememberedBytes)
        forget();
    if (!m_remembered.contains(key))
        m_rememberedBytes += key.size();
    m_remembered.insert(key, row);
}

void Connection::forget()
{
    m_remembered.clear();
    m_rememberedBytes = 0;
}

} // namespace uw
