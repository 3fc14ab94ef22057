// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/migrations.h"

#include "core/base/clock.h"
#include "core/base/logging.h"
#include "core/store/connection.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// The log. What few words tell of many events (who sent it, which type, which workspace, how it was judged) stands once
// in _log_kind, and a row of the log names its kind: so one index serves every filter by words, and storing an event
// writes to few pages. Kinds that no row names any more go with the last of those rows. The two large columns stand
// last, so that a summary never reads the overflow pages that hold a body. The index log_kind ends in seq by itself
// (the row number), which makes it an index for pages by key within one kind. log_seq holds number, time and kind
// alone: lengths, gaps and spans of time are found there without touching the rows. No number is given twice, although
// AUTOINCREMENT, which writes each one into a table of its own, is spared: _log_end remembers the last row that went.
const QStringList &firstLayout()
{
    static const QStringList statements{
        u"CREATE TABLE universal_webhook_log_kind ("
        "id INTEGER PRIMARY KEY, "
        "custom_source TEXT NOT NULL, "
        "event_type TEXT NOT NULL, "
        "workspace_id TEXT NOT NULL, "
        "source TEXT NOT NULL, "
        "provider TEXT NOT NULL, "
        "verdict TEXT NOT NULL, "
        "rejected INTEGER NOT NULL, "
        "normalized_type TEXT NOT NULL, "
        "entity_type TEXT NOT NULL, "
        "method BLOB NOT NULL, "
        "http_version BLOB NOT NULL, "
        "UNIQUE (custom_source, event_type, workspace_id, source, provider, verdict, rejected, normalized_type, "
        "entity_type, method, http_version))"_s,
        u"CREATE TABLE universal_webhook_log ("
        "seq INTEGER PRIMARY KEY, "
        "id TEXT NOT NULL UNIQUE, "
        "received_at INTEGER NOT NULL, "
        "kind_id INTEGER NOT NULL REFERENCES universal_webhook_log_kind (id), "
        "target BLOB NOT NULL, "
        "entity_id TEXT NOT NULL, "
        "verdict_reason TEXT NOT NULL, "
        "cause BLOB NOT NULL, "
        "public_url TEXT NOT NULL, "
        "peer TEXT NOT NULL, "
        "headers BLOB NOT NULL, "
        "body BLOB NOT NULL)"_s,
        u"CREATE INDEX universal_webhook_log_seq ON universal_webhook_log (seq, received_at, kind_id)"_s,
        u"CREATE INDEX universal_webhook_log_received_at ON universal_webhook_log (received_at)"_s,
        u"CREATE INDEX universal_webhook_log_kind_id ON universal_webhook_log (kind_id)"_s,
        u"CREATE TRIGGER universal_webhook_log_unused_kind AFTER DELETE ON universal_webhook_log BEGIN "
        "DELETE FROM universal_webhook_log_kind WHERE id = OLD.kind_id AND NOT EXISTS "
        "(SELECT 1 FROM universal_webhook_log WHERE kind_id = OLD.kind_id); END"_s,
        u"CREATE TABLE universal_webhook_log_end (seq INTEGER NOT NULL)"_s,
        u"INSERT INTO universal_webhook_log_end (seq) VALUES (0)"_s,
        u"CREATE TRIGGER universal_webhook_log_last_number AFTER DELETE ON universal_webhook_log "
        "WHEN NOT EXISTS (SELECT 1 FROM universal_webhook_log WHERE seq > OLD.seq) BEGIN "
        "UPDATE universal_webhook_log_end SET seq = OLD.seq WHERE seq < OLD.seq; END"_s,
        u"CREATE TABLE universal_webhook_setting ("
        "workspace_id TEXT NOT NULL, "
        "id TEXT NOT NULL, "
        "value TEXT NOT NULL, "
        "PRIMARY KEY (workspace_id, id)) WITHOUT ROWID"_s,
    };
    return statements;
}

// What Clockify told about the workspaces that have the add-on, and the webhooks it sends with tokens of their own.
// Tokens are in the secret store; a webhook's is recognised by its digest.
const QStringList &installationLayout()
{
    static const QStringList statements{
        u"CREATE TABLE universal_webhook_installation ("
        "workspace_id TEXT NOT NULL UNIQUE, "
        "addon_id TEXT NOT NULL, "
        "status TEXT NOT NULL, "
        "installed_at INTEGER NOT NULL, "
        "updated_at INTEGER NOT NULL, "
        "deleted_at INTEGER NOT NULL, "
        "api_url TEXT NOT NULL, "
        "installed_by TEXT NOT NULL, "
        "addon_user_id TEXT NOT NULL)"_s,
        u"CREATE TABLE universal_webhook_registered_webhook ("
        "workspace_id TEXT NOT NULL, "
        "origin TEXT NOT NULL, "
        "webhook_id TEXT NOT NULL, "
        "path TEXT NOT NULL, "
        "event_type TEXT NOT NULL, "
        "token_digest BLOB NOT NULL, "
        "PRIMARY KEY (workspace_id, origin, webhook_id, path, token_digest)) WITHOUT ROWID"_s,
    };
    return statements;
}

// What tells a second delivery of one event from a new event. The key is a number made of the sender and its delivery
// id, and only events that have one stand in its index: the others cost nothing.
const QStringList &deliveryLayout()
{
    static const QStringList statements{
        u"ALTER TABLE universal_webhook_log ADD COLUMN delivery_key INTEGER NOT NULL DEFAULT 0"_s,
        u"ALTER TABLE universal_webhook_log ADD COLUMN delivery_id TEXT NOT NULL DEFAULT ''"_s,
        u"ALTER TABLE universal_webhook_log ADD COLUMN duplicate_of TEXT NOT NULL DEFAULT ''"_s,
        u"ALTER TABLE universal_webhook_log ADD COLUMN masked_headers BLOB NOT NULL DEFAULT x''"_s,
        u"CREATE INDEX universal_webhook_log_delivery_key ON universal_webhook_log (delivery_key) "
        "WHERE delivery_key <> 0"_s,
    };
    return statements;
}

// What people put on events stands beside the log, so that storing an event costs as much as before; it goes with its
// event. What the search index has to follow is noted: texts that changed, and how many rows of each part of the log
// (2^15 numbers) went since the index was made of it. The identity tells an index of this log from one of another.
const QStringList &searchLayout()
{
    static const QStringList statements{
        u"CREATE TABLE universal_webhook_log_mark ("
        "seq INTEGER PRIMARY KEY, "
        "starred INTEGER NOT NULL, "
        "note TEXT NOT NULL)"_s,
        u"CREATE TABLE universal_webhook_log_changed (seq INTEGER PRIMARY KEY)"_s,
        u"CREATE TABLE universal_webhook_log_gap (part INTEGER PRIMARY KEY, changes INTEGER NOT NULL)"_s,
        u"CREATE TRIGGER universal_webhook_log_gone AFTER DELETE ON universal_webhook_log BEGIN "
        "DELETE FROM universal_webhook_log_mark WHERE seq = OLD.seq; "
        "INSERT INTO universal_webhook_log_gap (part, changes) VALUES (OLD.seq >> 15, 1) "
        "ON CONFLICT (part) DO UPDATE SET changes = changes + 1; END"_s,
        u"CREATE INDEX universal_webhook_log_duplicate ON universal_webhook_log (seq, duplicate_of) "
        "WHERE duplicate_of <> ''"_s,
        u"CREATE TABLE universal_webhook_log_identity (value TEXT NOT NULL)"_s,
        u"INSERT INTO universal_webhook_log_identity (value) VALUES (lower(hex(randomblob(16))))"_s,
    };
    return statements;
}

// Who was rejected wrote to the log without being able to sign, so these events have bounds of their own; see
// rejectedlog, which holds them for each new one. Here they are brought in for what is there already.
const QStringList &rejectedLayout()
{
    static const QStringList statements{
        u"CREATE TABLE universal_webhook_log_rejected (seq INTEGER PRIMARY KEY, bytes INTEGER NOT NULL)"_s,
        u"CREATE TABLE universal_webhook_log_rejected_sum (events INTEGER NOT NULL, bytes INTEGER NOT NULL)"_s,
        u"INSERT INTO universal_webhook_log_rejected_sum (events, bytes) VALUES (0, 0)"_s,
        u"CREATE TRIGGER universal_webhook_log_rejected_more AFTER INSERT ON universal_webhook_log_rejected BEGIN "
        "UPDATE universal_webhook_log_rejected_sum SET events = events + 1, bytes = bytes + NEW.bytes; END"_s,
        u"CREATE TRIGGER universal_webhook_log_rejected_less AFTER DELETE ON universal_webhook_log_rejected BEGIN "
        "UPDATE universal_webhook_log_rejected_sum SET events = events - 1, bytes = bytes - OLD.bytes; END"_s,
        u"CREATE TRIGGER universal_webhook_log_rejected_gone AFTER DELETE ON universal_webhook_log BEGIN "
        "DELETE FROM universal_webhook_log_rejected WHERE seq = OLD.seq; END"_s,
        u"CREATE TRIGGER universal_webhook_log_rejected_starred AFTER INSERT ON universal_webhook_log_mark "
        "WHEN NEW.starred <> 0 BEGIN DELETE FROM universal_webhook_log_rejected WHERE seq = NEW.seq; END"_s,
        u"INSERT INTO universal_webhook_log_rejected (seq, bytes) SELECT log.seq, length(log.body) + "
        "length(log.target) + length(log.headers) FROM universal_webhook_log AS log JOIN universal_webhook_log_kind AS "
        "kind ON kind.id = log.kind_id WHERE kind.rejected <> 0 AND NOT EXISTS (SELECT 1 FROM "
        "universal_webhook_log_mark AS mark WHERE mark.seq = log.seq AND mark.starred <> 0)"_s,
        u"DELETE FROM universal_webhook_log WHERE seq IN (SELECT seq FROM (SELECT seq, row_number() OVER newest AS "
        "place, sum(bytes) OVER newest AS total FROM universal_webhook_log_rejected WINDOW newest AS "
        "(ORDER BY seq DESC)) WHERE place > 1000 OR total > 52428800)"_s,
    };
    return statements;
}

// Where the events of a source are passed on to. The cursor is the number of the newest event that is done with.
const QStringList &forwardLayout()
{
    static const QStringList statements{
        u"CREATE TABLE universal_webhook_forward ("
        "source TEXT NOT NULL PRIMARY KEY, "
        "url TEXT NOT NULL, "
        "allow_public INTEGER NOT NULL, "
        "paused INTEGER NOT NULL, "
        "cursor INTEGER NOT NULL, "
        "delivered INTEGER NOT NULL, "
        "refused INTEGER NOT NULL, "
        "last_delivered_at INTEGER NOT NULL, "
        "last_error TEXT NOT NULL, "
        "last_error_at INTEGER NOT NULL, "
        "created_at INTEGER NOT NULL) WITHOUT ROWID"_s,
    };
    return statements;
}

// Calls of APIs, and the words in them. AUTOINCREMENT: a number that was given once stays that call's own, for a cursor
// and for a call that comes back after its deletion. Large columns stand last, as in the log.
const QStringList &callLayout()
{
    static const QStringList statements{
        u"CREATE TABLE universal_webhook_request_history ("
        "seq INTEGER PRIMARY KEY AUTOINCREMENT, "
        "id TEXT NOT NULL UNIQUE, "
        "started_at INTEGER NOT NULL, "
        "origin TEXT NOT NULL, "
        "document TEXT NOT NULL, "
        "operation TEXT NOT NULL, "
        "method BLOB NOT NULL, "
        "url BLOB NOT NULL, "
        "status INTEGER NOT NULL, "
        "reason BLOB NOT NULL, "
        "error TEXT NOT NULL, "
        "workspace_id TEXT NOT NULL, "
        "environment TEXT NOT NULL, "
        "connected_us INTEGER NOT NULL, "
        "encrypted_us INTEGER NOT NULL, "
        "sent_us INTEGER NOT NULL, "
        "first_byte_us INTEGER NOT NULL, "
        "total_us INTEGER NOT NULL, "
        "request_size INTEGER NOT NULL, "
        "response_size INTEGER NOT NULL, "
        "request_cut INTEGER NOT NULL, "
        "response_cut INTEGER NOT NULL, "
        "request_headers BLOB NOT NULL, "
        "response_headers BLOB NOT NULL, "
        "arguments BLOB NOT NULL, "
        "request_body BLOB NOT NULL, "
        "response_body BLOB NOT NULL)"_s,
        u"CREATE INDEX universal_webhook_request_history_operation ON universal_webhook_request_history "
        "(document, operation, seq)"_s,
        u"CREATE INDEX universal_webhook_request_history_started_at ON universal_webhook_request_history "
        "(started_at)"_s,
        u"CREATE INDEX universal_webhook_request_history_workspace ON universal_webhook_request_history "
        "(workspace_id, seq) WHERE workspace_id <> ''"_s,
        u"CREATE VIRTUAL TABLE universal_webhook_request_history_text USING fts5(text, columnsize=0, "
        "tokenize='unicode61 remove_diacritics 2')"_s,
        u"CREATE TRIGGER universal_webhook_request_history_gone AFTER DELETE ON universal_webhook_request_history "
        "BEGIN DELETE FROM universal_webhook_request_history_text WHERE rowid = OLD.seq; END"_s,
    };
    return statements;
}

// Requests that people keep, in folders; a folder stands by itself, so that one may be empty.
const QStringList &savedLayout()
{
    static const QStringList statements{
        u"CREATE TABLE universal_webhook_saved_folder (path TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID"_s,
        u"CREATE TABLE universal_webhook_saved_request ("
        "id TEXT NOT NULL PRIMARY KEY, "
        "folder TEXT NOT NULL, "
        "name TEXT NOT NULL, "
        "position INTEGER NOT NULL, "
        "document TEXT NOT NULL, "
        "operation TEXT NOT NULL, "
        "method BLOB NOT NULL, "
        "url BLOB NOT NULL, "
        "arguments BLOB NOT NULL, "
        "created_at INTEGER NOT NULL, "
        "updated_at INTEGER NOT NULL)"_s,
        u"CREATE INDEX universal_webhook_saved_request_folder ON universal_webhook_saved_request "
        "(folder, position)"_s,
        u"CREATE INDEX universal_webhook_saved_request_operation ON universal_webhook_saved_request "
        "(document, operation)"_s,
    };
    return statements;
}

// Of the two indexes that storing an event paid most for, one is kept by time and one by key (see logtime, deliverylog).
// What is there already is taken over; only numbers that were given are in a block.
const QStringList &lightLayout()
{
    static const QStringList statements{
        u"CREATE TABLE universal_webhook_log_time (block INTEGER PRIMARY KEY, oldest_ms INTEGER NOT NULL, newest_ms "
        "INTEGER NOT NULL)"_s,
        u"INSERT INTO universal_webhook_log_time (block, oldest_ms, newest_ms) SELECT seq >> 8, min(received_at), "
        "max(received_at) FROM universal_webhook_log INDEXED BY universal_webhook_log_seq WHERE seq < ((SELECT "
        "max(coalesce((SELECT max(seq) FROM universal_webhook_log), 0), seq) + 1 FROM universal_webhook_log_end) >> 8) "
        "<< 8 GROUP BY seq >> 8"_s,
        u"DROP INDEX universal_webhook_log_received_at"_s,
        u"CREATE TABLE universal_webhook_log_delivery (delivery_key INTEGER NOT NULL, seq INTEGER NOT NULL, "
        "PRIMARY KEY (delivery_key, seq)) WITHOUT ROWID"_s,
        u"INSERT INTO universal_webhook_log_delivery (delivery_key, seq) SELECT delivery_key, seq FROM "
        "universal_webhook_log INDEXED BY universal_webhook_log_delivery_key WHERE delivery_key <> 0 "
        "ORDER BY delivery_key, seq"_s,
        u"CREATE TABLE universal_webhook_log_delivery_end (seq INTEGER NOT NULL)"_s,
        u"INSERT INTO universal_webhook_log_delivery_end (seq) SELECT coalesce((SELECT max(seq) FROM "
        "universal_webhook_log), 0)"_s,
        u"DROP INDEX universal_webhook_log_delivery_key"_s,
        u"CREATE INDEX universal_webhook_log_delivery_recent ON universal_webhook_log (seq, delivery_key) "
        "WHERE delivery_key <> 0"_s,
        u"CREATE TRIGGER universal_webhook_log_delivery_gone AFTER DELETE ON universal_webhook_log "
        "WHEN OLD.delivery_key <> 0 BEGIN DELETE FROM universal_webhook_log_delivery WHERE delivery_key = "
        "OLD.delivery_key AND seq = OLD.seq; END"_s,
    };
    return statements;
}

// Why the target did not want an event, which the next delivery that goes well does not make undone.
const QStringList &refusalLayout()
{
    static const QStringList statements{
        u"ALTER TABLE universal_webhook_forward ADD COLUMN last_refusal TEXT NOT NULL DEFAULT ''"_s,
        u"ALTER TABLE universal_webhook_forward ADD COLUMN last_refused_at INTEGER NOT NULL DEFAULT 0"_s,
        u"ALTER TABLE universal_webhook_forward ADD COLUMN last_refused_id TEXT NOT NULL DEFAULT ''"_s,
    };
    return statements;
}

// API descriptions that were opened. The body stands last, so that lists read the pages before it alone.
const QStringList &documentLayout()
{
    static const QStringList statements{
        u"CREATE TABLE universal_webhook_document ("
        "id INTEGER PRIMARY KEY, "
        "origin TEXT NOT NULL UNIQUE, "
        "name TEXT NOT NULL UNIQUE, "
        "title TEXT NOT NULL, "
        "version TEXT NOT NULL, "
        "operations INTEGER NOT NULL, "
        "base TEXT NOT NULL, "
        "etag BLOB NOT NULL, "
        "body_bytes INTEGER NOT NULL, "
        "all_bytes INTEGER NOT NULL, "
        "fetched_at INTEGER NOT NULL, "
        "opened_at INTEGER NOT NULL, "
        "allows_outside INTEGER NOT NULL, "
        "allows_remote INTEGER NOT NULL, "
        "options BLOB NOT NULL, "
        "body BLOB NOT NULL)"_s,
        u"CREATE TABLE universal_webhook_document_file ("
        "document INTEGER NOT NULL, "
        "address TEXT NOT NULL, "
        "body BLOB NOT NULL, "
        "PRIMARY KEY (document, address))"_s,
    };
    return statements;
}

// PRAGMA takes no placeholders; the number is ours.
Result<void> writeVersion(Connection &connection, qsizetype version)
{
    return connection.execute(u"PRAGMA user_version=%1"_s.arg(version));
}

Result<void> applyStep(Connection &connection, const Migration &step, qsizetype version)
{
    if (const Result<void> begun = connection.begin(); !begun)
        return begun;
    for (const QString &statement : step.statements) {
        if (const Result<void> done = connection.execute(statement); !done) {
            connection.rollback();
            return done;
        }
    }
    Result<void> result = writeVersion(connection, version);
    if (result)
        result = connection.execute(u"PRAGMA application_id=%1"_s.arg(applicationId));
    if (result)
        result = connection.commit();
    if (!result)
        connection.rollback();
    return result;
}

Result<void> copyAside(Connection &connection, qint64 version, QStringList &notices)
{
    QString stamp = toRfc3339(SystemClock().nowMs());
    stamp.remove(u'-').remove(u':').remove(u'.');
    const QString copy = u"%1.v%2-%3.bak"_s.arg(connection.path()).arg(version).arg(stamp);
    // Written under another name first: a copy that bears the final name is whole.
    const QString partial = copy + u".partial";
    QFile::remove(partial);
    Result<Statement> statement = connection.prepare(u"VACUUM INTO ?"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(partial).execute(); !done) {
        QFile::remove(partial);
        return Error{done.error().code,
                     u"The database was not brought to this version because it could not be copied first: %1"_s.arg(
                         done.error().text)};
    }
    QFile file(partial);
    if (!file.rename(copy)) {
        return Error{ErrorCode::Io,
                     u"The copy of the database could not be named %1 (%2). Check the folder's rights."_s.arg(
                         QDir::toNativeSeparators(copy), file.errorString())};
    }
    notices << u"The database was brought to a newer version; a copy of the old one is %1."_s.arg(
        QDir::toNativeSeparators(copy));
    return {};
}

} // namespace

std::span<const Migration> migrations()
{
    static const Migration all[] = {
        {QLatin1StringView("log and settings"), firstLayout()},
        {QLatin1StringView("installations"), installationLayout()},
        {QLatin1StringView("deliveries of one event"), deliveryLayout()},
        {QLatin1StringView("stars, notes and search"), searchLayout()},
        {QLatin1StringView("bounds of rejected events"), rejectedLayout()},
        {QLatin1StringView("forward rules"), forwardLayout()},
        {QLatin1StringView("calls of APIs"), callLayout()},
        {QLatin1StringView("saved requests"), savedLayout()},
        {QLatin1StringView("lighter indexes"), lightLayout()},
        {QLatin1StringView("refusals of forward rules"), refusalLayout()},
        {QLatin1StringView("API descriptions"), documentLayout()},
    };
    return all;
}

Result<DatabaseVersion> inspect(Connection &connection, qint64 newest)
{
    const Result<qint64> version = connection.integer(u"PRAGMA user_version"_s);
    if (!version)
        return version.error();
    const Result<qint64> owner = connection.integer(u"PRAGMA application_id"_s);
    if (!owner)
        return owner.error();
    const Result<qint64> tables = connection.integer(u"SELECT count(*) FROM sqlite_master"_s);
    if (!tables)
        return tables.error();

    const QString file = QDir::toNativeSeparators(connection.path());
    const bool empty = *tables == 0 && *version == 0 && *owner == 0;
    if (!empty && *owner != applicationId) {
        return Error{
            ErrorCode::StoreUnavailable,
            u"The file %1 is a database of another program. Move it away or choose another data folder."_s.arg(file)};
    }
    if (*version > newest) {
        return Error{
            ErrorCode::StoreTooNew,
            u"The database %1 has version %2, made by a newer Universal Webhook; this one knows versions up to "
            "%3. Install the newer program, or choose another data folder."_s.arg(file)
                .arg(*version)
                .arg(newest)};
    }
    // Before it was first released, version 1 was another one for a while.
    const Result<qint64> known = connection.integer(
        u"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'universal_webhook_log_end'"_s);
    if (!known)
        return known.error();
    if (*version > 0 && *known == 0) {
        return Error{
            ErrorCode::StoreUnavailable,
            u"The database %1 was made by an unfinished version of this program. Move it away, or choose another "
            "data folder."_s.arg(file)};
    }
    return DatabaseVersion{*version, empty};
}

Result<void> migrate(Connection &connection, std::span<const Migration> steps, QStringList &notices,
                     const StorePreparing &preparing)
{
    const auto newest = qint64(steps.size());
    const Result<DatabaseVersion> found = inspect(connection, newest);
    if (!found)
        return found.error();
    if (!found->empty && found->version < newest) {
        if (preparing)
            preparing(
                u"The database is brought to this version, after a copy of it was made. This takes some seconds for "
                "each gigabyte."_s);
        if (const Result<void> copied = copyAside(connection, found->version, notices); !copied)
            return copied;
    }
    for (qint64 next = found->version + 1; next <= newest; ++next) {
        const Migration &step = steps[std::size_t(next - 1)];
        if (const Result<void> applied = applyStep(connection, step, next); !applied)
            return applied;
        qCInfo(uwStore, "Database at version %lld: %s", next, step.name.data());
    }
    return {};
}

} // namespace uw
