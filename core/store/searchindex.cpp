// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/searchindex.h"

#include "core/base/logging.h"
#include "core/store/connection.h"
#include "core/store/eventrepository.h"
#include "core/store/headercodec.h"
#include "core/store/searchtext.h"

#include <QDir>
#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// Another form of the tables or of searchText(): what is there is then made anew.
constexpr qint64 formNumber = 1;
// Bodies of one step, so that a few large ones are not many at once.
constexpr qint64 stepBytes = 8 * 1024 * 1024;
constexpr int freedPages = 256;

// PRAGMA, DDL and names of tables take no placeholders; the numbers are ours.
QString tableName(qint64 table)
{
    return u"text_%1"_s.arg(table);
}

Result<std::optional<QString>> firstText(Connection &connection, const QString &sql, std::optional<qint64> value = {})
{
    Result<Statement> statement = connection.prepare(sql);
    if (!statement)
        return statement.error();
    if (value)
        statement->bind(*value);
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    return *row ? std::optional(statement->text(0)) : std::nullopt;
}

Result<QString> identityOf(Connection &log)
{
    const auto identity = firstText(log, u"SELECT value FROM universal_webhook_log_identity"_s);
    return identity ? Result<QString>(identity->value_or(QString())) : identity.error();
}

Result<QString> idOf(Connection &log, qint64 sequence)
{
    const auto id = firstText(log, u"SELECT id FROM universal_webhook_log WHERE seq = ?"_s, sequence);
    return id ? Result<QString>(id->value_or(QString())) : id.error();
}

// What the text of an event is made of, in the order that readText() expects.
const QString &textColumns()
{
    static const QString columns =
        u"SELECT log.seq, log.kind_id, log.id, kind.source, kind.custom_source, kind.event_type, kind.normalized_type, "
        "kind.workspace_id, kind.entity_type, log.entity_id, log.target, log.headers, log.body, log.delivery_id, "
        "coalesce(mark.note, '') FROM universal_webhook_log AS log NOT INDEXED JOIN universal_webhook_log_kind AS kind "
        "ON kind.id = log.kind_id LEFT JOIN universal_webhook_log_mark AS mark ON mark.seq = log.seq "
        "WHERE log.seq BETWEEN ? AND ? ORDER BY log.seq LIMIT ?"_s;
    return columns;
}

QByteArray readText(const Statement &row)
{
    Event event;
    event.id = row.text(2);
    event.source = row.text(3);
    event.customSource = row.text(4);
    event.eventType = row.text(5);
    event.normalizedType = row.text(6);
    event.workspaceId = row.text(7);
    event.entityType = row.text(8);
    event.entityId = row.text(9);
    event.target = row.blob(10);
    // A damaged header takes nothing else away.
    event.headers = decodeHeaders(row.blob(11)).value_or(HeaderList());
    event.body = row.blob(12);
    event.deliveryId = row.text(13);
    event.note = row.text(14);
    return kindWord(row.integer(1)).toUtf8() + ' ' + searchText(event);
}

} // namespace

QString SearchIndex::pathFor(const QString &databasePath)
{
    return databasePath + u".search"_s;
}

SearchIndex::SearchIndex(std::unique_ptr<Connection> connection) : m_connection(std::move(connection)) {}

SearchIndex::~SearchIndex() = default;

Result<std::unique_ptr<SearchIndex>> SearchIndex::open(const QString &databasePath, Connection &log)
{
    const QString path = pathFor(databasePath);
    Result<std::unique_ptr<SearchIndex>> index = openOnce(path, log);
    if (index)
        return index;
    const ErrorCode code = index.error().code;
    if (code == ErrorCode::StoreFull || code == ErrorCode::Io || !QFile::exists(path))
        return index.error();
    // Whatever is wrong with it: nothing in it cannot be made again.
    qCWarning(uwStore, "The search index is made anew: %s", qUtf8Printable(index.error().text));
    discard(databasePath);
    return openOnce(path, log);
}

void SearchIndex::discard(const QString &databasePath)
{
    for (const QString &suffix : {QString(), u"-wal"_s, u"-shm"_s})
        QFile::remove(pathFor(databasePath) + suffix);
}

Result<std::unique_ptr<SearchIndex>> SearchIndex::openOnce(const QString &path, Connection &log)
{
    // Nobody else reads the words of events: SQLite gives its -wal and -shm the same rights.
    QFile file(path);
    const QFile::Permissions owner = QFile::ReadOwner | QFile::WriteOwner;
    const bool isPrivate =
        file.exists() ? file.setPermissions(owner) : file.open(QIODevice::ReadWrite | QIODevice::NewOnly, owner);
    if (!isPrivate) {
        return Error{ErrorCode::Io,
                     u"The search index %1 could not be made (%2). Check that this user may write in that "
                     "folder and that the disk is not full."_s.arg(QDir::toNativeSeparators(path), file.errorString())};
    }
    file.close();
    Result<std::unique_ptr<Connection>> connection = Connection::open(path, Connection::Mode::Derived);
    if (!connection)
        return connection.error();
    std::unique_ptr<SearchIndex> index(new SearchIndex(std::move(*connection)));
    const Result<bool> fits = index->fits(log);
    if (!fits)
        return fits.error();
    const Result<void> ready = *fits ? index->load() : index->make(log);
    return ready ? Result<std::unique_ptr<SearchIndex>>(std::move(index)) : ready.error();
}

// Whether the file is an index of this log: of the same identity, and the event where it stopped is the same one or was
// deleted. A log that was put back from a copy has another one there, or none so far.
Result<bool> SearchIndex::fits(Connection &log)
{
    const Result<qint64> form = m_connection->integer(u"PRAGMA user_version"_s);
    if (!form || *form != formNumber)
        return form ? Result<bool>(false) : form.error();
    const Result<QString> identity = identityOf(log);
    if (!identity)
        return identity.error();
    const auto ours = firstText(*m_connection, u"SELECT log_identity FROM state"_s);
    const auto id = firstText(*m_connection, u"SELECT cursor_id FROM state"_s);
    const Result<qint64> cursor = m_connection->integer(u"SELECT cursor FROM state"_s);
    if (!ours || !id || !cursor)
        return !ours ? ours.error() : !id ? id.error() : cursor.error();
    const Result<qint64> last = eventrepository::lastSequence(log);
    const Result<QString> now = idOf(log, *cursor);
    if (!last || !now)
        return !last ? last.error() : now.error();
    return ours->value_or(QString()) == *identity && *cursor <= *last
        && (now->isEmpty() || *now == id->value_or(QString()));
}

// Everything that was there goes first.
Result<void> SearchIndex::make(Connection &log)
{
    const Result<QString> identity = identityOf(log);
    if (!identity)
        return identity.error();
    const Result<qint64> form = m_connection->integer(u"PRAGMA user_version"_s);
    if (form && *form == formNumber) {
        if (const Result<void> loaded = load(); !loaded)
            return loaded;
    } else if (form && *form != 0) {
        return Error{ErrorCode::StoreCorrupt,
                     u"The search index has the form %1, not %2."_s.arg(*form).arg(formNumber)};
    }
    return inTransaction([&]() -> Result<void> {
        for (const qint64 table : std::as_const(m_tables)) {
            if (const Result<void> dropped = dropTable(table); !dropped)
                return dropped;
        }
        m_tables.clear();
        m_cursor = 0;
        for (const QString &sql :
             {u"DROP TABLE IF EXISTS state"_s, u"DROP TABLE IF EXISTS part"_s,
              u"CREATE TABLE state (log_identity TEXT NOT NULL, cursor INTEGER NOT NULL, cursor_id TEXT NOT NULL, "
              "next_table INTEGER NOT NULL)"_s,
              u"CREATE TABLE part (part INTEGER PRIMARY KEY, text_table INTEGER NOT NULL)"_s,
              u"PRAGMA user_version=%1"_s.arg(formNumber)}) {
            if (const Result<void> done = m_connection->execute(sql); !done)
                return done;
        }
        Result<Statement> state = m_connection->prepare(
            u"INSERT INTO state (log_identity, cursor, cursor_id, next_table) VALUES (?, 0, '', 1)"_s);
        return state ? state->bind(*identity).execute() : state.error();
    });
}

Result<void> SearchIndex::load()
{
    const Result<qint64> cursor = m_connection->integer(u"SELECT cursor FROM state"_s);
    if (!cursor)
        return cursor.error();
    m_cursor = *cursor;
    QList<qint64> unused;
    {
        Result<Statement> parts = m_connection->prepare(u"SELECT part, text_table FROM part ORDER BY part DESC"_s);
        if (!parts)
            return parts.error();
        Result<void> done = parts->execute();
        for (Result<bool> row = parts->next(); done; row = parts->next()) {
            if (!row)
                return row.error();
            if (!*row)
                break;
            m_tables.insert(parts->integer(0), parts->integer(1));
            // Whether it was made smaller before the end is not known; once it was, doing so again costs nothing.
            if (parts->integer(0) < searchpart::partOf(m_cursor))
                m_untidy.append(parts->integer(1));
        }
        if (!done)
            return done;
        // A rebuilding that was not finished left a table behind.
        Result<Statement> tables =
            m_connection->prepare(u"SELECT CAST(substr(name, 6) AS INTEGER) FROM sqlite_master WHERE type = 'table' "
                                  u"AND sql LIKE 'CREATE VIRTUAL %' "
                                  "AND CAST(substr(name, 6) AS INTEGER) NOT IN (SELECT text_table FROM part)"_s);
        if (!tables)
            return tables.error();
        done = tables->execute();
        for (Result<bool> row = tables->next(); done; row = tables->next()) {
            if (!row)
                return row.error();
            if (!*row)
                break;
            unused.append(tables->integer(0));
        }
        if (!done)
            return done;
    }
    return inTransaction([&]() -> Result<void> {
        for (const qint64 table : std::as_const(unused)) {
            if (const Result<void> dropped = dropTable(table); !dropped)
                return dropped;
        }
        return {};
    });
}

template<typename Work>
Result<void> SearchIndex::inTransaction(Work &&work)
{
    const auto tables = m_tables;
    const qint64 cursor = m_cursor;
    Result<void> result = m_connection->begin();
    if (result)
        result = work();
    if (result)
        result = m_connection->commit();
    if (!result) {
        m_connection->rollback();
        m_tables = tables;
        m_cursor = cursor;
    }
    return result;
}

Result<qint64> SearchIndex::newTable()
{
    const Result<qint64> number = m_connection->integer(u"SELECT next_table FROM state"_s);
    if (!number)
        return number;
    const QString name = tableName(*number);
    for (
        const QString &sql :
        {u"UPDATE state SET next_table = next_table + 1"_s,
         // No text is kept, nor how long one was; accents make no difference.
         u"CREATE VIRTUAL TABLE %1 USING fts5(text, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2')"_s
             .arg(name),
         // A step's words are written as one piece.
         u"INSERT INTO %1 (%1, rank) VALUES ('hashsize', 16777216)"_s.arg(name)}) {
        if (const Result<void> done = m_connection->execute(sql); !done)
            return done.error();
    }
    return number;
}

Result<qint64> SearchIndex::tableOf(qint64 part)
{
    if (const auto known = m_tables.constFind(part); known != m_tables.cend())
        return *known;
    const Result<qint64> table = newTable();
    if (!table)
        return table;
    Result<Statement> statement = m_connection->prepare(u"INSERT INTO part (part, text_table) VALUES (?,?)"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(part).bind(*table).execute(); !done)
        return done.error();
    m_tables.insert(part, *table);
    // The one before is complete now.
    if (const auto before = m_tables.constFind(part - 1); before != m_tables.cend())
        m_untidy.append(*before);
    return table;
}

Result<void> SearchIndex::dropTable(qint64 table)
{
    m_untidy.removeAll(table);
    return m_connection->execute(u"DROP TABLE IF EXISTS "_s + tableName(table));
}

Result<void> SearchIndex::insert(qint64 table, const Statement &row)
{
    Result<Statement> statement =
        m_connection->prepare(u"INSERT INTO %1 (rowid, text) VALUES (?,?)"_s.arg(tableName(table)));
    return statement ? statement->bind(row.integer(0)).bind(readText(row)).execute() : statement.error();
}

Result<int> SearchIndex::take(Connection &log, qint64 first, qint64 last, int rows, std::optional<qint64> table,
                              qint64 *cursor)
{
    Result<Statement> statement = log.prepare(textColumns());
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(first).bind(last).bind(qint64(rows)).execute(); !done)
        return done.error();
    int taken = 0;
    for (qint64 bytes = 0; bytes < stepBytes;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row) {
            if (taken < rows)
                *cursor = last;
            return taken;
        }
        const qint64 sequence = statement->integer(0);
        const Result<qint64> into = table ? Result<qint64>(*table) : tableOf(searchpart::partOf(sequence));
        if (!into)
            return into.error();
        if (const Result<void> done = insert(*into, *statement); !done)
            return done.error();
        *cursor = sequence;
        bytes += statement->blob(12).size();
        ++taken;
    }
    // There may be more, however few these were.
    return rows;
}

Result<int> SearchIndex::follow(Connection &log, int rows)
{
    const ReadTransaction reading(log);
    if (!reading.begun())
        return reading.begun().error();
    const Result<qint64> last = eventrepository::lastSequence(log);
    if (!last)
        return last.error();
    if (*last <= m_cursor)
        return 0;
    int taken = 0;
    const Result<void> done = inTransaction([&]() -> Result<void> {
        qint64 cursor = m_cursor;
        const Result<int> outcome = take(log, m_cursor + 1, *last, rows, std::nullopt, &cursor);
        if (!outcome)
            return outcome.error();
        taken = *outcome;
        return writeCursor(log, cursor);
    });
    return done ? Result<int>(taken) : done.error();
}

Result<void> SearchIndex::writeCursor(Connection &log, qint64 cursor)
{
    const Result<QString> id = idOf(log, cursor);
    if (!id)
        return id.error();
    Result<Statement> statement = m_connection->prepare(u"UPDATE state SET cursor = ?, cursor_id = ?"_s);
    if (!statement)
        return statement.error();
    m_cursor = cursor;
    return statement->bind(cursor).bind(*id).execute();
}

Result<void> SearchIndex::renew(Connection &log, const QList<qint64> &sequences)
{
    const ReadTransaction reading(log);
    if (!reading.begun())
        return reading.begun();
    return inTransaction([&]() -> Result<void> {
        for (const qint64 sequence : sequences) {
            const auto table = m_tables.constFind(searchpart::partOf(sequence));
            // What comes later is taken in as it will be then.
            if (sequence > m_cursor || table == m_tables.cend())
                continue;
            qint64 cursor = 0;
            // FTS5 takes the newer entry of a row for each word; words that are gone stay until the part is made anew.
            if (const Result<int> taken = take(log, sequence, sequence, 1, *table, &cursor); !taken)
                return taken.error();
        }
        return {};
    });
}

Result<bool> SearchIndex::rebuild(Connection &log, qint64 part, int rows)
{
    if (!m_tables.contains(part))
        return true;
    const ReadTransaction reading(log);
    if (!reading.begun())
        return reading.begun().error();
    bool isDone = false;
    const std::optional<Rebuild> before = m_rebuild;
    const Result<void> done = inTransaction([&]() -> Result<void> {
        if (!m_rebuild || m_rebuild->part != part) {
            const Result<qint64> table = newTable();
            if (!table)
                return table.error();
            m_rebuild = Rebuild{.part = part, .table = *table, .cursor = (part << searchpart::bits) - 1};
        }
        const qint64 last = std::min(m_cursor, ((part + 1) << searchpart::bits) - 1);
        const Result<int> taken = take(log, m_rebuild->cursor + 1, last, rows, m_rebuild->table, &m_rebuild->cursor);
        if (!taken)
            return taken.error();
        m_rebuild->rows += *taken;
        isDone = m_rebuild->cursor >= last;
        return isDone ? finishRebuild() : Result<void>();
    });
    if (!done) {
        m_rebuild = before;
        return done.error();
    }
    if (isDone)
        m_rebuild.reset();
    return isDone;
}

Result<void> SearchIndex::finishRebuild()
{
    const Rebuild &rebuild = *m_rebuild;
    if (const Result<void> dropped = dropTable(m_tables.value(rebuild.part)); !dropped)
        return dropped;
    // Of a part that lost all its rows nothing is kept.
    const bool isEmpty = rebuild.rows == 0 && rebuild.part < searchpart::partOf(m_cursor);
    if (isEmpty) {
        m_tables.remove(rebuild.part);
        Result<Statement> statement = m_connection->prepare(u"DELETE FROM part WHERE part = ?"_s);
        const Result<void> done = statement ? statement->bind(rebuild.part).execute() : statement.error();
        return done ? dropTable(rebuild.table) : done;
    }
    m_tables.insert(rebuild.part, rebuild.table);
    if (rebuild.part < searchpart::partOf(m_cursor))
        m_untidy.append(rebuild.table);
    Result<Statement> statement = m_connection->prepare(u"UPDATE part SET text_table = ? WHERE part = ?"_s);
    return statement ? statement->bind(rebuild.table).bind(rebuild.part).execute() : statement.error();
}

Result<bool> SearchIndex::tidy()
{
    if (m_untidy.isEmpty())
        return false;
    const QString name = tableName(m_untidy.constFirst());
    const Result<void> done =
        inTransaction([&] { return m_connection->execute(u"INSERT INTO %1 (%1) VALUES ('optimize')"_s.arg(name)); });
    if (!done)
        return done.error();
    m_untidy.removeFirst();
    return true;
}

Result<qint64> SearchIndex::giveBack()
{
    return eventrepository::giveBackFreePages(*m_connection, freedPages);
}

} // namespace uw
