// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/savedrequestrepository.h"

#include "core/store/connection.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace uw::savedrequestrepository {

namespace {

Error refused(const QString &text)
{
    return {ErrorCode::InvalidInput, text};
}

// Everything below a folder has a path that begins with this; '0' follows '/', so that a range finds it.
QString firstBelow(const QString &path)
{
    return path + u'/';
}
QString behindBelow(const QString &path)
{
    return path + u'0';
}

Result<qint64> number(Connection &connection, const QString &sql, const QStringList &values)
{
    Result<Statement> statement = connection.prepare(sql);
    if (!statement)
        return statement.error();
    for (const QString &value : values)
        statement->bind(value);
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    return *row ? statement->integer(0) : qint64(0);
}

Result<void> run(Connection &connection, const QString &sql, const QStringList &values)
{
    Result<Statement> statement = connection.prepare(sql);
    if (!statement)
        return statement.error();
    for (const QString &value : values)
        statement->bind(value);
    return statement->execute();
}

Result<void> checkRequest(const SavedRequest &request)
{
    if (const Result<void> name = checkName(request.name); !name)
        return name;
    if (!request.folder.isEmpty()) {
        if (const Result<void> folder = checkFolder(request.folder); !folder)
            return folder;
    }
    if (request.id.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"A saved request needs an id."_s};
    if (request.arguments.size() + request.url.size() > argumentBytes) {
        return Error{ErrorCode::LimitExceeded,
                     u"“%1” is too large to be saved: a saved request has at most %2 MiB."_s.arg(request.name)
                         .arg(argumentBytes / 1024 / 1024)};
    }
    return {};
}

Result<void> checkRoom(Connection &connection, const QString &id)
{
    const Result<qint64> others =
        number(connection, u"SELECT count(*) FROM universal_webhook_saved_request WHERE id <> ?"_s, {id});
    if (!others)
        return others.error();
    if (*others >= maximumRequests) {
        return Error{ErrorCode::LimitExceeded,
                     u"There are %1 saved requests, the most that are kept. Delete some first."_s.arg(maximumRequests)};
    }
    return {};
}

QStringList withParents(const QString &path)
{
    QStringList paths;
    const QStringList parts = path.split(u'/');
    for (qsizetype i = 1; i <= parts.size(); ++i)
        paths << parts.first(i).join(u'/');
    return paths;
}

// Makes room at a place of a folder.
Result<void> shift(Connection &connection, const QString &folder, qint64 position)
{
    Result<Statement> statement = connection.prepare(
        u"UPDATE universal_webhook_saved_request SET position = position + 1 WHERE folder = ? AND position >= ?"_s);
    return statement ? statement->bind(folder).bind(position).execute() : statement.error();
}

Result<qint64> endOf(Connection &connection, const QString &folder)
{
    return number(connection,
                  u"SELECT coalesce(max(position) + 1, 0) FROM universal_webhook_saved_request WHERE folder = ?"_s,
                  {folder});
}

Result<qint64> folderCount(Connection &connection, const QString &path)
{
    return number(connection, u"SELECT count(*) FROM universal_webhook_saved_folder WHERE path = ?"_s, {path});
}

} // namespace

Result<void> checkName(const QString &name)
{
    if (name.trimmed().isEmpty() || name.size() > nameCharacters)
        return refused(u"A name has 1 to %1 characters."_s.arg(nameCharacters));
    return {};
}

Result<void> checkFolder(const QString &path)
{
    const QStringList parts = path.split(u'/');
    if (parts.size() > folderDepth)
        return refused(u"Folders lie at most %1 deep in each other."_s.arg(folderDepth));
    for (const QString &part : parts) {
        if (part.trimmed().isEmpty() || part.size() > nameCharacters)
            return refused(u"Each folder of “%1” needs a name of 1 to %2 characters."_s.arg(path.left(nameCharacters))
                               .arg(nameCharacters));
    }
    return {};
}

Result<SavedRequests> all(Connection &connection)
{
    const ReadTransaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun().error();
    SavedRequests found;
    Result<Statement> folders = connection.prepare(u"SELECT path FROM universal_webhook_saved_folder"_s);
    if (!folders)
        return folders.error();
    if (const Result<void> done = folders->execute(); !done)
        return done.error();
    for (;;) {
        const Result<bool> row = folders->next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        found.folders << folders->text(0);
    }
    std::sort(found.folders.begin(), found.folders.end(), [](const QString &a, const QString &b) {
        const QStringList left = a.split(u'/');
        const QStringList right = b.split(u'/');
        return std::lexicographical_compare(
            left.begin(), left.end(), right.begin(), right.end(),
            [](const QString &x, const QString &y) { return QString::localeAwareCompare(x, y) < 0; });
    });
    Result<Statement> requests = connection.prepare(
        u"SELECT id, folder, name, position, document, operation, method, url, arguments, created_at, updated_at FROM "
        "universal_webhook_saved_request ORDER BY folder, position, id"_s);
    if (!requests)
        return requests.error();
    if (const Result<void> done = requests->execute(); !done)
        return done.error();
    for (;;) {
        const Result<bool> row = requests->next();
        if (!row)
            return row.error();
        if (!*row)
            return found;
        found.requests << SavedRequest{.id = requests->text(0),
                                       .folder = requests->text(1),
                                       .name = requests->text(2),
                                       .position = requests->integer(3),
                                       .document = requests->text(4),
                                       .operation = requests->text(5),
                                       .method = requests->blob(6),
                                       .url = requests->blob(7),
                                       .arguments = requests->blob(8),
                                       .createdAtMs = requests->integer(9),
                                       .updatedAtMs = requests->integer(10)};
    }
}

Result<void> put(Connection &connection, const SavedRequest &request)
{
    if (const Result<void> valid = checkRequest(request); !valid)
        return valid;
    if (const Result<void> room = checkRoom(connection, request.id); !room)
        return room;
    if (!request.folder.isEmpty()) {
        if (const Result<void> folder = addFolder(connection, request.folder); !folder)
            return folder;
    }
    qint64 position = request.position;
    if (position < 0) {
        const Result<qint64> end = endOf(connection, request.folder);
        if (!end)
            return end.error();
        position = *end;
    }
    Result<Statement> statement = connection.prepare(
        u"INSERT OR REPLACE INTO universal_webhook_saved_request (id, folder, name, position, document, operation, "
        "method, url, arguments, created_at, updated_at) VALUES (?,?,?,?,?,?,?,?,?,?,?)"_s);
    if (!statement)
        return statement.error();
    statement->bind(request.id).bind(request.folder).bind(request.name.trimmed()).bind(position);
    statement->bind(request.document).bind(request.operation).bind(request.method).bind(request.url);
    return statement->bind(request.arguments).bind(request.createdAtMs).bind(request.updatedAtMs).execute();
}

Result<void> move(Connection &connection, const QString &id, const QString &folder, qint64 position)
{
    if (!folder.isEmpty()) {
        if (const Result<void> made = addFolder(connection, folder); !made)
            return made;
    }
    qint64 place = position;
    if (place < 0) {
        const Result<qint64> end = endOf(connection, folder);
        if (!end)
            return end.error();
        place = *end;
    } else if (const Result<void> shifted = shift(connection, folder, place); !shifted) {
        return shifted;
    }
    Result<Statement> statement =
        connection.prepare(u"UPDATE universal_webhook_saved_request SET folder = ?, position = ? WHERE id = ?"_s);
    return statement ? statement->bind(folder).bind(place).bind(id).execute() : statement.error();
}

Result<void> remove(Connection &connection, const QString &id)
{
    return run(connection, u"DELETE FROM universal_webhook_saved_request WHERE id = ?"_s, {id});
}

Result<void> addFolder(Connection &connection, const QString &path)
{
    if (const Result<void> valid = checkFolder(path); !valid)
        return valid;
    const Result<qint64> folders =
        number(connection, u"SELECT count(*) FROM universal_webhook_saved_folder WHERE path <> ?"_s, {path});
    if (!folders)
        return folders.error();
    if (*folders >= maximumFolders)
        return Error{ErrorCode::LimitExceeded,
                     u"There are %1 folders, the most that are kept. Delete some first."_s.arg(maximumFolders)};
    for (const QString &each : withParents(path)) {
        const Result<void> done =
            run(connection, u"INSERT OR IGNORE INTO universal_webhook_saved_folder (path) VALUES (?)"_s, {each});
        if (!done)
            return done;
    }
    return {};
}

Result<void> moveFolder(Connection &connection, const QString &from, const QString &to)
{
    if (from == to)
        return {};
    if (const Result<void> valid = checkFolder(to); !valid)
        return valid;
    if (to.startsWith(firstBelow(from)))
        return Error{ErrorCode::Conflict, u"The folder “%1” cannot be put into itself."_s.arg(from)};
    const Result<qint64> taken = folderCount(connection, to);
    if (!taken)
        return taken.error();
    if (*taken > 0)
        return Error{ErrorCode::Conflict, u"There is a folder “%1” already. Choose another name."_s.arg(to)};
    const qsizetype slash = to.lastIndexOf(u'/');
    if (slash > 0) {
        if (const Result<void> parents = addFolder(connection, to.left(slash)); !parents)
            return parents;
    }
    const QString tail = u"? || substr(%1, length(?) + 1) WHERE %1 = ? OR (%1 >= ? AND %1 < ?)"_s;
    const QStringList values{to, from, from, firstBelow(from), behindBelow(from)};
    if (const Result<void> folders =
            run(connection, u"UPDATE universal_webhook_saved_folder SET path = "_s + tail.arg(u"path"_s), values);
        !folders)
        return folders;
    return run(connection, u"UPDATE universal_webhook_saved_request SET folder = "_s + tail.arg(u"folder"_s), values);
}

Result<void> removeFolder(Connection &connection, const QString &path)
{
    const QStringList values{path, firstBelow(path), behindBelow(path)};
    if (const Result<void> requests = run(
            connection,
            u"DELETE FROM universal_webhook_saved_request WHERE folder = ? OR (folder >= ? AND folder < ?)"_s, values);
        !requests)
        return requests;
    return run(connection, u"DELETE FROM universal_webhook_saved_folder WHERE path = ? OR (path >= ? AND path < ?)"_s,
               values);
}

} // namespace uw::savedrequestrepository
