// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/documentrepository.h"

#include "core/store/connection.h"

using namespace Qt::StringLiterals;

namespace uw::documentrepository {

namespace {

constexpr qsizetype optionsMaximum = 64 * limits::kibibyte;
constexpr qsizetype nameMaximum = 60;

const QString &selectRecords()
{
    static const QString sql = u"SELECT id, origin, name, title, version, operations, base, etag, body_bytes, "
                               "fetched_at, opened_at, allows_outside, allows_remote, options "
                               "FROM universal_webhook_document"_s;
    return sql;
}

DocumentRecord readRecord(const Statement &row)
{
    return {.id = row.integer(0),
            .origin = row.text(1),
            .name = row.text(2),
            .title = row.text(3),
            .version = row.text(4),
            .operations = row.integer(5),
            .base = row.text(6),
            .etag = row.blob(7),
            .bytes = row.integer(8),
            .fetchedAtMs = row.integer(9),
            .openedAtMs = row.integer(10),
            .allowsOutside = row.integer(11) != 0,
            .allowsRemote = row.integer(12) != 0,
            .options = row.blob(13)};
}

// The one number that a query answers.
Result<qint64> number(Connection &connection, const QString &sql, const QString &text)
{
    Result<Statement> statement = connection.prepare(sql);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(text).execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    return *row ? statement->integer(0) : 0;
}

qint64 sizeOf(const DocumentBytes &bytes)
{
    qint64 size = bytes.body.size();
    for (const QByteArray &file : bytes.files)
        size += file.size();
    return size;
}

Result<void> checkRoom(Connection &connection, const QString &origin, const DocumentBytes &bytes)
{
    const Result<qint64> count =
        number(connection, u"SELECT count(*) FROM universal_webhook_document WHERE origin <> ?"_s, origin);
    if (!count)
        return count.error();
    if (*count >= maximumDocuments)
        return Error{ErrorCode::LimitExceeded,
                     u"%1 API descriptions are kept, the most there can be. Remove one first."_s.arg(maximumDocuments)};
    const Result<qint64> kept = number(
        connection, u"SELECT coalesce(sum(all_bytes), 0) FROM universal_webhook_document WHERE origin <> ?"_s, origin);
    if (!kept)
        return kept.error();
    if (*kept + sizeOf(bytes) > maximumBytes)
        return Error{ErrorCode::LimitExceeded,
                     u"The API descriptions would take more than %1 MiB together. Remove one that is no longer "
                     "needed."_s.arg(maximumBytes / limits::mebibyte)};
    return {};
}

// "Swagger Petstore - OpenAPI 3.0" becomes swagger-petstore-openapi-3-0.
QString plainName(const QString &text)
{
    QString name;
    for (const QChar c : text.toLower()) {
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'))
            name += c;
        else if (!name.isEmpty() && !name.endsWith(u'-'))
            name += u'-';
    }
    name.truncate(nameMaximum);
    while (name.endsWith(u'-'))
        name.chop(1);
    return name.isEmpty() ? u"api"_s : name;
}

// `wanted`, or with the first number behind it that no other origin has.
Result<QString> freeName(Connection &connection, const QString &wanted, const QString &origin)
{
    const QString plain = plainName(wanted);
    for (int number = 1; number <= maximumDocuments + 1; ++number) {
        const QString name = number == 1 ? plain : u"%1-%2"_s.arg(plain).arg(number);
        const Result<std::optional<DocumentRecord>> holder = find(connection, name);
        if (!holder)
            return holder.error();
        if (!*holder || (*holder)->origin == origin)
            return name;
    }
    return Error{ErrorCode::Internal, u"No name is free for the description “%1”."_s.arg(wanted)};
}

Result<void> putFiles(Connection &connection, qint64 id, const QHash<QString, QByteArray> &files)
{
    Result<Statement> clear = connection.prepare(u"DELETE FROM universal_webhook_document_file WHERE document = ?"_s);
    if (!clear)
        return clear.error();
    if (const Result<void> done = clear->bind(id).execute(); !done)
        return done;
    Result<Statement> statement =
        connection.prepare(u"INSERT INTO universal_webhook_document_file (document, address, body) VALUES (?,?,?)"_s);
    if (!statement)
        return statement.error();
    for (auto file = files.cbegin(); file != files.cend(); ++file) {
        if (const Result<void> done = statement->bind(id).bind(file.key()).bind(file.value()).execute(); !done)
            return done;
    }
    return {};
}

} // namespace

Result<QList<DocumentRecord>> all(Connection &connection)
{
    Result<Statement> statement = connection.prepare(selectRecords() + u" ORDER BY opened_at DESC, id DESC");
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    QList<DocumentRecord> records;
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            return records;
        records.append(readRecord(*statement));
    }
}

Result<std::optional<DocumentRecord>> find(Connection &connection, const QString &originOrName)
{
    // An origin comes before a name that is spelt like it.
    Result<Statement> statement =
        connection.prepare(selectRecords() + u" WHERE origin = ? OR name = ? ORDER BY origin = ? DESC LIMIT 1");
    if (!statement)
        return statement.error();
    const Result<void> done = statement->bind(originOrName).bind(originOrName).bind(originOrName).execute();
    if (!done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    return *row ? std::optional<DocumentRecord>(readRecord(*statement)) : std::nullopt;
}

Result<DocumentBytes> bytes(Connection &connection, qint64 id)
{
    const ReadTransaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun().error();
    Result<Statement> body = connection.prepare(u"SELECT body FROM universal_webhook_document WHERE id = ?"_s);
    if (!body)
        return body.error();
    if (const Result<void> done = body->bind(id).execute(); !done)
        return done.error();
    const Result<bool> found = body->next();
    if (!found)
        return found.error();
    if (!*found)
        return Error{ErrorCode::NotFound, u"The description is no longer kept. Open it again."_s};
    DocumentBytes result{body->blob(0), {}};
    Result<Statement> files =
        connection.prepare(u"SELECT address, body FROM universal_webhook_document_file WHERE document = ?"_s);
    if (!files)
        return files.error();
    if (const Result<void> done = files->bind(id).execute(); !done)
        return done.error();
    for (;;) {
        const Result<bool> row = files->next();
        if (!row)
            return row.error();
        if (!*row)
            return result;
        result.files.insert(files->text(0), files->blob(1));
    }
}

Result<DocumentRecord> put(Connection &connection, const DocumentRecord &record, const DocumentBytes &bytes)
{
    if (const Result<void> room = checkRoom(connection, record.origin, bytes); !room)
        return room.error();
    const Result<QString> name = freeName(connection, record.name, record.origin);
    if (!name)
        return name.error();
    Result<Statement> statement = connection.prepare(
        u"INSERT INTO universal_webhook_document (origin, name, title, version, operations, base, etag, body_bytes, "
        "all_bytes, fetched_at, opened_at, allows_outside, allows_remote, options, body) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (origin) DO UPDATE SET title = excluded.title, "
        "version = excluded.version, operations = excluded.operations, base = excluded.base, etag = excluded.etag, "
        "body_bytes = excluded.body_bytes, all_bytes = excluded.all_bytes, fetched_at = excluded.fetched_at, "
        "opened_at = excluded.opened_at, body = excluded.body"_s);
    if (!statement)
        return statement.error();
    const Result<void> done = statement->bind(record.origin)
                                  .bind(*name)
                                  .bind(record.title)
                                  .bind(record.version)
                                  .bind(record.operations)
                                  .bind(record.base)
                                  .bind(record.etag)
                                  .bind(qint64(bytes.body.size()))
                                  .bind(sizeOf(bytes))
                                  .bind(record.fetchedAtMs)
                                  .bind(record.openedAtMs)
                                  .bind(qint64(record.allowsOutside))
                                  .bind(qint64(record.allowsRemote))
                                  .bind(record.options)
                                  .bind(bytes.body)
                                  .execute();
    if (!done)
        return done.error();
    const Result<std::optional<DocumentRecord>> stored = find(connection, record.origin);
    if (!stored)
        return stored.error();
    if (!*stored)
        return Error{ErrorCode::Internal, u"The description “%1” was not kept."_s.arg(record.origin)};
    if (const Result<void> files = putFiles(connection, (*stored)->id, bytes.files); !files)
        return files.error();
    return **stored;
}

Result<void> touch(Connection &connection, const QString &origin, qint64 openedAtMs)
{
    Result<Statement> statement =
        connection.prepare(u"UPDATE universal_webhook_document SET opened_at = ? WHERE origin = ?"_s);
    return statement ? statement->bind(openedAtMs).bind(origin).execute() : statement.error();
}

Result<void> choose(Connection &connection, const DocumentRecord &record)
{
    if (record.options.size() > optionsMaximum)
        return Error{ErrorCode::LimitExceeded, u"The options of a description are longer than 64 KiB."_s};
    Result<Statement> statement = connection.prepare(
        u"UPDATE universal_webhook_document SET allows_outside = ?, allows_remote = ?, options = ? WHERE origin = ?"_s);
    if (!statement)
        return statement.error();
    return statement->bind(qint64(record.allowsOutside))
        .bind(qint64(record.allowsRemote))
        .bind(record.options)
        .bind(record.origin)
        .execute();
}

Result<void> remove(Connection &connection, const QString &origin)
{
    Result<Statement> files = connection.prepare(u"DELETE FROM universal_webhook_document_file WHERE document IN "
                                                 "(SELECT id FROM universal_webhook_document WHERE origin = ?)"_s);
    if (!files)
        return files.error();
    if (const Result<void> done = files->bind(origin).execute(); !done)
        return done;
    Result<Statement> statement = connection.prepare(u"DELETE FROM universal_webhook_document WHERE origin = ?"_s);
    return statement ? statement->bind(origin).execute() : statement.error();
}

} // namespace uw::documentrepository
